"""How right the articles are that come out of loaded texts, scored against hand-made gold.

    python benchmarks/clean.py [seeds dev dev_vi dev_zh] [--show]

Each set of labelled texts is loaded into a home of its own as JSONL with the addresses of its index, as a user would;
the figures are those of the view `articles`. Texts, gold and score are read from ../shared beside this checkout, and
skipped aloud where they aren't there. Exit code 1 when a bar isn't met.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).parents[2] / "shared" / "sources"
SEEDS = Path(__file__).parents[1] / "seeds"
LEAST_F1 = {"seeds": 1.0, "dev": 0.95, "dev_vi": 0.92, "dev_zh": 0.92}
LEAST_ACCURACY = 0.95
BROADSHEET = str(Path(sys.executable).with_name("broadsheet"))
QUERY = """
    SELECT p.url AS location, a.title, a.published_on, a.body, a.byline, a.dateline_place AS dateline, a.agency
    FROM pages p JOIN articles a USING (article_id)
"""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sets", nargs="*", choices=[*LEAST_F1, []], help="all four if none is named")
    arguments.add_argument("--show", action="store_true", help="print the lines lost, altered and leaked")
    asked = arguments.parse_args()
    if not (SHARED / "score_text.py").is_file():
        print(f"Skipped: there is no labelled material in {SHARED}.")
        return 0
    score = _score_module()
    met = [_measure(name, score, show=asked.show) for name in asked.sets or LEAST_F1]
    return 0 if all(met) else 1


def _measure(name: str, score: ModuleType, *, show: bool) -> bool:
    """Load one set, print its figures, and say whether they meet the bars."""
    with tempfile.TemporaryDirectory() as home:
        files = _load_seeds(Path(home)) if name == "seeds" else _load_set(name, Path(home))
        predicted = {files[row.pop("location")]: row for row in _rows(Path(home))}
    scored = score.score(score.load(name), predicted)
    total = score.report(name, scored, show=show)
    met = _meets(total, LEAST_F1[name])
    print(f"bars {'met' if met else 'NOT MET'}\n")
    return met


def _meets(total: dict[str, Any], least_f1: float) -> bool:
    fields, body = total["fields"], total["body"]
    dates = fields["published_on"]
    exact = all(fields[name]["accuracy"] >= LEAST_ACCURACY for name in ("title", "agency", "dateline", "byline"))
    dated = dates["found"] == dates["known"] and not dates["invented"]
    return bool(exact and dated and body["f1"] >= least_f1 and not body["leaked"])


def _load_seeds(home: Path) -> dict[str, str]:
    _run("run", "seeds", "--home", str(home))
    return {path.resolve().as_uri(): path.name for path in SEEDS.glob("*.txt")}


def _load_set(name: str, home: Path) -> dict[str, str]:
    """Load the set as one .jsonl; the file of each location its records get."""
    folder = SHARED / f"{name}_text"
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    records = home / f"{name}.jsonl"
    names = sorted(path.name for path in folder.glob("*.txt"))
    records.write_text("".join(_records(folder, index, names)), encoding="utf-8")
    _run("load", str(records), "--home", str(home / "data"))
    return {f"{records.resolve().as_uri()}#{number}": file for number, file in enumerate(names, start=1)}


def _records(folder: Path, index: dict[str, dict[str, Any]], names: list[str]) -> Iterator[str]:
    for name in names:
        record = {"text": (folder / name).read_bytes().decode("utf-8")}
        url = index[name].get("url")
        yield json.dumps(record | ({"url": url} if url else {}), ensure_ascii=False) + "\n"


def _rows(home: Path) -> list[dict[str, Any]]:
    data = home / "data" if (home / "data").is_dir() else home
    rows: list[dict[str, Any]] = json.loads(_run("sql", QUERY, "--format", "json", "--home", str(data)))
    return rows


def _run(*arguments: str) -> str:
    """What the command prints; a rejected document (exit code 1) stops nothing."""
    done = subprocess.run([BROADSHEET, *arguments], capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(f"broadsheet {arguments[0]} failed with exit code {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def _score_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_text", SHARED / "score_text.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{SHARED / 'score_text.py'} cannot be read as a module.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
