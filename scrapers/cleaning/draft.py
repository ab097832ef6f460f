"""An article while it is being cleaned: its lines with what became of each, and the fields lifted so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from scrapers.cleaning.spacing import join, tidy
from scrapers.cleaning.wrapping import join_wrapped
from scrapers.dates import Found
from scrapers.extraction.given import read_given
from scrapers.records import Line, LineKind, RemovedLine
from scrapers.scripts import n_han

Role = Literal["open", "title", "body", "gone"]
Tag = Literal["", "known", "stop", "box", "signs", "date", "crumbs", "label", "caption", "notice"]
"""What a line is by its own looks; "" for text and whatever may become a title, heading or byline."""

_SAMPLE = 1_000
_SAMPLE_LINES = 400


@dataclass(slots=True, eq=False)
class Mark:
    """One paragraph of the input: the lines it was printed on, its regular text, and what becomes of it."""

    place: int
    """Among the marks of its draft."""
    lines: tuple[Line, ...]
    text: str
    after_blank: bool
    kind: LineKind
    role: Role = "open"
    rule: str = ""
    tag: Tag = ""
    prose: bool = False
    verse: bool = False
    """Whether it is a line of a stanza; then it is prose, too."""
    found: Found | None = None
    """The date it holds."""
    fields: list[tuple[str, str]] = field(default_factory=list)
    """(field, value) that a label or date line holds; lifted once the line's place says they are the article's."""

    @property
    def number(self) -> int:
        """The line it begins on."""
        return self.lines[0].number

    @property
    def spaced(self) -> str:
        """The text as printed, wide gaps kept: they part the values of one line."""
        return " ".join(line.text for line in self.lines).replace("\u3000", "  ").replace("\xa0", " ").strip()

    @property
    def is_text(self) -> bool:
        """Whether it is an undecided paragraph of running text."""
        return self.role == "open" and self.prose and not self.tag

    @property
    def is_open(self) -> bool:
        """Whether nothing has been decided about it."""
        return self.role == "open"


@dataclass(slots=True)
class Draft:
    """The marks of one document and what has been lifted from them."""

    marks: list[Mark]
    han: bool
    """Whether most of the text is Chinese: lengths and ends of sentences are judged by it."""
    language: str | None = None
    n_blank: int = 0
    """How many lines are blank."""
    unmarked_captions: Literal["usual", "some", "rare"] = "rare"
    """How often sites of its kind print captions without a credit or a sign."""
    has_marked_captions: bool = False
    """Whether at least one caption carries a credit or a sign."""
    day_first: bool = True
    """Whether `05/03/2021` is the fifth of March on sites of its kind, without further signs."""
    prints_headline: bool = False
    """Whether its lines hold the headline, too, as texts do: a page's stands apart from them."""
    url: str = ""
    told_on: date | None = None
    """The day of the date that was given beside the lines, where who gave it has read it."""
    dateline_day: str = ""
    """The day printed beside the dateline's place: `March 8, 2024`, `3月8日`."""
    dateline_origin: str = ""
    """Where it is printed."""
    opens_with_code: bool = False
    """Whether the text opens with an agency's code alone: `(BNP) – …`."""
    date_formats: tuple[str, ...] = ()
    """The form's strptime codes."""
    notice_words: tuple[str, ...] = ()
    """Those it holds of the words that notices are known by."""
    fields: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    removed: list[RemovedLine] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def lift(self, name: str, value: str, *, rule: str, mark: Mark | None = None) -> None:
        """Keep the value of a field with its origin; the first one found stays."""
        value = value.strip()
        if value and name not in self.fields:
            self.fields[name] = value
            self.origins[name] = f"{rule} line {mark.number}" if mark else rule

    def remove(self, mark: Mark, rule: str) -> None:
        """Take the whole mark off the text, each of its printed lines under this rule."""
        mark.role, mark.rule = "gone", rule
        # Pieces of a line may be gone already; a line that repeats is counted as a whole.
        if len(mark.lines) == 1 or rule.startswith("learned:"):
            self.removed.append(RemovedLine(line=mark.number, text=mark.text, rule=rule))
            return
        self.removed += [RemovedLine(line=line.number, text=tidy(line.text), rule=rule) for line in mark.lines]

    def cut(self, mark: Mark, piece: str, rule: str) -> None:
        """Record a piece that was taken off a mark that stays."""
        if piece.strip():
            self.removed.append(RemovedLine(line=mark.number, text=piece, rule=rule))

    def caption(self, mark: Mark, rule: str) -> None:
        """Take the mark off as a picture's caption."""
        self.remove(mark, rule)
        self.add_caption(mark.text)

    def add_caption(self, text: str) -> None:
        """Keep a caption; copies of it are kept once."""
        if text and text not in self.captions:
            self.captions.append(text)

    def take_fields(self, mark: Mark, rule: str) -> None:
        """Keep what a label, crumb or date line says, and take the line off."""
        for name, value in mark.fields:
            if name not in ("label", ""):
                self.lift("credit" if name == "aside" else name, value, rule=rule, mark=mark)
        self.remove(mark, rule)

    def flag(self, name: str) -> None:
        """Note something the reader of the row should know."""
        if name not in self.flags:
            self.flags.append(name)

    def body(self) -> list[Mark]:
        """The marks that stay, in order."""
        return [mark for mark in self.marks if mark.role == "body"]

    def paragraphs(self) -> list[Mark]:
        """The marks that stay, without headings."""
        return [mark for mark in self.marks if mark.role == "body" and mark.kind != "heading"]


def read_draft(lines: Sequence[Line], given: Mapping[str, str], language: str | None) -> Draft:
    """The lines as marks: tidied, wrapped lines joined, spacer lines noted as removed."""
    texts = [tidy(line.text) if line.text else "" for line in lines]
    marks = _read_marks(lines, texts)
    draft = Draft(marks=marks, han=_is_han(texts, language), language=language, n_blank=texts.count(""))
    for line, text in zip(lines, texts, strict=True):
        if not text and line.text.strip(" \t\r\n"):
            draft.removed.append(RemovedLine(line=line.number, text=line.text, rule="shape:spacer"))
    for name, value, origin in read_given(given, han=draft.han):
        draft.lift(name, value, rule=origin)
    return draft


def _read_marks(lines: Sequence[Line], texts: Sequence[str]) -> list[Mark]:
    return [
        Mark(
            place=place,
            lines=tuple(lines[number] for number in group),
            text=join([texts[number] for number in group]),
            after_blank=group[0] == 0 or not texts[group[0] - 1],
            kind=lines[group[0]].kind,
        )
        for place, group in enumerate(join_wrapped(texts, [line.text for line in lines]))
    ]


def _is_han(texts: Sequence[str], language: str | None) -> bool:
    sample = "".join(texts[:_SAMPLE_LINES])[:_SAMPLE]
    if sample.isascii():
        return language == "zh" and not sample
    return n_han(sample) > 0.25 * len(sample)
