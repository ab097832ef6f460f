"""Bodies, dates, authors and titles of labelled pages: ours and the peers', quality and speed in one run.

    python benchmarks/extract.py [--data ../shared/extraction/dev_set] [--repeat 3] [--no-peers]

Pages stand in one folder as `{id}.html.gz` with `gold.json`; the part of an id before `__` names its set. Scores are
those of `bench_extract.py` and `bench_meta.py` beside that folder. Peers get an environment of their own from the
package registry. Speed is in pages per second of one core, of the first set. Learned templates are taken from the
same pages without their gold; where a set's gold counts the headline as body, theirs is put in front.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections import defaultdict
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scrapers.about import About
from scrapers.extract import main_text
from scrapers.headline import headline
from scrapers.template import learn
from scrapers.urls import host_of

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers-extract"
PACKAGES = ("trafilatura==2.3.1", "readability-lxml==0.9", "html-text")
BODY_TOOLS = ("trafilatura_fast", "trafilatura_precision", "readability_lxml")
META_TOOLS = ("htmldate", "trafilatura")
OURS = "python:scrapers.extract:main_text"


def read_folder(folder: Path) -> dict[str, dict[str, Any]]:
    """Gold by id. Leaves with a sentence where the labelled pages aren't there."""
    gold = folder / "gold.json"
    if not gold.is_file():
        sys.exit(f"There are no labelled pages at {folder}: name a folder with gold.json by --data.")
    return json.loads(gold.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def split_sets(folder: Path, gold: dict[str, dict[str, Any]], into: Path) -> list[Path]:
    """A folder of links for each set of pages."""
    sets: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, labels in gold.items():
        sets[name.split("__")[0]][name] = labels
    for set_name, labels in sets.items():
        (into / set_name).mkdir()
        (into / set_name / "gold.json").write_text(json.dumps(labels), encoding="utf-8")
        for name in labels:
            (into / set_name / f"{name}.html.gz").symlink_to((folder / f"{name}.html.gz").resolve())
    return [into / set_name for set_name in sets]


def peers_python() -> str:
    """The interpreter of the peers' environment, made on first use."""
    python = PEERS / "bin" / "python"
    if not (PEERS / "ready").is_file():
        print(f"Setting up {PEERS.name} ...", flush=True)
        venv.create(PEERS, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--upgrade", "pip"], check=True)
        subprocess.run([*pip, *PACKAGES], check=True)
        (PEERS / "ready").touch()
    return str(python)


def run_bench(python: str, script: Path, arguments: list[str]) -> None:
    subprocess.run([python, str(script), *arguments], check=True, cwd=ROOT)


def learned_texts(pages: dict[str, str], gold: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Each page by the template of its host, learned from the set's own pages; by the generic extractor without one."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for name in pages:
        by_host[host_of(gold[name].get("url") or "") or name].append(name)
    found: dict[str, str] = {}
    for names in by_host.values():
        template = learn(pages[name] for name in names)
        for name in names:
            page = LexborHTMLParser(pages[name])
            blocks = template.read(page) if template else None
            text = "\n\n".join(block.text for block in blocks) if blocks else main_text(pages[name], "")
            title = headline(About(page))[0] if gold[name].get("body_has_title") else ""
            found[name] = f"{title}\n\n{text}"
    return found


def _has_labels(gold: dict[str, dict[str, Any]]) -> bool:
    """Whether a set says more of its pages than their text."""
    return any(labels.get(name) for labels in gold.values() for name in ("date", "authors", "title"))


def write_learned(folder: Path, script: Path, into: Path) -> Path:
    sys.path.insert(0, str(script.parent))
    from bench_extract import load  # type: ignore[import-not-found]

    gold, pages = load(str(folder))
    path = into / f"learned-{folder.name}.json"
    path.write_text(json.dumps(learned_texts(pages, gold)), encoding="utf-8")
    return path


def print_bodies(results: list[dict[str, Any]]) -> None:
    """MB is what the process grew by over the loaded pages, MB/pass what each further pass added."""
    print("\n| set | tool | F1 | P | R | exact | pages/s | MB | MB/pass |\n|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for row in sorted(results, key=lambda row: (row["set"], -row["f1"])):
        figures = " | ".join(f"{row[key]:.3f}" for key in ("f1", "p", "r", "acc"))
        print(f"| {row['set']} | {row['tool'].removeprefix('python:')} | {figures} | {_cost(row)} |")


def _cost(row: dict[str, Any]) -> str:
    if not row.get("pages_per_s"):
        return " | | "
    per_pass = row.get("rss_growth_per_pass_MB")
    grown = row["rss_peak_MB"] - row["rss_loaded_MB"]
    return f"{row['pages_per_s']:.0f} | {grown:.0f} | {'' if per_pass is None else f'{per_pass:.1f}'}"


def print_metadata(results: list[dict[str, Any]]) -> None:
    print("\n| set | tool | dates | authors | titles |\n|---|---|--:|--:|--:|")
    for row in sorted(results, key=lambda row: row["set"]):
        if row["date_n"]:
            shown = " | ".join(
                f"{row[key]:.3f}" if key in row else "" for key in ("date_acc", "author_acc", "title_acc")
            )
            print(f"| {row['set']} | {row['tool'].removeprefix('python:')} | {shown} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/extraction/dev_set")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    gold = read_folder(options.data)
    bodies, metadata = options.data.parent / "bench_extract.py", options.data.parent / "bench_meta.py"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sets = split_sets(options.data, gold, folder)
        learned = write_learned(next((s for s in sets if s.name == "daniel_zh"), sets[0]), bodies, folder)
        data = ["--data", *map(str, sets), str(options.data)]
        common = [*data, "--repeat", str(options.repeat), "--out", str(folder / "bodies.json"), "--pred-dir", place]
        labelled = [str(one) for one in sets if _has_labels(read_folder(one))]
        about = ["--data", *labelled, "--out", str(folder / "about.json")]
        run_bench(sys.executable, bodies, [*common, "--tools", OURS])
        name = learned.stem.removeprefix("learned-")
        run_bench(
            sys.executable,
            bodies,
            ["--data", str(folder / name), "--out", str(folder / "bodies.json"), "--pred", f"learned={learned}"],
        )
        run_bench(sys.executable, metadata, [*about, "--tools", "python:scrapers.extract:read_page"])
        if not options.no_peers:
            run_bench(peers_python(), bodies, [*common, "--tools", ",".join(BODY_TOOLS)])
            run_bench(peers_python(), metadata, [*about, "--tools", ",".join(META_TOOLS)])
        print_bodies(json.loads((folder / "bodies.json").read_text()))
        print_metadata(json.loads((folder / "about.json").read_text()))


if __name__ == "__main__":
    main()
