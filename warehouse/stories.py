"""Stories: which articles are one news item. The ledger only grows: a merge is one more row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Story(NamedTuple):
    """A story by its first member's id; of two, the one born earlier goes on."""

    born: int
    story_id: str
    is_new: bool
    """Whether its first member came with this very batch, so that no reader has seen the story yet."""


class Meeting(NamedTuple):
    """Two articles of different stories were found to be the same."""

    member_id: str
    matched_id: str
    story: Story
    matched: Story


class Link(NamedTuple):
    """A row of the ledger: the article (or the whole story it began) belongs to `story_id` from now on."""

    article_id: str
    story_id: str
    is_merge: bool
    member_id: str
    matched_id: str


def join_stories(meetings: Iterable[Meeting]) -> list[Link]:
    """The links that make one story of all that met, one per story that ends, each led to the oldest one."""
    led_to: dict[Story, Story] = {}
    ended: dict[Story, Meeting] = {}
    for meeting in meetings:
        older, younger = sorted((_lead(meeting.story, led_to), _lead(meeting.matched, led_to)))
        if older != younger:
            led_to[younger] = older
            ended[younger] = meeting
    return [
        Link(
            article_id=story.story_id,
            story_id=_lead(story, led_to).story_id,
            is_merge=not story.is_new,
            member_id=meeting.member_id,
            matched_id=meeting.matched_id,
        )
        for story, meeting in ended.items()
    ]


def _lead(story: Story, led_to: dict[Story, Story]) -> Story:
    """The story that this one has become; the way there is shortened for those who ask next."""
    if story not in led_to:
        return story
    led_to[story] = _lead(led_to[story], led_to)
    return led_to[story]
