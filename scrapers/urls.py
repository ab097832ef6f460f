"""URLs: one canonical address for what is one article, and its host."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|yclid|mc_[ce]id|spm|_ga|igshid|ref_src|zarsrc|gidzl)$", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_PLAIN = re.compile(r"https?://([a-z\d](?:[a-z\d.-]*[a-z\d])?)/[!-\"$-:<->@-~]*", re.ASCII)
"""What most addresses are, and canonical already: no port, query, fragment, or anything beyond ASCII."""

_DEFAULT_PORT = {"http": 80, "https": 443}
_HOST_ENDS = frozenset(("www", "m", "com", "net", "org", "gov", "edu", "co"))
"""Parts of a host that name no site."""


def site_of(url: str) -> str:
    """What a host is called, without `www.` and its ends: `hanoitimes`; "" for an address without a host."""
    parts = (host_of(url) or "").split(".")[:-1]
    named = [part for part in parts if part not in _HOST_ENDS]
    return named[-1].replace("-", "") if named else ""


def ending_of(url: str) -> str:
    """What the host's name ends in, in capitals as countries are told: `VN`; "" for an address without a host."""
    return (host_of(url) or "").rpartition(".")[2].upper()


def host_of(url: str) -> str | None:
    """Lower-case host, with the port where it isn't the scheme's own; None if `url` is no http(s) URL."""
    plain = _PLAIN.fullmatch(url)
    if plain:
        return plain[1]
    parts = _split(url)
    return _host(parts) if parts else None


def canonical(url: str, *, keep_params: tuple[str, ...] = ()) -> str | None:
    """The URL without fragment, session id, default port and tracking parameters; None if it is no http(s) URL.

    Parameters that mean something stay (`?p=49054`, `?ID=7`): only known tracking names go, `keep_params` never.
    Scheme and host are compared in lower case (RFC 3986 §6.2.2.1); the path's case is kept.
    """
    if _PLAIN.fullmatch(url):
        return url
    parts = _split(url)
    if parts is None:
        return None
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(k, v) for k, v in pairs if k in keep_params or not _TRACKING.match(k)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    path = _SESSION.sub("", parts.path).rstrip() or "/"
    return f"{parts.scheme.lower()}://{_host(parts)}{path}" + (f"?{query}" if query else "")


def is_alias(one: str, other: str) -> bool:
    """Whether two addresses differ in nothing but the scheme and a leading `www.`."""
    return without_scheme(one) == without_scheme(other)


def without_scheme(url: str) -> str:
    """What aliases of one address have in common."""
    return (canonical(url) or url).partition("://")[2].removeprefix("www.")


def in_ascii(host: str) -> str:
    """A host as the network knows it: in lower case, letters beyond ASCII as `xn--…` where there is such a form."""
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def host_and_port(url: str) -> str:
    """`HOST:PORT` of an http(s) URL, the scheme's own port included."""
    parts = urlsplit(url)
    return f"{_name(parts)}:{parts.port or _DEFAULT_PORT[parts.scheme]}"


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.partition("#")[0].strip())
        usable = parts.scheme.lower() in _DEFAULT_PORT and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 host
        return None
    return parts if usable else None


def _host(parts: SplitResult) -> str:
    port = parts.port
    return _name(parts) if port in (None, _DEFAULT_PORT[parts.scheme.lower()]) else f"{_name(parts)}:{port}"


def _name(parts: SplitResult) -> str:
    """The host without its port."""
    host = in_ascii((parts.hostname or "").rstrip("."))
    return f"[{host}]" if ":" in host else host
