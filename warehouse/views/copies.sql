CREATE OR REPLACE VIEW copies AS
SELECT story_id, article_id, source, canonical_source AS copied_from,
       CASE WHEN is_mirror THEN 'mirror' ELSE coalesce(kind, 'exact') END AS kind,
       published_on - canonical_published_on AS days_later
FROM story_members
WHERE NOT is_canonical;

COMMENT ON VIEW copies IS 'Who copied whom: one row per article that isn''t the canonical one of its story.';
COMMENT ON COLUMN copies.story_id IS 'The story both belong to.';
COMMENT ON COLUMN copies.article_id IS 'The copy.';
COMMENT ON COLUMN copies.source IS 'The source that has the copy.';
COMMENT ON COLUMN copies.copied_from IS 'The source that has the canonical article.';
COMMENT ON COLUMN copies.kind IS 'mirror (found on a mirror of its source), exact (the same letters) or near.';
COMMENT ON COLUMN copies.days_later IS 'Days from the canonical article''s printed day to the copy''s; null where one has none.';
