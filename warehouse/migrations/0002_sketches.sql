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

CREATE TABLE evidence (
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    other_id VARCHAR NOT NULL,
    other_revision INTEGER NOT NULL,
    kind VARCHAR,
    apart VARCHAR,
    containment DOUBLE NOT NULL,
    resemblance DOUBLE NOT NULL,
    n_numbers INTEGER NOT NULL,
    n_differing INTEGER NOT NULL,
    is_larger BOOLEAN NOT NULL,
    span DOUBLE[2] NOT NULL,
    other_span DOUBLE[2] NOT NULL,
    run_id VARCHAR NOT NULL
);
