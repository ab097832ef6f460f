-- Full-text search: working tables, not part of the contract.

-- One row per revision; places before body_at are the title's, from captions_at on those of the captions.
CREATE TABLE search_texts (
    number UINTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    body_at INTEGER NOT NULL,
    captions_at INTEGER NOT NULL,
    n_words INTEGER NOT NULL,
    terms_version UTINYINT NOT NULL
);

-- One row per word of a text, with all its places; ascending by term within each batch.
CREATE TABLE search_words (
    term UINTEGER NOT NULL,
    marks UTINYINT NOT NULL,
    number UINTEGER NOT NULL,
    places UINTEGER[] NOT NULL
);

-- What folding makes of the letters that it changes: so a query in SQL is folded as texts are.
CREATE TABLE search_letters (
    letter VARCHAR NOT NULL,
    folded VARCHAR NOT NULL,
    marks UTINYINT NOT NULL
);
