-- One batch, decided and stored as a set, inside the transaction that `append.py` opens.
-- Reads the Arrow tables staged_batch (one row), staged_page, staged_article, staged_removed_line, staged_origin;
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

CREATE OR REPLACE TEMP TABLE held AS
SELECT article_id, revision, digest, revision_hash, fetched_at, archive_file, archive_offset,
       revision = max(revision) OVER (PARTITION BY article_id) AS is_last
FROM article_revisions
WHERE article_id IN (SELECT article_id FROM state);

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
CREATE OR REPLACE TEMP TABLE numbered AS
WITH matched AS (
    SELECT state.n, max(held.revision) AS revision,
           bool_or(NOT has_article OR held.fetched_at IS NOT DISTINCT FROM state.fetched_at) AS is_read_again
    FROM state
    JOIN held USING (article_id)
    WHERE ((held.digest = state.digest AND NOT mends) OR held.revision_hash = state.revision_hash
           OR (is_last AND reread_hash = state.revision_hash))
      AND (is_last OR NOT has_article OR held.fetched_at IS NOT DISTINCT FROM state.fetched_at)
    GROUP BY state.n
),
compared AS (
    SELECT state.*, matched.revision AS held_revision, is_read_again,
           row_number() OVER (PARTITION BY article_id, digest ORDER BY place) > 1
           OR (has_article AND row_number() OVER (PARTITION BY article_id, revision_hash ORDER BY place) > 1)
           OR EXISTS (FROM counted AS c WHERE c.article_id = state.article_id AND c.digest = state.digest)
           OR EXISTS (FROM counted AS c WHERE c.article_id = state.article_id AND c.revision_hash = state.revision_hash)
           AS is_repeated
    FROM state
    LEFT JOIN matched USING (n)
),
followed AS (
    SELECT *, coalesce(bool_or(NOT is_repeated AND held_revision IS NULL) OVER earlier, false) AS has_moved_on
    FROM compared
    WINDOW earlier AS (PARTITION BY article_id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
settled AS (
    SELECT *, NOT is_repeated AND (held_revision IS NULL OR (has_moved_on AND NOT is_read_again)) AS is_revision
    FROM followed
)
SELECT n, place, article_id, digest, revision_hash, content_hash, has_article, is_repeated, is_revision,
       CASE WHEN is_revision THEN coalesce(last.revision, 0) + count(*) FILTER (is_revision) OVER so_far
            WHEN NOT is_repeated THEN held_revision END AS revision
FROM settled
LEFT JOIN (SELECT article_id, revision FROM held WHERE is_last) AS last USING (article_id)
WINDOW so_far AS (PARTITION BY article_id ORDER BY place ROWS UNBOUNDED PRECEDING);

CREATE OR REPLACE TEMP TABLE first_holder AS
WITH holder AS (
    SELECT content_hash, article_id, rowid AS age
    FROM article_revisions
    WHERE content_hash IN (SELECT content_hash FROM numbered WHERE is_revision)
    UNION ALL
    SELECT content_hash, article_id, (1::BIGINT << 60) + place FROM numbered WHERE is_revision
)
SELECT content_hash, arg_min(article_id, age) AS article_id
FROM holder
GROUP BY content_hash;

CREATE OR REPLACE TEMP TABLE decided AS
WITH known AS (
    SELECT article_id, digest, revision_hash, revision FROM counted
    UNION ALL
    SELECT article_id, digest, revision_hash, revision FROM numbered WHERE NOT is_repeated
),
same AS (
    SELECT numbered.n, max(known.revision) AS revision
    FROM numbered
    JOIN known USING (article_id)
    WHERE is_repeated AND (known.digest = numbered.digest OR known.revision_hash = numbered.revision_hash)
    GROUP BY numbered.n
)
SELECT numbered.* REPLACE (coalesce(numbered.revision, same.revision) AS revision),
       CASE WHEN is_repeated THEN 'repeated'
            WHEN NOT is_revision THEN 'unchanged'
            WHEN numbered.revision > 1 THEN 'revised'
            WHEN first_holder.article_id <> numbered.article_id THEN 'duplicate'
            ELSE 'new' END AS outcome
FROM numbered
LEFT JOIN same USING (n)
LEFT JOIN first_holder USING (content_hash);

INSERT INTO article_revisions BY NAME
SELECT article.* EXCLUDE (n), decided.revision, staged_batch.run_id,
       page.fetched_at, page.archive_file, page.archive_offset
FROM staged_article AS article
JOIN decided USING (n)
JOIN staged_page AS page USING (n)
CROSS JOIN staged_batch
WHERE is_revision
ORDER BY place;

INSERT INTO removed_lines BY NAME
SELECT article_id, revision, line, text, rule
FROM staged_removed_line
JOIN decided USING (n)
WHERE is_revision
ORDER BY place, line;

INSERT INTO field_origins BY NAME
SELECT article_id, revision, field, origin
FROM staged_origin
JOIN decided USING (n)
WHERE is_revision
ORDER BY place, staged_origin.nth;

-- An unchanged page that wasn't archived again stands where the revision it equals stands.
INSERT INTO pages BY NAME
SELECT staged_batch.run_id, page.source, page.url, page.final_url, coalesce(decided.outcome, page.outcome) AS outcome,
       page.reason, page.detail, page.http_status, page.fetched_at, page.elapsed_ms, page.bytes, page.tries,
       page.article_id, decided.revision, page.digest,
       coalesce(page.archive_file, held.archive_file) AS archive_file,
       CASE WHEN page.archive_file IS NULL THEN held.archive_offset ELSE page.archive_offset END AS archive_offset,
       page.etag, page.last_modified
FROM staged_page AS page
CROSS JOIN staged_batch
LEFT JOIN decided USING (n)
LEFT JOIN held ON held.article_id = page.article_id AND held.revision = decided.revision
ORDER BY n;

INSERT INTO batches BY NAME
SELECT any_value(run_id) AS run_id, any_value(staged_batch.source) AS source, any_value(number) AS number,
       any_value(committed_at) AS committed_at, count(*) AS n_pages,
       histogram(coalesce(decided.outcome, page.outcome))::MAP(VARCHAR, BIGINT) AS outcomes,
       count(*) FILTER (is_revision) AS n_revisions,
       format('{:016x}', coalesce(bit_xor(md5_number_lower(decided.article_id || '@' || decided.revision))
                                  FILTER (is_revision), 0)) AS revisions_hash
FROM staged_page AS page
CROSS JOIN staged_batch
LEFT JOIN decided USING (n);
