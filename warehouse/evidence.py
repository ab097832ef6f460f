"""How pairs of articles were judged: why each is in its story, and what later judgements are weighed with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import duckdb
import numpy as np
import pyarrow as pa

from scrapers.fingerprint.links import KINDS, Links
from scrapers.fingerprint.sameness import Judgement
from warehouse.staging import read_columns, stage_ids, stage_places, staged


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Two revisions and what was judged of their texts; the smaller id comes first."""

    a_id: str
    a_revision: int
    b_id: str
    b_revision: int
    judgement: Judgement


Pair = tuple[str, str]
"""Two article ids, the smaller one first."""

_JUDGED = [field.name for field in fields(Judgement)]
_VALUES = attrgetter(*_JUDGED)
_ENDS = {"a_id": pa.string(), "a_revision": pa.int32(), "b_id": pa.string(), "b_revision": pa.int32()}
_TYPES = {
    **dict.fromkeys(("kind", "apart"), pa.string()),
    **dict.fromkeys(("n_numbers", "n_differing"), pa.int32()),
    **dict.fromkeys(("containment", "resemblance"), pa.float64()),
    "is_a_larger": pa.bool_(),
    **dict.fromkeys(("span_a", "span_b"), pa.list_(pa.float64(), 2)),
}


def store_evidence(
    con: duckdb.DuckDBPyConnection, evidence: Sequence[Evidence], *, run_id: str, generation: int
) -> None:
    """Keep these judgements, inside the caller's transaction."""
    if not evidence:
        return
    columns = {name: pa.array([getattr(row, name) for row in evidence], type_) for name, type_ in _ENDS.items()}
    judged = zip(*(_VALUES(row.judgement) for row in evidence), strict=True)
    columns |= {name: pa.array(values, _TYPES[name]) for name, values in zip(_JUDGED, judged, strict=True)}
    with staged(con, {"staged_evidence": pa.table(columns)}):
        con.execute(_STORE, {"run_id": run_id, "generation": generation})


def judged_pairs(con: duckdb.DuckDBPyConnection, article_ids: Collection[str], *, generation: int) -> list[Pair]:
    """The pairs that one of these articles belongs to and that were judged already."""
    if not article_ids:
        return []
    with staged(con, {"wanted_article": stage_ids(list(article_ids))}):
        return con.execute(_PAIRS, {"generation": generation}).fetchall()


def judged_among(con: duckdb.DuckDBPyConnection, pairs: Collection[Pair], *, generation: int) -> set[Pair]:
    """Those of these pairs that were judged already."""
    ends = zip(*pairs, strict=True) if pairs else ((), ())
    columns = {name: pa.array(ids, pa.string()) for name, ids in zip(("a_id", "b_id"), ends, strict=True)}
    with staged(con, {"wanted_pair": pa.table(columns)}):
        return set(con.execute(_AMONG, {"generation": generation}).fetchall())


def held_links(con: duckdb.DuckDBPyConnection, article_ids: Sequence[str], *, generation: int) -> Links:
    """The last judgement of each pair among these articles, which are numbered as they stand here: by their ids."""
    with staged(con, {"placed_article": stage_places(article_ids)}):
        columns = read_columns(con, _LINKS.format(generation=generation))
    order = np.lexsort((columns.pop("age"), columns["b"], columns["a"]))
    a, b = columns["a"][order], columns["b"][order]
    is_last = np.ones(len(order), bool)
    is_last[:-1] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return Links(**columns).chosen(order[is_last])


_AMONG = """
    SELECT DISTINCT a_id, b_id
    FROM evidence
    SEMI JOIN wanted_pair USING (a_id, b_id)
    WHERE generation = $generation
"""
_STORE = "INSERT INTO evidence BY NAME SELECT *, $run_id AS run_id, $generation AS generation FROM staged_evidence"
_PAIRS = """
    SELECT DISTINCT a_id, b_id
    FROM evidence
    WHERE generation = $generation AND (a_id IN (FROM wanted_article) OR b_id IN (FROM wanted_article))
"""
# No text is read but the ids, and nothing is sorted or grouped here: a text that thousands reprint has links by the
# hundred thousand.
_LINKS = f"""
    SELECT mine.place AS a, other.place AS b,
           coalesce(list_position({[kind or "" for kind in KINDS]}, kind) - 1, 0)::UTINYINT AS kind,
           apart IS NOT NULL AS is_apart, containment, resemblance, is_a_larger,
           CASE WHEN is_a_larger THEN span_a[1] ELSE span_b[1] END AS begin,
           CASE WHEN is_a_larger THEN span_a[2] ELSE span_b[2] END AS "end",
           evidence.rowid AS age
    FROM evidence
    JOIN placed_article AS mine ON mine.article_id = a_id
    JOIN placed_article AS other ON other.article_id = b_id
    WHERE generation = {{generation}}
"""
