"""Whether a source's run was a good one, by the bounds its form declares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flows.counts import Counts
from scrapers.counting import counted
from scrapers.source import Expect

MANY = 3
"""So many pages in a row, or in a night, are no accident; fewer have no share to judge by."""


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
