"""The DuckDB files and the code that owns them."""
