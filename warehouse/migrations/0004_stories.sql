-- Stories of near copies: the ledger gets a row for each article whose story changed, and everything a generation.

-- All stories told by one set of rules; the highest one counts. `dedup --all` adds one.
CREATE TABLE story_generations (
    generation INTEGER NOT NULL,
    run_id VARCHAR,
    told_at TIMESTAMPTZ NOT NULL
);
INSERT INTO story_generations VALUES (1, NULL, now());

-- Of an article's rows the last one counts: so a story can take in another, and an article can leave.
CREATE TABLE story_rows (
    generation INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    kind VARCHAR,
    matched_id VARCHAR,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- Until now a story that joined another was one row that led on from its first member.
INSERT INTO story_rows BY NAME
WITH RECURSIVE ended AS (
    SELECT article_id AS story_id, story_id AS led_to FROM story_ledger WHERE is_merge
    UNION ALL
    SELECT ended.story_id, link.story_id FROM ended JOIN story_ledger AS link ON link.article_id = led_to AND is_merge
),
merged AS (
    SELECT story_id, led_to FROM ended WHERE led_to NOT IN (SELECT article_id FROM story_ledger WHERE is_merge)
)
SELECT generation, article_id, coalesce(led_to, link.story_id) AS story_id, kind, matched_id, run_id, recorded_at
FROM story_ledger AS link
LEFT JOIN merged USING (story_id)
ORDER BY link.rowid;

DROP TABLE story_ledger;
ALTER TABLE story_rows RENAME TO story_ledger;

ALTER TABLE evidence ADD COLUMN generation INTEGER DEFAULT 1;

-- How far the search for copies older than a night's window has come: all sketches below this number.
CREATE TABLE wide_searches (
    next_number INTEGER NOT NULL,
    run_id VARCHAR NOT NULL,
    searched_at TIMESTAMPTZ NOT NULL
);
