"""Commands that ask the published warehouse: no Prefect, no pyarrow, no waiting."""
