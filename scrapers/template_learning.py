"""How a source's page design is learned: from many of its pages together, as a single-page tool can't."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.extraction.choosing import choose, names_of
from scrapers.extraction.tree import Tree, read_tree
from scrapers.fingerprint import exact_hash
from scrapers.template import CHANGING, VERSION, Template, path_of

MIN_PAGES = 5
"""Fewer pages than this are no design."""

_PLAIN = re.compile(r"^[A-Za-z_][\w-]*$")
_MAX_LINE = 300


@dataclass(frozen=True, slots=True)
class _Sample:
    """A page to learn from, with the texts of the blocks that the generic extractor picked."""

    page: LexborHTMLParser
    tree: Tree
    picked: frozenset[str]
    weight: int


def learn(pages: Iterable[str]) -> Template | None:
    """The design that most of the pages share; None below `MIN_PAGES` or where they share none."""
    samples = list(_distinct(sample for markup in pages if (sample := _sample(LexborHTMLParser(markup)))))
    if len(samples) < MIN_PAGES:
        return None
    repeated = _repeated(samples)
    body = _best_selector(samples, repeated)
    if body is None:
        return None
    trees = [(sample, read_tree(node)) for sample in samples if (node := sample.page.css_first(body)) is not None]
    texts, furniture = _votes(trees, repeated)
    return Template(
        version=VERSION,
        n_pages=len(samples),
        body=body,
        text_paths=tuple(sorted(texts)),
        furniture_paths=tuple(sorted(furniture)),
        repeated=tuple(sorted((exact_hash(line), n) for line, n in repeated.items())),
        weight=int(median(sample.weight for sample in samples)),
    )


def _sample(page: LexborHTMLParser) -> _Sample | None:
    if page.body is None:
        return None
    tree = read_tree(page.body)
    picked, _ = choose(tree, names_of(page), "")
    blocks = [tree.blocks[place] for place in picked.places]
    weight = sum(block.weight for block in blocks)
    return _Sample(page, tree, frozenset(block.text for block in blocks), weight) if weight >= 100 else None


def _repeated(samples: Sequence[_Sample]) -> dict[str, int]:
    """Lines that stand on at least three pages and on a tenth of them, and how many pages hold them.

    A line that looks like text must stand on a third: a series says some things again in each of its articles.
    """
    counts = Counter(text for sample in samples for text in {block.text for block in sample.tree.blocks})
    texts = Counter(text for sample in samples for text in sample.picked)
    few, many = max(3, len(samples) / 10), max(3, len(samples) / 3)
    return {
        text: n
        for text, n in counts.items()
        if n >= (many if 2 * texts[text] >= n else few) and 4 < len(text) <= _MAX_LINE
    }


def _distinct(samples: Iterable[_Sample]) -> Iterator[_Sample]:
    """Without copies: what three pages of one article share is the article."""
    seen: set[str] = set()
    for sample in samples:
        known = sample.picked & seen
        if 2 * sum(map(len, known)) < sum(map(len, sample.picked)):
            yield sample
        seen |= sample.picked


def _best_selector(samples: Sequence[_Sample], repeated: dict[str, int]) -> str | None:
    """Of the selectors that lead to the picked text on most pages, the one that finds it whole and little else."""
    candidates = Counter(selector for sample in samples for selector in set(_selectors(sample)))
    rated = [
        (_rate(selector, samples, repeated), selector) for selector, n in candidates.items() if 2 * n > len(samples)
    ]
    return max(rated)[1] if rated and max(rated)[0] > 0.5 else None


def _selectors(sample: _Sample) -> Iterator[str]:
    """Selectors of the boxes that hold the picked text: the innermost with most of it, and those around it."""
    node = _innermost(sample)
    for _ in range(5):
        if node is None or node.tag in ("body", "html"):
            return
        yield from _names_of_node(node)
        node = node.parent


def _innermost(sample: _Sample) -> LexborNode | None:
    """The smallest element that holds nearly all of the picked text."""
    node: LexborNode | None = sample.page.body
    while node is not None:
        inner = [child for child in node.iter() if _overlap(child, sample)[0] >= 0.9 * sample.weight]
        if not inner:
            return node
        node = inner[0]
    return node


def _overlap(node: LexborNode, sample: _Sample) -> tuple[int, int]:
    """(bytes of the picked text, of all text) in an element."""
    blocks = read_tree(node).blocks
    return sum(block.weight for block in blocks if block.text in sample.picked), sum(block.weight for block in blocks)


def _names_of_node(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    name = attributes.get("id") or ""
    if _PLAIN.match(name) and not CHANGING.search(name):
        yield f"{node.tag}#{name}"
    classes = [
        word for word in (attributes.get("class") or "").split() if _PLAIN.match(word) and not CHANGING.search(word)
    ]
    if classes:
        yield f"{node.tag}.{'.'.join(classes)}"
    if _PLAIN.match(itemprop := attributes.get("itemprop") or ""):
        yield f"{node.tag}[itemprop={itemprop}]"
    if node.tag in ("article", "main"):
        yield str(node.tag)


def _rate(selector: str, samples: Sequence[_Sample], repeated: dict[str, int]) -> float:
    """The mean F1 of what the selector holds, without links and repeated lines, against the picked text."""
    total = 0.0
    for sample in samples:
        node = sample.page.css_first(selector)
        if node is None:
            continue
        blocks = [block for block in read_tree(node).blocks if block.text not in repeated]
        inside = sum(block.weight for block in blocks if block.text in sample.picked)
        total += 2 * inside / (sample.weight + sum(block.weight - block.linked // 2 for block in blocks))
    return total / len(samples)


def _votes(trees: Sequence[tuple[_Sample, Tree]], repeated: dict[str, int]) -> tuple[set[str], set[str]]:
    """(paths of text, paths of furniture) in the box, by the bytes picked and left out on all pages together."""
    picked: defaultdict[str, int] = defaultdict(int)
    left: defaultdict[str, int] = defaultdict(int)
    pages: defaultdict[str, set[int]] = defaultdict(set)
    for number, (sample, tree) in enumerate(trees):
        for block in tree.blocks:
            if block.text in repeated:
                continue
            path = path_of(block)
            pages[path].add(number)
            (picked if block.text in sample.picked else left)[path] += block.weight
    seen = {path for path, numbers in pages.items() if len(numbers) >= 3}
    texts = {path for path in seen if picked[path] > 4 * left[path]}
    # What stands loose in the box is of all kinds, and on the path of each.
    loose = {path_of(block) for _, tree in trees for block in tree.blocks if block.element.parent is None}
    return texts, {path for path in seen - loose if left[path] > 4 * picked[path]}
