"""The news of three days: which articles a small site has on each, made up from sentences that repeat no other's."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY_ONE = datetime(2025, 3, 10, 1, 30, tzinfo=UTC)
"""A Monday morning; nothing here depends on the real clock."""

_WHO = "A cooperative of potters|The women's union of the commune|A crew of retired engineers|The night school"
_WHO += "|A choir of fishermen's wives|The county library|An association of beekeepers|The clinic by the weir"
_DID = "has opened a workshop|will share its boats|has counted the swallows|has rebuilt the footbridge|lends out tools"
_DID += "|has planted a windbreak|will teach bookkeeping|has mapped the wells|has brought back the Friday market"
_WHERE = "in Lorbin|above the Mastel valley|on the island of Quorra|near the Venthal ferry|in seven hamlets of Issima"
_WHERE += "|along the Dorhan canal|behind the old mill of Pellow|at the edge of Uskar"
_WHY = "so that nobody has to walk for an hour in the rain|because the road is closed from June to October"
_WHY += "|after the spring flood had taken the last one|and asks no fee of families with small children"
_WHY += "|with money that was left over from the harvest feast|as the council had promised two winters ago"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article of a small site in one state."""

    number: int
    """The native id the site gives it."""
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    version: int = 1
    """The day of this state."""

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def slug(self) -> str:
        return "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split())


def stories(seed: str, *, first: int, n: int, day: int) -> list[Story]:
    """The site's articles of a day, the latest first.

    Day 1: `n` articles. Day 2: one more, one corrected, one removed. Day 3: two more.
    """
    made = [_story(seed, first + number, published=DAY_ONE - timedelta(hours=5 * (n - number))) for number in range(n)]
    if day >= 2:
        made.append(_story(seed, first + n, published=DAY_ONE + timedelta(hours=20)))
        made[1] = _corrected(made[1])
        del made[2]
    if day >= 3:
        made += [_story(seed, first + n + k, published=DAY_ONE + timedelta(hours=40 + k)) for k in (1, 2)]
    return made[::-1]


def _story(seed: str, number: int, *, published: datetime) -> Story:
    choice = random.Random(f"{seed} {number}")
    who, did, where = (choice.choice(words.split("|")) for words in (_WHO, _DID, _WHERE))
    return Story(
        number=number,
        title=f"{who} {did} {where}",
        paragraphs=tuple(_paragraph(choice) for _ in range(4)),
        published=published.replace(minute=choice.randrange(60)),
        version=max((published - DAY_ONE).days + 2, 1) if published > DAY_ONE else 1,
    )


def _paragraph(choice: random.Random) -> str:
    sentences = []
    for _ in range(2):
        who, did, where, why = (choice.choice(words.split("|")) for words in (_WHO, _DID, _WHERE, _WHY))
        sentences.append(f"{who} {did} {where}, {why}; {choice.randrange(12, 9_000):,} people signed for it.")
    return " ".join(sentences)


def _corrected(story: Story) -> Story:
    return Story(
        number=story.number,
        title=story.title,
        paragraphs=(*story.paragraphs[:-1], "Correction: the number of people given here yesterday was wrong by half."),
        published=story.published,
        version=2,
    )
