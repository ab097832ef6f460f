"""Names of people in a line that names who wrote: not their jobs, not labels of links."""

from __future__ import annotations

import re
from functools import lru_cache

from scrapers.cleaning.labels import may_have_labels, read_labels
from scrapers.cleaning.names import han_names, is_nobody, latin_names
from scrapers.cleaning.newsrooms import AGENCIES, SIGNATURES
from scrapers.extraction.about import collapse
from scrapers.months import MONTH

_BY_WORDS = r"by|autor(?:in|en)?(?:/autor)?|author|auteur|redaktion|(?:作者|文|记者|記者|본보)(?=[:：\s/／|])"
_BY_IN: dict[str | None, str] = {
    "de": "von", "fr": "par", "es": "por", "pt": "por", "it": "di|da", "nl": "door", "sv": "av", "no": "av", "nb": "av",
    "da": "af|av", "cs": "od", "sk": "od", "pl": "od", None: "von|par",
}  # fmt: skip
"""What stands before a name in one language may be part of a name or a place in others: Da Nang, Di Linh."""
_OPENS = r"^(?:(?:written|reported|story|text|words|posted|published|submitted)\s+)?"
_AND = r"(?:and|und|et|y|e|og|och|en|a|with|mit|và|ja)"
_SPLIT = re.compile(rf"\s*(?:(?:,|;|、|，|\||·|•|/|／)\s*(?:{_AND}\s)?|\s(?:&|{_AND})\s)\s*")
_TAIL = re.compile(
    r"\s*(?:\(.*|<.*|–.*|—.*| - .*|\bfor\b .*|\bin [A-Z].*|@.*|https?:.*|updated?\b.*|published\b.*"
    rf"|\bon\s.*|\b(?:{MONTH})\.?\s\d.*|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:on\s)?\d).*)$",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"^(?:[dl]|al)['’ʼ-](?=\w)", re.IGNORECASE)
_JOB = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|staff|journalist|columnist|producer|contributor|redakteur(?:in)?|redaktion|korrespondent(?:in)?|chefredakteur(?:in)?"
    r"|director|professor|analyst|chief|desk|team|newsroom|agency|news|bureau|photographer|fellow|author|politics|sport|business|follow|more|see|all|share|comments?"
    r"|editorial|board|wires?|services?|photos?|story)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d_][\w.'’ʼ\-]*(?:\s[^\W\d_][\w.'’ʼ\-]*){0,5}$")
_HAN = re.compile(r"^[㐀-鿿]{1,6}·[㐀-鿿]{1,8}$|^(?!.+[网網报報社台站章读讀]$)[㐀-鿿]{2,5}$")
"""A name; what ends so is a paper, an agency, or the label of a counter."""
_TRAINEES = re.compile("实习生|實習生|见习记者|通讯员|通訊員")


@lru_cache(maxsize=64)
def opening_of(language: str | None) -> re.Pattern[str]:
    """What opens a byline in a language: `By`, with what stands before and behind it."""
    words = "|".join(filter(None, (_BY_WORDS, _BY_IN.get(language))))
    return re.compile(rf"{_OPENS}(?:{words})\b\s*[:：/／|]?\s*", re.IGNORECASE)


def split_names(text: str, language: str | None = None) -> list[str]:
    """`By Jane Doe and John Roe, BBC News` as its persons."""
    bare = opening_of(language).sub("", collapse(text))
    if names := han_names(_TRAINEES.sub(" ", bare)):
        return [name for name in names if is_name(name)]
    plain = _TAIL.sub("", bare)
    pieces = (_TAIL.sub("", piece).strip(" .:") for piece in parts_of(plain))
    return [piece for piece in pieces if is_name(piece) and not _is_newsroom(piece)]


def parts_of(text: str) -> list[str]:
    """What commas, bars and words such as `and` part."""
    return [part for part in _SPLIT.split(text) if part]


def labelled_names(text: str) -> list[str]:
    """The persons that a line of labels names as its authors: `Bài, ảnh: Thu Hà`, `来源：某报 作者：王敏`."""
    fields = (read_labels(text, spaced=text) if may_have_labels(text) else None) or ()
    return [name for field, value in fields if field == "byline" for name in persons(value)]


def persons(value: str) -> list[str]:
    """The persons of a byline's value."""
    names = latin_names(value) or han_names(value)
    return list(names) if names else split_names(value)


def is_agency(text: str) -> bool:
    """Whether one short word closes a byline, as `dpa` or `AFP` does."""
    return text.isalpha() and len(text) <= 7 and (text.islower() or text.isupper())


def is_name(text: str) -> bool:
    """Whether a text is built as a person's name, and holds no job."""
    if _HAN.match(text):
        return True
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 60 or not _NAME.match(text) or _JOB.search(text):
        return False
    return words[0][0].isupper() and _PARTICLE.sub("", words[-1])[0].isupper()


def _is_newsroom(name: str) -> bool:
    return is_nobody(name) or name in AGENCIES or name in SIGNATURES
