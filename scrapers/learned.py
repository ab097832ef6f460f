"""What a source's earlier pages taught: its page designs, and the lines that repeat on its documents.

A value: it goes into `process` as an argument and comes out as JSON. A run uses the version it began with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from scrapers.fingerprint import exact_hash, is_repeated

if TYPE_CHECKING:
    from scrapers.template import Template

_FORGOTTEN_AT = 0.5
"""Of the documents a line needs to be learned, the share below which it is forgotten again: between the two nothing
changes, or a line near the bound would make a new version every other night."""
_MATTERS = 0.1
_PART = 0.25
"""A version changes `extractor`, and earlier pages are read again for it: not for one teaser more."""
_MOST_LINES = 500
"""The most frequent ones; the lines of teasers come and go by the thousand."""


class Seen(NamedTuple):
    """A line, by its `exact_hash`, and on how many documents of its source it stood."""

    line: int
    n_documents: int
    n_open: int
    """On how many of them no other rule than a learned one would take it off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Of one source."""

    version: str = ""
    """Names the rest of it; empty where nothing was learned."""
    n_documents: int = 0
    """How many were counted when `lines` was settled."""
    lines: Mapping[int, int] = field(default_factory=dict)
    """Lines that repeat, with the number of documents they stood on: by `exact_hash`, or what is learned would keep
    the words of an article that is removed."""
    templates: tuple[Template, ...] = ()
    """The newest design first."""

    def count(self, line: str) -> int:
        """On how many documents the line stood; 0 for one that doesn't repeat."""
        return self.lines.get(exact_hash(line), 0) if self.lines else 0

    def rule(self, line: str) -> str:
        """What the line is removed by."""
        return f"learned:{self.count(line)}/{self.n_documents}"

    def share(self, line: str) -> float:
        """Of the documents, how many have the line; 0 for a line that doesn't repeat."""
        return self.count(line) / self.n_documents if self.n_documents else 0.0

    def to_json(self) -> str:
        """All of it but the version, which is made of this."""
        return json.dumps(
            {
                "n_documents": self.n_documents,
                "lines": dict(self.lines),
                "templates": [asdict(template) for template in self.templates],
            },
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Learned:
        """Raises ValueError for templates of another version of this program."""
        from scrapers.template import Template  # forms are read where no page is, and the reader of pages loads slowly

        values = json.loads(text)
        return cls(
            version=_version_of(text),
            n_documents=values["n_documents"],
            lines={int(line): n for line, n in values["lines"].items()},
            templates=tuple(Template.from_values(template) for template in values["templates"]),
        )


NOTHING = Learned()
Lessons = Mapping[str, Learned]
"""What was learned of each source, by its name."""


def renewed(earlier: Learned, seen: Iterable[Seen], *, of: int, templates: Sequence[Template]) -> Learned | None:
    """The next version, from the lines seen on so many documents; None where it would tell a page nothing new."""
    counts = {line.line: line.n_documents for line in seen if _is_kept(line, earlier, of=of)}
    most = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_LINES])
    if tuple(templates) == earlier.templates and not _matters(most, earlier, of=of):
        return None
    made = Learned(n_documents=of, lines=most, templates=tuple(templates))
    return Learned.from_json(made.to_json())


def _is_kept(line: Seen, earlier: Learned, *, of: int) -> bool:
    """Whether a line repeats; one that did is kept until it has become rare."""
    return is_repeated(line.n_open, of=int(of * _FORGOTTEN_AT) if line.line in earlier.lines else of)


def _matters(lines: Mapping[int, int], earlier: Learned, *, of: int) -> bool:
    """Whether lines came or went that stand on many pages, or a good part of them all."""
    changed = lines.keys() ^ earlier.lines.keys()
    if any(lines.get(line, earlier.lines.get(line, 0)) >= _MATTERS * of for line in changed):
        return True
    return len(changed) >= (max(3, _PART * len(lines)) if earlier.lines else 1)


def _version_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
