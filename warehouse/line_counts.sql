-- The lines of a batch's new articles counted, inside the transaction that `append.py` opens and after `decided.sql`.
-- Duplicates don't count: three copies of one article don't make its lines boilerplate.

CREATE OR REPLACE TEMP TABLE line_now AS
WITH kept AS (
    SELECT article.n, unnest(string_split(body, E'\n\n')) AS text, true AS is_open
    FROM staged_article AS article
    SEMI JOIN (FROM decided WHERE outcome = 'new') USING (n)
),
removed AS (
    SELECT n, text, starts_with(rule, 'learned:') OR rule IN ('shape:caption', 'shape:after_text') AS is_open
    FROM staged_removed_line
    SEMI JOIN (FROM decided WHERE outcome = 'new') USING (n)
    WHERE rule NOT IN ('shape:opening', 'shape:coda', 'shape:signature', 'shape:inserted')  -- pieces of lines
),
line AS (
    SELECT n, md5_number_lower(text) AS hash, any_value(text) AS text, bool_or(is_open) AS is_open
    FROM (FROM kept UNION ALL FROM removed)
    WHERE length(text) BETWEEN 4 AND 300
    GROUP BY n, hash
)
SELECT hash, any_value(text) AS text, count(*)::INTEGER AS n_documents, count_if(is_open)::INTEGER AS n_open
FROM line
GROUP BY hash;

INSERT INTO line_counts BY NAME
SELECT staged_batch.source, hash, n_documents, n_open, committed_at AS seen_at
FROM line_now
CROSS JOIN staged_batch
ORDER BY hash;
