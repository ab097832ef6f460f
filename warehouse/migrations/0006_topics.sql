CREATE TABLE article_topics (
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    topic VARCHAR NOT NULL,
    term VARCHAR NOT NULL,
    found_in VARCHAR NOT NULL
);

-- Working table: the words of each phrase, as they stand in search_words; not part of the contract.
CREATE TABLE topic_terms (
    topic VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    term VARCHAR NOT NULL,
    n_words INTEGER NOT NULL,
    nth INTEGER NOT NULL,
    word UINTEGER NOT NULL,
    marks UTINYINT NOT NULL
);
