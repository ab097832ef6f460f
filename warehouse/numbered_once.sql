-- The same as `numbered_in_turn.sql` where each article has one state in the batch and none that this run has counted:
-- nothing has to be looked at in turn then, which takes four times as long.

CREATE OR REPLACE TEMP TABLE numbered AS
SELECT n, place, article_id, digest, revision_hash, content_hash, has_article, false AS is_repeated,
       matched.revision IS NULL AS is_revision, coalesce(matched.revision, last.revision + 1, 1) AS revision
FROM state
LEFT JOIN matched USING (n)
LEFT JOIN (SELECT article_id, revision FROM held WHERE is_last) AS last USING (article_id);
