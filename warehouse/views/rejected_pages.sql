CREATE OR REPLACE VIEW rejected_pages AS
SELECT page.* EXCLUDE (age)
FROM (SELECT *, rowid AS age FROM pages WHERE outcome = 'rejected') AS page
ANTI JOIN (
    SELECT source, url, max(rowid) AS last_age FROM pages GROUP BY source, url
) AS newer ON newer.source = page.source AND newer.url = page.url AND newer.last_age > page.age;

COMMENT ON VIEW rejected_pages IS 'Pages and documents of which no article could be made when they were last read.';
