-- What repeats within a source, and what was learned of it.

-- How often a line was seen is known only once all its sightings are added up: the contract's `boilerplate` is a view.
DROP TABLE boilerplate;

-- One row per line and batch, for the first revisions of articles that are no duplicates.
CREATE TABLE line_counts (
    source VARCHAR NOT NULL,
    hash UBIGINT NOT NULL,
    n_documents INTEGER NOT NULL,
    n_open INTEGER NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL
);

-- Of the lines that stood on two documents; a row more, with the text, when there are three.
CREATE TABLE line_texts (
    source VARCHAR NOT NULL,
    hash UBIGINT NOT NULL,
    line_hash VARCHAR NOT NULL,
    text VARCHAR
);

-- The last row of a source is what its next run begins with.
CREATE TABLE templates (
    source VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    json VARCHAR NOT NULL,
    n_pages INTEGER NOT NULL,
    learned_at TIMESTAMPTZ NOT NULL
);
