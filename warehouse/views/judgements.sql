-- Working view: the last judgement of each pair of articles that came near being copies.
CREATE OR REPLACE VIEW judgements AS
SELECT * EXCLUDE (age)
FROM (SELECT *, rowid AS age FROM evidence WHERE generation = (SELECT max(generation) FROM story_generations))
QUALIFY row_number() OVER (PARTITION BY a_id, b_id ORDER BY age DESC) = 1;
