"""Every bound of the client in one place, so that no site can cost more time, bytes or requests than these."""

from __future__ import annotations

from dataclasses import dataclass

MAX_REDIRECTS = 5
MAX_TRIES = 3
MAX_URL_LENGTH = 2_083
"""Characters; longer addresses are traps, no publisher's articles have them."""
MAX_CODINGS = 2
MAX_CRAWL_DELAY_S = 120.0
MAX_RETRY_AFTER_S = 60.0
ROBOTS_BYTES = 500 * 1024
"""RFC 9309 §2.5: at least 500 KiB of a robots.txt must be read."""
ASIDE_BYTES = 64 * 1024
"""Of the body of a redirect or an error page: enough for the archive, little enough to read to its end."""

ERROR_BYTES = 1_000_000
"""Of an error page after its content codings are undone: only whether it is a wall is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much, in seconds and bytes; tests shorten them."""

    connect_s: float = 10.0
    silence_s: float = 20.0
    """Between two bytes."""
    request_s: float = 30.0
    """From connecting to the last byte, however steadily they drip."""
    source_s: float = 2 * 3600.0
    """From a source's first request; what is left then is deferred."""
    run_s: float = 8 * 3600.0
    pause_s: float = 2.0
    """Before the second try; doubled before the third, with jitter."""
    body_bytes: int = 10_000_000
    """Of a body after its content codings are undone."""
