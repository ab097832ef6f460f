CREATE OR REPLACE VIEW digests AS
SELECT CASE WHEN is_a_larger THEN a_id ELSE b_id END AS article_id,
       CASE WHEN is_a_larger THEN b_id ELSE a_id END AS contains_id, containment
FROM judgements
LEFT JOIN story_of AS mine ON mine.article_id = a_id
LEFT JOIN story_of AS theirs ON theirs.article_id = b_id
WHERE judgements.kind IS NOT NULL AND coalesce(mine.story_id, a_id) <> coalesce(theirs.story_id, b_id);

COMMENT ON VIEW digests IS 'Articles put together from others: one row for each part, which is a story of its own.';
COMMENT ON COLUMN digests.article_id IS 'The digest.';
COMMENT ON COLUMN digests.contains_id IS 'An article whose text it has among others.';
COMMENT ON COLUMN digests.containment IS 'Share of that article''s phrases that stand in the digest.';
