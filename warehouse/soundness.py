"""Whether a database file is still what was written into it: every block is looked at, at some 4 GB/s.

DuckDB notices damage only where it reads, and a run reads little: without this look it would publish a damaged file
over the last sound copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import duckdb
import numpy as np
import numpy.typing as npt

from warehouse.connection import connect_reader, first_line

HEADER, N_HEADERS, BLOCK = 4_096, 3, 262_144
"""The layout of DuckDB's files since 1.0: three headers, then blocks; each begins with the checksum of its rest."""

_FACTOR, _START = np.uint64(0xBF58476D1CE4E5B9), np.uint64(5_381)
_N_BLOCKS = 4
"""Where a database header's number of blocks stands, in words of eight bytes; its age stands in the first."""


def damage(path: Path) -> str | None:
    """What is wrong with the file, in DuckDB's words; None when it is sound. Raises `OSError`."""
    return _read_whole(path) if _is_suspicious(path) else None


def _is_suspicious(path: Path) -> bool:
    """Whether any block isn't what its checksum tells; a sound file may have free blocks of which that is true."""
    with path.open("rb") as file:
        headers = [_block(file, HEADER) for _ in range(N_HEADERS)]
        if any(header is None or not _is_whole(header) for header in headers):
            return True
        n_blocks = max((int(words[1]), int(words[_N_BLOCKS])) for words in headers[1:] if words is not None)[1]
        if path.stat().st_size < HEADER * N_HEADERS + BLOCK * n_blocks:
            return True
        return not all(map(_is_whole, _blocks(file)))


def _blocks(file: IO[bytes]) -> Iterator[npt.NDArray[np.uint64]]:
    while (block := _block(file, BLOCK)) is not None:
        yield block


def _block(file: IO[bytes], size: int) -> npt.NDArray[np.uint64] | None:
    content = file.read(size)
    return np.frombuffer(content, dtype="<u8") if len(content) == size else None


def _is_whole(words: npt.NDArray[np.uint64]) -> bool:
    return bool(np.bitwise_xor.reduce(words[1:] * _FACTOR) ^ _START == words[0])


def _read_whole(path: Path) -> str | None:
    """What DuckDB says while it reads every row; None when it reads them all."""
    if path.stat().st_size == 0:
        return "it is empty"
    try:
        with closing(connect_reader(path, unsafe=True)) as con:
            tables = con.execute("SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
            for schema, table in tables:
                con.execute(f'SELECT bit_xor(hash(t)) FROM "{schema}"."{table}" AS t').fetchall()
    except duckdb.Error as error:
        return first_line(error)
    return None
