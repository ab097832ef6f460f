-- The outcome of each page; `pages.sql` stores it, and `revisions.sql` the revisions.

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
