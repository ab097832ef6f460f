-- How sources fared in runs as `told`, counted from their pages; a row that is there already is left out.
SELECT told.*,
       count(*) FILTER (outcome = 'new') AS new,
       count(*) FILTER (outcome = 'duplicate') AS duplicate,
       count(*) FILTER (outcome = 'revised') AS revised,
       count(*) FILTER (outcome = 'unchanged') AS unchanged,
       count(*) FILTER (outcome = 'repeated') AS repeated,
       count(*) FILTER (outcome = 'rejected') AS rejected,
       count(*) FILTER (outcome = 'not_modified') AS not_modified,
       count(*) FILTER (outcome = 'failed') AS failed,
       count(*) FILTER (outcome = 'deferred') AS deferred,
       count(*) FILTER (outcome = 'disallowed') AS disallowed,
       count(*) FILTER (outcome = 'gone') AS gone,
       count(*) FILTER (outcome = 'out_of_scope') AS out_of_scope,
       count(*) FILTER (outcome = 'withheld') AS withheld
FROM (SELECT run_id, source, listed, known, breaches, started_at, finished_at FROM told) AS told
LEFT JOIN pages USING (run_id, source)
WHERE NOT EXISTS (FROM source_runs AS earlier WHERE earlier.run_id = told.run_id AND earlier.source = told.source)
GROUP BY ALL
