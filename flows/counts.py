"""What was seen of a source in a run, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scrapers.records import Outcome, PageOutcome

READ: tuple[Outcome, ...] = ("new", "duplicate", "revised", "unchanged", "repeated", "rejected")

AGAIN: tuple[Outcome, ...] = ("failed", "deferred", "disallowed")
"""Pages that are asked for again in the next run."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """What was seen of one source in one run."""

    started_at: datetime
    finished_at: datetime | None = None
    n_batches: int = 0
    listed: int = 0
    links: int | None = None
    """Article links found in its listings; None where documents were loaded."""
    days_silent: int = 0
    """Since the last new article."""
    walls: int = 0
    """Pages in a row at which it turned us away."""
    stopped: str = ""
    """Why nothing more was asked of it before its time, in one sentence."""
    read: int = 0
    """Pages and documents looked into for the first time in their state."""
    rejected: int = 0
    """Of those."""
    extracted: int = 0
    """Articles made in this run; what is unchanged isn't extracted again."""
    fallback: int = 0
    """Articles made without a layout that fits."""
    has_design: bool = False
    """Whether there is a layout or a learned template to fit: a new source has neither."""
    shared_ids: list[str] = field(default_factory=list)
    """What is told of each page that was kept apart from an article with the same id."""
    led_out: list[str] = field(default_factory=list)
    """What is told of each page that was asked for and led to none of its articles."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    unread: dict[Outcome, Counter[str]] = field(default_factory=dict)
    """How often each reason kept a page of each outcome that means "asked for again" from being had."""
    fault: str = ""
    """How this program failed at it, in one sentence."""
    unasked: str = ""
    """Why none of its listings was asked, where none was."""
    put_off: str = ""
    """What their hosts said, where all of them asked to be left alone for now."""
    breaches: tuple[str, ...] = ()

    def add(self, pages: Sequence[PageOutcome], outcomes: Mapping[Outcome, int], *, is_reread: bool = False) -> None:
        """Count an appended batch; what is only read again from the archive says nothing of tonight."""
        self.listed += len(pages)
        self.outcomes.update(outcomes)
        for page in pages:
            if page.outcome in AGAIN and page.detail:
                self.unread.setdefault(page.outcome, Counter())[page.detail] += 1
        self.shared_ids += [f"{page.url}: {page.detail}" for page in pages if page.reason == "same_id"]
        asked = [page for page in pages if page.tries]
        self.led_out += [f"{page.url}: {page.detail}" for page in asked if page.outcome == "out_of_scope"]
        if is_reread:
            return
        self.read += sum(outcomes.get(outcome, 0) for outcome in READ)
        self.rejected += outcomes.get("rejected", 0)
        self.extracted += sum(page.article is not None for page in pages)
        self.fallback += sum(page.article is not None and "fallback" in page.article.flags for page in pages)

    def add_known(self, n: int) -> None:
        """Count links that are held and weren't asked for."""
        self.listed += n
        self.outcomes["known"] += n
