CREATE OR REPLACE VIEW boilerplate AS
WITH named AS (
    SELECT source, hash, any_value(line_hash) AS line_hash, any_value(text) AS text
    FROM line_texts
    GROUP BY source, hash
)
SELECT source, line_hash, any_value(named.text) AS text, sum(counted.n_documents)::INTEGER AS n_documents,
       min(counted.seen_at) AS first_seen, max(counted.seen_at) AS last_seen
FROM named
JOIN line_counts AS counted USING (source, hash)
GROUP BY source, line_hash;

COMMENT ON VIEW boilerplate IS 'Lines of up to 300 characters that repeat within a source: on at least two of its documents, duplicates not counted.';
COMMENT ON COLUMN boilerplate.source IS 'The source, or the mirror whose pages they are.';
COMMENT ON COLUMN boilerplate.line_hash IS 'Hash of the line, case, marks and spacing aside.';
COMMENT ON COLUMN boilerplate.text IS 'The line; null below 3 documents.';
COMMENT ON COLUMN boilerplate.n_documents IS 'Documents it stood on.';
COMMENT ON COLUMN boilerplate.first_seen IS 'When it was first seen.';
COMMENT ON COLUMN boilerplate.last_seen IS 'When it was last seen.';
