-- Working view: revisions that are not their article's last one. As they have no gaps, these are found among the few articles
-- that have several.
CREATE OR REPLACE VIEW superseded AS
SELECT article_id, revision - 1 AS revision FROM article_revisions WHERE revision > 1;
