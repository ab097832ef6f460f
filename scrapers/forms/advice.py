"""What to do when a form reads a saved page otherwise than its record says: one next step for each difference.

A selector is proposed only after the page was read with it and gave what the record expects.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from scrapers.date_formats import day_first_in
from scrapers.dates import find_date, reads
from scrapers.extract import extract
from scrapers.forms.case import KEYS, Case
from scrapers.forms.form import Layout
from scrapers.forms.pointing import boxes, candidates, collapsed, holds, selectors_to
from scrapers.forms.printed_dates import LONGEST_LINE, format_for, is_unread, printed_date
from scrapers.forms.saved_pages import Difference, markup_of
from scrapers.layouts import first_printed
from scrapers.records import Article, Rejection
from scrapers.urls import host_of

_IDENTITY = ("article_id", "native_id", "url", "source")
_MOST_TRIED = 40
_UNPROVED = "None that was tried reads the page as expected; nearest by its text"
_BY_EYE = "No element of the page holds what the record expects: compare the two by eye."


def next_step(case: Case, difference: Difference) -> str:
    """What is wrong in the form, and what to write instead."""
    host = host_of(case.page.url)
    if host not in case.source.hosts:
        return f"The page's host {host} is not among the form's hosts: add it, or correct url in the record."
    if difference.field in _IDENTITY:
        return _about_identity(case)
    layout = case.meant
    if layout is None:
        return "The form has no [[layout]]: add one, with when and body."
    if case.page.article is None:
        return _about_rejection(case)
    if case.matched is None or (difference.field == "layout" and case.matched != layout):
        return _about_when(case, layout)
    if isinstance(case.made, Rejection):
        return _about_key(case, layout, "title" if case.made.reason == "no_title" else "body")
    return _about_field(case, layout, difference)


def _about_field(case: Case, layout: Layout, difference: Difference) -> str:
    key = KEYS.get(difference.field)
    taken = _taken_off(case.made, difference)
    if taken or key is None:
        return taken or "Compare the record with the page by eye, and correct the one that is wrong."
    return _about_removal(case, layout) if key == "remove" else _about_key(case, layout, key)


def _about_identity(case: Case) -> str:
    if case.source.article_url(case.page.url) is None:
        return f"No [[article]] url matches {case.page.url}: correct the pattern."
    return f"Its [[article]] id gives {case.source.native_id(case.page.url)!r}: correct id, or the record."


def _about_rejection(case: Case) -> str:
    read_by = f"layout {case.matched.name}" if case.matched else "no layout, but the generic rules"
    return f"The page should give no article; it is read by {read_by}: correct its body, or the record."


def _about_when(case: Case, layout: Layout) -> str:
    """No layout fits, or another than the record names."""
    if case.matched and case.tree.css_first(layout.when) is not None:
        above = case.matched
        return f"Layout {above.name} stands above {layout.name} and fits too: correct its when = {above.when!r}."
    what = f"{_place(case, layout)}: when = {layout.when!r} matches no element of the page"
    if not first_printed(case.tree, layout.body):
        return _both(case, layout, f"{what}, nor does body = {layout.body!r}.")
    return _proposal(case, layout, "when", f"{what}.")


def _both(case: Case, layout: Layout, what: str) -> str:
    """One selector for when and body, where both are wrong and neither can be proved without the other."""
    selectors = list(dict.fromkeys(_selectors(case, layout, "body")))[:_MOST_TRIED]
    proved = [one for one in selectors if case.mends(layout, when=one, body=one)]
    for one in proved or selectors:
        wording = "Write" if proved else _UNPROVED
        return f"{what} {wording}: when = {_quoted(one)} and body = {_quoted(one)}"
    return f"{what} {_BY_EYE}"


def _about_key(case: Case, layout: Layout, key: str) -> str:
    now = str(getattr(layout, key))
    printed = first_printed(case.tree, now)
    what = f"{_place(case, layout)}: {key} = {now!r} "
    if not now:
        what = f"{_place(case, layout)} has no {key}."
    elif not printed:
        what += "matches no element of the page that prints anything."
    else:
        what += f"yields {printed[:100]!r}."
    if key == "published" and printed and (is_unread(printed, layout) or _right_format(case, layout, printed)):
        return about_formats(case, layout, printed)
    return _proposal(case, layout, key, what)


def about_formats(case: Case, layout: Layout, printed: str) -> str:
    """The format that reads the date of this page, and of the source's other saved pages as far as they print such."""
    found, dates = _right_format(case, layout, printed), _other_dates(case, layout)
    orders = (None, day_first_in((found,))) if found else ()
    fitting = [code for code in layout.date_formats if code != found and day_first_in((code,)) in orders]
    kept = [code for code in fitting if any(reads(one, [code]) for one in dates)]
    what = f"{_place(case, layout)}: no date_formats read {printed[:80]!r} rightly."
    if not found:
        return f'{what} Add the strptime format of the whole of it, as in date_formats = ["%d/%m/%Y %H:%M"].'
    return f"{what} Write: date_formats = [{', '.join(map(_quoted, [found, *kept]))}]"


def _right_format(case: Case, layout: Layout, printed: str) -> str | None:
    return format_for(printed, _other_dates(case, layout), day=case.record.get("published_on"))


def _other_dates(case: Case, layout: Layout) -> list[str]:
    """What the source's other saved pages of this design print."""
    trees = (LexborHTMLParser(markup_of(one.path)) for one in case.others)
    dates = (printed_date(tree, layout) for tree in trees if tree.css_first(layout.when) is not None)
    return [one for one in dates if one]


def _about_removal(case: Case, layout: Layout) -> str:
    """The body holds what the record says it lacks."""
    body = getattr(case.made, "body", "")
    what = f"{_place(case, layout)}: the body holds what isn't the article."
    unwanted = next((text for text in case.record.get("body_lacks", ()) if text in body), "")
    for one in candidates(case.tree, [unwanted])[:_MOST_TRIED]:
        if case.mends(layout, remove=(*layout.remove, one.selector)):
            return f"{what} Write: remove = [{', '.join(map(_quoted, (*layout.remove, one.selector)))}]"
    return f"{what} Name its element in remove, or its line in [clean] drop: {unwanted[:80]!r}."


def _taken_off(made: Article | Rejection, difference: Difference) -> str:
    """The rule that took an expected text off the body."""
    if isinstance(made, Rejection) or not difference.field.startswith("body"):
        return ""
    wanted = difference.expected if isinstance(difference.expected, list) else [difference.expected]
    for line in made.removed_lines:
        if any(str(text) in line.text for text in wanted):
            return f"The line {line.text[:80]!r} was taken off by the rule {line.rule}: correct that rule."
    return ""


def _place(case: Case, layout: Layout) -> str:
    if case.source.platform:
        return f"Layout {layout.name} (a platform's is mended by a copy of it in the form)"
    return f"Layout {layout.name}"


def _proposal(case: Case, layout: Layout, key: str, what: str) -> str:
    """What is wrong, and the first selector with which this page, if possible every page, is read as expected."""
    selectors = list(dict.fromkeys(_selectors(case, layout, key)))[:_MOST_TRIED]
    proved = [one for one in selectors if case.mends(layout, **{key: one})]
    if proved:
        best = next((one for one in proved if case.breaks_none(layout, **{key: one})), proved[0])
        return f"{what} Write: {key} = {_quoted(best)}"
    if selectors:
        return f"{what} {_UNPROVED}: {key} = {_quoted(selectors[0])}"
    return f"{what} {_BY_EYE}"


def _quoted(selector: str) -> str:
    return f"'{selector}'" if '"' in selector else f'"{selector}"'


def _selectors(case: Case, layout: Layout, key: str) -> Iterator[str]:
    """What may lead to the value expected, the likeliest first."""
    if key == "published":
        yield from _dated(case)
    elif key in ("body", "when"):
        if key == "when" and first_printed(case.tree, layout.body):
            yield layout.body
        texts = _texts(case, "body")
        blocks = extract(case.tree, "").blocks
        whole = [*texts, *(block.text for block in (*blocks[:1], *blocks[-1:]))]
        yield from (one.selector for one in (*boxes(case.tree, whole), *boxes(case.tree, texts)))
    else:
        found = [one.selector for text in _texts(case, key) for one in candidates(case.tree, [text])]
        yield from (one for one in found if key != "captions" or "::attr" not in one)


def _texts(case: Case, key: str) -> list[str]:
    """What the record expects of the key and the page prints: a record may hold what rules made of it."""
    found: list[str] = []
    for field, value in case.record.items():
        if KEYS.get(field) == key:
            found += [str(one) for one in value] if isinstance(value, list) else str(value).split("\n\n")
    return [text for text in found if holds(case.tree, text)]


def _dated(case: Case) -> Iterator[str]:
    """Selectors of the short elements, then the metadata, that print the day expected."""
    day, formats = case.record.get("published_on"), case.source.date_formats
    for node in case.tree.css("body *"):
        text = collapsed(node)
        found = find_date(text, formats=formats) if 5 < len(text) <= LONGEST_LINE else None
        if found and day in (None, found.on, found.other):
            yield from selectors_to(case.tree, node)
    for node in case.tree.css("meta[content]"):
        text = node.attributes.get("content") or ""
        found = find_date(text, formats=formats)
        if found and day in (None, found.on, found.other):
            yield from (one.selector for one in candidates(case.tree, [text]) if "::attr" in one.selector)
