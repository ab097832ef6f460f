"""Whether a source's run was a good one, by the bounds its form declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from scrapers.counting import counted
from scrapers.records import Outcome, PageOutcome
from scrapers.source import Expect

MANY = 3
"""So many pages in a row, or in a night, are no accident; fewer have no share to judge by."""

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


def breaches(expect: Expect, counts: Counts) -> tuple[str, ...]:
    """One sentence for each bound that wasn't met."""
    return tuple(_breaches(expect, counts))


def remarks(counts: Counts) -> Iterator[str]:
    """One sentence for each thing that is no breach and yet should be known; what is rejected is told page by page."""
    if counts.led_out:
        such_as = ":" if len(counts.led_out) == 1 else ", such as"
        yield f"{counted(len(counts.led_out), 'page')} led to no article{such_as} {counts.led_out[0].rstrip('.')}."
    if counts.has_design and counts.fallback and counts.extracted < MANY:
        yield f"{counts.fallback:,} of {counts.extracted:,} were read without a layout that fits, too few to judge by."


def is_muted(expect: Expect, today: date) -> bool:
    """Whether breaches are recorded without an alarm for now."""
    return expect.muted_until != "" and today < expect.muted_until


def _breaches(expect: Expect, counts: Counts) -> Iterator[str]:
    yield from filter(None, (counts.fault, counts.stopped))
    yield from _of_listings(expect, counts)
    if counts.shared_ids:
        pages = counted(len(counts.shared_ids), "page")
        yield f"{pages} with the id of another article left out, such as {counts.shared_ids[0]}"
    yield from _of_unread(counts)
    if counts.links is not None and counts.days_silent > expect.max_days_silent:
        yield f"Nothing new for {counted(counts.days_silent, 'day')}, at most {expect.max_days_silent:,} are expected."
    rejected = counts.rejected
    if counts.read >= MANY and rejected > expect.max_rejected_share * counts.read:
        yield f"{rejected:,} of {counts.read:,} were rejected, at most {expect.max_rejected_share:.0%} are expected."
    is_judged = counts.has_design and counts.extracted >= MANY
    if is_judged and counts.fallback > expect.max_fallback_share * counts.extracted:
        share = f"at most {expect.max_fallback_share:.0%} are expected"
        yield f"{counts.fallback:,} of {counts.extracted:,} were read without a layout that fits, {share}."


def _of_listings(expect: Expect, counts: Counts) -> Iterator[str]:
    """Where they list too little; not where their hosts asked to be left alone for now."""
    if counts.unasked:
        yield f"No listing was asked: {counts.unasked.rstrip('.')}."
    elif counts.links is not None and counts.links < expect.min_listed and not counts.put_off:
        links = f"{counted(counts.links, 'article link')} {'was' if counts.links == 1 else 'were'} found"
        yield f"{links}, at least {expect.min_listed:,} are expected."


def _of_unread(counts: Counts) -> Iterator[str]:
    """Where not one of many pages could be read; where no listing was asked, the same is told by that."""
    n_failed, n_led_out = counts.outcomes["failed"], len(counts.led_out)
    n = n_failed + counts.outcomes["disallowed"] + n_led_out
    if n < MANY or counts.unasked or counts.read or counts.outcomes["not_modified"]:
        return
    if n_failed:
        yield f"None of the {n:,} pages asked for could be had."
    elif n_led_out:
        yield f"None of the {n:,} pages asked for is an article's, such as {counts.led_out[0].rstrip('.')}."
    else:
        yield f"None of the {n:,} pages was asked for: {next(iter(counts.unread['disallowed']))}."
