"""How a last paragraph closes behind its own words: `./.`, `.-VNA`, `(完)`, `(记者甲)`, a copying host's address."""

from __future__ import annotations

import re

from scrapers.cleaning.names import han_names, surnamed
from scrapers.cleaning.newsrooms import AGENCIES

_AGENCY = r"(?P<agency>VNA|VNS|VNN|VOV|VNP|TTXVN|NDO|CPV|SGGP|Xinhua|[A-Z]{2,6}/VNA|VNA/[A-Z]{2,6})"
_CODA = re.compile(
    r"\s*(?:(?<=[.!?…”\"’)])\s?(?:/\.)+/?|/\."
    rf"|(?<=[.!?…”\"’)])\s?[-–—]{{1,2}}\s?{_AGENCY}\.?"
    r"|(?<=[.!?”\"])\s?[■◆]"
    r"|(?<=[.!?”\"])\s[-–—] ?[A-Z][A-Za-z]{2,20}\.(?:com|org|net)"
    r"|(?<=[.!?”\"])\s?\(?(?:Enditem|Endit|ENDS?|END/VNA|TTXVN/Vietnam\+|VNA/VNP|Xinhua|\#\#\#+)\)?\.?)$"
)
_HAN_CODA = re.compile(
    r"\s*(?:[(（]\s?(?:完|完毕|完畢|全文完|END|end|越通社[^()（）]{0,8}|VNA)\s?[)）][。.]?|[◆■□●]|[.。]?/[.。])$"
)
_CLOSING_AGENCY = re.compile(rf"(?<=[.!?”\"])\s?\((?P<agency>{'|'.join(map(re.escape, sorted(AGENCIES)))})\)$")
_AGENCY_LINE = re.compile(
    r"^(?:[-–—]{1,2}\s?|\()(?P<agency>[^\W\d_][\w+]{1,12})(?:/[A-Z]\w{1,9})?(?:[).]|\s?[-–—]{1,2})?$"
)
_AGENCY_NAMES = {name.casefold(): name for name in sorted(AGENCIES)}
_SIGNED = re.compile(r"\s*[(（【](?P<who>[^()（）【】]{2,40})[)）】]\s?(?:\d{7})?[。.]?$")
"""Behind it Taiwan's agency prints the day, the year counted from 1911: `1100308`."""
_SIGNED_AS = re.compile(
    r"^(?:本报|本网)?(?:记者|記者|作者|通讯员|文|供稿|编辑|编译|来源|来自|据|撰稿|责任编辑|责编)[\s/:：]*"
)
_OFFICE = re.compile(
    r"(?:妇联|婦聯|联合会|日报|晚报|晨报|时报|周报|报社|新闻网|新华社|新华网|通讯社|电视台|办公室|委员会|宣传部|中心"
    r"|学院|大学|网)$"
)
_EDITED = re.compile(r"^(?:责任编辑|責任編輯|责编|責編|编辑|編輯)[\s/:：]*")
_TAIL_LABELS = re.compile(r"\s(?:作者|责任编辑|责编|编辑|来源|稿源|记者|摄影|审核)[:：].{0,70}$")
_INSERTED = re.compile(
    r"(?<=[.!?。！？”\"])\s?[^.!?。]{0,60}?(?<![A-Za-z0-9.-])(?:https?://|www\.)?(?:[a-z0-9-]+\.){1,3}"
    r"(?:com|net|org|vn|cc|in|site|info|top|cn|xyz)(?:/\S*)?$"
)
_ENDS = '.!?…。！？”"’)）'
_CODA_REACH = 40
_LONGEST_OFFICE = 12
_SIGNED_REACH = 50
_LABELS_REACH = 80
_INSERTED_REACH = 120


def read_coda(text: str, *, han: bool) -> tuple[str, str, str | None]:
    """(text, coda, agency): the closing sign of an agency's story taken off, a full stop kept; coda "" if none."""
    if _ends_plainly(text):
        return text, "", None
    start = max(0, len(text) - _CODA_REACH)
    match = (_HAN_CODA.search(text, start) if han else None) or _CODA.search(text, start)
    if not match or not match.start():
        return text, "", None
    kept = text[: match.start()].rstrip()
    if kept[-1] not in _ENDS:
        kept += "。" if "。" in text else "."
    if kept.endswith("..") and not kept.endswith("..."):  # `year../.`
        kept = kept[:-1]
    return kept, match.group().strip(), match.groupdict().get("agency")


def read_agency_line(text: str) -> str | None:
    """The agency that a line of its own names behind a dash or in brackets (`-- VNA/CVN --`); None for other lines."""
    match = _AGENCY_LINE.match(text) if len(text) < _CODA_REACH else None
    return _AGENCY_NAMES.get(match["agency"].casefold()) if match else None


def read_closing_agency(text: str) -> tuple[str, str]:
    """(text, agency) of a last paragraph that names its agency in brackets behind its last stop; agency "" if none."""
    match = _CLOSING_AGENCY.search(text, max(0, len(text) - _CODA_REACH)) if text[-1] == ")" else None
    return (text[: match.start()].rstrip(), match["agency"]) if match else (text, "")


def _ends_plainly(text: str) -> bool:
    """A cheap gate: most paragraphs end in a letter or digit and a stop, in a Han sign and 。, in a quotation mark."""
    last, before = text[-1], text[-2:-1]
    if last == ".":
        return before.isdigit() or (before.islower() and not text.endswith(("Enditem.", "Endit.")))
    return (last == "。" and before not in ")）/") or last in "”!?…！？"


def read_signature(text: str) -> tuple[str, str, str]:
    """(text, piece, who): names or an office in brackets, or labels, behind a Chinese paragraph; piece "" if none."""
    labels = _TAIL_LABELS.search(text, max(0, len(text) - _LABELS_REACH))
    if labels:
        return text[: labels.start()].rstrip(" |"), text[labels.start() :].strip(), ""
    match = _SIGNED.search(text, max(0, len(text) - _SIGNED_REACH))
    if not match or (match.start() and text[: match.start()].rstrip()[-1] not in "。！？”.!?…"):
        return text, "", ""
    if _EDITED.match(match["who"]):
        return text[: match.start()].rstrip(), match.group().strip(), ""
    who = _without_office(_SIGNED_AS.sub("", match["who"]).strip())
    if who != match["who"].strip() or surnamed(who) or _OFFICE.search(who):
        return text[: match.start()].rstrip(), match.group().strip(), " ".join(han_names(who)) or who
    return text, "", ""


def is_office(text: str) -> bool:
    """Whether a few Chinese words are the name of an office: 省妇联宣传部."""
    return len(text) <= _LONGEST_OFFICE and bool(_OFFICE.search(text))


def _without_office(who: str) -> str:
    """`市妇联 张敏` is 张敏."""
    office, _, rest = who.partition(" ")
    return rest if _OFFICE.search(office) and surnamed(rest) else who


def read_inserted(text: str) -> tuple[str, str]:
    """(text, piece): an address that a copying host put behind a paragraph's last stop; piece "" if none."""
    if not text[-1].isalnum() or "." not in text[-30:]:
        return text, ""
    match = _INSERTED.search(text, max(0, len(text) - _INSERTED_REACH))
    return (text[: match.start()].rstrip(), match.group().strip()) if match else (text, "")
