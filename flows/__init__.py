"""Prefect flows and the command line: they arrange calls and carry values, nothing else."""
