-- One batch, compared as a set with what is held, inside the transaction that `append.py` opens.
-- Reads what `held.sql` made, and the Arrow tables staged_batch (one row) and staged_page;
-- `n` is a page's place in the input.

-- The pages whose outcome is decided here, in the order of their moments; an unknown moment counts as the one before.
CREATE OR REPLACE TEMP TABLE state AS
WITH moments AS (
    SELECT n, article_id, digest, revision_hash, content_hash, reread_hash, fetched_at, mends,
           revision_hash IS NOT NULL AS has_article,
           last_value(fetched_at IGNORE NULLS) OVER (ORDER BY n) AS moment
    FROM staged_page
    WHERE outcome IS NULL
)
SELECT * EXCLUDE (moment), row_number() OVER (ORDER BY moment NULLS FIRST, n) AS place FROM moments;

-- What this run has counted already, in earlier batches.
CREATE OR REPLACE TEMP TABLE counted AS
SELECT page.article_id, page.digest, held.revision_hash, page.revision
FROM pages AS page
JOIN held USING (article_id, revision)
WHERE page.run_id = (SELECT run_id FROM staged_batch);

-- A state equal to the last revision is no revision, unless the article has moved on in between. A state equal to an
-- earlier revision is a return, unless its moment is that revision's too (or equally unknown): then it is that revision,
-- read again. So a folder with two states of one article loads twice without a third revision. What mends an article
-- has its digest and is compared by what was made of it.
CREATE OR REPLACE TEMP TABLE matched AS
SELECT state.n, max(held.revision) AS revision,
       bool_or(NOT has_article OR held.fetched_at IS NOT DISTINCT FROM state.fetched_at) AS is_read_again
FROM state
JOIN held USING (article_id)
WHERE ((held.digest = state.digest AND NOT mends) OR held.revision_hash = state.revision_hash
       OR (is_last AND reread_hash = state.revision_hash))
  AND (is_last OR NOT has_article OR held.fetched_at IS NOT DISTINCT FROM state.fetched_at)
GROUP BY state.n;
