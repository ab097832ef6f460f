"""The article on a page that no form describes: usable alone, on any page of news."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from scrapers.jsonld import read_things, stated_body
from scrapers.picking import Picked, find_headline, pick
from scrapers.scoring import score
from scrapers.titles import key_of
from scrapers.tree import Tree, read_tree


def main_text(html: str, url: str) -> str:
    """The article's paragraphs, separated by blank lines; empty when there are none."""
    page = LexborHTMLParser(html)
    if page.body is None:
        return ""
    tree = read_tree(page.body)
    stated = stated_body(read_things(page)) if '"articleBody"' in html else ""
    return choose_body(tree, names_of(page), stated)


def names_of(page: LexborHTMLParser) -> tuple[str, ...]:
    """What the page calls itself, as keys: its window's title and the one it gives to others."""
    window = page.css_first("title")
    shared = page.css_first('meta[property="og:title"]')
    found = [
        window.text() if window is not None else "",
        shared.attributes.get("content") if shared is not None else "",
    ]
    return tuple(key for key in map(key_of, (name or "" for name in found)) if len(key) > 5)


def choose_body(tree: Tree, names: tuple[str, ...], stated: str) -> str:
    """The text of the page's blocks; what its metadata state (`stated`) where that is much more."""
    picked = pick_blocks(tree, names)
    size, stated_size = weight_of(tree, picked), len(stated.encode("utf-8", "surrogatepass"))
    if size >= 0.5 * stated_size:
        return text_of(tree, picked)
    relaxed = pick(score(tree, None, by_hints=False), names) if tree.blocks else None
    if relaxed and 0.7 * stated_size < weight_of(tree, relaxed) < 1.5 * stated_size:
        return text_of(tree, relaxed)
    return "\n\n".join(line for line in map(str.strip, stated.split("\n")) if line)


def pick_blocks(tree: Tree, names: tuple[str, ...]) -> Picked | None:
    """The article's blocks, by what elements call themselves unless that leaves next to nothing; None on an empty page."""
    if not tree.blocks:
        return None
    headline = find_headline(tree.blocks, names)
    scores = score(tree, headline)
    picked = pick(scores, names)
    if weight_of(tree, picked) >= min(250, 0.3 * scores.total):
        return picked
    return pick(score(tree, headline, by_hints=False), names)


def weight_of(tree: Tree, picked: Picked | None) -> int:
    return sum(tree.blocks[place].weight for place in picked.places) if picked else 0


def text_of(tree: Tree, picked: Picked | None) -> str:
    return "\n\n".join(tree.blocks[place].text for place in picked.places) if picked else ""
