"""Whether a source's run was a good one, by the bounds its form declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from scrapers.records import Outcome, PageOutcome
from scrapers.source import Expect


@dataclass(slots=True, kw_only=True)
class Counts:
    """What was seen of one source in one run."""

    started_at: datetime
    finished_at: datetime | None = None
    n_batches: int = 0
    listed: int = 0
    extracted: int = 0
    """Articles made in this run; what is unchanged isn't extracted again."""
    fallback: int = 0
    """Articles made without a layout that fits."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    breaches: tuple[str, ...] = ()

    def add(self, pages: Sequence[PageOutcome], outcomes: Mapping[Outcome, int]) -> None:
        """Count an appended batch."""
        self.listed += len(pages)
        self.extracted += sum(page.article is not None for page in pages)
        self.fallback += sum(page.article is not None and "fallback" in page.article.flags for page in pages)
        self.outcomes.update(outcomes)


def breaches(expect: Expect, counts: Counts) -> tuple[str, ...]:
    """One sentence for each bound that wasn't met."""
    return tuple(_breaches(expect, counts))


def is_muted(expect: Expect, today: date) -> bool:
    """Whether breaches are recorded without an alarm for now."""
    return expect.muted_until != "" and today < expect.muted_until


def _breaches(expect: Expect, counts: Counts) -> Iterator[str]:
    rejected = counts.outcomes["rejected"]
    if rejected > expect.max_rejected_share * counts.listed:
        yield f"{rejected:,} of {counts.listed:,} were rejected, at most {expect.max_rejected_share:.0%} are expected."
    if counts.fallback > expect.max_fallback_share * counts.extracted:
        share = f"at most {expect.max_fallback_share:.0%} are expected"
        yield f"{counts.fallback:,} of {counts.extracted:,} were read without a layout that fits, {share}."
