-- COMMENT statements for the columns of views that have none: what the equally named column of their table says.
SELECT format('COMMENT ON COLUMN {}."{}" IS ''{}''', col.table_name, col.column_name,
              replace(any_value(told.comment), '''', ''''''))
FROM duckdb_columns() AS col
JOIN duckdb_views() AS view ON view.view_name = col.table_name
JOIN duckdb_columns() AS told ON told.column_name = col.column_name
WHERE view.comment IS NOT NULL AND col.comment IS NULL AND told.comment IS NOT NULL
  AND list_contains(CASE col.table_name
                        WHEN 'rejected_pages' THEN ['pages']
                        WHEN 'latest_removed_lines' THEN ['removed_lines']
                        ELSE ['article_revisions', 'articles'] END, told.table_name)
GROUP BY col.table_name, col.column_name
ORDER BY ALL;
