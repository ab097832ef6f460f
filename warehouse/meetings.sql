-- Articles of the batch whose text an article of another story held first: who met whom, and the stories of both.
WITH met AS (
    SELECT place, decided.article_id AS member_id, holder.article_id AS matched_id
    FROM decided
    JOIN first_holder AS holder USING (content_hash)
    WHERE is_revision AND decided.article_id <> holder.article_id
),
told AS (
    SELECT place, met.member_id, met.matched_id, coalesce(mine.story_id, met.member_id) AS story_id,
           coalesce(theirs.story_id, met.matched_id) AS matched_story_id
    FROM met
    LEFT JOIN story_of AS mine ON mine.article_id = met.member_id
    LEFT JOIN story_of AS theirs ON theirs.article_id = met.matched_id
),
born AS (
    SELECT article_id AS story_id, min(rowid) AS born,
           article_id IN (SELECT article_id FROM decided WHERE is_revision AND revision = 1) AS is_new
    FROM article_revisions
    WHERE article_id IN (SELECT story_id FROM told UNION ALL SELECT matched_story_id FROM told)
    GROUP BY article_id
)
SELECT member_id, matched_id, mine.born, mine.story_id, mine.is_new, theirs.born, theirs.story_id, theirs.is_new
FROM told
JOIN born AS mine ON mine.story_id = told.story_id
JOIN born AS theirs ON theirs.story_id = told.matched_story_id
WHERE mine.story_id <> theirs.story_id
ORDER BY place;
