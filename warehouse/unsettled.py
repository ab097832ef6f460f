"""Pages in the archive that may be read better by today's rules than by those they were last read by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scrapers.records import LED_ELSEWHERE, Reason
from warehouse.known import READ
from warehouse.store import Warehouse

WITHOUT_LAYOUT = "No layout fits it; its text is the one we hold."
"""The `detail` of a page that must be read again once its form is mended, though nothing was stored of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """A page in the archive that older rules could not read, or only without a layout."""

    article_id: str | None
    url: str
    final_url: str | None
    http_status: int | None
    fetched_at: datetime
    bytes: int | None
    digest: str | None
    etag: str | None
    last_modified: str | None
    archive_file: str
    archive_offset: int
    reason: Reason | None
    is_held: bool
    """Whether an article was made of it."""
    is_provisional: bool
    """Whether the article held was made of it, or of a page like it, without a layout."""


def unsettled(warehouse: Warehouse, source: str, *, version: str, form_hash: str) -> list[Unsettled]:
    """Archived pages last read by other rules than these and rejected, or read without a layout."""
    values = {
        "source": source,
        "version": version,
        "form_hash": form_hash,
        "without_layout": WITHOUT_LAYOUT,
        "led": LED_ELSEWHERE,
    }
    rows = warehouse.rows(_UNSETTLED, values, {})
    return [Unsettled(**dict(zip(Unsettled.__slots__, row, strict=True))) for row in rows]


_UNSETTLED = f"""
    WITH {READ},
    last AS (SELECT * FROM visit QUALIFY age = max(age) OVER (PARTITION BY coalesce(article_id, url))),
    form AS (SELECT form_hash, recorded_at FROM sources WHERE source = $source),
    ruled AS (
        SELECT last.*, runs.version, form.form_hash
        FROM last
        JOIN runs USING (run_id)
        ASOF LEFT JOIN form ON form.recorded_at <= runs.started_at
    )
    SELECT ruled.article_id, ruled.url, final_url, http_status, ruled.fetched_at, bytes, ruled.digest, etag,
           last_modified, ruled.archive_file, ruled.archive_offset, reason, held.article_id IS NOT NULL AS is_held,
           coalesce(list_contains(held.flags, 'fallback'), false) AS is_provisional
    FROM ruled
    LEFT JOIN article_revisions AS held ON held.article_id = ruled.article_id AND held.revision = ruled.revision
    WHERE (ruled.version <> $version OR ruled.form_hash IS DISTINCT FROM $form_hash)
      AND (outcome = 'rejected' OR list_contains(held.flags, 'fallback') OR detail = $without_layout)
      AND ruled.archive_file IS NOT NULL
    ORDER BY age
"""
