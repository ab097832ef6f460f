-- The revisions that were decided on, where there are any.

INSERT INTO article_revisions BY NAME
SELECT article.* EXCLUDE (n), decided.revision, staged_batch.run_id,
       page.fetched_at, page.archive_file, page.archive_offset
FROM staged_article AS article
JOIN decided USING (n)
JOIN staged_page AS page USING (n)
CROSS JOIN staged_batch
WHERE is_revision
ORDER BY place;

INSERT INTO removed_lines BY NAME
SELECT article_id, revision, line, text, rule
FROM staged_removed_line
JOIN decided USING (n)
WHERE is_revision
ORDER BY place, line;

INSERT INTO field_origins BY NAME
SELECT article_id, revision, field, origin
FROM staged_origin
JOIN decided USING (n)
WHERE is_revision
ORDER BY place, staged_origin.nth;
