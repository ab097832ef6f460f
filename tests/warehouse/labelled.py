"""An invented corpus of 1,000 articles, and what is known of each: three languages, copies, revisions, removals."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

SOURCES = {
    "acwf": ("CN", "en"),
    "funu": ("CN", "zh"),
    "vwu": ("VN", "vi"),
    "vna": ("VN", "en"),
    "thanhnien": ("VN", "vi"),
}
PHRASE = {"en": "domestic violence", "vi": "bạo lực gia đình", "zh": "家庭暴力"}
AUTHORS = ("Li Na", "Phạm Hà", "Trần Thu", "王芳", "P. H.")
FIRST_FETCH = datetime(2024, 12, 20, 2, 0, tzinfo=UTC)
N = 1_000

_SOUNDS = {
    "en": [a + b for a in ("br", "st", "l", "m", "tr", "p", "gr", "sh") for b in ("ane", "ool", "ist", "orm")],
    "vi": [a + b for a in ("nh", "ph", "th", "tr", "ng", "kh") for b in ("ạo", "ường", "ình", "ữ", "ấn", "ộng")],
    "zh": [chr(0x4E00 + 37 * number) for number in range(500)],
}


@dataclass
class Labelled:
    """An article, and what a reader would know of it."""

    number: int
    source: str
    language: str
    body: str
    published_on: date | None
    not_before: date | None
    author: str | None
    on_topic: bool
    copy_of: Labelled | None = None
    kind: str | None = None
    changed_body: str | None = None
    changed_title: bool = False
    gone: bool = False
    back: bool = False
    removed: tuple[str, ...] = field(default=())

    @property
    def article_id(self) -> str:
        return f"{self.source}:{self.number}"

    @property
    def country(self) -> str:
        return SOURCES[self.source][0]


def corpus() -> list[Labelled]:
    """All articles: 840 of their own, 100 exact copies, 60 reworked ones."""
    rng = random.Random(7)
    originals = [_original(rng, number) for number in range(840)]
    copied = rng.sample([one for one in originals if one.published_on], 160)
    copies = [_copy(rng, one, number) for number, one in enumerate(copied, 840)]
    for number, one in enumerate(rng.sample(originals, 90)):
        if one in copied:
            continue
        if number < 60:
            _change(rng, one, has_new_title=number < 20)
        else:
            one.gone, one.back = True, number < 70
    return originals + copies


def _original(rng: random.Random, number: int) -> Labelled:
    source = rng.choice(list(SOURCES))
    language = SOURCES[source][1]
    printed = date(2024, 10, 1) + timedelta(days=rng.randrange(80)) if rng.random() < 0.85 else None
    on_topic = rng.random() < 0.2
    return Labelled(
        number=number,
        source=source,
        language=language,
        body=_body(rng, language, on_topic=on_topic),
        published_on=printed,
        not_before=None if printed or rng.random() < 0.5 else date(2024, 11, rng.randint(1, 30)),
        author=rng.choice(AUTHORS) if rng.random() < 0.4 else None,
        on_topic=on_topic,
        removed=tuple(_furniture(rng, source)),
    )


def _copy(rng: random.Random, of: Labelled, number: int) -> Labelled:
    """The same text on another site some days later, at times reworked; never before its original, nor as long."""
    source = rng.choice([source for source in SOURCES if source != of.source])
    exact = number < 940
    assert of.published_on is not None
    return Labelled(
        number=number,
        source=source,
        language=of.language,
        body=of.body if exact else _reworked(of.body, of.language),
        published_on=of.published_on + timedelta(days=rng.randint(1, 5)),
        not_before=None,
        author=None,
        on_topic=of.on_topic,
        copy_of=of,
        kind="exact" if exact else "near",
    )


def _change(rng: random.Random, one: Labelled, *, has_new_title: bool) -> None:
    paragraphs = one.body.split("\n\n")
    paragraphs[-1] = _paragraph(rng, one.language)
    one.changed_body, one.changed_title = "\n\n".join(paragraphs), has_new_title


def _body(rng: random.Random, language: str, *, on_topic: bool) -> str:
    paragraphs = [_paragraph(rng, language) for _ in range(4)]
    if on_topic:
        stop = "。" if language == "zh" else ". "
        paragraphs[1] += f"{stop}{PHRASE[language]}{stop}".rstrip()
    return "\n\n".join(paragraphs)


def _paragraph(rng: random.Random, language: str) -> str:
    if language == "zh":
        return "".join(rng.choices(_SOUNDS["zh"], k=70)) + "。"
    words = ["".join(rng.choices(_SOUNDS[language], k=rng.randint(1, 3))) for _ in range(40)]
    return " ".join(words).capitalize() + "."


def _reworked(body: str, language: str) -> str:
    """As a desk does it: a word changed here and there."""
    paragraphs = body.split("\n\n")
    if language == "zh":
        return "\n\n".join(paragraph[:20] + "等" + paragraph[20:] for paragraph in paragraphs)
    return "\n\n".join(" ".join([*paragraph.split()[:20], "also", *paragraph.split()[20:]]) for paragraph in paragraphs)


def _furniture(rng: random.Random, source: str) -> Iterator[str]:
    yield f"© {source}"
    if rng.random() < 0.6:
        yield "Share"
    if rng.random() < 0.3:
        yield "In trang"
