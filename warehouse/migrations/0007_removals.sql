-- The one exception to never deleting: what must go goes, and a row stays, so that it doesn't come back.
CREATE TABLE removals (
    article_id VARCHAR NOT NULL,
    url_hash VARCHAR,
    reason VARCHAR NOT NULL,
    removed_on DATE NOT NULL
);
