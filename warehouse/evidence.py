"""How pairs of articles were judged: why each is in its story, and what later judgements are weighed with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import duckdb
import pyarrow as pa

from warehouse.append import staged
from warehouse.staging import stage_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Two revisions and what was judged of their texts; the judgement's fields have its own names."""

    a_id: str
    a_revision: int
    b_id: str
    b_revision: int
    kind: str | None
    apart: str | None
    containment: float
    resemblance: float
    n_numbers: int
    n_differing: int
    is_a_larger: bool
    span_a: tuple[float, float]
    span_b: tuple[float, float]


_COLUMNS = [field.name for field in fields(Evidence)]
_TYPES = {
    **dict.fromkeys(("a_id", "b_id", "kind", "apart"), pa.string()),
    **dict.fromkeys(("a_revision", "b_revision", "n_numbers", "n_differing"), pa.int32()),
    **dict.fromkeys(("containment", "resemblance"), pa.float64()),
    "is_a_larger": pa.bool_(),
    **dict.fromkeys(("span_a", "span_b"), pa.list_(pa.float64(), 2)),
}


def store_evidence(con: duckdb.DuckDBPyConnection, evidence: Sequence[Evidence], *, run_id: str) -> None:
    """Keep these judgements, inside the caller's transaction."""
    columns = {name: pa.array([getattr(row, name) for row in evidence], _TYPES[name]) for name in _COLUMNS}
    with staged(con, {"staged_evidence": pa.table(columns)}):
        con.execute("INSERT INTO evidence BY NAME SELECT *, $run_id AS run_id FROM staged_evidence", {"run_id": run_id})


def held_evidence(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> list[Evidence]:
    """The last judgement of each pair among these articles and all that copies lead to from them.

    It is all that decides their stories, so that these can be told again from it in whatever order articles came.
    """
    with staged(con, {"wanted": stage_ids(list(article_ids))}):
        rows = con.execute(_REACHED).fetchall()
    return [Evidence(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]


_REACHED = f"""
    WITH RECURSIVE copy AS (
        SELECT a_id AS article_id, b_id AS other_id FROM evidence WHERE kind IS NOT NULL
        UNION ALL
        SELECT b_id, a_id FROM evidence WHERE kind IS NOT NULL
    ),
    reached AS (
        SELECT article_id FROM wanted
        UNION
        SELECT other_id FROM reached JOIN copy USING (article_id)
    )
    SELECT {", ".join(_COLUMNS)}
    FROM evidence
    WHERE a_id IN (FROM reached) AND b_id IN (FROM reached)
    QUALIFY row_number() OVER (PARTITION BY least(a_id, b_id), greatest(a_id, b_id) ORDER BY rowid DESC) = 1
"""
