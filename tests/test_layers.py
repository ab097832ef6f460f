"""The walls between the parts: what each may import and say, read from the sources themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WEB = ("requests", "urllib3", "bs4", "selectolax", "lxml", "soupsieve", "protego")
FORBIDDEN = {
    "scrapers": ("prefect", "duckdb", "warehouse", "flows"),
    "warehouse": ("prefect", "flows", "scrapers", "warcio", "pydantic", *WEB),
    "flows": ("re", "duckdb", "pyarrow", *WEB),
}
ALLOWED = {"warehouse": ("scrapers.records", "scrapers.fingerprint")}
ENVIRONMENT = ("environ", "getenv", "putenv")
SQL = ("select ", "insert into ", "create table ", "update ", "delete from ", "with ", "copy ", "pragma ", "attach ")


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module if "." in node.module else next(iter(_submodules(node)), node.module)
            yield from _submodules(node)


def _submodules(node: ast.ImportFrom) -> list[str]:
    return [f"{node.module}.{alias.name}" for alias in node.names]


def is_in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@cache
def read(path: Path) -> ast.Module:
    """A module's source, as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def wrong_imports(package: str, tree: ast.Module) -> list[str]:
    names = set(imported(tree))
    allowed = ALLOWED.get(package, ())
    return sorted(name for name in names if is_in(name, FORBIDDEN[package]) and not is_in(name, allowed))


@pytest.mark.parametrize("path", [path for package in FORBIDDEN for path in modules(package)], ids=place)
def test_arrows_point_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    assert wrong_imports(package, read(path)) == []


@pytest.mark.parametrize("path", [*modules("scrapers"), *modules("warehouse")], ids=place)
def test_the_environment_is_read_by_flows_only(path: Path) -> None:
    assert [
        node.attr for node in ast.walk(read(path)) if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT
    ] == []


@pytest.mark.parametrize("path", sorted((ROOT / "flows").glob("*.py")), ids=place)
def test_no_flow_knows_a_command(path: Path) -> None:
    assert sorted({name for name in imported(read(path)) if is_in(name, ("flows.commands",))}) == []


@pytest.mark.parametrize("path", modules("flows"), ids=place)
def test_flows_hold_no_sql(path: Path) -> None:
    assert [
        text for text in _texts(read(path)) if text.lower().lstrip().startswith(SQL) and " from " in text.lower()
    ] == []


def _texts(tree: ast.AST) -> Iterator[str]:
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def test_this_test_would_notice() -> None:
    assert wrong_imports("scrapers", ast.parse("def f():\n    import prefect.flows")) == ["prefect.flows"]
    assert wrong_imports("scrapers", ast.parse("from warehouse import store")) == ["warehouse.store"]
    assert wrong_imports("warehouse", ast.parse("from scrapers import records, clean")) == ["scrapers.clean"]
    assert wrong_imports("warehouse", ast.parse("from scrapers.records import Article")) == []
    assert wrong_imports("flows", ast.parse("import re\nfrom duckdb import connect")) == ["duckdb.connect", "re"]
