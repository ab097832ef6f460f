-- The invariants: each query gives what breaks the promise above it, as one column of text.

-- check one_row_per_article: `articles` has each article exactly once.
SELECT article_id
FROM (SELECT DISTINCT article_id FROM article_revisions)
LEFT JOIN (SELECT article_id, count(*) AS n FROM articles GROUP BY article_id) USING (article_id)
WHERE n IS DISTINCT FROM 1;

-- check revisions_unique: No revision of an article is stored twice.
SELECT article_id || ' revision ' || revision
FROM article_revisions
GROUP BY article_id, revision
HAVING count(*) > 1;

-- check revisions_without_gap: The revisions of an article are numbered from 1 without a gap.
SELECT article_id
FROM article_revisions
GROUP BY article_id
HAVING min(revision) <> 1 OR max(revision) <> count(DISTINCT revision);

-- check outcomes_add_up: What was listed equals the sum of the outcomes.
SELECT source || ' in run ' || run_id
FROM source_runs
WHERE listed <> new + duplicate + revised + unchanged + repeated + rejected + not_modified + known + failed + deferred
                + disallowed + gone + out_of_scope + withheld;

-- check outcomes_have_pages: Each outcome counted for a source and run has its pages.
SELECT coalesce(told.source, counted.source) || ' in run ' || coalesce(told.run_id, counted.run_id) || ': ' || outcome
FROM (
    UNPIVOT (SELECT * EXCLUDE (listed, known, started_at, finished_at, breaches) FROM source_runs)
    ON COLUMNS(* EXCLUDE (run_id, source)) INTO NAME outcome VALUE n
) AS told
FULL JOIN (
    SELECT page.run_id, page.source, outcome, count(*) AS n
    FROM pages AS page
    SEMI JOIN source_runs USING (run_id, source)
    GROUP BY ALL
) AS counted USING (run_id, source, outcome)
WHERE coalesce(told.n, 0) <> coalesce(counted.n, 0);

-- check completed_runs_counted: Every source with pages in a completed run has its counts.
SELECT DISTINCT page.source || ' in run ' || run_id
FROM pages AS page
JOIN runs USING (run_id)
ANTI JOIN source_runs AS told ON told.run_id = page.run_id AND told.source = page.source
WHERE runs.state = 'completed';

-- check pages_once_a_run: No address of a source has two outcomes in one run.
SELECT url || ' in run ' || run_id
FROM pages
WHERE url LIKE 'http%'
GROUP BY run_id, source, url
HAVING count(*) > 1;

-- check pages_have_revisions: Every page called new, duplicate, revised, unchanged or repeated shows a stored revision.
-- But for pages of an article that was removed.
SELECT page.url || ' in run ' || page.run_id
FROM pages AS page
ANTI JOIN article_revisions AS held ON held.article_id = page.article_id AND held.revision = page.revision
WHERE outcome IN ('new', 'duplicate', 'revised', 'unchanged', 'repeated') AND page.url NOT LIKE 'withheld:%';

-- check revisions_have_pages: Every stored revision came with exactly one page of its run, under the right outcome.
SELECT held.article_id || ' revision ' || held.revision
FROM article_revisions AS held
LEFT JOIN pages AS page
    ON page.run_id = held.run_id AND page.article_id = held.article_id AND page.revision = held.revision
    AND page.outcome IN ('new', 'duplicate', 'revised')
GROUP BY held.article_id, held.revision, held.run_id
HAVING count(page.outcome) <> 1 OR bool_or((page.outcome = 'revised') <> (held.revision > 1));

-- check duplicates_have_originals: Every page called duplicate has a text that another article holds, too.
SELECT page.article_id
FROM pages AS page
JOIN article_revisions AS held USING (article_id, revision)
LEFT JOIN (
    SELECT content_hash, count(DISTINCT article_id) AS n FROM article_revisions GROUP BY content_hash
) AS holders USING (content_hash)
WHERE outcome = 'duplicate' AND coalesce(n, 0) < 2 AND NOT EXISTS (FROM removals);  -- the other one may be gone

-- check lines_and_origins_belong: Removed lines and origins belong to stored revisions.
SELECT article_id || ' revision ' || revision
FROM (FROM (SELECT article_id, revision FROM removed_lines) UNION FROM (SELECT article_id, revision FROM field_origins))
ANTI JOIN article_revisions USING (article_id, revision);

-- check one_story_per_article: Every article is in one story, whose first member is in it, too, and one stands for it.
SELECT story_id FROM articles GROUP BY story_id HAVING count(*) FILTER (is_canonical) <> 1
UNION ALL
SELECT article_id FROM articles GROUP BY article_id HAVING count(DISTINCT story_id) > 1
UNION ALL
SELECT story_id
FROM articles AS member
ANTI JOIN (SELECT article_id FROM articles WHERE story_id = article_id) AS first ON first.article_id = member.story_id;

-- check equal_texts_one_story: Articles whose texts are equal are in one story.
SELECT any_value(article_id)
FROM articles
WHERE content_hash IS NOT NULL
GROUP BY content_hash
HAVING count(DISTINCT story_id) > 1;

-- check evidence_has_revisions: Sketches, and what was judged of pairs, are of stored revisions.
SELECT article_id || ' revision ' || revision
FROM (FROM (SELECT a_id AS article_id, a_revision AS revision FROM evidence)
      UNION FROM (SELECT b_id, b_revision FROM evidence)
      UNION FROM (SELECT article_id, revision FROM sketches))
ANTI JOIN article_revisions USING (article_id, revision);

-- check search_is_complete: Each revision can be searched, and nothing else.
SELECT article_id || ' revision ' || revision
FROM (SELECT article_id, revision FROM article_revisions) AS held
FULL JOIN search_texts USING (article_id, revision)
GROUP BY article_id, revision
HAVING count(number) <> 1 OR count(held.article_id) <> 1;

-- check dates_bound: Every article's date_from is no later than its date_to.
SELECT article_id FROM articles WHERE date_from > date_to;

-- check dates_not_after_fetch: No article is dated after it was fetched (a day is allowed for unknown zones).
SELECT article_id || ' revision ' || revision
FROM article_revisions
WHERE published_at > fetched_at OR published_on > CAST(fetched_at AS DATE) + 1;

-- check date_from_not_after_fetch: Every article's date_from is no later than its first fetch (a day is allowed).
SELECT article_id
FROM articles
JOIN (SELECT article_id, min(fetched_at) AS first_at FROM article_revisions GROUP BY article_id) USING (article_id)
WHERE date_from > CAST(first_at AS DATE) + 1;

-- check pages_archived: Every page of which an article was made has its record in the archive.
SELECT url || ' in run ' || run_id
FROM pages
WHERE outcome IN ('new', 'duplicate', 'revised') AND archive_file IS NULL AND url NOT LIKE 'withheld:%';

-- check runs_known: Every row names a run that was started.
SELECT DISTINCT run_id
FROM (FROM (SELECT run_id FROM pages) UNION FROM (SELECT run_id FROM source_runs))
ANTI JOIN runs USING (run_id);
