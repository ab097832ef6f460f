"""What a page reserves is told apart from what it doesn't."""

from __future__ import annotations

import pytest

from scrapers.rights import rights_in_markup


@pytest.mark.parametrize(
    ("markup", "rights"),
    [
        ('<meta name="robots" content="noindex, NOARCHIVE">', ("noarchive",)),
        ("<meta content='noarchive' name='Broadsheet'>", ("noarchive",)),
        ("<META NAME=robots CONTENT=noarchive>", ("noarchive",)),
        ('<meta name="tdm-reservation" content="1"/><meta name="robots" content="all">', ("tdm-reservation",)),
        ('<meta name="tdm-reservation" content="0">', ()),
        ('<meta name="googlebot" content="noarchive">', ()),
        ('<meta name="description" content="noarchive">', ()),
    ],
)
def test_rights_in_meta_elements(markup: str, rights: tuple[str, ...]) -> None:
    assert rights_in_markup(f"<head>{markup}</head>", agent="broadsheet") == rights
