"""Which box of a page holds the article: every block is weighed, what calls itself furniture is marked, sums decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import accumulate

from scrapers.cleaning.asides import SENTENCE, is_label
from scrapers.extraction.hints import BODY, FURNITURE, SUSPECT, read_hint
from scrapers.extraction.tree import Block, Element, Tree

_FURNITURE_TAGS = frozenset(
    ("nav", "footer", "aside", "figcaption", "figure", "form", "caption", "menu", "dialog", "address")
)
_ALSO_FRAMES = frozenset(("form", "aside", "figure", "address", "dialog"))
"""Some pages stand whole in one of these."""
_CARDS = frozenset(("li", "div", "article", "section", "td", "dl"))
_LEAVES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "blockquote"))
_OUT = FURNITURE | SUSPECT
_ROOTS = ("html", "body")
_MAINS = ("article", "main")
PICTURE = "picture"
"""The mark of a table that holds a picture and little else."""
_MOST_CAPTIONS, _LONGEST_CAPTION = 3, 400
_MOST_SIGNS = 1_000_000
"""Of all names on a page; the most talkative of the labelled pages have a tenth of that."""


class Scores:
    """What was found out about the blocks of a page."""

    def __init__(self, tree: Tree, headline: int | None, lines: Set[int] = frozenset()) -> None:
        self.tree = tree
        self.headline = headline
        self.lines = lines
        """Places of lines that are text though they are as short as labels."""
        self.worths = [worth(block) for block in tree.blocks]
        """How much each block looks like running text; negative for links and labels."""
        for place in lines:
            self.worths[place] = float(tree.blocks[place].weight)
        self.marks: list[str] = [""] * len(tree.blocks)
        """Why a block is thought furniture: `suspect` or a reason; empty for all others."""
        self.hints = dict(_hints(tree))
        self._mark_tags()
        pairs = zip(self.worths, self.marks, strict=True)
        self.prose = _sums([worth if worth > 0 and not mark else 0.0 for worth, mark in pairs])
        """Running text before each block."""
        self.teased = 0.0
        """Of it, what teasers hold that are more than the article above them."""

    @property
    def total(self) -> float:
        return self.prose[-1] or 1.0

    def prose_in(self, element: Element) -> float:
        return self.prose[element.end] - self.prose[element.start]

    def mark(self, start: int, end: int, reason: str) -> None:
        """Say of these blocks why they are furniture; the first reason stays."""
        for place in range(start, end):
            if self.marks[place] in ("", "suspect"):
                self.marks[place] = reason

    def is_out(self, place: int) -> bool:
        """Whether the block is furniture beyond suspicion."""
        return self.marks[place] not in ("", "suspect")

    def _mark_tags(self) -> None:
        for table in filter(self._is_short, self.tree.pictured):
            self.mark(table.start, table.end, PICTURE)
        half = 0.5 * len(self.tree.blocks)
        for element in self.tree.elements:
            size = element.end - element.start
            if not size or not (element.is_hidden or element.tag in _FURNITURE_TAGS):
                continue
            if element.tag == "figure" and not element.is_hidden and self._holds_table(element):
                continue
            if size < half or element.tag not in _ALSO_FRAMES:
                self.mark(element.start, element.end, "hidden" if element.is_hidden else f"tag:{element.tag}")

    def _is_short(self, element: Element) -> bool:
        size = element.end - element.start
        return (
            size <= _MOST_CAPTIONS
            and sum(block.weight for block in self.tree.blocks[element.start : element.end]) < _LONGEST_CAPTION
        )

    def _holds_table(self, element: Element) -> bool:
        """Whether most of what stands in it are the cells of a table; its caption has a mark of its own."""
        blocks = self.tree.blocks[element.start : element.end]
        return 2 * sum(block.element.kind == "table_row" for block in blocks) > len(blocks) > 1


def _hints(tree: Tree) -> Iterator[tuple[Element, int]]:
    """What the boxes call themselves; where names have no end, only the first of them count."""
    n_signs = 0
    for element in tree.elements:
        hint = element.hint
        if not hint or element.tag in _ROOTS:
            continue
        n_signs += len(hint)
        if n_signs > _MOST_SIGNS:
            return
        yield element, read_hint(hint)


def worth(block: Block) -> float:
    """How much of a block is running text, in bytes; below zero for links and for labels outside of paragraphs."""
    weight, element = block.weight, block.element
    if block.is_mostly_links:
        return -min(60.0, 15 + 0.3 * weight)
    if element.kind == "heading":
        return float(weight) if weight > 100 and element.tag != "h1" else 0.0
    if is_label(block):
        if element.kind == "table_row":
            return -1.0
        return 0.3 * weight if element.tag == "p" else -10.0
    return weight - 2.0 * block.linked


def score(tree: Tree, headline: int | None, *, by_hints: bool = True, lines: Set[int] = frozenset()) -> Scores:
    """The page's blocks weighed and marked; without hints where these would leave nothing."""
    scores = Scores(tree, headline, lines)
    if headline is not None and scores.prose[headline] < 0.35 * scores.total:
        scores.mark(0, headline, "above headline")
    if by_hints:
        _mark_hints(scores)
        _mark_cards(scores)
    return scores


def container(scores: Scores) -> Element:
    """The box whose blocks sum highest; of equal ones the innermost."""
    sums = _sums(map(_value, scores.worths, scores.marks))
    best, highest = scores.tree.elements[0], float("-inf")
    for element in scores.tree.elements:
        if element.end == element.start or element.tag in _LEAVES:
            continue
        value = sums[element.end] - sums[element.start]
        if value > 0 and scores.hints.get(element, 0) & BODY:
            value = 1.15 * value + 50
        if value >= highest:
            best, highest = element, value
    return best


def _sums(values: Iterable[float]) -> list[float]:
    """Of the values before each place, and of all."""
    return [0.0, *accumulate(values)]


def _value(worth: float, mark: str) -> float:
    """Furniture in a box speaks against it, the more the longer it is."""
    if not mark:
        return worth
    if mark == "suspect":
        return 0.1 * worth if worth > 0 else worth
    return -0.3 * abs(worth)


def _mark_hints(scores: Scores) -> None:
    anchors = _anchors(scores)
    common = _common_paragraphs(scores)
    told = [(element, flags) for element, flags in scores.hints.items() if flags & _OUT]
    for element, flags in told:
        if element.tag in _MAINS:
            continue
        if flags & BODY and (flags & SUSPECT or scores.prose_in(element) > 0.2 * scores.total):
            continue
        if element.hint in common or any(element.start <= place < element.end for place in anchors):
            continue
        is_most = scores.prose_in(element) > 0.4 * scores.total
        if is_most and not (anchors and flags & FURNITURE):
            continue
        scores.mark(element.start, element.end, f"hint:{element.hint}"[:60] if flags & FURNITURE else "suspect")


def _anchors(scores: Scores) -> list[int]:
    """Blocks that no furniture holds: the headline, the first one of what calls itself the body."""
    bodies = [element for element, flags in scores.hints.items() if flags & BODY]
    body = max(bodies, key=scores.prose_in, default=None)
    found = [] if body is None or scores.prose_in(body) < 0.2 * scores.total else [body.start]
    return found if scores.headline is None else [*found, scores.headline]


def _common_paragraphs(scores: Scores) -> set[str]:
    """Classes of so many paragraphs that they cannot mean furniture (`paywall` on each one)."""
    prose: dict[str, float] = {}
    for element in scores.hints:
        if element.tag == "p":
            prose[element.hint] = prose.get(element.hint, 0.0) + scores.prose_in(element)
    return {hint for hint, amount in prose.items() if amount > 0.3 * scores.total}


def _mark_cards(scores: Scores) -> None:
    """Teasers: at least three siblings built alike, each with a linked line and little else."""
    linked = _sums(block.linked > 0.8 * block.weight > 12 for block in scores.tree.blocks)
    groups: dict[tuple[int, str, str], list[Element]] = {}
    for element in scores.tree.elements:
        size = element.end - element.start
        if 2 <= size <= 12 and linked[element.end] > linked[element.start] and element.tag in _CARDS:
            groups.setdefault((id(element.parent), element.tag, element.hint), []).append(element)
    for group in groups.values():
        amount = _amount(scores, group)
        if len(group) < 3 or amount >= 350 * len(group):
            continue
        if amount >= 0.5 * scores.total:
            if not _has_text_above(scores, group[0]):
                continue
            scores.teased += amount
        for element in group:
            scores.mark(element.start, element.end, "cards")


def _has_text_above(scores: Scores, teaser: Element) -> bool:
    """Whether an article's text stands between its headline and the first of the teasers, which may hold more."""
    headline = scores.headline if scores.headline is not None else _only_h1(scores.tree.blocks)
    if headline is None or headline >= teaser.start:
        return False
    return scores.prose[teaser.start] - scores.prose[headline] > SENTENCE


def _only_h1(blocks: Sequence[Block]) -> int | None:
    """The place of the page's one <h1>, unless a link fills it."""
    found = [place for place, block in enumerate(blocks) if block.element.tag == "h1"]
    return found[0] if len(found) == 1 and 2 * blocks[found[0]].linked < blocks[found[0]].weight else None


def _amount(scores: Scores, group: Sequence[Element]) -> float:
    return sum(scores.prose_in(element) for element in group)
