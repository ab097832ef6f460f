"""What a source's earlier runs have seen of the web: where articles were fetched, and what is to be asked again."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scrapers.fingerprint import exact_hash
from scrapers.records import LED_ELSEWHERE
from warehouse.store import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A page that was read, and when it was asked for; or an article loaded from a file with its address."""

    article_id: str | None
    """None where no article could be told."""
    url: str
    """As it was asked for when it was last read."""
    found_at: str
    """Where that answer came from, at the end of the redirects."""
    addresses: tuple[str, ...]
    """All under which it was asked for or found, but those that a temporary redirect led away from."""
    is_article: bool
    """False for a page that was always rejected."""
    first_seen_at: datetime
    last_checked_at: datetime
    read_at: datetime
    """When the answer came that `etag` and `last_modified` are of."""
    etag: str | None
    last_modified: str | None
    archive_file: str | None
    """Where that answer is archived."""
    archive_offset: int | None


@dataclass(frozen=True, slots=True)
class KnownNames(Container[str]):
    """Names by 64 bits of their hash: 8 bytes each instead of 200.

    Among two million, one new name in 9 × 10¹² is taken for a known one.
    """

    hashes: NDArray[np.uint64]
    """Ascending."""

    def __contains__(self, name: object) -> bool:
        """Whether it is one of them."""
        sought = np.uint64(exact_hash(str(name)))
        place = np.searchsorted(self.hashes, sought)
        return bool(place < len(self.hashes) and self.hashes[place] == sought)


def known_names(warehouse: Warehouse, source: str) -> KnownNames:
    """Ids of all articles fetched or loaded for a source, and every address under which they are known."""
    return KnownNames(np.unique(warehouse.column(_NAMES, {"source": source, "led": LED_ELSEWHERE})))


def visited(
    warehouse: Warehouse, source: str, *, addresses: Sequence[str], since: datetime, now: datetime
) -> list[Visited]:
    """The pages read that are among these ids and addresses, or were first seen `since` then."""
    wanted = pa.table({"name": pa.array(addresses, pa.string())})
    values = {"source": source, "since": since, "now": now, "led": LED_ELSEWHERE}
    rows = warehouse.rows(_VISITED, values, {"wanted": wanted})
    names = Visited.__slots__
    return [Visited(**dict(zip(names, (*row[:3], tuple(row[3]), *row[4:]), strict=True))) for row in rows]


def pending(warehouse: Warehouse, source: str, *, since: datetime) -> list[str]:
    """Addresses never read whose last asking failed, the oldest first; a failure from before `since` is given up."""
    return [url for (url,) in warehouse.rows(_PENDING, {"source": source, "since": since}, {})]


def silent_since(warehouse: Warehouse, source: str, *, now: datetime) -> datetime | None:
    """When the last new article was fetched, else when the source was first run; None before that.

    Moments in the future, which a wrong clock told, don't count.
    """
    return _moment(warehouse.rows(_SILENT, {"source": source, "now": now}, {}))


def last_moment(warehouse: Warehouse, *, but: str) -> datetime | None:
    """The latest moment that any run but this one tells of."""
    return _moment(warehouse.rows("SELECT max(reached_at) FROM run_states WHERE run_id <> $but", {"but": but}, {}))


def _moment(rows: list[tuple[datetime | None]]) -> datetime | None:
    ((moment,),) = rows
    return moment


READ = """
    visit AS (
        SELECT *, rowid AS age, coalesce(final_url, url) AS found_at,
               CASE WHEN detail IS NOT DISTINCT FROM $led THEN found_at ELSE url END AS own_url
        FROM pages
        WHERE source = $source AND url LIKE 'http%'
          AND outcome IN ('new', 'duplicate', 'revised', 'unchanged', 'repeated', 'rejected')
          AND reason IS DISTINCT FROM 'block_wall'
    )
"""
"""`visit`: pages read from the web. Loaded documents have `file:` addresses; behind a block wall nothing was seen."""

_NAMES = f"""
    WITH {READ},
    article AS (
        SELECT article_id, url FROM article_revisions
        WHERE url LIKE 'http%' AND (source = $source OR article_id IN (SELECT article_id FROM visit))
    ),
    named AS (
        SELECT unnest([article_id, own_url, final_url]) AS name FROM visit
        UNION ALL
        SELECT unnest([article_id, url]) FROM article
    )
    SELECT md5_number_lower(name) FROM named WHERE name IS NOT NULL
"""
_VISITED = f"""
    WITH {READ},
    state AS (
        SELECT coalesce(article_id, url) AS name, arg_max(article_id, age) AS article_id, arg_max(own_url, age) AS url,
               arg_max(found_at, age) AS found_at, list_distinct(list(own_url) || list(found_at)) AS addresses,
               bool_or(outcome <> 'rejected') AS is_article,
               min(fetched_at) AS first_seen_at,
               coalesce(max(fetched_at) FILTER (fetched_at <= $now), max(fetched_at)) AS read_at,
               arg_max_null(etag, age) AS etag, arg_max_null(last_modified, age) AS last_modified,
               arg_max_null(archive_file, age) AS archive_file, arg_max_null(archive_offset, age) AS archive_offset
        FROM visit
        GROUP BY name
    ),
    known AS (SELECT name, unnest(addresses) AS url FROM state),
    asked AS (
        SELECT name FROM state WHERE first_seen_at >= $since OR name IN (SELECT name FROM wanted)
        UNION
        SELECT name FROM known WHERE url IN (SELECT name FROM wanted)
    ),
    -- Loaded from a file and never fetched: asked for when a listing names it, at the address the file tells.
    loaded AS (
        SELECT article_id, arg_max(url, revision) AS url, arg_max(url, revision) AS found_at,
               [arg_max(url, revision)] AS addresses, true AS is_article,
               min(coalesce(fetched_at, started_at)) AS first_seen_at,
               max(coalesce(fetched_at, started_at)) AS read_at
        FROM article_revisions
        JOIN runs USING (run_id)
        WHERE url LIKE 'http%' AND article_id NOT IN (SELECT name FROM state)
          AND (article_id IN (SELECT name FROM wanted) OR url IN (SELECT name FROM wanted))
        GROUP BY article_id
    ),
    looked AS (
        SELECT name, max(page.fetched_at) FILTER (page.fetched_at <= $now) AS looked_at,
               min(page.fetched_at) AS first_looked_at
        FROM known
        SEMI JOIN asked USING (name)
        JOIN pages AS page ON page.source = $source AND page.url = known.url
        WHERE page.outcome IN ('not_modified', 'gone') OR (page.outcome = 'rejected' AND page.reason = 'block_wall')
           OR (page.outcome = 'out_of_scope' AND page.tries > 0)
        GROUP BY name
    )
    -- A moment in the future was told by a wrong clock: it counts only as long as there is no other.
    SELECT state.article_id, state.url, found_at, addresses, is_article,
           least(first_seen_at, coalesce(first_looked_at, first_seen_at)) AS first_seen_at,
           CASE WHEN read_at > $now OR looked_at > read_at THEN coalesce(looked_at, read_at) ELSE read_at END
               AS last_checked_at,
           read_at, etag, last_modified,
           archive_file, archive_offset
    FROM state
    SEMI JOIN asked USING (name)
    LEFT JOIN looked USING (name)
    UNION ALL
    SELECT article_id, url, found_at, addresses, is_article, first_seen_at, read_at, read_at, NULL, NULL, NULL, NULL
    FROM loaded
    ORDER BY first_seen_at, url
"""
_PENDING = """
    WITH asked AS (
        SELECT url, arg_max(outcome, page.rowid) AS last_outcome, min(started_at) AS first_asked_at,
               bool_or(outcome NOT IN ('failed', 'deferred', 'disallowed') AND reason IS DISTINCT FROM 'block_wall')
               AS is_settled
        FROM pages AS page
        JOIN runs USING (run_id)
        WHERE source = $source AND url LIKE 'http%'
        GROUP BY url
    )
    SELECT url FROM asked
    WHERE NOT is_settled AND (last_outcome = 'deferred' OR first_asked_at >= $since)
    ORDER BY first_asked_at, url
"""
_SILENT = """
    SELECT coalesce(
        (SELECT max(started_at) FROM pages AS page JOIN runs USING (run_id)
         WHERE source = $source AND url LIKE 'http%' AND outcome IN ('new', 'duplicate') AND started_at <= $now),
        (SELECT min(started_at) FROM source_runs
         WHERE source = $source AND started_at <= $now
           AND run_id NOT IN (SELECT run_id FROM pages WHERE source = $source AND url LIKE 'file:%'))
    )
"""
