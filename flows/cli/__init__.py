"""The command `broadsheet`: what can be typed. What is done then is in `flows.commands`, how it ends in `ending`.

Commands import what they need when they run, so that questions are answered without waiting for Prefect.
"""

from __future__ import annotations

from cyclopts import App

from flows.cli import forms, questions, runs
from scrapers.version import version

app = App(
    name="broadsheet",
    version=version,
    help="News of public-sector sources: loaded, cleaned, dated, deduplicated and kept in a DuckDB warehouse.",
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)
app.command(runs.run)
app.command(runs.load)
app.command(runs.replay)
app.command(runs.dedup)
app.command(runs.forget)
app.command(runs.up)
app.command(questions.sql)
app.command(questions.status)
app.command(questions.search)
app.command(questions.explain)
app.command(questions.history)
app.command(questions.export)
app.command(questions.verify)

sources = App(name="sources", help="The forms that declare sources.", help_format="plaintext")
sources.command(forms.list_sources, name="list")
sources.command(forms.check_source, name="check")
sources.command(forms.new_source, name="new")
app.command(sources)
