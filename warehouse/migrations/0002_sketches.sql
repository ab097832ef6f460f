-- Near-duplicates: working tables, not part of the contract.

-- One row per sketched revision; numbers ascend with time, so that a window of nights is a range of numbers.
CREATE TABLE sketches (
    number INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    n_hashes INTEGER NOT NULL,
    hash_version UTINYINT NOT NULL,
    sketched_on DATE NOT NULL
);

CREATE TABLE postings (
    hash UINTEGER NOT NULL,
    number INTEGER NOT NULL
);

-- Hashes on so many articles that they tell nothing: phrases of a trade, footers not yet learned.
CREATE TABLE stop_hashes (
    hash UINTEGER NOT NULL
);

-- How pairs were judged that came near being copies; of a pair judged again, the last row counts.
CREATE TABLE evidence (
    a_id VARCHAR NOT NULL,
    a_revision INTEGER NOT NULL,
    b_id VARCHAR NOT NULL,
    b_revision INTEGER NOT NULL,
    kind VARCHAR,
    apart VARCHAR,
    containment DOUBLE NOT NULL,
    resemblance DOUBLE NOT NULL,
    n_numbers INTEGER NOT NULL,
    n_differing INTEGER NOT NULL,
    is_a_larger BOOLEAN NOT NULL,
    span_a DOUBLE[2] NOT NULL,
    span_b DOUBLE[2] NOT NULL,
    run_id VARCHAR NOT NULL
);
