CREATE OR REPLACE VIEW copies AS
SELECT story_id, article_id, source, canonical_source AS copied_from,
       CASE WHEN content_hash = canonical_content_hash THEN 'exact'
            WHEN judgements.kind IS NOT NULL THEN judgements.kind
            WHEN member.kind = 'contained' THEN 'contained'
            ELSE 'near' END AS kind,
       published_on - canonical_published_on AS days_later
FROM story_members AS member
LEFT JOIN judgements
    ON a_id = least(article_id, canonical_id) AND b_id = greatest(article_id, canonical_id)
WHERE NOT is_canonical;

COMMENT ON VIEW copies IS 'Who copied whom: one row per article that isn''t the canonical one of its story.';
COMMENT ON COLUMN copies.story_id IS 'The story both belong to.';
COMMENT ON COLUMN copies.article_id IS 'The copy.';
COMMENT ON COLUMN copies.source IS 'The source that has the copy.';
COMMENT ON COLUMN copies.copied_from IS 'The source that has the canonical article.';
COMMENT ON COLUMN copies.kind IS 'exact (the same letters), near (reworked, or with a frame) or contained (one has the other''s text and half as much again, or more).';
COMMENT ON COLUMN copies.days_later IS 'Days from the canonical article''s printed day to the copy''s; null where one has none.';
