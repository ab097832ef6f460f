-- COMMENT statements for the columns of views that have none: what the equally named column of a table says.
SELECT format('COMMENT ON COLUMN {}.{} IS ''{}''', mine.table_name, '"' || mine.column_name || '"',
              replace(any_value(told.comment), '''', ''''''))
FROM duckdb_columns() AS mine
JOIN duckdb_views() AS view ON view.view_name = mine.table_name AND NOT view.internal
JOIN duckdb_columns() AS told ON told.column_name = mine.column_name AND told.comment IS NOT NULL
WHERE mine.comment IS NULL AND NOT mine.internal
  AND told.table_name = CASE
      WHEN mine.table_name IN ('rejected_pages') THEN 'pages'
      WHEN mine.table_name = 'latest_removed_lines' AND mine.column_name <> 'source' THEN 'removed_lines'
      ELSE 'article_revisions' END
GROUP BY mine.table_name, mine.column_name, mine.column_index
ORDER BY mine.table_name, mine.column_index;
