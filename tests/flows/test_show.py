"""Values of every kind, for people and for programs."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from flows import show


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (r"'\xABab'::BLOB", "ab6162"),
        ("-INTERVAL '26 hours 1500 milliseconds'", "-P1DT7201.5S"),
        ("INTERVAL '10 seconds'", "P0DT10S"),
        ("['inf'::FLOAT, 'nan'::DOUBLE, 1.5]", [None, None, 1.5]),
        ("1.10::DECIMAL(4, 2)", 1.1),
        ("12345678901234567890.12::DECIMAL(38, 2)", "12345678901234567890.12"),
        ("170141183460469231731687303715884105727::HUGEINT", 2**127 - 1),
        ("MAP {true: {'day': DATE '2024-01-02', 'bytes': 'a'::BLOB}}", {"true": {"day": "2024-01-02", "bytes": "61"}}),
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
    values = [True, b"ab", {"a": [None, False]}, [True], Decimal("1.10"), float("inf")]
    told = ["true", "6162", '{"a": [null, false]}', "true", "1.10", "inf"]
    assert [show.cell(value) for value in values] == told
    out = io.StringIO()
    show.write_csv(["x"] * len(values), [values], out)
    assert out.getvalue().splitlines()[1] == 'true,6162,"{""a"": [null, false]}",[true],1.10,inf'
