CREATE OR REPLACE VIEW removed_articles AS
WITH seen AS NOT MATERIALIZED (
    SELECT article_id, fetched_at, outcome = 'gone' AS is_gone
    FROM pages
    WHERE article_id IN (SELECT article_id FROM pages WHERE outcome = 'gone')
      AND outcome IN ('gone', 'new', 'duplicate', 'revised', 'unchanged', 'repeated', 'not_modified')
),
spell AS NOT MATERIALIZED (
    SELECT article_id, fetched_at AS gone_at,
           lag(fetched_at) OVER earlier AS last_seen_at,
           min(fetched_at) FILTER (NOT is_gone) OVER later AS back_at
    FROM seen
    WINDOW earlier AS (PARTITION BY article_id ORDER BY fetched_at),
           later AS (PARTITION BY article_id ORDER BY fetched_at ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
    QUALIFY is_gone AND lag(is_gone) OVER earlier IS DISTINCT FROM true
)
SELECT spell.article_id, source, url, title, published_on, last_seen_at, spell.gone_at, back_at
FROM spell
JOIN articles USING (article_id);

COMMENT ON VIEW removed_articles IS 'Articles that their publishers took away, and those put back: one row each time.';
COMMENT ON COLUMN removed_articles.last_seen_at IS 'When it was last there; null where that was not recorded.';
COMMENT ON COLUMN removed_articles.gone_at IS 'When its page was first found gone.';
COMMENT ON COLUMN removed_articles.back_at IS 'When it was found there again; null while it is gone.';
