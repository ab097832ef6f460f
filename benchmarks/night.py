"""A whole night against hosts on loopback: `python benchmarks/night.py` runs `broadsheet run` as a user would.

Discover, fetch, archive, extract and append: pages a second from the first request to the last commit, resident memory
of the working process while it goes on, and the seconds of each step. `--hosts 4 --pages 5000` is the long run,
`--hosts 8 --pages 50 --delay 0.2 --latency 0.05` the polite one: its time against that of the busiest host's requests.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.load import Steps, document, measured, resident

NAVIGATION = "".join(f'<li><a href="/section/{n}">Section {n} of the portal</a></li>' for n in range(60))
FORM = """
name = "{name}"
title = "Host"
publisher = "Nobody"
kind = "other"
country = "VN"
language = "vi"
timezone = "Asia/Ho_Chi_Minh"
hosts = ["{host}"]
evidence = "code"
fetch = {{ delay_s = {delay}, max_pages = 100000, allow_private = ["{host}"] }}
listing = [{{ kind = "sitemap", url = "http://{host}/sitemap.xml" }}]
article = [{{ url = '/(?P<n>\\d+)\\.html$', id = "{{n}}" }}]

[[layout]]
name = "one"
when = "#body"
title = "h1"
published = ".date"
date_formats = ["%d/%m/%Y %H:%M"]
body = "#body"
"""
STEPS: Steps = (
    ("fetch", "scrapers.fetch", "Client.fetch"),
    ("archive", "scrapers.reader", "write_page"),
    ("archive", "scrapers.archive", "Archive.hand_over"),
    ("archive", "scrapers.archive", "Archive.flush"),
    ("read", "scrapers.reader", "read_page"),
    ("extract", "flows.source_fetch", "process_watched"),
    ("append", "warehouse.store", "Warehouse.append"),
    ("look up", "warehouse.store", "Warehouse.held"),
    ("publish", "warehouse.store", "Warehouse.publish"),
)


class Host(http.server.ThreadingHTTPServer):
    """Serves articles, and the sitemap that names them; all made before, so that arrivals are noted in time."""

    daemon_threads = True

    def __init__(self, n_pages: int, first: int, latency_s: float) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.latency_s = latency_s
        self.texts = {f"/{number}.html": page(first + number).encode() for number in range(n_pages)}
        host = f"127.0.0.1:{self.server_address[1]}"
        rows = "".join(f"<url><loc>http://{host}{path}</loc></url>" for path in self.texts)
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
        self.texts["/sitemap.xml"] = sitemap.encode()
        self.arrivals: list[float] = []


class Visit(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Host

    def do_GET(self) -> None:
        self.server.arrivals.append(time.monotonic())
        time.sleep(self.server.latency_s)
        body = self.server.texts.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/xml" if self.path.endswith("xml") else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: Any) -> None:
        pass


def page(number: int) -> str:
    """An article of some 400 Vietnamese words between navigation and footer."""
    title, date, *paragraphs = document(3 * number + 1, edition=0)["text"].split("\n\n")
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{escape(title)}</title></head><body>"
        f"<nav><ul>{NAVIGATION}</ul></nav><h1>{escape(title)}</h1><span class='date'>{date}</span>"
        f"<div id='body'>{body}</div><footer><ul>{NAVIGATION}</ul></footer></body></html>"
    )


def serve(n_hosts: int, n_pages: int, latency_s: float) -> None:
    """Print the ports, serve until stdin ends, print when each host was asked."""
    hosts = [Host(n_pages, number * n_pages, latency_s) for number in range(n_hosts)]
    for host in hosts:
        threading.Thread(target=host.serve_forever, daemon=True).start()
    print(json.dumps([host.server_address[1] for host in hosts]), flush=True)
    sys.stdin.read()
    print(json.dumps([host.arrivals for host in hosts]), flush=True)


def measured_run(home: str, forms: str, names: str, report: Path) -> int:
    """`broadsheet run` in this process, the seconds of each step written to `report`; the command's exit code."""
    return measured(["run", *names.split(), "--home", home, "--sources", forms, "--json"], report, STEPS)


def run(home: Path, forms: Path, names: list[str], n_expected: int) -> bool:
    """Run a night and print what it took; whether every page became an article."""
    report = home.with_suffix(".json")
    words = [sys.executable, __file__, "--measured", home, forms, " ".join(names), report]
    environment = os.environ | {"BROADSHEET_CONTACT": "bench@example.org"}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    samples: list[tuple[int, int]] = []
    n_appended = 0
    assert process.stderr
    for line in process.stderr:
        if ": fetched " in line:
            n_appended += sum(
                int(word.replace(",", "")) for word in line.split(": fetched ")[1].split() if word[0].isdigit()
            )
            samples.append((n_appended, resident(process.pid)))
    output = process.stdout.read() if process.stdout else ""
    if process.wait():
        sys.exit(f"broadsheet run ended with {process.returncode}")
    rows = json.loads(output)
    began = min(row["started_at"] for row in rows)
    ended = max(row["finished_at"] for row in rows)
    wall = seconds_between(began, ended)
    n_new = sum(row["new"] + row["duplicate"] for row in rows)
    print(f"{n_new:,} new of {n_expected:,}; {wall:.1f} s, {n_new / wall:,.0f} pages/s")
    steps = json.loads(report.read_text())
    print("    " + ", ".join(f"{step} {spent:.1f}s" for step, spent in steps.items()))
    marks = [samples[len(samples) * part // 8 - 1] for part in range(1, 9) if len(samples) * part // 8]
    print("    RSS " + ", ".join(f"{at:,}: {size / 1e6:,.0f} MB" for at, size in marks))
    print(f"    highest {max(size for _, size in samples) / 1e6:,.0f} MB")
    return n_new == n_expected


def form_of(name: str, port: int, delay_s: float) -> str:
    return FORM.format(name=name, host=f"127.0.0.1:{port}", delay=delay_s)


def judge_pace(arrivals: list[list[float]], delay_s: float) -> bool:
    """Print the time between first and last request against the least that politeness allows."""
    if not delay_s:
        return True
    wall = max(map(max, arrivals)) - min(map(min, arrivals))
    closest = min(later - earlier for host in arrivals for earlier, later in pairwise(host))
    ratio = wall / (max(map(len, arrivals)) * delay_s)
    print(f"    closest two requests to one host {closest:.3f} s apart")
    print(f"    wall / (requests of the busiest host x delay) = {ratio:.3f} (at most 1.10)")
    return closest >= delay_s and ratio <= 1.10


def seconds_between(began: str, ended: str) -> float:
    return (datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds()


def main() -> None:
    """Exits 1 when a page got lost."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hosts", type=int, default=1)
    options.add_argument("--pages", type=int, default=2_000, help="of each host")
    options.add_argument("--delay", type=float, default=0.0)
    options.add_argument("--latency", type=float, default=0.0)
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--measured", nargs=4, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve:
        return serve(given.hosts, given.pages, given.latency)
    if given.measured:
        sys.exit(measured_run(*given.measured[:3], Path(given.measured[3])))
    command = [sys.executable, __file__, "--serve", "--hosts", str(given.hosts), "--pages", str(given.pages)]
    command += ["--latency", str(given.latency)]
    with (
        tempfile.TemporaryDirectory() as scratch,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout
        forms = Path(scratch, "forms")
        forms.mkdir()
        names = []
        for port in json.loads(server.stdout.readline()):
            names.append(f"host{port}")
            (forms / f"{names[-1]}.toml").write_text(form_of(names[-1], port, given.delay))
        is_whole = run(Path(scratch, "home"), forms, names, given.hosts * given.pages)
        is_polite = judge_pace(json.loads(server.communicate()[0]), given.delay)
    sys.exit(0 if is_whole and is_polite else 1)


if __name__ == "__main__":
    main()
