"""What a run did, as a value: for the artifacts, the command line and the flow's final state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from flows.counts import Counts
from scrapers.counting import counted
from scrapers.records import Outcome, PageOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """A run that has ended and whose rows are published."""

    run_id: str
    title: str
    """The flow run's name."""
    version: str
    seconds: float
    counts: Mapping[str, Counts]
    """By source."""
    rejected: Sequence[PageOutcome]
    """The first of them."""
    alarms: Sequence[str]
    """Breaches that aren't muted, each with its source."""
    notices: Sequence[str]
    """What was odd about a listing, each with its source."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The run's rows of `source_runs`."""
        return [
            {"run_id": self.run_id, "source": source, "listed": counts.listed}
            | {outcome: counts.outcomes[outcome] for outcome in get_args(Outcome)}
            | {"started_at": counts.started_at, "finished_at": counts.finished_at, "breaches": counts.breaches}
            for source, counts in sorted(self.counts.items())
        ]

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How often each outcome occurred."""
        return all_outcomes(self.counts)

    @property
    def n_documents_lost(self) -> int:
        """Loaded documents of which no article could be made; of web pages, the form says how many are too many."""
        return sum(counts.outcomes["rejected"] for counts in self.counts.values() if counts.links is None)

    @property
    def unread(self) -> list[str]:
        """A sentence for each kind of what is asked for again in the next run: a source's listings, or its pages."""
        return [
            f"{source}: {what} {outcome}, asked again next run: {why}."
            for source, counts in sorted(self.counts.items())
            for what, outcome, why in _unread(counts)
        ]

    @property
    def sentence(self) -> str:
        """As in `7 documents: 5 new, 2 rejected.`"""
        n = sum(counts.listed for counts in self.counts.values())
        is_web = any(counts.links is not None for counts in self.counts.values())
        return f"{counted(n, 'page' if is_web else 'document')}: {in_words(self.outcomes)}."


def _unread(counts: Counts) -> Iterator[tuple[str, Outcome, str]]:
    if counts.put_off:
        yield "its listings", "deferred", counts.put_off.rstrip(".")
    for outcome, why in counts.unread.items():
        yield counted(counts.outcomes[outcome], "page"), outcome, _most(why)


def _most(reasons: Counter[str]) -> str:
    """The two most frequent of the reasons, each with its number where there are several."""
    told = reasons.most_common(2)
    if len(reasons) == 1:
        return told[0][0].rstrip(".")
    others = reasons.total() - sum(n for _, n in told)
    return "; ".join(f"{n:,} × {reason.rstrip('.')}" for reason, n in told) + (
        f"; and {counted(others, 'other')}" if others else ""
    )


def all_outcomes(counts: Mapping[str, Counts]) -> Counter[Outcome]:
    """How often each outcome occurred in all sources together."""
    return sum((of_source.outcomes for of_source in counts.values()), Counter[Outcome]())


def in_words(outcomes: Mapping[Outcome, int]) -> str:
    """As in `5 new, 2 rejected`."""
    return ", ".join(f"{n:,} {outcome.replace('_', ' ')}" for outcome, n in outcomes.items() if n) or "none"
