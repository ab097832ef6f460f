"""What the commands print, and how they end, where no flow is run."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.flows.conftest import Command, clean_environment, command, rows
from tests.flows.test_ingest import FORM

BUILT = {
    "run", "load", "sql", "search", "status", "explain", "history", "export", "forget", "replay", "dedup", "sources",
    "verify", "up",
}  # fmt: skip


def test_help_shows_what_is_built_and_nothing_else() -> None:
    text = command("--help", env=clean_environment()).stdout
    shown = {line.split()[1] for line in text.splitlines() if line.startswith("│ ") and line[2] != " "}
    assert shown - {"--help", "--version"} == BUILT


HEAVY = ("prefect", "pyarrow", "requests", "numpy")
OF_FORMS_AND_PAGES = ("pydantic", "soupsieve", "selectolax", "warcio", "charset_normalizer", "scrapers.extract")


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (["--help"], (*HEAVY, *OF_FORMS_AND_PAGES, "duckdb")),
        (["status"], (*HEAVY, *OF_FORMS_AND_PAGES)),
        (["sql", "SELECT 1"], (*HEAVY, *OF_FORMS_AND_PAGES)),
        (["search", "equality"], (*HEAVY, *OF_FORMS_AND_PAGES)),
        (["history", "bacninh:81779933"], (*HEAVY, *OF_FORMS_AND_PAGES)),
        (["explain", "bacninh:81779933"], (*HEAVY, *OF_FORMS_AND_PAGES)),
        (["sources", "list"], (*HEAVY, "warcio", "scrapers.extract")),
    ],
)
def test_questions_are_answered_without_importing_what_takes_its_time(
    seeded: Path, words: list[str], spared: tuple[str, ...]
) -> None:
    assert imported_of(spared, words, home=seeded) == ""


def test_dedup_waits_for_no_prefect(seeded: Path, tmp_path: Path) -> None:
    home = shutil.copytree(seeded, tmp_path / "home")
    assert imported_of(("prefect",), ["dedup"], home=home) == ""


OF_OTHER_PAGES = (
    "bs4",
    "soupsieve",
    "charset_normalizer",
    "warcio",
    "scrapers.html",
    "scrapers.extract",
    "scrapers.clean",
)
PAGES = Path(__file__).parents[1] / "pages"


@pytest.fixture(scope="module")
def paged(broadsheet: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds a page with a layout and one without; only to be read."""
    folder = tmp_path_factory.mktemp("paged")
    pages = {"https://www.womenofchina.cn/womenofchina/html1/1/7-1.htm": "tea", "https://a.example.org/1": "old-2011"}
    loaded = [
        {"url": url, "html": (PAGES / "womenofchina" / f"{name}.html").read_text(encoding="utf-8")}
        for url, name in pages.items()
    ]
    (folder / "pages.jsonl").write_text("\n".join(map(json.dumps, loaded)), encoding="utf-8")
    result = broadsheet("load", folder / "pages.jsonl", "--home", folder / "home")
    assert result.returncode == 0, result.stderr
    return folder / "home"


@pytest.mark.parametrize(
    ("url", "spared"),
    [
        ("https://www.womenofchina.cn/womenofchina/html1/1/7-1.htm", ("scrapers.extraction.choosing",)),
        ("https://a.example.org/1", ("scrapers.dates", "pydantic")),
    ],
)
def test_a_page_is_explained_without_importing_what_reads_others(
    paged: Path, url: str, spared: tuple[str, ...]
) -> None:
    assert '"fate"' in command("explain", url, "--home", paged, "--json", env=clean_environment()).stdout
    assert imported_of((*HEAVY, *OF_OTHER_PAGES, *spared), ["explain", url], home=paged) == ""


def imported_of(modules: tuple[str, ...], words: list[str], *, home: Path) -> str:
    """Those of the modules that a command imports."""
    code = (
        "import sys; from flows.cli.ending import run_command\n"
        f"assert run_command({words!r}) == 0\n"
        f"print(*sorted({set(modules)!r} & set(sys.modules)), file=sys.stderr)"
    )
    environment = clean_environment() | {"BROADSHEET_HOME": str(home)}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return result.stderr.strip()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sql", "DROP TABLE article_revisions"], "read-only"),
        (["sql", "SELECT * FROM read_csv('/etc/passwd')"], "disabled"),
        (["sql", "SET enable_external_access = true"], "locked"),
        (["sql", "SELEC 1"], "syntax"),
        (["sql"], "empty"),
        (["sql", "SELECT 1", "-o", "/nowhere/x.csv"], "/nowhere/x.csv"),
        (["sql", "SELECT 1", "-o", "x.xlsx"], "--format"),
        (["sql", "SELECT 1", "--json", "--format", "csv"], "contradict"),
        (["explain", "nothing"], "nothing"),
        (["search"], "this one has 0"),
        (["search", "equality", "after:today"], "after:2024-11-25"),
        (["search", "equality", "--limit", "0"], "limit"),
        (["run", "womenofchina"], "BROADSHEET_CONTACT"),
        (["run", "womenofchna"], "sources list"),
        (["run", "--limit", "0"], "limit"),
        (["run", "--since", "yesterday"], "since"),
        (["load"], "load"),
        (["load", "/nowhere/at/all"], "/nowhere/at/all"),
        (["load", ""], "The path is empty"),
        (["export", ""], "The path is empty"),
        (["status", "--home", ""], "--home: The path is empty"),
        (["load", "{home}/news.duckdb"], "news.duckdb"),
        (["status", "--sources", "/nowhere"], "/nowhere"),
        (["up", "--port", "x"], '--port: expected a whole number, found "x".'),
        (["up", "--port", "99999"], "65535"),
        (["run", "--since", "2026-13-01"], '--since: expected a day such as 2026-11-21, found "2026-13-01".'),
        (["status", "extra"], '`broadsheet status` doesn\'t take "extra".'),
        (["sql", "SELECT titel FROM articles"], '(did you mean "title"?)'),
        (["statsu"], "statsu"),
        (["sql", "SELECT 1", "--formt", "csv"], "formt"),
    ],
)
def test_a_mistake_is_one_sentence_and_2(seeded: Path, words: list[str], told: str) -> None:
    filled = [word.format(home=seeded) for word in words]
    result = command(*filled, env=clean_environment() | {"BROADSHEET_HOME": str(seeded)})
    assert result.returncode == 2, result.stderr
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_search_shows_the_hit_and_tells_of_the_undated(seeded: Path) -> None:
    asked = ["search", '"gender equality"', "after:2023-11-01", "--home", seeded, "--json"]
    result = command(*asked, env=clean_environment())
    (first, *_) = found = json.loads(result.stdout)
    assert list(first) == ["article_id", "title", "source", "url", "published_on", "snippet", "score"]
    assert all("**gender equality**" in row["snippet"].lower() for row in found)
    assert "1 of 3 are undated" in result.stderr


def test_nothing_found_is_said(seeded: Path) -> None:
    result = command("search", "xylophone", "--home", seeded, env=clean_environment())
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "No article has all of this.\n")


def test_no_warehouse_yet_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    home = tmp_path / "none"
    for words in (["sql", "SELECT 1"], ["status"], ["explain", "x"], ["verify"]):
        result = command(*words, "--home", home, env=clean_environment())
        assert (result.returncode, "There is no warehouse" in result.stderr) == (2, True)
    assert not home.exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [("colour = 'red'", "colour: not a key"), ("fingerprints = ['(']", "fingerprints"), ("hosts =", "TOML")],
)
def test_a_wrong_form_names_file_and_key(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "readers.toml").write_text(FORM + line)
    (tmp_path / "a.txt").write_text("A text.")
    for words in (["sources", "list"], ["load", tmp_path / "a.txt"], ["run"], ["status"], ["up", "--port", "0"]):
        result = command(*words, "--sources", tmp_path, "--home", tmp_path / "home", env=clean_environment())
        assert result.returncode == 2
        assert "readers.toml" in result.stderr
        assert told in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1


def test_settings_with_a_mistake_name_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('contcat = "a@example.org"')
    result = command("status", "--home", tmp_path, env=clean_environment())
    assert result.returncode == 2
    assert "settings.toml: contcat" in result.stderr


QUERY = (
    "SELECT '越南妇女联合会' AS name, 1 AS n, TIMESTAMPTZ '2024-11-12 08:32+07' AS at, NULL AS nothing, ['a', 'b'] AS l"
)


def test_every_format_says_the_same(broadsheet: Command, seeded: Path, tmp_path: Path) -> None:
    expected = {"name": "越南妇女联合会", "n": 1, "at": "2024-11-12T01:32:00Z", "nothing": None, "l": ["a", "b"]}
    assert rows(broadsheet("sql", QUERY, "--home", seeded, "--json")) == [expected]
    told = broadsheet("sql", QUERY, "--home", seeded, "--format", "csv").stdout
    assert next(csv.DictReader(io.StringIO(told))) == {
        "name": "越南妇女联合会", "n": "1", "at": "2024-11-12T01:32:00Z", "nothing": "", "l": '["a", "b"]',
    }  # fmt: skip
    broadsheet("sql", QUERY, "--home", seeded, "-o", tmp_path / "x.json")
    assert json.loads((tmp_path / "x.json").read_text()) == [expected]
    broadsheet("sql", QUERY, "--home", seeded, "-o", tmp_path / "x.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "x.parquet")
    assert table.column("name").to_pylist() == ["越南妇女联合会"]
    assert str(table.schema.field("at").type).startswith("timestamp[us")


def test_tables_stay_aligned_in_every_script_and_hold_no_terminal_commands(broadsheet: Command, seeded: Path) -> None:
    query = "SELECT unnest(['越南妇女联合会', 'Hội Liên hiệp Phụ nữ', 'x' || chr(27) || '[31m']) AS name, 7 AS n"
    lines = broadsheet("sql", query, "--home", seeded).stdout.splitlines()
    assert "\x1b" not in "".join(lines)
    from rich.cells import cell_len

    assert len({cell_len(line) for line in lines}) == 1


def test_a_plan_keeps_its_lines(broadsheet: Command, seeded: Path) -> None:
    plan = broadsheet("sql", "EXPLAIN SELECT count(*) FROM pages", "--home", seeded).stdout.splitlines()
    assert len(plan) > 2
    assert max(map(len, plan)) < 200


def test_explain_tells_where_everything_is_from(broadsheet: Command, seeded: Path) -> None:
    told = json.loads(broadsheet("explain", "bacninh:81779933", "--home", seeded, "--json").stdout)
    assert set(told) == {"article", "fields", "removed_lines", "revisions", "duplicates", "compared", "blocks"}
    assert told["article"]["published_at"] == "2024-11-12T01:32:00Z"
    assert {"line": 3, "text": "12/11/2024 08:32"}.items() <= told["removed_lines"][0].items()
    shown = broadsheet("explain", "bacninh:81779933", "--home", seeded).stdout
    assert "12/11/2024 08:32" in shown
    assert shown.endswith(f"\n{told['article']['n_characters']:,} characters; flags: none.\n")
    shown = broadsheet("explain", "baolangson:49054", "--home", seeded).stdout
    assert ", ".join(told_flags(broadsheet, seeded)) in shown.splitlines()[-1]
    assert "Gone from its site" not in shown


def told_flags(broadsheet: Command, home: Path) -> list[str]:
    told = json.loads(broadsheet("explain", "baolangson:49054", "--home", home, "--json").stdout)
    assert told["article"]["flags"]
    return list(told["article"]["flags"])


def test_explain_tells_the_bounds_of_the_date_and_why(broadsheet: Command, seeded: Path) -> None:
    told = json.loads(broadsheet("explain", "baolangson:49054", "--home", seeded, "--json").stdout)
    fields = {row["field"]: (row["value"], row["origin"]) for row in told["fields"]}
    assert fields["not_before"] == ("2023-11-13", "the day of an event in the text, the year from elsewhere in it")
    assert fields["date_from"] == ("2023-11-13", "not_before")
    assert fields["date_to"] == (None, "open: it isn't known when it was fetched")
    assert fields["captions"][1] == "shape:caption"
    told = json.loads(broadsheet("explain", "bacninh:81779933", "--home", seeded, "--json").stdout)
    fields = {row["field"]: (row["value"], row["origin"]) for row in told["fields"]}
    assert fields["published_at"] == ("2024-11-12T01:32:00Z", "shape:date_line line 3")
    assert fields["date_to"] == ("2024-11-12", "published_on")


def test_what_is_piped_has_no_padding(broadsheet: Command, seeded: Path) -> None:
    for words in (["explain", "baolangson:49054"], ["status"], ["sql", "SELECT 1 AS n, 'a' AS t UNION SELECT 2, 'ab'"]):
        lines = broadsheet(*words, "--home", seeded).stdout.splitlines()
        assert [line for line in lines if line != line.rstrip()] == []


def test_status_shows_a_zero_as_a_zero(broadsheet: Command, seeded: Path) -> None:
    lines = broadsheet("status", "--home", seeded).stdout.splitlines()
    assert lines[0].split() == ["source", "last", "run", "listed", "new", "rejected", "articles", "days", "silent"]
    shown = {line.split()[0]: line.split()[3:] for line in lines[2:7]}
    assert shown["bacninh"] == ["1", "1", "0", "1", "0"]
    assert shown["womenofchina"][3] == "2"


def test_status_says_where_the_articles_of_a_mirror_are_counted(broadsheet: Command, seeded: Path) -> None:
    lines = broadsheet("status", "--home", seeded).stdout.splitlines()
    (row, told) = [line for line in lines if line.startswith("womenofchina_mirrors")]
    assert row.split()[3:] == ["1", "1", "0", "0"]
    assert "counted with those of womenofchina" in told


def test_status_and_sources_list_are_read_by_programs(broadsheet: Command, seeded: Path) -> None:
    health = {row["source"]: row for row in rows(broadsheet("status", "--home", seeded, "--json"))}
    assert health["bacninh"]["listed"] == 1
    listed = rows(broadsheet("sources", "list", "--home", seeded, "--json"))
    assert {row["name"] for row in listed} >= {"bacninh", "womenofchina", "womenofchina_mirrors"}
    assert {"title", "kind", "country", "language", "enabled", "evidence"} <= set(listed[0])


@pytest.mark.parametrize(
    ("words", "reader", "read"),
    [(["sql", "SELECT range FROM range(90000)", "--format", "csv"], "head -1", "range\n"), (["--help"], "true", "")],
)
def test_a_reader_that_stops_reading_is_no_error(seeded: Path, words: list[str], reader: str, read: str) -> None:
    program = Path(sys.executable).with_name("broadsheet")
    script = f"set -o pipefail; '{program}' {' '.join(map(repr, words))} | {reader}"
    environment = clean_environment() | {"BROADSHEET_HOME": str(seeded)}
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment)
    assert (result.stdout, result.stderr, result.returncode) == (read, "", 141)
