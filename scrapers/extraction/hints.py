"""What elements call themselves: class names and ids that tell the article's text from furniture."""

from __future__ import annotations

import re
from functools import lru_cache

FURNITURE, SUSPECT, BODY, LEAD = 1, 2, 4, 8

LONGEST = 1_000
"""Signs of a hint that are looked at; rows of class names come to half of that."""

_E = r"(?![a-z])"


def _names(*, anywhere: str, begins: str = "(?!)") -> re.Pattern[str]:
    """Finds names that stand anywhere in a word, or where one begins: one look behind for all of these is faster."""
    return re.compile(rf"{anywhere}|(?<![a-z])(?:{begins})")


_FURNITURE = _names(
    anywhere=r"comments?(?![a-z])|comment-?(?:area|author|body|box|count|form|link|list|section|text|wrap)"
    r"|disqus|kommentar|social|partage|addthis|related|recommend|recirc|regwall|subscription-?(?:offer|wall|box)"
    r"|newsletter|subscri|sign-?up|breadcrumb|crumb|navbar|navigation|toolbar|paginat"
    r"|advert|sponsor|outbrain|taboola|footer|copyright|colophon|cookie|consent|gdpr|privacy"
    r"|caption|byline|dateline|timestamp|keywords|author-?(?:bio|box|info|desc|card)|about-(?:the-)?author"
    r"|vcard|sr-only|screen-reader|print-only|most-?(?:read|popular|viewed)|trending|read-?(?:more|next|also)|see-?also"
    rf"|disclaimer|(?:post|entry|article|story)-?_?-?(?:meta|info|tags|footer|share|author|date){_E}|post-?navigation"
    r"|paywall-?_?(?:offer|message|prompt|banner|promo|notice|overlay|barrier|cta|teaser)"
    r"|jp-relatedposts|wp-caption|infobox-?author|app-?(?:download|promo)",
    begins=rf"respond|shar(?:e|ing)|(?:nav|tools?|ads?|foot|credits?|tags?|bio|follow){_E}|menu|pager|dfp|tags?-|skip|login",
)
_SUSPECT = _names(
    anywhere=r"widget|side-?bar|promo|banner|teaser|modal|popup|overlay|sticky|bottom|gallery|slideshow|rating"
    rf"|masthead|reply|figure|poll{_E}|carousel|cards?{_E}|popular|latest|video-?(?:list|caption)|dialog|alert|notice",
    begins=rf"(?:hid(?:e|den)|vote|meta|rail|quiz|more){_E}|aside",
)
_BODY = _names(
    anywhere=r"article[-_]*body|articletext|article[-_]*(?:content|text)|entry-?content|post-?content|post-?body"
    r"|story[-_]*body|story-?(?:content|text)|news[-_]*(?:content|text|body)|content-?body|main-?text|body-?text|storytext",
    begins=r"text-?body",
)
_LEAD = _names(
    anywhere=rf"summary|standfirst|sapo|intro{_E}|introduction|abstract|excerpt|subtitle|sub-?head|chapo|perex|strap-?line"
    r"|teaser-?text|description",
    begins=rf"lead(?!ing|er)|dek{_E}",
)


@lru_cache(maxsize=16_384)
def read_hint(hint: str) -> int:
    """The flags of a class and id, lower case: those of its words together."""
    flags = 0
    for word in hint.split():
        flags |= _read_word(word)
    return flags & ~SUSPECT if flags & FURNITURE else flags


@lru_cache(maxsize=16_384)
def _read_word(word: str) -> int:
    found = FURNITURE if _FURNITURE.search(word) else SUSPECT if _SUSPECT.search(word) else 0
    return found | (BODY if _BODY.search(word) else 0) | (LEAD if _LEAD.search(word) else 0)
