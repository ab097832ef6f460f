"""A proposal as files: the form's TOML with comments that tell what to correct, and the record of a saved page."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

from scrapers.counting import counted
from scrapers.fetching.address import is_public
from scrapers.forms.proposal import NothingToPropose, Proposal
from scrapers.forms.wording import as_toml
from scrapers.identity import identify
from scrapers.pages import document_of
from scrapers.process import process
from scrapers.records import Article, Document, Page
from scrapers.source import Source, Sources
from scrapers.urls import host_and_port, host_of

_COUNTRIES = {
    "vn": "Asia/Ho_Chi_Minh", "cn": "Asia/Shanghai", "th": "Asia/Bangkok", "id": "Asia/Jakarta", "ph": "Asia/Manila",
    "my": "Asia/Kuala_Lumpur", "sg": "Asia/Singapore", "la": "Asia/Vientiane", "kh": "Asia/Phnom_Penh",
    "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "in": "Asia/Kolkata", "fr": "Europe/Paris", "de": "Europe/Berlin",
}  # fmt: skip
"""Countries with one zone, by the end of their hosts."""
_OF_LANGUAGE = {"vi": "vn", "zh": "cn", "th": "th", "id": "id", "ja": "jp", "ko": "kr", "lo": "la", "km": "kh"}


def form_text(proposal: Proposal, *, name: str, is_private: bool) -> str:
    """The form; what a page can't tell is marked with `correct:`."""
    host = host_of(proposal.url) or ""
    country = _country(host, proposal.language)
    zone = _COUNTRIES.get(country, "UTC")
    lines = [
        f"# Proposed from {_comment(proposal.url)}: correct what is marked, then prove it.",
        f"name = {as_toml(name)}",
        f"title = {as_toml(host)}  # correct: how people call it",
        f"publisher = {as_toml(host)}  # correct: the organisation that puts the news out",
        'kind = "other"  # correct: government, party_org, agency, newspaper, intergovernmental or other',
        f"country = {as_toml(country.upper() or 'ZZ')}  # correct: ISO 3166-1; ZZ is none",
        f"language = {as_toml(proposal.language or 'und')}  # as its text reads; und is none",
        f"timezone = {as_toml(zone)}  # correct: the zone in which its dates are printed",
        f"hosts = {_list([host])}",
        'evidence = "live"',
        *_platform(proposal),
        *(_private(proposal) if is_private else []),
        *_listing(proposal),
        *_article(proposal),
        *_layout(proposal),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def record_text(article: Article, *, url: str, fetched_at: datetime) -> str:
    """What the form makes of the page: to be compared with the page by eye."""
    begins, ends = article.body[:80], article.body[-80:]
    values = {
        "layout": article.layout, "title": article.title, "published_on": article.published_on,
        "native_id": article.native_id, "body_begins": begins, "body_ends": ends,
    }  # fmt: skip
    told = "".join(f"{key} = {_value(value)}\n" for key, value in values.items() if value)
    head = "# As the proposed form reads the page: compare it with the page by eye, and correct it.\n"
    return f"{head}url = {as_toml(url)}\nfetched_at = {fetched_at:%Y-%m-%dT%H:%M:%SZ}\n\n[article]\n{told}"


def _private(proposal: Proposal) -> list[str]:
    return ["", "[fetch]", "delay_s = 0.0", f"allow_private = {_list([host_and_port(proposal.url)])}"]


def _platform(proposal: Proposal) -> list[str]:
    found = proposal.platform
    return [f"platform = {as_toml(found.name)}  # its layout {_comment(found.layout.name)} reads them"] if found else []


def _listing(proposal: Proposal) -> list[str]:
    listed = proposal.listed
    if listed is None:
        return ["", "# correct: add the [[listing]] that leads to its articles, or run `sources new` on that page"]
    told = [
        f"# {selector}: {counted(n, 'article link')}, {counted(m, 'other')}"
        for selector, n, m in map(_safe, listed.links)
    ]
    keys = [f"{key} = {as_toml(value) if isinstance(value, str) else value}" for key, value in listed.settings]
    return ["", "[[listing]]", f"url = {as_toml(listed.url)}", f"kind = {as_toml(listed.kind)}", *told, *keys]


def _article(proposal: Proposal) -> list[str]:
    shape, platform = proposal.shape, proposal.platform
    if platform and platform.has_article:
        return ["", f"# [[article]]: {platform.name} knows addresses such as {_comment(shape.urls[0])}"]
    number = f'id = "{shape.id}"  # correct it where the number starts anew in another folder'
    return [
        "",
        "[[article]]",
        f"# {counted(len(shape.urls), 'address')} seen, such as {_comment(shape.urls[0])}",
        f"url = {as_toml(shape.pattern)}",
        number if shape.id else "# id: no number tells the articles apart; their addresses do",
    ]


def _layout(proposal: Proposal) -> list[str]:
    keys = dict(proposal.layout)
    if proposal.platform:
        return []
    if not keys["body"]:
        return ["", "# correct: no element with a name holds the body; add a [[layout]]"]
    body = keys["body"][0].selector
    lines = ["", "[[layout]]", 'name = "first"', f"when = {as_toml(body)}"]
    for key, found in keys.items():
        lines += [f"# {_comment(one.selector)} yields {_comment(one.yields)}" for one in found]
        lines.append(f"{key} = {as_toml(found[0].selector)}" if found else f"# correct: no element found for {key}")
    if proposal.date_formats:
        lines += [f"# {_comment(code)} reads them too" for code in proposal.date_formats[1:]]
        lines.append(f"date_formats = {_list([proposal.date_formats[0]])}")
    return lines


def _country(host: str, language: str | None) -> str:
    ending = (urlsplit(f"//{host}").hostname or "").rpartition(".")[2]
    return ending if ending in _COUNTRIES else _OF_LANGUAGE.get(language or "", "")


def _safe(one: tuple[str, int, int]) -> tuple[str, int, int]:
    return _comment(one[0]), one[1], one[2]


def _comment(text: str) -> str:
    """Text from outside, on the rest of a line."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:120])


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else as_toml(str(value))


def _list(values: list[str]) -> str:
    return f"[{', '.join(map(as_toml, values))}]"


def name_of(url: str) -> str:
    """A source's name made of the host: `bacninh` for `www.bacninh.gov.vn`."""
    host = (host_of(url) or "").partition(":")[0]
    label = next((one for one in host.removeprefix("www.").split(".") if one), "")
    name = re.sub(r"\W+", "_", label.lower(), flags=re.ASCII)
    return name if re.match("[a-z]", name) else f"source_{name}".rstrip("_")


def draft_source(url: str, *, name: str, is_private: bool) -> Source:
    """What the first pages are fetched with. Raises `NothingToPropose` for a wrong name or address."""
    host = host_of(url)
    if host is None:
        raise NothingToPropose(f"{url!r} is no address: give one that begins with http:// or https://.")
    if "@" in urlsplit(url).netloc:
        raise NothingToPropose(
            f"The address of {host} has a user name or password before the @: none is ever sent, so leave them out."
        )
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        raise NothingToPropose(f"{name!r} is no name of a source: use a to z, 0 to 9 and _, as in bac_ninh.")
    if is_private != _is_private(urlsplit(url).hostname or ""):
        raise NothingToPropose(
            f"{host} is no private address: leave --allow-private out."
            if is_private
            else f"{host} is an address of your own machine or network: add --allow-private to have it asked."
        )
    fetch = {"delay_s": 0.0, "allow_private": (host_and_port(url),)} if is_private else {}
    return Source.model_validate({
        "name": name, "title": host, "publisher": host, "kind": "other", "country": "ZZ", "language": "und",
        "timezone": "UTC", "hosts": (host,), "evidence": "live", "fetch": fetch,
    })  # fmt: skip


def _is_private(host: str) -> bool:
    """Whether the host is written as an address of one's own machine or network."""
    try:
        return host == "localhost" or not is_public(host)
    except ValueError:
        return False


def record_of(page: Page, source: Source, sources: Sources) -> str | None:
    """The record of a sample as the form reads it; None when the form makes no article of it."""
    document = document_of(page)
    if not isinstance(document, Document):
        return None
    made = process(document, identify(document, sources))
    if not isinstance(made, Article):
        return None
    return record_text(made, url=page.final_url or page.url, fetched_at=page.fetched_at)
