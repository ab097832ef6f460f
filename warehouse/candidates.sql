-- Stored articles whose sketch shares enough with that of an article of the batch.
-- Reads the Arrow tables staged_sketch (place, article_id, n_hashes) and staged_posting (place, hash), and the
-- parameters $since (day), $most (postings of a hash that still tells something), $share (of the smaller sketch).

CREATE OR REPLACE TEMP TABLE wanted AS
SELECT place, hash FROM staged_posting ANTI JOIN stop_hashes USING (hash);

-- The batch's own articles are numbered below zero, so that each pair of them is met once.
CREATE OR REPLACE TEMP TABLE hit AS
SELECT hash, number
FROM postings
SEMI JOIN wanted USING (hash)
WHERE number >= (SELECT coalesce(min(number), 0) FROM sketches WHERE day >= $since)
UNION ALL
SELECT hash, -1 - place FROM wanted;

CREATE OR REPLACE TEMP TABLE common_hash AS
SELECT hash FROM hit GROUP BY hash HAVING count(*) > $most;

CREATE OR REPLACE TEMP TABLE candidate AS
WITH met AS (
    SELECT place, number, count(*) AS n_shared
    FROM hit
    ANTI JOIN common_hash USING (hash)
    JOIN wanted USING (hash)
    WHERE number >= 0 OR -1 - number < place
    GROUP BY place, number
),
known AS (
    SELECT number, article_id, n_hashes FROM sketches WHERE number IN (SELECT number FROM met)
    UNION ALL
    SELECT -1 - place, article_id, n_hashes FROM staged_sketch
)
SELECT DISTINCT mine.article_id, known.article_id AS other_id
FROM met
JOIN staged_sketch AS mine USING (place)
JOIN known USING (number)
WHERE mine.article_id <> known.article_id AND n_shared >= $share * least(mine.n_hashes, known.n_hashes);
