CREATE OR REPLACE VIEW digests AS
WITH told AS NOT MATERIALIZED (
    SELECT judgements.*, coalesce(mine.story_id, a_id) AS a_story, coalesce(theirs.story_id, b_id) AS b_story
    FROM judgements
    LEFT JOIN story_of AS mine ON mine.article_id = a_id
    LEFT JOIN story_of AS theirs ON theirs.article_id = b_id
),
part AS NOT MATERIALIZED (
    SELECT CASE WHEN is_a_larger THEN a_id ELSE b_id END AS article_id,
           CASE WHEN is_a_larger THEN b_id ELSE a_id END AS contains_id,
           CASE WHEN is_a_larger THEN b_story ELSE a_story END AS story_id, containment
    FROM told
    WHERE kind IS NOT NULL AND a_story <> b_story
),
-- The beginning of last week's bulletin may have no number that tells it from this week's, which is no digest for that.
bulletin AS NOT MATERIALIZED (
    SELECT a_id AS article_id, b_story AS story_id FROM told WHERE apart = 'numbers'
    UNION ALL
    SELECT b_id, a_story FROM told WHERE apart = 'numbers'
)
SELECT article_id, contains_id, containment FROM part ANTI JOIN bulletin USING (article_id, story_id);

COMMENT ON VIEW digests IS 'Articles put together from others: one row for each part, which is a story of its own.';
COMMENT ON COLUMN digests.article_id IS 'The digest.';
COMMENT ON COLUMN digests.contains_id IS 'An article whose text it has among others.';
COMMENT ON COLUMN digests.containment IS 'Share of that article''s phrases that stand in the digest.';
