-- An unchanged page that wasn't archived again stands where the revision it equals stands.
INSERT INTO pages BY NAME
SELECT staged_batch.run_id, page.source, page.url, page.final_url, coalesce(decided.outcome, page.outcome) AS outcome,
       page.reason, page.detail, page.http_status, page.fetched_at, page.elapsed_ms, page.bytes, page.tries,
       page.article_id, decided.revision, page.digest,
       coalesce(page.archive_file, held.archive_file) AS archive_file,
       CASE WHEN page.archive_file IS NULL THEN held.archive_offset ELSE page.archive_offset END AS archive_offset,
       page.etag, page.last_modified
FROM staged_page AS page
CROSS JOIN staged_batch
LEFT JOIN staged_decided AS decided USING (n)
LEFT JOIN held ON held.article_id = page.article_id AND held.revision = decided.revision
ORDER BY n;
