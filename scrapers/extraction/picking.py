"""The article's own blocks: those of its box, a lead above it, without what else stands in it."""

from __future__ import annotations

from dataclasses import dataclass

from scrapers.cleaning.asides import (
    SENTENCE,
    is_address,
    is_aside,
    is_credit,
    is_date,
    is_label,
    is_sentence,
    is_stamp,
    stock_line,
)
from scrapers.cleaning.title_keys import key_of
from scrapers.extraction.captions import find_captions
from scrapers.extraction.leads import calls_itself_lead, is_lead
from scrapers.extraction.rim import Rim
from scrapers.extraction.scoring import Scores, container
from scrapers.extraction.tree import Block, Element

Path = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The blocks that are the article, and why each other one of its box isn't."""

    places: tuple[int, ...]
    left_out: tuple[tuple[int, str], ...]
    captions: tuple[int, ...]
    """What stands under the article's pictures, wherever these are."""

    @classmethod
    def nothing(cls) -> Picked:
        """Of a page without text."""
        return cls(places=(), left_out=(), captions=())


def is_title(text: str, names: tuple[str, ...]) -> bool:
    """Whether a line is the title the page gives itself (`names`, as keys), or most of it."""
    key = key_of(text)
    return any(
        (key in name and len(key) > 0.4 * len(name)) or (name in key and len(key) < 1.5 * len(name)) for name in names
    )


def find_headline(blocks: list[Block], names: tuple[str, ...]) -> int | None:
    """The first <h1> that says what the page is called; None where there is none."""
    return next(
        (place for place, block in enumerate(blocks) if block.element.tag == "h1" and is_title(block.text, names)), None
    )


def pick(scores: Scores, names: tuple[str, ...]) -> Picked:
    """The article's blocks within the box that sums highest."""
    return _Picking(scores, names, container(scores)).picked()


def path_of(element: Element) -> Path:
    """What paragraphs of one kind share."""
    return element.tag, element.hint, element.parent.hint if element.parent else ""


_BESIDE = 2
"""Blocks above a text where a lead is looked for though no headline is known."""
_CUT = ("...", "…")
_FIRST = 0.05
"""Of the text, what must be to come for an address to stand within it: below, it is the paper's."""


def _is_where(text: str) -> bool:
    """Whether an <address> says where something is; bylines stand in it, too."""
    return any(map(str.isdigit, text)) and not is_date(text) and "@" not in text and ":" not in text


class _Picking:
    def __init__(self, scores: Scores, names: tuple[str, ...], box: Element) -> None:
        self.scores = scores
        self.names = names
        self.blocks = scores.tree.blocks
        self.box = box
        self.total = 1.0
        self.prose_by_path = self._prose_by_path()
        self.kept: list[int] = []
        self.left_out: list[tuple[int, str]] = []

    def picked(self) -> Picked:
        first, end = self._thread()
        start = first if first > self.box.start else self._lead_start()
        self._walk(start, end)
        self._drop_orphans()
        gone = Rim(self.scores, self.kept, self._is_main).trim()
        self.left_out += [(place, "rim") for place in gone]
        captions = find_captions(self.scores, self.box, self.kept)
        return Picked(places=tuple(self.kept), left_out=tuple(self.left_out), captions=captions)

    def _prose_by_path(self) -> dict[Path, float]:
        found: dict[Path, float] = {}
        for place in range(self.box.start, self.box.end):
            worth = self.scores.worths[place]
            if worth > 0 and not self.scores.is_out(place):
                path = path_of(self.blocks[place].element)
                found[path] = found.get(path, 0.0) + worth
                self.total += worth
        return found

    def _is_main(self, block: Block) -> bool:
        """Whether the block is built as much of the text is."""
        return self.prose_by_path.get(path_of(block.element), 0.0) > 0.3 * self.total

    def _walk(self, start: int, end: int) -> None:
        seen: set[str] = set()
        done = 0.0
        for place in range(start, end):
            block = self.blocks[place]
            if self.kept and block.element.tag == "h1" and self._opens_another(place):
                self.left_out += [(other, "another") for other in range(place, end)]
                self.scores.marks[place:end] = ["another"] * (end - place)
                break
            if self._is_title(place, done):
                if sum(self.blocks[other].weight for other in self.kept) < 300:
                    self.left_out += [(other, "above title") for other in self.kept]
                    self.kept.clear()
                self.left_out.append((place, "title"))
                continue
            reason = self._reason_against(place, rest=1 - done / self.total)
            if reason == "stop":
                break
            if not reason and block.weight > 40 and block.text in seen:
                reason = "repeated"
            if reason:
                self.left_out.append((place, reason))
                continue
            seen.add(block.text)
            self.kept.append(place)
            done += max(0.0, self.scores.worths[place])

    def _opens_another(self, place: int) -> bool:
        """Whether an <h1> is built as the article's own but in a box of its own: a page that goes on without end."""
        if self.scores.headline is None or place <= self.scores.headline:
            return False
        own, other = self.blocks[self.scores.headline].element, self.blocks[place].element
        if own.parent is None or other.parent is None or own.parent is other.parent or own.hint != other.hint:
            return False
        is_alike = own.parent.hint == other.parent.hint or own.parent.tag == "article"
        return own.parent.tag == other.parent.tag and is_alike

    def _is_title(self, place: int, done: float) -> bool:
        block = self.blocks[place]
        if block.weight >= 400 or done >= 0.2 * self.total:
            return False
        headline = self.scores.headline
        if headline is not None:
            return place == headline or key_of(block.text) == key_of(self.blocks[headline].text)
        is_early = place <= self.box.start + 8
        return (block.element.tag == "h1" and is_early) or is_title(block.text, self.names)

    def _reason_against(self, place: int, *, rest: float) -> str | None:
        block, mark = self.blocks[place], self.scores.marks[place]
        if mark == "tag:address" and _FIRST < rest < 1 and _is_where(block.text):
            return None
        if place < self.box.start and not is_lead(self.scores, place):
            return mark or "above"
        if (
            mark
            and place >= self.box.start
            and (mark != "suspect" or self.scores.worths[place] <= 0 or not self._is_main(block))
        ):
            return mark
        if block.is_mostly_links and not self._is_linked_prose(block):
            return "links"
        if is_aside(block, rest=rest):
            return "aside"
        stock = stock_line(block)
        if stock == "stop" and rest < 0.4:
            return "stop"
        return stock

    def _is_linked_prose(self, block: Block) -> bool:
        """Whether a paragraph of the text's own kind is a sentence that happens to be mostly links."""
        own = block.weight - block.linked
        if is_address(block.text):
            return block.element.tag in ("p", "li")
        return self._is_main(block) and (own > 80 or (block.weight > 40 and own > 8 and is_sentence(block.text)))

    def _thread(self) -> tuple[int, int]:
        """The first post where moments of one shape repeat: a forum's thread, a diary, comments below a text."""
        start, end = self.box.start, self.box.end
        stamps: dict[Path, list[int]] = {}
        for place in range(start, end):
            if is_stamp(self.blocks[place]):
                stamps.setdefault(path_of(self.blocks[place].element), []).append(place)
        marks = sorted(place for group in stamps.values() if len(group) > 2 for place in group)
        if not marks:
            return start, end
        if sum(max(0.0, worth) for worth in self.scores.worths[start : marks[0]]) > 200:
            return start, marks[0]
        return marks[0] + 1, marks[1]

    def _lead_start(self) -> int:
        """Where the text starts once a lead between headline and box is counted in."""
        headline = self._headline_above()
        if headline is None:
            near = range(max(0, self.box.start - _BESIDE), self.box.start)
            return next(filter(self._is_whole_lead, near), self.box.start)
        above = range(headline + 1, self.box.start)
        return next((place for place in above if is_lead(self.scores, place)), self.box.start)

    def _is_whole_lead(self, place: int) -> bool:
        """Whether a block calls itself a lead and isn't cut off, as a summary made for others is."""
        return calls_itself_lead(self.scores, place) and not self.blocks[place].text.endswith(_CUT)

    def _headline_above(self) -> int | None:
        found = None
        for place in range(max(0, self.box.start - 20), self.box.start):
            block = self.blocks[place]
            if block.weight >= 300 or not (block.element.tag == "h1" or is_title(block.text, self.names)):
                continue
            if found is None or block.element.kind == "heading":
                found = place
        return found

    def _drop_orphans(self) -> None:
        """Headings and labels whose own text was left out go with it."""
        chosen = set(self.kept)
        for place in reversed(self.kept):
            if place + 1 in chosen or place + 1 >= len(self.blocks) or self.scores.worths[place] >= SENTENCE:
                continue
            following = self.blocks[place + 1]
            if self._leads_on(self.blocks[place]) and following.element.kind != "caption" and not is_credit(following):
                chosen.discard(place)
                self.left_out.append((place, "orphan"))
        self.kept = [place for place in self.kept if place in chosen]

    def _leads_on(self, block: Block) -> bool:
        if block.element.kind == "heading" or block.text[-1] in ":：":
            return True
        return is_label(block) and block.element.kind not in ("table_row", "quote") and not self._is_main(block)
