CREATE OR REPLACE VIEW runs AS
SELECT run_id, any_value(flow_run_id) AS flow_run_id, any_value(kind) AS kind, any_value(version) AS version,
       min(reached_at) FILTER (state = 'running') AS started_at,
       min(reached_at) FILTER (state <> 'running') AS finished_at,
       coalesce(arg_min(state, reached_at) FILTER (state <> 'running'), 'running') AS state
FROM run_states
GROUP BY run_id;

COMMENT ON VIEW runs IS 'One row per execution of a flow, made from states that are only ever added.';
COMMENT ON COLUMN runs.run_id IS 'Identity of the run; on every row it wrote.';
COMMENT ON COLUMN runs.flow_run_id IS 'Prefect''s identity of the same run.';
COMMENT ON COLUMN runs.kind IS 'run, load, replay or backfill.';
COMMENT ON COLUMN runs.version IS 'Version of the program.';
COMMENT ON COLUMN runs.started_at IS 'When it began.';
COMMENT ON COLUMN runs.finished_at IS 'When it ended; for a crashed run, when that was noticed; null while it runs.';
COMMENT ON COLUMN runs.state IS 'running, completed, failed, or crashed (its process died; noticed at the next opening).';
