"""Finds the copies among a batch's articles and puts all into stories, inside the batch's own transaction.

So no batch of another source can slip in between the search and the commit, and an article is never without its story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import duckdb

from scrapers.fingerprint.prints import sketch_of
from scrapers.fingerprint.sameness import judge, read_texts
from warehouse.decided import Revision
from warehouse.evidence import Evidence, Pair, judged_pairs, store_evidence
from warehouse.sketches import HeldText, find_candidates, held_texts, store_sketches
from warehouse.stories import tell_stories

WINDOW = timedelta(days=60)
"""How far back a night looks: the search costs what was stored since, not what is held."""

CHUNK = 5_000
"""Pairs judged at once: their texts, and what judging makes of these, take 100 MB at most."""

Texts = Mapping[str, HeldText]
"""By article id."""


def mark_copies(con: duckdb.DuckDBPyConnection, revisions: Sequence[Revision], *, run_id: str, at: datetime) -> None:
    """Search for copies of what the batch appended and tell the stories."""
    last = _last(revisions)
    new = {article_id: _held(revision) for article_id, revision in last.items()}
    ((began,),) = con.execute(_BEGAN, {"run_id": run_id}).fetchall()
    night, generation = (began or at).astimezone(UTC).date(), current_generation(con)
    sketched = {article_id: sketch_of(revision.fingerprint) for article_id, revision in last.items()}
    found = find_candidates(con, sketched, since=night - WINDOW)
    store_sketches(con, sketched, revisions={name: text.revision for name, text in new.items()}, on=night, found=found)
    revised = {article_id for article_id, text in new.items() if text.revision > 1}
    touched = set(revised)
    # Asked only then, since most batches have none and all hashes that are held needn't be looked through.
    if met := [revision.article.content_hash for revision in revisions if revision.is_met]:
        touched.update(article_id for (article_id,) in con.execute(_EQUAL, {"met": met}).fetchall())
    for judged in judge_pairs(con, found.pairs, new, again=judged_pairs(con, revised, generation=generation)):
        store_evidence(con, judged, run_id=run_id, generation=generation)
        touched.update(name for one in judged for name in (one.a_id, one.b_id))
    if touched:
        tell_stories(con, touched, run_id=run_id, at=at, generation=generation)


def _last(revisions: Sequence[Revision]) -> dict[str, Revision]:
    """By article id, in the order of these last revisions."""
    last = {revision.article.article_id: revision for revision in revisions}
    kept = (revision for revision in revisions if last[revision.article.article_id] is revision)
    return {revision.article.article_id: revision for revision in kept}


def _held(revision: Revision) -> HeldText:
    article = revision.article
    return HeldText(revision.number, article.source, article.body, article.content_hash)


def current_generation(con: duckdb.DuckDBPyConnection) -> int:
    """The generation of stories that counts."""
    ((generation,),) = con.execute("SELECT max(generation) FROM story_generations").fetchall()
    return int(generation)


def judge_pairs(
    con: duckdb.DuckDBPyConnection, found: Iterable[Pair], new: Texts, *, again: Iterable[Pair] = ()
) -> Iterator[list[Evidence]]:
    """What is worth keeping of the judgements of these pairs, chunk by chunk; all of those judged `again`."""
    renewed = set(again)
    pairs = sorted({(min(pair), max(pair)) for pair in found} | renewed)
    for begin in range(0, len(pairs), CHUNK):
        yield _judge(con, pairs[begin : begin + CHUNK], new, renewed)


def _judge(con: duckdb.DuckDBPyConnection, pairs: Sequence[Pair], new: Texts, renewed: set[Pair]) -> list[Evidence]:
    names = sorted({name for pair in pairs for name in pair})
    texts = {**held_texts(con, [name for name in names if name not in new]), **new}
    readings = dict(zip(names, read_texts([texts[name].body for name in names]), strict=True))
    judged = ((a, b, judge(readings[a], readings[b])) for a, b in pairs if _is_worth((a, b), texts, renewed))
    return [
        Evidence(a_id=a, a_revision=texts[a].revision, b_id=b, b_revision=texts[b].revision, judgement=judgement)
        for a, b, judgement in judged
        if judgement.is_close or (a, b) in renewed
    ]


def _is_worth(pair: Pair, texts: Texts, renewed: set[Pair]) -> bool:
    """Equal texts need no judgement, unless an earlier one is to be replaced."""
    a, b = (texts[name].content_hash for name in pair)
    return a is None or a != b or pair in renewed


# A night is the day its run began: one, also where midnight lies in it, and the same when it is replayed.
_BEGAN = "SELECT min(reached_at) FROM run_states WHERE run_id = $run_id"
# Articles that have, or had, a text which the batch has, too.
_EQUAL = """
    SELECT DISTINCT article_id
    FROM article_revisions
    WHERE content_hash IN (SELECT unnest($met::VARCHAR[]))
"""
