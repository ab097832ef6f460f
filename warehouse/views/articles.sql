CREATE OR REPLACE VIEW articles AS
-- NOT MATERIALIZED: otherwise DuckDB 2.0 reads every column, bodies too, for a count(*).
WITH first_fetch AS NOT MATERIALIZED (
    SELECT article_id, min(fetched_at) AS fetched_at
    FROM article_revisions
    WHERE article_id IN (SELECT article_id FROM superseded)
    GROUP BY article_id
),
form AS NOT MATERIALIZED (
    SELECT source, arg_max(publisher, rowid) AS publisher, arg_max(kind, rowid) AS kind,
           arg_max_null(country, rowid) AS country, arg_max_null(region, rowid) AS region,
           arg_max_null(timezone, rowid) AS timezone
    FROM sources
    GROUP BY source
),
gone AS NOT MATERIALIZED (
    SELECT article_id, min(fetched_at) AS gone_at
    FROM pages
    WHERE outcome = 'gone'
    GROUP BY article_id
),
seen AS NOT MATERIALIZED (
    SELECT article_id, max(fetched_at) AS seen_at
    FROM pages
    WHERE outcome IN ('new', 'duplicate', 'revised', 'unchanged', 'repeated', 'not_modified')
      AND article_id IN (SELECT article_id FROM gone)
    GROUP BY article_id
),
told AS NOT MATERIALIZED (
    SELECT revision.*, coalesce(member.story_id, revision.article_id) AS story_id,
           coalesce(member.is_canonical, true) AS is_canonical,
           form.publisher, form.kind, form.country, form.region,
           CAST(timezone(coalesce(form.timezone, 'UTC'), coalesce(first_fetch.fetched_at, revision.fetched_at)) AS DATE)
           AS first_fetched_on,
           CASE WHEN seen_at IS NULL OR gone_at > seen_at THEN gone_at END AS gone_at
    FROM article_revisions AS revision
    ANTI JOIN superseded USING (article_id, revision)
    LEFT JOIN first_fetch USING (article_id)
    LEFT JOIN story_members AS member USING (article_id)
    LEFT JOIN form ON form.source = revision.source
    LEFT JOIN gone USING (article_id)
    LEFT JOIN seen USING (article_id)
)
SELECT * EXCLUDE (first_fetched_on, gone_at),
       CASE WHEN published_on IS NULL THEN CASE WHEN not_before <= coalesce(first_fetched_on, not_before) THEN not_before END
            WHEN published_precision = 'month' THEN CAST(date_trunc('month', published_on) AS DATE)
            ELSE published_on END AS date_from,
       CASE WHEN published_on IS NULL THEN first_fetched_on
            WHEN published_precision = 'month' THEN last_day(published_on)
            ELSE published_on END AS date_to,
       gone_at
FROM told;

COMMENT ON VIEW articles IS 'The last revision of each article, exactly one row per article.';
COMMENT ON COLUMN articles.story_id IS 'The news item it belongs to: the article_id of the story''s first member.';
COMMENT ON COLUMN articles.is_canonical IS 'Whether it stands for its story; true for exactly one article of each.';
COMMENT ON COLUMN articles.publisher IS 'Who publishes its source; null for a source without a form.';
COMMENT ON COLUMN articles.kind IS 'Of its source: government, party_org, agency, newspaper, intergovernmental, mirror, other.';
COMMENT ON COLUMN articles.country IS 'Of its source, ISO 3166-1.';
COMMENT ON COLUMN articles.region IS 'Of its source, ISO 3166-2, where it has one.';
COMMENT ON COLUMN articles.date_from IS 'Not published before this day: the printed day, else not_before; null where unknown.';
COMMENT ON COLUMN articles.date_to IS 'Not published after this day: the printed day, else that of the first fetch; null where unknown.';
COMMENT ON COLUMN articles.gone_at IS 'When its page was first found gone, if it didn''t come back; its rows stay.';
