"""What is never requested: other hosts, other schemes, private addresses, however they are written or reached."""

from __future__ import annotations

import socket

import pytest

from scrapers.fetch import Client
from scrapers.fetching.address import addresses_of
from scrapers.fetching.sessions import Network
from scrapers.source import Source


def leading_to(*addresses: str, port: int):
    """A name server's answer for every name, and a list of the names it was asked for."""
    asked: list[str] = []

    def resolve(host, _port, **_options):
        asked.append(host)
        family = socket.AF_INET6 if ":" in addresses[0] else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return resolve, asked


def redirect(site, location: str, status: str = "302 Found") -> bytes:
    return site.ok(b"moved", f"Location: {location}", status=status)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 There", "308 For good"])
def test_redirects_are_followed_and_kept(site, client, status):
    site.answers |= {"/a": redirect(site, "b#part", status), "/b": site.ok(b"b")}
    page = client.fetch(site.url("/a"), source=site.source())
    assert (page.content, page.url, page.final_url) == (b"b", site.url("/a"), site.url("/b"))
    assert [exchange.status for exchange in page.exchanges] == [int(status[:3]), 200]
    assert page.exchanges[0].body == b"moved"


def test_five_redirects_are_followed_and_no_sixth(site, client):
    for number in range(7):
        site.answers[f"/{number}"] = redirect(site, f"/{number + 1}")
    site.answers["/7"] = site.ok(b"the end")
    assert client.fetch(site.url("/2"), source=site.source()).content == b"the end"
    page = client.fetch(site.url("/1"), source=site.source())
    assert (page.outcome, page.detail) == ("failed", "more than 5 redirects")
    assert len(site.asked("/7")) == 1


def test_a_loop_of_redirects_ends(site, client):
    site.answers["/a"] = redirect(site, "/a")
    assert client.fetch(site.url("/a"), source=site.source()).outcome == "failed"
    assert len(site.asked("/a")) == 6


def test_a_redirect_with_vietnamese_letters_is_read_as_utf8(site, client):
    site.answers["/a"] = b"HTTP/1.1 302 Found\r\nLocation: /tin-t\xe1\xbb\xa9c\r\nContent-Length: 0\r\n\r\n"
    site.answers["/tin-t%E1%BB%A9c"] = site.ok(b"tin")
    assert client.fetch(site.url("/a"), source=site.source()).content == b"tin"


@pytest.mark.parametrize("location", ["http://[::1/", "http://a b/", "http://x:99999/", "//[", "http://"])
def test_a_malformed_redirect_ends_only_its_own_url(site, client, location):
    site.answers |= {"/a": redirect(site, location), "/b": site.ok(b"b")}
    assert client.fetch(site.url("/a"), source=site.source()).outcome in ("failed", "out_of_scope")
    assert client.fetch(site.url("/b"), source=site.source()).content == b"b"


@pytest.mark.parametrize(
    "url",
    [
        "http://{other}/a", "http://{other}\\@{host}/a", "http://{host}\\@{other}/a", "http://{host}@{other}/a",
        "http://me:secret@{host}/a", "http://{other}#@{host}/a", "http://{host}.evil.example/a", "//{other}/a",
        "ftp://{host}/a", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "gopher://{host}/",
        "http://0x7f000001:{port}/a", "http://2130706433:{port}/a", "http://127.1:{port}/a", "http://017700000001/a",
        "http://[::ffff:127.0.0.1]:{port}/a", "http://[::1]:{port}/a", "http://localhost:{port}/a", "http://①②⑦.⓪.⓪.①/",
        "http://{host}%00.example/", "https://" + "a" * 70 + "/", "http://\u200b{host}/a", "http://{host}:0/a",
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["link", "redirect"])
def test_only_the_forms_hosts_are_requested(site, other_site, client, url, way):
    url = url.format(host=site.host, other=other_site.host, port=other_site.port)
    if way == "redirect":
        site.answers["/r"] = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + url.encode() + b"\r\n\r\n"
        url = site.url("/r")
    page = client.fetch(url, source=site.source())
    assert page.outcome in ("out_of_scope", "failed")
    assert page.detail
    assert {path for _, path, _ in site.requests} <= {"/robots.txt", "/r"}


@pytest.mark.parametrize("url", ["", "http:///a", "http://\x7f/", "http://[::1/", "http://\r\n/", "/a", "?q=1"])
def test_what_is_no_address_is_not_requested(client, site, url):
    assert client.fetch(url, source=site.source()).outcome == "out_of_scope"


def test_an_address_too_long_to_be_meant_is_not_requested(site, client):
    page = client.fetch(site.url("/" + "a" * 2083), source=site.source())
    assert (page.outcome, page.detail) == ("out_of_scope", "its address has more than 2,083 characters")
    assert site.requests == []


def test_a_private_address_passes_only_by_its_exact_host_and_port(site, client):
    page = client.fetch(site.url("/a"), source=site.source(allow=False, allow_private=("127.0.0.1", "127.0.0.1:1")))
    assert page.outcome == "disallowed"
    told = f"127.0.0.1 is not a public address, and allow_private does not name {site.host}: it was not connected to"
    assert page.detail == told
    assert site.n_connections == 0


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
                "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
                "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1", "2001:db8::1"],
)  # fmt: skip
def test_a_name_that_leads_to_a_private_address_is_not_connected_to(other_site, limits, address):
    resolve, asked = leading_to(address, port=other_site.port)
    with Client(contact="desk@example.org", limits=limits, network=Network(resolve=resolve)) as client:
        page = client.fetch("http://news.example/a", source=other_site.source(hosts=("news.example",)))
    assert page.outcome == "disallowed"
    assert "is not a public address" in page.detail
    assert asked == ["news.example"]


def test_a_name_is_resolved_once_and_that_very_address_connected_to(site, limits):
    """DNS rebinding: whatever the name leads to a moment later is never asked for."""
    resolve, asked = leading_to("127.0.0.1", port=site.port)
    site.answers["/a"] = site.ok(b"a")
    place = f"news.example:{site.port}"
    with Client(contact="desk@example.org", limits=limits, network=Network(resolve=resolve)) as client:
        page = client.fetch(f"http://{place}/a", source=site.source(hosts=(place,), allow_private=(place,)))
    assert (page.content, page.exchanges[0].address) == (b"a", "127.0.0.1")
    assert (len(asked), site.n_connections) == (1, 1)
    assert site.asked("/a")[0]["host"] == place


def test_of_several_addresses_only_the_public_ones_are_tried():
    """One of them through a NAT64 gateway, as on networks that have no IPv4."""
    resolve, _ = leading_to("10.0.0.1", "93.184.215.14", "127.0.0.1", "64:ff9b::5db8:d70e", port=80)
    found = addresses_of("news.example", 80, allow_private=False, resolve=resolve, within_s=1)
    assert [address[4][0] for address in found] == ["93.184.215.14", "64:ff9b::5db8:d70e"]


def test_other_spellings_of_a_host_share_its_pace(site, limits):
    resolve, _ = leading_to("127.0.0.1", port=site.port)
    place = f"news.example:{site.port}"
    source = site.source(hosts=(place,), allow_private=(place,), delay_s=0.1)
    with Client(contact="desk@example.org", limits=limits, network=Network(resolve=resolve)) as client:
        for host in ("news.example", "NEWS.example", "news.example."):
            assert client.fetch(f"http://{host}:{site.port}/a", source=source).http_status == 404
    first, *_, last = site.moments()
    assert len(site.requests) == 4
    assert last - first >= 0.27


def test_a_name_that_does_not_exist_is_a_failure_with_its_name(site, limits):
    def resolve(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with Client(contact="desk@example.org", limits=limits, network=Network(resolve=resolve)) as client:
        page = client.fetch("http://news.example/a", source=site.source(hosts=("news.example",)))
    assert "its name cannot be resolved: Name or service not known (3 tries)" in page.detail


def test_robots_txt_leads_to_no_private_place(site, other_site, client):
    site.answers["/robots.txt"] = redirect(site, other_site.url("/robots.txt"))
    page = client.fetch(site.url("/a"), source=site.source())
    assert page.outcome == "disallowed"
    assert site.asked("/a") == []


def test_a_host_in_its_own_letters_is_the_host_the_network_knows(site, limits):
    written, known = f"báo.example:{site.port}", f"xn--bo-mia.example:{site.port}"
    values = site.source(allow_private=(known,)).model_dump() | {"hosts": (written,)}
    resolve, asked = leading_to("127.0.0.1", port=site.port)
    site.answers["/a"] = site.ok(b"a")
    with Client(contact="tests@example.org", limits=limits, network=Network(resolve=resolve)) as client:
        for host in (written, known):
            assert client.fetch(f"http://{host}/a", source=Source.model_validate(values)).content == b"a"
    assert set(asked) == {"xn--bo-mia.example"}


def test_line_ends_in_an_address_add_no_header(site, client):
    client.fetch(site.url("/a\r\nX-Evil: 1\r\n\r\nGET /b HTTP/1.1"), source=site.source())
    assert [path[:2] for _, path, _ in site.requests] == ["/r", "/a"]
    assert all("x-evil" not in headers for _, _, headers in site.requests)


def test_an_ipv6_address_is_a_host_like_any_other(client, site):
    source = site.source(hosts=("[::1]:9",), allow_private=("[::1]:9",))
    page = client.fetch("http://[::1]:9/a", source=source)
    assert (page.outcome, page.detail) == ("failed", "[::1]:9 cannot be reached: the connection was refused (3 tries)")
