"""What politeness costs: `python benchmarks/crawl.py` fetches 8 hosts × 50 pages at 0.2 s, from a server 50 ms away.

The server is another process and does the counting: when each request came, and how many were there at once.
`--delay 0 --latency 0 --hosts 1 --pages 2000` shows what the client can do when nothing holds it back.
`benchmarks/night.py` measures the same with archive, extraction and warehouse behind it.
"""

from __future__ import annotations

import argparse
import json
import socketserver
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from typing import Any

from scrapers.fetch import Client
from scrapers.source import Fetch, Source

ARTICLE = ("<html><title>Tin</title><p>" + "Một câu dài vừa phải để trang có cỡ thật. " * 600 + "</p></html>").encode()


class Host(socketserver.ThreadingTCPServer):
    """One host: answers after `latency_s`, and notes each request's arrival and company."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, latency_s: float) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.latency_s = latency_s
        self.arrivals: list[float] = []
        self.under_way = self.most_at_once = 0
        self.guard = threading.Lock()


class Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Host

    def do_GET(self) -> None:
        with self.server.guard:
            self.server.arrivals.append(time.monotonic())
            self.server.under_way += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.under_way)
        time.sleep(self.server.latency_s)
        with self.server.guard:
            self.server.under_way -= 1
        is_robots = self.path == "/robots.txt"
        body = b"User-agent: *\nDisallow: /private\n" if is_robots else ARTICLE
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode() + body)

    def log_message(self, *_: Any) -> None:
        pass


def serve(n_hosts: int, latency_s: float) -> None:
    """Prints the ports, serves until stdin ends, prints what was counted."""
    hosts = [Host(latency_s) for _ in range(n_hosts)]
    for host in hosts:
        threading.Thread(target=host.serve_forever, daemon=True).start()
    print(json.dumps([host.server_address[1] for host in hosts]), flush=True)
    sys.stdin.read()
    print(json.dumps([{"arrivals": host.arrivals, "most_at_once": host.most_at_once} for host in hosts]), flush=True)


def source_at(port: int, *, delay_s: float) -> Source:
    """A form for one of the hosts."""
    return Source(
        name=f"host{port}", title="Host", publisher="Nobody", kind="other", country="VN", language="vi",
        timezone="Asia/Ho_Chi_Minh", evidence="code", hosts=(f"127.0.0.1:{port}",),
        fetch=Fetch(delay_s=delay_s, allow_private=(f"127.0.0.1:{port}",)),
    )  # fmt: skip


def fetch_all(client: Client, source: Source, n_pages: int) -> int:
    """How many pages of a source arrived whole."""
    pages = (client.fetch(f"http://{source.hosts[0]}/{number}", source=source) for number in range(n_pages))
    return sum(page.outcome is None and page.content == ARTICLE for page in pages)


def report(counted: list[dict[str, Any]], *, delay_s: float) -> bool:
    """Prints what the server saw; whether it is polite and quick enough."""
    arrivals = sorted(moment for host in counted for moment in host["arrivals"])
    wall_s = arrivals[-1] - arrivals[0]
    busiest = max(len(host["arrivals"]) for host in counted)
    closest = min(b - a for host in counted for a, b in pairwise(host["arrivals"]))
    at_once = max(host["most_at_once"] for host in counted)
    print(f"requests {len(arrivals):,}, of the busiest host {busiest:,}; from first to last {wall_s:.2f} s")
    print(f"{len(arrivals) / wall_s:,.0f} requests/s; at most {at_once} at once at one host")
    if not delay_s:
        return at_once == 1
    ratio = wall_s / (busiest * delay_s)
    print(f"closest two requests to one host {closest:.3f} s apart (delay {delay_s:g} s)")
    print(f"wall / (requests of the busiest host x delay) = {ratio:.3f} (at most 1.10)")
    return at_once == 1 and closest >= delay_s and ratio <= 1.10


def main() -> None:
    """Exits 1 when a bar is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hosts", type=int, default=8)
    options.add_argument("--pages", type=int, default=50)
    options.add_argument("--delay", type=float, default=0.2)
    options.add_argument("--latency", type=float, default=0.05)
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve:
        return serve(given.hosts, given.latency)
    command = [sys.executable, __file__, "--serve", "--hosts", str(given.hosts), "--latency", str(given.latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        sources = [source_at(port, delay_s=given.delay) for port in json.loads(server.stdout.readline())]
        with Client(contact="bench@example.org") as client, ThreadPoolExecutor(given.hosts) as threads:
            whole = sum(threads.map(lambda source: fetch_all(client, source, given.pages), sources))
        counted = json.loads(server.communicate()[0])
    print(f"{whole:,} of {given.hosts * given.pages:,} pages whole")
    is_good = report(counted, delay_s=given.delay) and whole == given.hosts * given.pages
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
