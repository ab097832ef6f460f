CREATE OR REPLACE VIEW source_health AS
WITH known AS NOT MATERIALIZED (
    SELECT source FROM sources
    UNION
    SELECT source FROM pages
    UNION
    SELECT source FROM source_runs
),
form AS NOT MATERIALIZED (
    SELECT source, arg_max(title, rowid) AS title FROM sources GROUP BY source
),
last_run AS NOT MATERIALIZED (
    SELECT * FROM source_runs WHERE rowid IN (SELECT max(rowid) FROM source_runs GROUP BY source)
),
total AS NOT MATERIALIZED (
    SELECT page.source, max(started_at) FILTER (outcome IN ('new', 'duplicate') AND started_at <= now()) AS last_new_at
    FROM pages AS page
    JOIN runs USING (run_id)
    GROUP BY page.source
),
-- Pages are counted by the form that was read, articles by the source whose text it is: a mirror's are its original's.
held AS NOT MATERIALIZED (
    SELECT source, count(*) AS n_articles, max(published_on) AS last_published_on
    FROM article_revisions
    ANTI JOIN superseded USING (article_id, revision)
    GROUP BY source
),
twin AS NOT MATERIALIZED (
    SELECT source, count(DISTINCT article_id) AS n_duplicates
    FROM article_revisions
    WHERE article_id IN (SELECT article_id FROM pages WHERE outcome = 'duplicate')
    GROUP BY source
),
copied AS NOT MATERIALIZED (
    SELECT source, count(*) FILTER (kind = 'exact') AS n_exact, count(*) FILTER (kind = 'near') AS n_near,
           count(*) FILTER (kind = 'contained') AS n_contained
    FROM copies
    GROUP BY source
)
SELECT source, form.title, last_run.run_id AS last_run_id, runs.state AS last_state,
       last_run.started_at AS last_started_at, last_run.finished_at AS last_finished_at,
       last_run.listed, last_run.new, last_run.duplicate, last_run.revised, last_run.unchanged, last_run.rejected,
       last_run.failed, last_run.breaches,
       coalesce(n_articles, 0) AS n_articles, coalesce(n_duplicates, 0) AS n_duplicates,
       coalesce(n_exact, 0) AS n_exact, coalesce(n_near, 0) AS n_near, coalesce(n_contained, 0) AS n_contained,
       last_new_at, last_published_on,
       date_diff('day', last_new_at, now()) AS days_silent
FROM known
LEFT JOIN form USING (source)
LEFT JOIN last_run USING (source)
LEFT JOIN runs ON runs.run_id = last_run.run_id
LEFT JOIN total USING (source)
LEFT JOIN held USING (source)
LEFT JOIN twin USING (source)
LEFT JOIN copied USING (source);

COMMENT ON VIEW source_health IS 'One row per source: its last run, and how long it has been silent.';
COMMENT ON COLUMN source_health.source IS 'The source, as its form names it.';
COMMENT ON COLUMN source_health.title IS 'The source''s title, from its form.';
COMMENT ON COLUMN source_health.last_run_id IS 'The last run that finished this source.';
COMMENT ON COLUMN source_health.last_state IS 'State of that run.';
COMMENT ON COLUMN source_health.last_started_at IS 'When that run began this source.';
COMMENT ON COLUMN source_health.last_finished_at IS 'When that run finished this source.';
COMMENT ON COLUMN source_health.listed IS 'URLs listed or documents loaded in that run.';
COMMENT ON COLUMN source_health.new IS 'New articles in that run.';
COMMENT ON COLUMN source_health.duplicate IS 'New articles in that run whose text was held already under another id.';
COMMENT ON COLUMN source_health.revised IS 'Further revisions in that run.';
COMMENT ON COLUMN source_health.unchanged IS 'Read without a difference in that run.';
COMMENT ON COLUMN source_health.rejected IS 'Read in that run, but no article could be made.';
COMMENT ON COLUMN source_health.failed IS 'Not fetched in that run after all tries.';
COMMENT ON COLUMN source_health.breaches IS 'Expectations that run didn''t meet, one sentence each.';
COMMENT ON COLUMN source_health.n_articles IS 'Its articles, duplicates included, as in `articles`; those of a mirror are its original''s.';
COMMENT ON COLUMN source_health.n_duplicates IS 'Those whose text was held already under another id when they came.';
COMMENT ON COLUMN source_health.last_new_at IS 'Start of the last run that found a new article here.';
COMMENT ON COLUMN source_health.last_published_on IS 'The latest day printed on an article of this source.';
COMMENT ON COLUMN source_health.days_silent IS 'Days since last_new_at; null when nothing ever came.';
COMMENT ON COLUMN source_health.n_exact IS 'Its articles that are copies with the same letters as the one that stands for their story.';
COMMENT ON COLUMN source_health.n_near IS 'Those that are reworked copies.';
COMMENT ON COLUMN source_health.n_contained IS 'Those of which one has the other''s text and more, or a part of it.';
