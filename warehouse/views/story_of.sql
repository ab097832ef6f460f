-- Working view: the story of each article that shares one; all others are stories of their own.
CREATE OR REPLACE VIEW story_of AS
WITH told AS NOT MATERIALIZED (
    SELECT article_id, arg_max(story_id, rowid) AS story_id, arg_max_null(kind, rowid) AS kind,
           arg_max_null(matched_id, rowid) AS matched_id
    FROM story_ledger
    WHERE generation = (SELECT max(generation) FROM story_generations)
    GROUP BY article_id
)
FROM told WHERE story_id <> article_id;
