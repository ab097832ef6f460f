-- No primary keys and no indexes: they treble file size and memory at 1M rows. `append.sql` keeps rows unique.

CREATE TABLE article_revisions (
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    url VARCHAR,
    native_id VARCHAR,
    title VARCHAR,
    lead VARCHAR,
    body VARCHAR NOT NULL,
    language VARCHAR,
    published_at TIMESTAMPTZ,
    published_on DATE,
    published_precision VARCHAR NOT NULL,
    published_raw VARCHAR,
    updated_at TIMESTAMPTZ,
    not_before DATE,
    byline VARCHAR,
    authors VARCHAR[] NOT NULL,
    editor VARCHAR,
    translator VARCHAR,
    agency VARCHAR,
    dateline_place VARCHAR,
    credit VARCHAR,
    issue VARCHAR,
    section VARCHAR,
    tags VARCHAR[] NOT NULL,
    captions VARCHAR[] NOT NULL,
    rights VARCHAR[] NOT NULL,
    n_words INTEGER,
    n_characters INTEGER NOT NULL,
    flags VARCHAR[] NOT NULL,
    layout VARCHAR,
    extractor VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    revision_hash VARCHAR NOT NULL,
    content_hash VARCHAR,
    fetched_at TIMESTAMPTZ,
    run_id VARCHAR NOT NULL,
    archive_file VARCHAR,
    archive_offset BIGINT
);

CREATE TABLE removed_lines (
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    line INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    rule VARCHAR NOT NULL
);

CREATE TABLE field_origins (
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    origin VARCHAR NOT NULL
);

CREATE TABLE pages (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    final_url VARCHAR,
    outcome VARCHAR NOT NULL,
    reason VARCHAR,
    detail VARCHAR,
    http_status INTEGER,
    fetched_at TIMESTAMPTZ,
    elapsed_ms INTEGER,
    bytes BIGINT,
    tries INTEGER,
    article_id VARCHAR,
    revision INTEGER,
    digest VARCHAR,
    archive_file VARCHAR,
    archive_offset BIGINT,
    etag VARCHAR,
    last_modified VARCHAR
);

CREATE TABLE source_runs (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    listed INTEGER NOT NULL,
    new INTEGER NOT NULL,
    duplicate INTEGER NOT NULL,
    revised INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    repeated INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    not_modified INTEGER NOT NULL,
    known INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    deferred INTEGER NOT NULL,
    disallowed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    out_of_scope INTEGER NOT NULL,
    withheld INTEGER NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ NOT NULL,
    breaches VARCHAR[] NOT NULL
);

CREATE TABLE sources (
    source VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    country VARCHAR,
    region VARCHAR,
    language VARCHAR,
    timezone VARCHAR,
    mirrors_of VARCHAR,
    evidence VARCHAR NOT NULL,
    form_hash VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE boilerplate (
    source VARCHAR NOT NULL,
    line_hash VARCHAR NOT NULL,
    text VARCHAR,
    n_documents INTEGER NOT NULL,
    first_seen TIMESTAMPTZ NOT NULL,
    last_seen TIMESTAMPTZ NOT NULL
);

-- Working tables: not part of the contract.

CREATE TABLE run_states (
    run_id VARCHAR NOT NULL,
    flow_run_id VARCHAR,
    kind VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    reached_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE batches (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    n_pages INTEGER NOT NULL,
    outcomes MAP(VARCHAR, BIGINT) NOT NULL,
    n_revisions INTEGER NOT NULL,
    revisions_hash VARCHAR NOT NULL,
    committed_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE story_ledger (
    generation INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    is_merge BOOLEAN NOT NULL,
    member_id VARCHAR NOT NULL,
    matched_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
