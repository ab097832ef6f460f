CREATE OR REPLACE VIEW changed_articles AS
WITH change AS NOT MATERIALIZED (
    FROM revision_pairs
    WHERE NOT is_reread AND (title_changed OR date_changed OR old_body <> body)
),
-- Words in any order; where words aren't spaced, characters.
word AS NOT MATERIALIZED (
    SELECT article_id, revision, word, count(*) FILTER (is_new) AS n_new, count(*) FILTER (NOT is_new) AS n_old
    FROM (
        SELECT article_id, revision, true AS is_new, unnest(regexp_extract_all(lower(body), '\p{Han}|[\p{L}\p{M}\p{N}]+')) AS word FROM change
        UNION ALL
        SELECT article_id, revision, false, unnest(regexp_extract_all(lower(old_body), '\p{Han}|[\p{L}\p{M}\p{N}]+')) FROM change
    )
    GROUP BY article_id, revision, word
),
share AS NOT MATERIALIZED (
    SELECT article_id, revision, round(sum(abs(n_new - n_old)) / sum(n_new + n_old), 3)::DOUBLE AS share_changed
    FROM word
    GROUP BY article_id, revision
)
SELECT article_id, revision, source, url, old_title, title, title_changed, date_changed,
       coalesce(share_changed, 0) AS share_changed, last_seen_at, changed_at
FROM change
LEFT JOIN share USING (article_id, revision);

COMMENT ON VIEW changed_articles IS 'Articles that their publishers changed after publication: one row per change that we saw.';
COMMENT ON COLUMN changed_articles.revision IS 'The revision that came of the change.';
COMMENT ON COLUMN changed_articles.old_title IS 'The title before.';
COMMENT ON COLUMN changed_articles.title IS 'The title after.';
COMMENT ON COLUMN changed_articles.title_changed IS 'Whether the title is another one, and not just another line of the same page.';
COMMENT ON COLUMN changed_articles.date_changed IS 'Whether the printed date is another one.';
COMMENT ON COLUMN changed_articles.share_changed IS 'Of the words of both bodies, those the other one lacks, from 0 to 1; characters where words aren''t spaced. Lines that rules took off one of them are left out.';
COMMENT ON COLUMN changed_articles.last_seen_at IS 'When the state before was fetched; the change was made after it.';
COMMENT ON COLUMN changed_articles.changed_at IS 'When the change was first seen.';
