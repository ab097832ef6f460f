CREATE OR REPLACE VIEW stories AS
WITH shared AS NOT MATERIALIZED (
    SELECT story_id, count(*) AS n_copies, list(DISTINCT source ORDER BY source) AS sources
    FROM story_members
    GROUP BY story_id
)
SELECT article.*, coalesce(n_copies, 1) AS n_copies, coalesce(sources, [article.source]) AS sources
FROM articles AS article
LEFT JOIN shared USING (story_id)
WHERE is_canonical;

COMMENT ON VIEW stories IS 'One row per news item however often copied: its canonical article.';
COMMENT ON COLUMN stories.n_copies IS 'Articles in the story; 1 = no copy.';
COMMENT ON COLUMN stories.sources IS 'The sources that have it, in alphabetical order.';
