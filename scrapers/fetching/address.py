"""Which network addresses may be connected to: public ones, and what a form allows by exact host and port.

A name is resolved once, its addresses are checked, and the connection goes to a checked address itself: a name that
resolves to something else a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Found = tuple[int, int, int, str, tuple[Any, ...]]
"""One answer of `socket.getaddrinfo`."""
Resolve = Callable[..., Sequence[Found]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """A host resolves to nothing but addresses that are never connected to."""


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, an IPv4 address wrapped in an IPv6 one being unwrapped."""
    ip = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    special = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    site_local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    return ip.is_global and not special and not site_local


def _unwrapped(ip: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv4-mapped, NAT64, 6to4 or Teredo address leads to, else the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo
    return ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else ip)


def addresses_of(host: str, port: int, *, allow_private: bool, resolve: Resolve, within_s: float) -> list[Found]:
    """The addresses of a host that may be connected to.

    Raises `AddressRefused` when there are only private ones, `socket.gaierror` when there are none, `TimeoutError`.
    """
    found = _resolved(host, port, resolve=resolve, within_s=within_s)
    fit = [one for one in found if allow_private or is_public(str(one[4][0]))]
    if not fit:
        shown = ", ".join(sorted({str(one[4][0]) for one in found}))
        led = host if shown == host else f"{host} leads to {shown}, which"
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        raise AddressRefused(f"{led} is not a public address, and allow_private does not name {place}")
    return fit


def _resolved(host: str, port: int, *, resolve: Resolve, within_s: float) -> Sequence[Found]:
    """`getaddrinfo` has no time limit of its own, so it is waited for from outside."""
    answer: SimpleQueue[Sequence[Found] | OSError] = SimpleQueue()
    threading.Thread(target=_resolve_into, args=(answer, resolve, host, port), daemon=True).start()
    try:
        found = answer.get(timeout=within_s)
    except Empty:
        raise TimeoutError(f"the name {host} was not resolved within {within_s:g} s") from None
    if isinstance(found, OSError):
        raise found
    return found


def _resolve_into(answer: SimpleQueue[Sequence[Found] | OSError], resolve: Resolve, host: str, port: int) -> None:
    try:
        answer.put(resolve(host, port, type=socket.SOCK_STREAM))
    except UnicodeError as error:  # a label that is empty or too long
        answer.put(socket.gaierror(socket.EAI_NONAME, str(error)))
    except OSError as error:
        answer.put(error)
