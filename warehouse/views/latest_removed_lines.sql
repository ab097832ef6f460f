CREATE OR REPLACE VIEW latest_removed_lines AS
SELECT removed.article_id, removed.revision, article.source, line, text, rule
FROM removed_lines AS removed
JOIN article_revisions AS article USING (article_id, revision)
ANTI JOIN superseded
    ON superseded.article_id = removed.article_id AND superseded.revision = removed.revision;

COMMENT ON VIEW latest_removed_lines IS 'What was taken off the last revision of each article.';
COMMENT ON COLUMN latest_removed_lines.source IS 'The article''s source.';
