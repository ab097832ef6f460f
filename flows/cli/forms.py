"""What can be typed about the forms that declare sources."""

from __future__ import annotations

from flows.cli.options import Common, Flag


def list_sources(*, common: Common = Common()) -> int:
    """The known sources, and how far their forms are proved."""
    from flows.commands import list_sources

    return list_sources.list_sources(common.settings, json=common.json)


def check_source(name: str, /, *, live: Flag = False, common: Common = Common()) -> int:
    """Prove a form on its saved pages, field by field, with a next step for what differs.

    Parameters
    ----------
    name
        The source.
    live
        Also fetch robots.txt, one listing and three articles.
    """
    from flows.commands import check_source

    return check_source.check(name, common.settings, live=live, json=common.json)


def new_source(
    url: str,
    /,
    *,
    name: str | None = None,
    allow_private: Flag = False,
    common: Common = Common(),
) -> int:
    """Propose a form from a listing or an article, with saved pages that prove it.

    Parameters
    ----------
    url
        A page, feed or sitemap that lists articles, or one article.
    name
        The source's name; else made of the host.
    allow_private
        Ask an address of your own machine or network, such as 127.0.0.1:8000.
    """
    from flows.commands import new_source

    return new_source.new(url, common.settings, name=name, allow_private=allow_private, json=common.json)
