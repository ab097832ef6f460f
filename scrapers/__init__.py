"""From a page or a document to a normalized article: a plain library, without Prefect, DuckDB or environment."""
