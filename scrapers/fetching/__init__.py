"""Fetching one URL: connections, deadlines, bodies, faults, pacing. `scrapers.fetch` is its client."""
