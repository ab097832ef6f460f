"""Certificates are always checked, by both kinds; `legacy` admits older ciphers and weaker keys, nothing else."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from scrapers.fetch import Client
from scrapers.fetching.sessions import Network

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
NOW = datetime.datetime.now(datetime.UTC)


@dataclass
class Authority:
    folder: Path

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])
        builder = self._builder(self.name, self.key, days=9)
        certificate = builder.add_extension(x509.BasicConstraints(True, None), True).sign(self.key, hashes.SHA256())
        self.file = self.folder / "authority.pem"
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def wrap(self, *, address: str = "127.0.0.1", rsa_bits: int = 0, days: int = 9, ciphers: str = "", oneself=False):
        """A server's way to wrap its sockets, with a certificate for `address`."""
        key = rsa.generate_private_key(65537, rsa_bits) if rsa_bits else ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "site")])
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        certificate = self._builder(name, key, days=days).add_extension(names, False)
        signed = certificate.sign(key if oneself else self.key, hashes.SHA256())
        file = self.folder / f"{address}-{rsa_bits}-{days}-{oneself}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers(ciphers or "DEFAULT@SECLEVEL=0")
        if ciphers:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(file)
        return lambda connection: context.wrap_socket(connection, server_side=True)

    def _builder(self, name: x509.Name, key: Key, *, days: int) -> x509.CertificateBuilder:
        begin = NOW - datetime.timedelta(days=10)
        return x509.CertificateBuilder(self.name, name, key.public_key(), 1, begin, NOW + datetime.timedelta(days=days))


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def fetched(new_site, limits, authority):
    def fetch(*, tls="default", trusted=True, **kind):
        site = new_site(authority.wrap(**kind))
        site.answers["/a"] = site.ok(b"a")
        network = Network(ca_file=str(authority.file)) if trusted else Network()
        with Client(contact="desk@example.org", limits=limits, network=network) as client:
            page = client.fetch(f"https://{site.host}/a", source=site.source(tls=tls))
        site.close()
        return page, site

    return fetch


@pytest.mark.parametrize("tls", ["default", "legacy"])
def test_a_good_certificate_is_accepted(fetched, tls):
    page, site = fetched(tls=tls)
    assert page.content == b"a"
    assert (len(site.requests), site.n_connections) == (2, 1)


@pytest.mark.parametrize("tls", ["default", "legacy"])
@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ({"oneself": True}, "certificate signature failure"),
        ({"trusted": False}, "unable to get local issuer certificate"),
        ({"address": "127.0.0.9"}, "IP address mismatch"),
        ({"days": -1}, "certificate has expired"),
    ],
)
def test_a_bad_certificate_fails_at_once_and_says_why(fetched, tls, kind, why):
    page, site = fetched(tls=tls, **kind)
    assert page.outcome == "disallowed"
    assert "its TLS certificate is not valid: " in page.detail
    assert why in page.detail
    assert (site.n_connections, site.requests) == (1, [])


@pytest.mark.parametrize(
    "kind", [{"rsa_bits": 1024}, {"ciphers": "ECDHE-ECDSA-AES128-SHA@SECLEVEL=0"}], ids=["short key", "old cipher"]
)
def test_legacy_admits_what_default_refuses(fetched, kind):
    page, site = fetched(**kind)
    assert (page.outcome, site.n_connections, site.requests) == ("disallowed", 1, [])
    page, _ = fetched(tls="legacy", **kind)
    assert page.content == b"a"
