"""Bodies, dates, authors and titles of labelled pages: ours and the peers', quality, speed and memory in one run.

    python benchmarks/extract.py [--data ../shared/extraction/dev_set] [--peers .venv-peers-extract] [--no-peers]

Pages stand in one folder as `{id}.html.gz` with `gold.json`; the part of an id before `__` names its set. Scores are
those of `bench_extract.py` and `bench_meta.py` beside that folder. Peers get an environment of their own from the
package registry, kept in the folder that `--peers` names. Speed is in pages per CPU-second: ours and trafilatura run
alone, one after the other on each set; the slower peers run two at a time and are asked for quality only. Templates
are learned from the pages of their hosts without gold. Layouts read the forms' saved pages, each in a labelled page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from extract_tables import print_memory, print_metadata, print_readme, print_ways
from extract_ways import Labels, layout_pages, learned_templates, learned_texts

from scrapers.urls import host_of

ROOT = Path(__file__).parents[1]
PACKAGES = ("trafilatura==2.3.1", "readability-lxml==0.9", "html-text", "htmldate==1.11.0")
OURS = "python:scrapers.extract:main_text"
FAST = "trafilatura_fast"
SLOW = ("trafilatura_precision", "readability_lxml")
PASSES = 3
PASSES_FOR_MEMORY = 11


class Bench:
    """The scripts beside the labelled pages, run in the environments of ours and the peers'."""

    def __init__(self, scripts: Path, folder: Path, peers: Path | None) -> None:
        self.scripts = scripts
        self.folder = folder
        self.peers = peers

    def bodies(self, tool: str, data: Path, *, passes: int = 1) -> dict[str, Any]:
        """Quality and speed of one tool on one set; what it found stays in the folder for `scored`."""
        out = self.folder / f"bodies-{data.name}-{tool.replace(':', '-')}.json"
        words = ["--data", str(data), "--tools", tool, "--repeat", str(passes), "--pred-dir", str(self.folder)]
        self._run(tool, "bench_extract.py", [*words, "--out", str(out)])
        found: dict[str, Any] = json.loads(out.read_text())[-1]
        return found

    def scored(self, name: str, texts: dict[str, str], data: Path) -> dict[str, Any]:
        """Quality of texts that were found before."""
        path, out = self.folder / f"texts-{name}.json", self.folder / f"scores-{data.name}-{name}.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        self._run(OURS, "bench_extract.py", ["--data", str(data), "--pred", f"{name}={path}", "--out", str(out)])
        found: dict[str, Any] = json.loads(out.read_text())[-1]
        return found

    def metadata(self, tool: str, data: list[Path]) -> list[dict[str, Any]]:
        """Dates, authors and titles of one tool on the sets that have them."""
        out = self.folder / f"about-{tool.replace(':', '-')}.json"
        self._run(tool, "bench_meta.py", ["--data", *map(str, data), "--tools", tool, "--out", str(out)])
        found: list[dict[str, Any]] = json.loads(out.read_text())
        return found

    def predicted(self, tool: str, data: Path) -> dict[str, str]:
        """What a tool found on a set it was run on."""
        path = self.folder / f"{data.name}.{tool.replace(':', '_')}.json"
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def _run(self, tool: str, script: str, words: list[str]) -> None:
        python = sys.executable if tool.startswith("python:") else str(self.peers_python())
        environment = {
            **os.environ,
            "BENCH_TEMPLATES": str(self.folder / "templates.json"),
            "PYTHONPATH": str(ROOT / "benchmarks"),
        }
        command = [python, str(self.scripts / script), *words]
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    def peers_python(self) -> Path:
        """The interpreter of the peers' environment, made on first use."""
        if self.peers is None:
            raise ValueError("no peers were asked for")
        python = self.peers / "bin" / "python"
        if not (self.peers / "ready").is_file():
            print(f"Setting up {self.peers.name} ...", flush=True)
            venv.create(self.peers, with_pip=True, clear=True)
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "--upgrade", "pip"], check=True)
            subprocess.run([*pip, *PACKAGES], check=True)
            (self.peers / "ready").touch()
        return python


def read_folder(folder: Path) -> Labels:
    """Gold by id. Leaves with a sentence where the labelled pages aren't there."""
    gold = folder / "gold.json"
    if not gold.is_file():
        sys.exit(f"There are no labelled pages at {folder}: name a folder with gold.json by --data.")
    labels: Labels = json.loads(gold.read_text(encoding="utf-8"))
    return labels


def read_pages(folder: Path, names: Labels) -> dict[str, str]:
    return {name: gzip.decompress((folder / f"{name}.html.gz").read_bytes()).decode("utf-8") for name in sorted(names)}


def split_sets(gold: Labels, pages: dict[str, str], into: Path) -> list[Path]:
    """A folder for each set of pages."""
    sets: dict[str, Labels] = defaultdict(dict)
    for name, labels in gold.items():
        sets[name.split("__")[0]][name] = labels
    return [write_set(into / name, labels, pages) for name, labels in sorted(sets.items())]


def write_set(folder: Path, labels: Labels, pages: dict[str, str]) -> Path:
    """A folder as the scripts read it."""
    folder.mkdir()
    (folder / "gold.json").write_text(json.dumps(labels), encoding="utf-8")
    for name in labels:
        (folder / f"{name}.html.gz").write_bytes(gzip.compress(pages[name].encode("utf-8"), 1))
    return folder


def write_ways(gold: Labels, pages: dict[str, str], into: Path) -> list[tuple[str, Path]]:
    """(tool, pages) of the ways that know their source: templates learned beforehand, the forms' layouts."""
    templates = learned_templates(pages, gold)
    stored = {host: json.loads(template.to_json()) for host, template in templates.items()}
    (into / "templates.json").write_text(json.dumps(stored), encoding="utf-8")
    known = {
        name: {"url": labels["url"]} for name, labels in gold.items() if host_of(labels.get("url") or "") in templates
    }
    made = list(layout_pages(pages.values()))
    forms = {name: {"url": url} for name, url, _ in made}
    return [
        ("python:extract_ways:by_template", write_set(into / "learned", known, pages)),
        ("python:extract_ways:by_layout", write_set(into / "layouts", forms, {n: m for n, _, m in made})),
    ]


def learned_scores(bench: Bench, data: Path, pages: dict[str, str]) -> list[dict[str, Any]]:
    """Texts by templates learned from the same pages; where a set's gold counts the headline as text, with it, too."""
    gold = read_folder(data)
    own = {name: pages[name] for name in gold}
    found = list(learned_texts(own, gold, learned_templates(own, gold)))
    texts = {name: text for name, _, text in found}
    titled = {name: f"{title}\n\n{text}" for name, title, text in found if gold[name].get("body_has_title")}
    rows = [bench.scored("learned", texts, data)]
    return [*rows, bench.scored("learned, with headline", {**texts, **titled}, data)] if titled else rows


def has_labels(data: Path) -> bool:
    """Whether a set says more of its pages than their text."""
    labelled = read_folder(data).values()
    return any(labels.get(name) for labels in labelled for name in ("date", "authors", "title"))


def measure(bench: Bench, data: Path, sets: list[Path]) -> dict[str, list[dict[str, Any]]]:
    """By tool, its figures on each set and on all pages."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    tools = [OURS, FAST] if bench.peers else [OURS]
    for one in sets:
        for tool in tools:
            found[tool].append(bench.bodies(tool, one, passes=PASSES))
    if bench.peers:
        asked = [(tool, one) for tool in SLOW for one in sets]
        with ThreadPoolExecutor(2) as pool:
            for (tool, _), row in zip(asked, pool.map(lambda pair: bench.bodies(*pair), asked), strict=True):
                found[tool].append(row)
    for tool, rows in found.items():
        texts = {name: text for one in sets for name, text in bench.predicted(tool, one).items()}
        seconds = sum(min(row["cpu_s"]) for row in rows)
        rows.append(
            {**bench.scored(tool.split(":")[-1], texts, data), "set": "all", "pages_per_s": len(texts) / seconds}
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    data, peers = ROOT / "../shared/extraction/dev_set", ROOT / ".venv-peers-extract"
    parser.add_argument("--data", type=Path, default=data, help="pages (ID.html.gz) and gold.json; the dev set")
    parser.add_argument("--peers", type=Path, default=peers, help="the peers' environment, made where it is missing")
    parser.add_argument("--no-peers", action="store_true", help="only ours: no peer is installed, run or compared with")
    options = parser.parse_args()
    started = time.monotonic()
    gold = read_folder(options.data)
    pages = read_pages(options.data, gold)
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(options.data.resolve().parent, Path(place), None if options.no_peers else options.peers.resolve())
        if bench.peers:
            bench.peers_python()
        sets = split_sets(gold, pages, bench.folder)
        ways = write_ways(gold, pages, bench.folder)
        found = measure(bench, options.data, sets)
        print_readme(found)
        print_ways(
            [(bench.bodies(tool, one, passes=PASSES), one) for tool, one in ways],
            {one.name: bench.bodies(FAST, one) for _, one in ways} if bench.peers else {},
            [row for one in sets for row in learned_scores(bench, one, pages)],
        )
        labelled = [one for one in sets if has_labels(one)]
        tools = ["python:scrapers.extract:read_page", *(("htmldate", "trafilatura") if bench.peers else ())]
        print_metadata([row for tool in tools for row in bench.metadata(tool, labelled)])
        print_memory(bench.bodies(OURS, options.data, passes=PASSES_FOR_MEMORY))
    print(f"\nAll of it took {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
