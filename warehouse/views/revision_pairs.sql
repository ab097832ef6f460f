CREATE OR REPLACE VIEW revision_pairs AS
-- A revision with the digest of the one before is the same page read by better rules: all that differs is told.
WITH pair AS NOT MATERIALIZED (
    SELECT later.article_id, later.revision, later.source, later.url, later.digest = earlier.digest AS is_reread,
           earlier.title AS old_title, later.title, earlier.published_raw AS old_published_raw, later.published_raw,
           string_split(earlier.body, E'\n\n') AS old_lines, string_split(later.body, E'\n\n') AS lines,
           earlier.fetched_at AS last_seen_at, later.fetched_at AS changed_at
    FROM article_revisions AS later
    JOIN article_revisions AS earlier
        ON earlier.article_id = later.article_id AND earlier.revision = later.revision - 1
    WHERE later.revision > 1
),
-- What was taken off the one page oftener than off the other; what is taken off both alike tells nothing.
taken_off AS NOT MATERIALIZED (
    SELECT pair.article_id, pair.revision, text,
           count(*) FILTER (removed.revision = pair.revision) > count(*) FILTER (removed.revision < pair.revision) AS is_later
    FROM pair
    JOIN removed_lines AS removed
        ON removed.article_id = pair.article_id AND removed.revision BETWEEN pair.revision - 1 AND pair.revision
    WHERE NOT is_reread
    GROUP BY ALL
    HAVING count(*) FILTER (removed.revision = pair.revision) <> count(*) FILTER (removed.revision < pair.revision)
),
-- Text in the one revision and taken off the other: it stands on both pages.
on_both AS NOT MATERIALIZED (
    SELECT article_id, revision, list(text) AS ruled
    FROM taken_off
    JOIN pair USING (article_id, revision)
    WHERE CASE WHEN is_later THEN text = old_title OR list_contains(old_lines, text)
               ELSE text = title OR list_contains(lines, text) END
    GROUP BY ALL
),
compared AS NOT MATERIALIZED (
    SELECT pair.*, coalesce(ruled, []) AS ruled
    FROM pair
    LEFT JOIN on_both USING (article_id, revision)
)
SELECT article_id, revision, source, url, is_reread, old_title, title,
       title IS DISTINCT FROM old_title AND NOT coalesce(list_has_any(ruled, [old_title, title]), false) AS title_changed,
       old_published_raw, published_raw, published_raw IS DISTINCT FROM old_published_raw AS date_changed,
       array_to_string(list_filter(old_lines, lambda line: NOT list_contains(ruled, line)), E'\n\n') AS old_body,
       array_to_string(list_filter(lines, lambda line: NOT list_contains(ruled, line)), E'\n\n') AS body,
       len(list_filter(ruled, lambda line: list_contains(old_lines, line) <> list_contains(lines, line))) AS n_ruled_lines,
       last_seen_at, changed_at
FROM compared;

COMMENT ON VIEW revision_pairs IS 'Each further revision beside the one before, without what only rules or lessons made of the same lines.';
COMMENT ON COLUMN revision_pairs.revision IS 'The later of the two.';
COMMENT ON COLUMN revision_pairs.is_reread IS 'Whether both are the same page, read by other rules: nobody changed anything.';
COMMENT ON COLUMN revision_pairs.old_title IS 'The title before.';
COMMENT ON COLUMN revision_pairs.title IS 'The title after.';
COMMENT ON COLUMN revision_pairs.title_changed IS 'Whether the title is another one, and not just another line of the same page.';
COMMENT ON COLUMN revision_pairs.old_published_raw IS 'The printed date before.';
COMMENT ON COLUMN revision_pairs.published_raw IS 'The printed date after.';
COMMENT ON COLUMN revision_pairs.date_changed IS 'Whether the printed date is another one.';
COMMENT ON COLUMN revision_pairs.old_body IS 'The text before, without lines that are still on the page and were taken off later, or the other way round.';
COMMENT ON COLUMN revision_pairs.body IS 'The text after, without the same lines.';
COMMENT ON COLUMN revision_pairs.n_ruled_lines IS 'How many lines of the one text are on the other page, too, and were taken off there.';
COMMENT ON COLUMN revision_pairs.last_seen_at IS 'When the state before was fetched; the change was made after it.';
COMMENT ON COLUMN revision_pairs.changed_at IS 'When the change was first seen.';
