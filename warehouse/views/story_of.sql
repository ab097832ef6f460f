-- Working view: the story of each article that has a row in the ledger; all others are stories of their own.
CREATE OR REPLACE VIEW story_of AS
WITH RECURSIVE link AS (
    SELECT * FROM story_ledger WHERE generation = (SELECT max(generation) FROM story_ledger)
),
-- A story that joined another may have been joined itself: follow it to the one that stands.
ended AS (
    SELECT article_id AS story_id, story_id AS led_to FROM link WHERE is_merge
    UNION ALL
    SELECT ended.story_id, link.story_id FROM ended JOIN link ON link.article_id = ended.led_to AND link.is_merge
),
merged AS (
    SELECT story_id, led_to FROM ended WHERE led_to NOT IN (SELECT article_id FROM link WHERE is_merge)
)
SELECT link.article_id, coalesce(merged.led_to, link.story_id) AS story_id, link.kind, link.matched_id
FROM link
LEFT JOIN merged ON merged.story_id = link.story_id;
