-- Working view: all articles of stories that have more than one, and which of them stands for the story.
CREATE OR REPLACE VIEW story_members AS
WITH member AS NOT MATERIALIZED (
    SELECT article_id, story_id, kind FROM story_of
    UNION ALL
    SELECT DISTINCT story_id AS article_id, story_id, NULL AS kind FROM story_of
),
agency AS NOT MATERIALIZED (
    SELECT source FROM sources GROUP BY source HAVING arg_max(kind, rowid) = 'agency'
),
known AS NOT MATERIALIZED (
    SELECT member.*, source, published_on, published_at, n_characters, content_hash, agency,
           list_contains(flags, 'mirror') AS is_mirror, source IN (FROM agency) AS is_agency
    FROM article_revisions
    ANTI JOIN superseded USING (article_id, revision)
    JOIN member USING (article_id)
),
credited AS NOT MATERIALIZED (
    SELECT *, agency IS NOT NULL AND NOT is_agency AND bool_or(is_agency) OVER (PARTITION BY story_id, agency) AS is_reprint
    FROM known
),
ranked AS NOT MATERIALIZED (
    SELECT *, row_number() OVER by_worth = 1 AS is_canonical,
           first_value(article_id) OVER by_worth AS canonical_id,
           first_value(source) OVER by_worth AS canonical_source,
           first_value(published_on) OVER by_worth AS canonical_published_on,
           first_value(content_hash) OVER by_worth AS canonical_content_hash
    FROM credited
    -- The origin's copy before a mirror's, a source somebody declared before a text of unknown origin, an agency's own article
    -- before those that name the agency, then the earliest published (a printed day before none), then the fullest.
    WINDOW by_worth AS (
        PARTITION BY story_id
        ORDER BY is_mirror, source = 'unknown', is_reprint, published_on NULLS LAST, published_at NULLS LAST, n_characters DESC,
                 article_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
)
SELECT * FROM ranked;
