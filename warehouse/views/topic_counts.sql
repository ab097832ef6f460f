CREATE OR REPLACE VIEW topic_counts AS
WITH story AS NOT MATERIALIZED (
    SELECT story_id, article_id, revision, source, CAST(date_trunc('month', published_on) AS DATE) AS month
    FROM stories
),
every AS NOT MATERIALIZED (
    SELECT source, month, count(*) AS all_stories FROM story GROUP BY source, month
),
told AS NOT MATERIALIZED (
    SELECT topic, source, month, count(*) AS stories
    FROM story
    JOIN (SELECT DISTINCT article_id, revision, topic FROM article_topics) AS found USING (article_id, revision)
    GROUP BY topic, source, month
)
SELECT topics.topic, every.source, every.month, coalesce(stories, 0) AS stories, all_stories,
       CASE WHEN every.month IS NULL THEN coalesce(stories, 0) ELSE 0 END AS undated
FROM (SELECT DISTINCT topic FROM topic_terms) AS topics
CROSS JOIN every
LEFT JOIN told
    ON told.topic = topics.topic AND told.source = every.source AND told.month IS NOT DISTINCT FROM every.month;

COMMENT ON VIEW topic_counts IS 'Stories on each topic by source and month, beside all stories of that source and month; every column adds up.';
COMMENT ON COLUMN topic_counts.topic IS 'A topic of topics.toml.';
COMMENT ON COLUMN topic_counts.source IS 'The source of the story''s canonical article.';
COMMENT ON COLUMN topic_counts.month IS 'First day of the month its date of publication is in; null for the undated.';
COMMENT ON COLUMN topic_counts.stories IS 'Stories whose canonical article has a phrase of the topic.';
COMMENT ON COLUMN topic_counts.all_stories IS 'All stories: what a share is a share of. A month without one on the topic has a row, too.';
COMMENT ON COLUMN topic_counts.undated IS 'Those of `stories` that no month can be told of: all in the row without a month, none elsewhere.';
