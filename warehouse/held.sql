-- All revisions of the articles whose outcome is decided here; none of them in a batch of new ones.
CREATE OR REPLACE TEMP TABLE held AS
SELECT article_id, revision, digest, revision_hash, fetched_at, archive_file, archive_offset,
       revision = max(revision) OVER (PARTITION BY article_id) AS is_last
FROM article_revisions
WHERE article_id IN (SELECT article_id FROM staged_page WHERE outcome IS NULL);
