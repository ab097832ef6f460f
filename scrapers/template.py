"""A source's page design, learned from its pages: where the text stands, what in that box isn't text, what repeats.

`learn` looks at pages together, as a single-page tool can't; `Template.read` then reads one page fast, or says that
the template no longer fits. A template is a value: it goes in as an argument and comes out as JSON.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.extract import choose, names_of
from scrapers.extraction.above import leads_above, with_leads
from scrapers.extraction.picking import Picked, pick
from scrapers.extraction.scoring import Scores, score
from scrapers.extraction.tree import Block, Tree, read_tree
from scrapers.fingerprint import exact_hash

VERSION = 2
MIN_PAGES = 5
"""Fewer pages than this are no design."""

_PLAIN = re.compile(r"^[A-Za-z_][\w-]*$")
_CHANGING = re.compile(r"\d{3}|[-_]\d+$|^(?:post|node|entry|page)-?\d|(?:active|current|first|last|odd|even)$")
"""Names that number an article, or its place in a row."""
_MAX_LINE = 300
_ON_ALL = 0.8
"""Of the pages: a lead also stands in the teasers of others, a motto on all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What the pages of one design have in common."""

    version: int
    n_pages: int
    """Pages it was learned from."""
    body: str
    """The selector of the box that holds the text."""
    text_paths: tuple[str, ...]
    """How blocks stand in the box that are the article's on most pages."""
    furniture_paths: tuple[str, ...]
    """And those that are left out on most."""
    repeated: tuple[tuple[int, int], ...]
    """Lines that stand on several pages, by their `exact_hash`, with the number of pages."""
    weight: int
    """Bytes of text on the median page."""

    def read(self, page: LexborHTMLParser) -> tuple[Block, ...] | None:
        """The article's blocks; None where the page is of another design."""
        found = self.pick(page)
        return tuple(found[0].blocks[place] for place in found[1].places) if found else None

    def pick(self, page: LexborHTMLParser) -> tuple[Tree, Picked] | None:
        """The box as a tree with what of it is the article; None where the page is of another design.

        A learned box may hold more than the text, where nothing closer to it has a name: sums decide within it, too.
        """
        node = page.css_first(self.body)
        tree = read_tree(node) if node is not None else Tree()
        if not tree.blocks:
            return None
        scores = score(tree, None)
        self._mark(scores)
        picked = pick(scores, names_of(page))
        weight = sum(tree.blocks[place].weight for place in picked.places)
        if node is None or weight < min(100, 0.1 * self.weight):
            return None
        always = {line for line, n in self.repeated if n >= _ON_ALL * self.n_pages}
        return with_leads([lead for lead in leads_above(node) if exact_hash(lead.text) not in always], tree, picked)

    def _mark(self, scores: Scores) -> None:
        """What was learned of a place or a line holds against what the page calls itself."""
        texts, furniture, repeated = set(self.text_paths), set(self.furniture_paths), dict(self.repeated)
        for place, block in enumerate(scores.tree.blocks):
            path = _path_of(block)
            if n := repeated.get(exact_hash(block.text)):
                scores.marks[place] = f"learned:{n}/{self.n_pages}"
            elif path in furniture:
                scores.marks[place] = scores.marks[place] or "learned:path"
            elif path in texts:
                scores.marks[place] = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Template:
        """Raises ValueError for what isn't a template of this version."""
        return cls.from_values(json.loads(text))

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Template:
        """Of the values that `to_json` writes. Raises ValueError for those of another version."""
        if values.get("version") != VERSION:
            raise ValueError(f"a template of version {values.get('version')}, not {VERSION}")
        paths = {key: tuple(values[key]) for key in ("text_paths", "furniture_paths")}
        return cls(**{**values, **paths, "repeated": tuple((line, n) for line, n in values["repeated"])})


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
    if _PLAIN.match(name) and not _CHANGING.search(name):
        yield f"{node.tag}#{name}"
    classes = [
        word for word in (attributes.get("class") or "").split() if _PLAIN.match(word) and not _CHANGING.search(word)
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
            path = _path_of(block)
            pages[path].add(number)
            (picked if block.text in sample.picked else left)[path] += block.weight
    seen = {path for path, numbers in pages.items() if len(numbers) >= 3}
    texts = {path for path in seen if picked[path] > 4 * left[path]}
    # What stands loose in the box is of all kinds, and on the path of each.
    loose = {_path_of(block) for _, tree in trees for block in tree.blocks if block.element.parent is None}
    return texts, {path for path in seen - loose if left[path] > 4 * picked[path]}


def _path_of(block: Block) -> str:
    """Tags and classes of the block's element and two around it, without what changes from page to page."""
    steps, element = [], block.element
    for _ in range(3):
        words = sorted(word for word in element.hint.split() if not _CHANGING.search(word))
        steps.append(".".join((element.tag, *words)))
        if element.parent is None:
            break
        element = element.parent
    return "<".join(steps)
