"""Values of every kind, for people and for programs."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from flows.commands import show
from flows.commands.values import cell


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (r"'\xABab'::BLOB", r"\xABab"),
        ("-INTERVAL '26 hours 1500 milliseconds'", "-P1DT2H1.5S"),
        ("INTERVAL '10 seconds'", "PT10S"),
        ("INTERVAL '3 days'", "P3D"),
        ("INTERVAL '0 days'", "PT0S"),
        ("['inf'::FLOAT, 'nan'::DOUBLE, 1.5]", [None, None, 1.5]),
        ("1.10::DECIMAL(4, 2)", 1.1),
        ("12345678901234567890.12::DECIMAL(38, 2)", "12345678901234567890.12"),
        ("170141183460469231731687303715884105727::HUGEINT", 2**127 - 1),
        ("MAP {true: {'day': DATE '2024-01-02', 'bytes': 'a'::BLOB}}", {"true": {"day": "2024-01-02", "bytes": "a"}}),
        ("'infinity'::TIMESTAMP", "9999-12-31T23:59:59.999999"),
        ("'12:00:01+07'::TIMETZ", "12:00:01+07:00"),
        ("chr(0) || chr(27)", "\x00\x1b"),
    ],
)
def test_every_value_becomes_valid_json(query: str, expected: Any) -> None:
    with duckdb.connect() as con:
        row = con.execute(f"SELECT {query}").fetchone()
    out = io.StringIO()
    show.print_json(row, file=out)
    assert json.loads(out.getvalue(), parse_constant=pytest.fail) == [expected]


def test_people_and_spreadsheets_read_no_python() -> None:
    spans = [timedelta(days=3), -timedelta(days=1, hours=2, seconds=1.5), timedelta()]
    values = [True, b"a\xab", {"a": [None, False]}, [True], Decimal("1.10"), float("inf"), *spans]
    told = ["true", "a\\xAB", '{"a": [null, false]}', "true", "1.10", "inf"]
    told += ["3 days", "-1 day -02:00:01.5", "00:00:00"]
    assert [cell(value) for value in values] == told
    out = io.StringIO()
    show.write_csv(["x"] * len(values), [values], out)
    csv = 'true,a\\xAB,"{""a"": [null, false]}",[true],1.10,inf,3 days,-1 day -02:00:01.5,00:00:00'
    assert out.getvalue().splitlines()[1] == csv


def test_what_is_printed_of_blobs_and_intervals_is_read_again_by_duckdb() -> None:
    with duckdb.connect() as con:
        blob = bytes(range(256))
        assert con.execute("SELECT ?::BLOB", [cell(blob)]).fetchall() == [(blob,)]
        span = -timedelta(days=400, hours=2, seconds=1.5)
        assert con.execute("SELECT ?::INTERVAL", [cell(span)]).fetchall() == [(span,)]


def test_a_pipe_gets_every_row_and_every_value_whole() -> None:
    out = io.StringIO()
    rows = [(f"womenofchina:https://{'x' * 300}/{n}", n) for n in range(show.MAX_TABLE_ROWS + 1)]
    show.print_table(["article_id", "n"], rows, file=out)
    lines = out.getvalue().splitlines()
    assert [tuple(line.split()) for line in lines[2:]] == [(name, str(n)) for name, n in rows]
    assert len(lines[1]) <= 80


def test_a_piped_table_is_underlined_as_far_as_it_goes() -> None:
    out = io.StringIO()
    show.print_table([f"column{n}" for n in range(15)], [list(range(15))], file=out)
    heading, rule, _ = out.getvalue().splitlines()
    assert len(rule) == len(heading) > 80


def test_columns_that_a_terminal_has_no_room_for_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    show.print_table([f"column{n}" for n in range(40)], [["a long value" * 3] * 40])
    told = capsys.readouterr()
    assert max(map(len, told.out.splitlines()[1:])) <= 80
    assert "column0" in told.out
    assert "The first 8 of 40 columns" in told.err


@pytest.mark.parametrize("width", [40, 60, 80])
def test_long_values_are_folded_at_words_and_short_ones_give_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    title = "Mirrors of a newspaper for the women of two countries"
    row = {"name": "a_newspaper_of_women", "title": title, "enabled": False, "kind": "intergovernmental", "n": 1_000}
    show.print_rows(
        [row], {"name": "source", "title": "title", "enabled": "enabled", "kind": "kind", "n": "days silent"}
    )
    told = capsys.readouterr()
    plain = re.sub(r"\x1b\[\d*m", "", told.out)
    assert max(map(len, plain.splitlines())) <= width
    assert set(title.split()) <= set(plain.split())
    gone = {80: "", 60: "kind, days silent", 40: "enabled, kind, days silent"}[width]
    assert told.err == (f"No room for: {gone}; --json shows all.\n" if gone else "")


def test_no_value_is_lost_where_two_columns_have_one_name() -> None:
    (row,) = show.records(["a", "a_2", "a", "a"], [[1, 2, 3, 4]])
    assert sorted(row.values()) == [1, 2, 3, 4]
