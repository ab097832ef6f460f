"""Whom a site can turn to: the user agent names us, and an address of whoever runs this."""

from __future__ import annotations

import re

from scrapers.errors import BroadsheetError
from scrapers.version import version

_CONTACT = re.compile(r"https?://[!-~]+|[!-~]+@[!-~]+")


class ContactMissing(BroadsheetError):
    """A web run has no contact for its user agent."""


def user_agent(contact: str) -> str:
    """Our name, version and where to complain. Raises `ContactMissing` unless that is an e-mail or web address."""
    if not _CONTACT.fullmatch(contact):
        raise ContactMissing(
            f"A web run needs a contact for its user agent, an e-mail or web address; found {contact!r}."
        )
    return f"Broadsheet/{version()} (+{contact})"
