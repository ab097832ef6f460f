"""What elements call themselves: class names and ids that tell the article's text from furniture."""

from __future__ import annotations

import re
from functools import lru_cache

FURNITURE, SUSPECT, BODY, LEAD = 1, 2, 4, 8

_B, _E = r"(?<![a-z])", r"(?![a-z])"
_FURNITURE = re.compile(
    rf"comment(?!ary|isfree)|disqus|{_B}respond|kommentar|{_B}shar(?:e|ing)|social|partage|addthis|related|recommend|recirc"
    rf"|newsletter|subscri|sign-?up|breadcrumb|crumb|{_B}nav{_E}|navbar|navigation|{_B}menu|toolbar|{_B}tools?{_E}|paginat|{_B}pager"
    rf"|advert|{_B}ads?{_E}|{_B}dfp|sponsor|outbrain|taboola|footer|{_B}foot{_E}|copyright|colophon|cookie|consent|gdpr|privacy"
    rf"|caption|{_B}credits?{_E}|byline|dateline|timestamp|{_B}tags?{_E}|{_B}tags?-|keywords|author-?(?:bio|box|info|desc|card)|about-(?:the-)?author"
    rf"|{_B}bio{_E}|vcard|sr-only|screen-reader|print-only|most-?(?:read|popular|viewed)|trending|read-?(?:more|next|also)|see-?also|{_B}skip"
    rf"|disclaimer|(?:post|entry|article|story)-?_?-?(?:meta|info|tags|footer|share|author|date){_E}|post-?navigation|jp-relatedposts|wp-caption"
    rf"|infobox-?author|{_B}follow{_E}|app-?(?:download|promo)|{_B}login"
)
_SUSPECT = re.compile(
    rf"widget|side-?bar|promo|banner|teaser|modal|popup|overlay|sticky|bottom|{_B}hid(?:e|den){_E}|gallery|slideshow|rating|{_B}vote"
    rf"|masthead|reply|{_B}meta{_E}|figure|{_B}rail{_E}|{_B}aside|poll{_E}|{_B}quiz|carousel|cards?{_E}|{_B}more{_E}|popular|latest|video-?(?:list|caption)|dialog|alert|notice"
)
_BODY = re.compile(
    r"article[-_]*body|articletext|article[-_]*(?:content|text)|entry-?content|post-?content|post-?body|story[-_]*body|story-?(?:content|text)"
    r"|news[-_]*(?:content|text|body)|content-?body|main-?text|body-?text|storytext|artibody|endtext|(?<![a-z])text-?body|blkcontainer"
)
_LEAD = re.compile(
    rf"{_B}lead(?!ing|er)|summary|standfirst|intro{_E}|introduction|{_B}dek{_E}|abstract|excerpt|subtitle|sub-?head|chapo|perex|strap-?line|teaser-?text|description"
)


@lru_cache(maxsize=4096)
def read_hint(hint: str) -> int:
    """The flags of a class and id, lower case."""
    flags = (BODY if _BODY.search(hint) else 0) | (LEAD if _LEAD.search(hint) else 0)
    if _FURNITURE.search(hint):
        return flags | FURNITURE
    return flags | SUSPECT if _SUSPECT.search(hint) else flags
