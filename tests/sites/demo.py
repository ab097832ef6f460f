"""`make demo`: four nights of six small news sites on loopback, through the same flow that fetches the real ones.

Night 1 finds everything new; night 2 brings one new article, a corrected and a removed one to each site; on night 3 one
site has another template; on night 4 its form is mended and the pages in the archive are read again.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands import show
from flows.exits import codes_to_leave_with
from flows.progress import console
from flows.report import RunReport
from flows.settings import Settings, read_settings
from flows.start import run_flow
from tests.sites.sites import Sites
from warehouse.read import open_published, query

if TYPE_CHECKING:
    from prefect import Flow

HOME = Path("data/demo")
NIGHTS = (
    "Night 1: six sites, everything is new; each also lists a page that is no article and is rejected",
    "Night 2: at each site one article is new, one corrected, one gone; the others are as they were (304)",
    "Night 3: two more at each site; bacninh's new template is unknown to its form, so the run fails by name",
    "Night 4: bacninh's form is mended, its archived pages are read again: what was new that night is revised",
)
COLUMNS = {
    "source": "source", "listed": "listed", "new": "new", "revised": "revised", "not_modified": "not modified",
    "unchanged": "unchanged", "known": "known", "gone": "gone", "rejected": "rejected",
    "fetched": "HTTP 200", "unmodified": "HTTP 304", "missing": "HTTP 404",
}  # fmt: skip
CHANGED = """
    SELECT source, title, revision, gone_at IS NOT NULL AS gone FROM articles WHERE revision > 1 OR gone_at IS NOT NULL
    ORDER BY source, gone
"""


def main() -> None:
    """Exits 1 when a night didn't go as it should."""
    codes = codes_to_leave_with()
    shutil.rmtree(HOME, ignore_errors=True)
    os.environ["BROADSHEET_CONTACT"] = "demo@example.org"
    with Sites() as sites:
        forms = sites.write_forms(HOME / "forms")
        settings = read_settings(home=HOME, sources=forms)
        good = not night(settings, sites, NIGHTS[0]).alarms
        sites.turn(2)
        good &= not night(settings, sites, NIGHTS[1]).alarms
        show_changes(settings)
        sites.turn(3, redesigned=["bacninh"])
        good &= bool(night(settings, sites, NIGHTS[2]).alarms)
        sites.write_forms(forms, mended=["bacninh"])
        good &= not night(settings, sites, NIGHTS[3]).alarms
    print(f"\nIt is all in {HOME}/news.duckdb: .venv/bin/broadsheet sql --home {HOME} 'FROM source_runs'")
    codes.append(0 if good else 1)


def night(settings: Settings, sites: Sites, title: str) -> RunReport:
    """Run the nightly flow and show what each source brought, and what its site was asked."""
    console.print(f"\n[bold]{title}[/bold]", soft_wrap=not console.is_terminal)
    sites.take_requests()
    report = run_flow(settings, nightly_flow)
    asked = {name: Counter(int(one.status) for one in requests) for name, requests in sites.take_requests().items()}
    named = {"fetched": 200, "unmodified": 304, "missing": 404}
    rows = [row | {name: asked[row["source"]][status] for name, status in named.items()} for row in report.rows]
    show.print_rows(rows, COLUMNS)
    for alarm in report.alarms:
        print(f"Breach: {alarm}")
    return report


def nightly_flow() -> Flow[..., Any]:
    from flows.nightly import nightly

    return nightly


def show_changes(settings: Settings) -> None:
    with closing(open_published(settings.home)) as con:
        answer = query(con, CHANGED)
    print("\nWhat changed, as the warehouse has it:")
    show.print_table(answer.columns, answer.rows)


if __name__ == "__main__":
    main()
