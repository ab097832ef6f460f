"""Articles and homes to test with; everything else is the real thing."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scrapers.fingerprint import content_hash, revision_hash
from scrapers.records import Article, Batch, PageOutcome, RemovedLine, SourceRecord
from warehouse.orderly import leave_note
from warehouse.schema import migrate
from warehouse.store import SourceRun, Warehouse

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

_ABSENT = {field.name: None for field in fields(Article)}
_NONE_OF = dict.fromkeys(("authors", "tags", "captions", "rights", "flags"), ())


def text(word: str) -> str:
    """A body of this word alone, long enough to have a content hash."""
    return f"{word} " * 60


def make_article(article_id: str, word: str = "rain", **given: Any) -> Article:
    """An article whose body is `text(word)`; hashes as the extractor makes them."""
    body, title = given.get("body", text(word)), given.setdefault("title", "A title")
    raw = given.get("published_raw")
    values: dict[str, Any] = {
        **_ABSENT,
        **_NONE_OF,
        "article_id": article_id,
        "source": article_id.partition(":")[0],
        "body": body,
        "published_precision": "day" if given.get("published_on") else "none",
        "n_words": len(body.split()),
        "n_characters": len(body),
        "extractor": "broadsheet 0.1.0+form1",
        "digest": hashlib.sha256(f"{title} {body} {raw}".encode()).hexdigest(),
        "revision_hash": revision_hash(title=title, body=body, published_raw=raw),
        "content_hash": content_hash(body),
        "removed_lines": (RemovedLine(line=3, text="Share", rule="known:share"),),
        "field_origins": (("title", "line 1"), ("body", "lines 4-9")),
    }
    return Article(**{**values, **given})


def make_page(article: Article | None = None, **given: Any) -> PageOutcome:
    """A page with that article, or a decided one."""
    values: dict[str, Any] = {"source": "tea", "url": "file:///tea.txt", "article": article}
    if article:
        values |= {"article_id": article.article_id, "digest": article.digest, "url": f"file:///{article.digest}.txt"}
    return PageOutcome(**{**values, **given})


def make_prose(name: str, n: int) -> str:
    """A text of `n` words of its own."""
    return " ".join(f"{name}{number * number}" for number in range(n))


class Home:
    """A home under test: appends pages as runs do, and asks in SQL."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.warehouse = Warehouse.open(path)
        self._runs: dict[str, int] = {}

    def reopen(self) -> None:
        self.warehouse.close()
        self.warehouse = Warehouse.open(self.path)

    def start(self, run: str, *, at: datetime = NOW) -> None:
        """A run begins at this moment."""
        self.warehouse.start_run(run, None, kind="load", version="0.1.0", started_at=at)
        self._runs[run] = 0

    def append(self, *pages: PageOutcome, run: str = "r1", source: str = "tea", **kept: int) -> dict[str, int]:
        """The outcomes of one more batch of this run, or of the batch with this `number`."""
        if run not in self._runs:
            self.start(run)
        self._runs[run] += 1
        pages = tuple(self._archived(page) for page in pages)
        batch = Batch(run_id=run, source=source, number=kept.get("number", self._runs[run]), pages=pages)
        return dict(self.warehouse.append(batch))

    def _archived(self, page: PageOutcome) -> PageOutcome:
        """The page with a place in the archive, where it lacks one; one record serves them all."""
        if page.article is None or page.archive_file is not None:
            return page
        path = self.path / "archive" / "all.warc.gz"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(gzip.compress(b"WARC/1.1\r\n"))
        return replace(page, archive_file=path.name, archive_offset=0)

    def finish(self, run: str = "r1", *, sources: tuple[str, ...] = ("tea",), breaches: tuple[str, ...] = ()) -> None:
        """The run's counts and its end."""
        for source in sources:
            ((listed,),) = self.sql(f"SELECT count(*) FROM pages WHERE run_id = '{run}' AND source = '{source}'")
            self.warehouse.record_source_run(
                SourceRun(
                    run_id=run,
                    source=source,
                    listed=listed,
                    known=0,
                    started_at=NOW,
                    finished_at=NOW,
                    breaches=breaches,
                )
            )
        self.warehouse.finish_run(run, state="completed", finished_at=NOW)

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the writer's own database."""
        return self.warehouse._con.execute(query).fetchall()

    def outcomes(self, run: str = "r1") -> list[str]:
        """Of the run's pages, in order."""
        return [outcome for (outcome,) in self.sql(f"SELECT outcome FROM pages WHERE run_id = '{run}' ORDER BY rowid")]


def make_form(source: str, **given: Any) -> SourceRecord:
    """A form as it was used."""
    values: dict[str, Any] = {field.name: None for field in fields(SourceRecord)}
    values |= {"source": source, "title": source.title(), "publisher": "A publisher", "kind": "agency"}
    return SourceRecord(**{**values, "evidence": "code", "form_hash": "form1", **given})


def copy_home(path: Path, to: Path) -> Path:
    """A closed home once more, as orderly as it was."""
    shutil.copytree(path, to)
    leave_note(to)
    return to


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Permissions bind root only when it steps down, and then it needs a way to the folder."""
    for above in folder.parents:
        if Path(tempfile.gettempdir()) in above.parents:
            above.chmod(0o755)
    is_root = not os.geteuid()
    folder.chmod(0o555)
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse without articles, made once: copying it is six times faster than migrating."""
    path = tmp_path_factory.mktemp("empty")
    Warehouse.open(path).close()
    return path


@pytest.fixture(scope="session")
def empty_tables() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as con:
        migrate(con)
        yield con


@pytest.fixture
def con(empty_tables: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """All tables without a home, inside a transaction, as `append` calls what fills them; nothing of it is kept."""
    empty_tables.execute("BEGIN")
    yield empty_tables
    empty_tables.execute("ROLLBACK")


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Callable[[Path], Home]]:
    """Open a copy of a home that was made once."""
    homes: list[Home] = []

    def copy(path: Path) -> Home:
        homes.append(Home(copy_home(path, tmp_path / "home")))
        return homes[-1]

    yield copy
    for home in homes:
        home.warehouse.close()


@pytest.fixture
def home(copied: Callable[[Path], Home], empty_home: Path) -> Home:
    return copied(empty_home)


@pytest.fixture(scope="module")
def fresh_home(tmp_path_factory: pytest.TempPathFactory, empty_home: Path) -> Home:
    """A home to fill and close, of which the tests of a module open copies."""
    return Home(copy_home(empty_home, tmp_path_factory.mktemp("fresh") / "home"))


@pytest.fixture(scope="session")
def make_home() -> type[Home]:
    return Home


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    return make_article


@pytest.fixture(scope="session")
def page() -> Callable[..., PageOutcome]:
    return make_page


@pytest.fixture(scope="session")
def form() -> Callable[..., SourceRecord]:
    return make_form


@pytest.fixture(scope="session")
def prose() -> Callable[[str, int], str]:
    return make_prose
