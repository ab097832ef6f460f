"""Furniture known per language: stock lines that stand on pages and are never the article's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from scrapers.cleaning.scenes import is_clause
from scrapers.scripts import n_han

TABLE = Path(__file__).with_suffix(".toml")

Furniture = Literal["known", "stop", "box", "notice"]

_COUNT = re.compile(r"\s*[(（]\d{1,4}[)）]$")
_LABEL = re.compile(r"[^:：]{2,30}[:：]\s?(?=\S)")
_ADDRESS = re.compile(r"@|\d[\d .-]{5}|www\.|https?:|\w\.(?:com|org|net|vn|gov|int)\b")
_CONTACT = (" contact:", " please contact", " liên hệ:", " xin liên hệ")
"""A call that ends so has the address on the lines below."""
_SHORT = 90
_NOTICE = 600
_SENTENCE = 100
"""So long and with a full stop, a line that begins like furniture may be a paragraph: see `is_notice`."""
_TRIM = " \t:：»›>«<…–—-_|•·*.。!！↑▲△+[]【】()#"


class _Table(NamedTuple):
    lines: dict[str, tuple[Furniture, str]]
    begins: dict[str, list[tuple[str, str]]]
    """By their first two signs: what a line begins with, and the language whose table says so."""
    calls: dict[str, list[tuple[str, str]]]
    """The same, of lines that are stock only where an address or a number follows."""
    notice: re.Pattern[str]
    notice_words: tuple[str, ...]
    """Cheap to look for: a notice has one of them."""
    ascii_words: tuple[str, ...]
    words_without_han: tuple[str, ...]


@cache
def _table() -> _Table:
    tables = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    lines: dict[str, tuple[Furniture, str]] = {}
    begins: dict[str, list[tuple[str, str]]] = {}
    calls: dict[str, list[tuple[str, str]]] = {}
    words = tuple(tables.pop("notice_words")["any"])
    for language, table in tables.items():
        for kind in ("lines", "box", "stop"):
            known: Furniture = "known" if kind == "lines" else kind  # type: ignore[assignment]
            lines.update((line.strip(_TRIM), (known, language)) for line in table[kind])
        for name, beginnings in (("begins", begins), ("calls", calls)):
            for beginning in table.get(name, ()):
                beginnings.setdefault(beginning[:2], []).append((beginning, language))
    notice = re.compile("|".join(pattern for table in tables.values() for pattern in table["notice"]))
    ascii_words = tuple(filter(str.isascii, words))
    return _Table(lines, begins, calls, notice, words, ascii_words, tuple(word for word in words if not n_han(word)))


def furniture(text: str) -> tuple[Furniture, str] | None:
    """What kind of stock line a tidied line is, with the rule that knows it; None for all others."""
    table = _table()
    lowered = text[:_SHORT].lower()
    if len(text) < _SHORT:
        bare = _COUNT.sub("", lowered) if lowered.endswith((")", "）")) else lowered
        found = table.lines.get(bare.strip(_TRIM))
        if found:
            return found[0], f"known:{found[1]}"
    if len(text) >= _SENTENCE and text[-1] in ".。":
        return None
    stripped = lowered.lstrip("•·*-–»›> ")
    for beginning, language in table.begins.get(stripped[:2], ()):
        if stripped.startswith(beginning):
            return None if _is_said(text) else ("known", f"known:{language}")
    for beginning, language in table.calls.get(stripped[:2], ()):
        if stripped.startswith(beginning):
            if _ADDRESS.search(text):
                return "known", f"known:{language}"
            if stripped.endswith(_CONTACT) and len(text) < _SHORT:
                return "stop", f"known:{language}"
    return None


def _is_said(text: str) -> bool:
    """Whether a line that begins with a known label is a sentence of somebody's text."""
    label = _LABEL.match(text) if text[-1] in ".!?。！？" else None
    return label is not None and is_clause(text[label.end() :])


def notice_words(texts: Sequence[str]) -> tuple[str, ...]:
    """The words of notices that a document holds: without one of them none of its lines is a notice."""
    whole = "\n".join(texts)
    table = _table()
    if whole.isascii():
        return tuple(filter(whole.__contains__, table.ascii_words))
    return tuple(filter(whole.__contains__, table.notice_words if n_han(whole) else table.words_without_han))


def is_notice(text: str, words: Sequence[str] | None = None) -> bool:
    """Whether a passage is a copyright, licence or address notice; ask only where furniture may stand.

    `words` are those of its document that notices are known by, where they have been looked for.
    """
    head = text[:_NOTICE]
    words = notice_words((head,)) if words is None else words
    return any(map(head.__contains__, words)) and bool(_table().notice.search(head))
