CREATE OR REPLACE VIEW daily_counts AS
SELECT published_on, source, language, count(*) AS n_articles, count(*) FILTER (is_canonical) AS n_stories
FROM articles
GROUP BY published_on, source, language;

COMMENT ON VIEW daily_counts IS 'Articles by printed day, source and language; a row without a day counts the undated.';
COMMENT ON COLUMN daily_counts.n_articles IS 'Articles, copies included.';
COMMENT ON COLUMN daily_counts.n_stories IS 'Those that stand for their story: sums count each news item once.';
