-- The outcome of each page, stored with what makes the receipt; revisions are stored by `revisions.sql`.

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
            ELSE 'new' END AS outcome,
       is_revision AND first_holder.article_id <> numbered.article_id AS is_met
FROM numbered
LEFT JOIN same USING (n)
LEFT JOIN first_holder USING (content_hash);

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
