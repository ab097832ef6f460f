-- What each page is to its article where a batch has several states of one, or this run has counted it already.

CREATE OR REPLACE TEMP TABLE numbered AS
WITH compared AS (
    SELECT state.*, matched.revision AS held_revision, is_read_again,
           row_number() OVER (PARTITION BY article_id, digest ORDER BY place) > 1
           OR (has_article AND row_number() OVER (PARTITION BY article_id, revision_hash ORDER BY place) > 1)
           OR EXISTS (FROM counted AS c WHERE c.article_id = state.article_id AND c.digest = state.digest)
           OR EXISTS (FROM counted AS c WHERE c.article_id = state.article_id AND c.revision_hash = state.revision_hash)
           AS is_repeated
    FROM state
    LEFT JOIN matched USING (n)
),
followed AS (
    SELECT *, coalesce(bool_or(NOT is_repeated AND held_revision IS NULL) OVER earlier, false) AS has_moved_on
    FROM compared
    WINDOW earlier AS (PARTITION BY article_id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
settled AS (
    SELECT *, NOT is_repeated AND (held_revision IS NULL OR (has_moved_on AND NOT is_read_again)) AS is_revision
    FROM followed
)
SELECT n, place, article_id, digest, revision_hash, content_hash, has_article, is_repeated, is_revision,
       CASE WHEN is_revision THEN coalesce(last.revision, 0) + count(*) FILTER (is_revision) OVER so_far
            WHEN NOT is_repeated THEN held_revision END AS revision
FROM settled
LEFT JOIN (SELECT article_id, revision FROM held WHERE is_last) AS last USING (article_id)
WINDOW so_far AS (PARTITION BY article_id ORDER BY place ROWS UNBOUNDED PRECEDING);
