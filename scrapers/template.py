"""A source's page design, learned from its pages: where the text stands, what in that box isn't text, what repeats.

`Template.read` reads one page fast, or says that the template no longer fits; `scrapers.template_learning` makes one.
A template is a value: it goes in as an argument and comes out as JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scrapers.extraction.above import leads_above, with_leads
from scrapers.extraction.choosing import names_of
from scrapers.extraction.picking import Picked, pick
from scrapers.extraction.scoring import Scores, score
from scrapers.extraction.tree import Block, Tree, read_tree
from scrapers.fingerprint import exact_hash

VERSION = 2
CHANGING = re.compile(r"\d{3}|[-_]\d+$|^(?:post|node|entry|page)-?\d|(?:active|current|first|last|odd|even)$")
"""Names that number an article, or its place in a row."""
_ON_ALL = 0.8
"""Of the pages: a lead also stands in the teasers of others, a motto on all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What the pages of one design have in common."""

    version: int
    n_pages: int
    """Pages it was learned from."""
    body: str
    """The selector of the box that holds the text."""
    text_paths: tuple[str, ...]
    """How blocks stand in the box that are the article's on most pages."""
    furniture_paths: tuple[str, ...]
    """And those that are left out on most."""
    repeated: tuple[tuple[int, int], ...]
    """Lines that stand on several pages, by their `exact_hash`, with the number of pages."""
    weight: int
    """Bytes of text on the median page."""

    def read(self, page: LexborHTMLParser) -> tuple[Block, ...] | None:
        """The article's blocks; None where the page is of another design."""
        found = self.pick(page)
        return tuple(found[0].blocks[place] for place in found[1].places) if found else None

    def pick(self, page: LexborHTMLParser) -> tuple[Tree, Picked] | None:
        """The box as a tree with what of it is the article; None where the page is of another design.

        A learned box may hold more than the text, where nothing closer to it has a name: sums decide within it, too.
        """
        node = page.css_first(self.body)
        tree = read_tree(node) if node is not None else Tree()
        if not tree.blocks:
            return None
        scores = score(tree, None)
        self._mark(scores)
        picked = pick(scores, names_of(page))
        weight = sum(tree.blocks[place].weight for place in picked.places)
        if node is None or weight < min(100, 0.1 * self.weight):
            return None
        always = {line for line, n in self.repeated if n >= _ON_ALL * self.n_pages}
        return with_leads([lead for lead in leads_above(node) if exact_hash(lead.text) not in always], tree, picked)

    def _mark(self, scores: Scores) -> None:
        """What was learned of a place or a line holds against what the page calls itself."""
        texts, furniture, repeated = set(self.text_paths), set(self.furniture_paths), dict(self.repeated)
        for place, block in enumerate(scores.tree.blocks):
            path = path_of(block)
            if n := repeated.get(exact_hash(block.text)):
                scores.marks[place] = f"learned:{n}/{self.n_pages}"
            elif path in furniture:
                scores.marks[place] = scores.marks[place] or "learned:path"
            elif path in texts:
                scores.marks[place] = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Template:
        """Raises ValueError for what isn't a template of this version."""
        return cls.from_values(json.loads(text))

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Template:
        """Of the values that `to_json` writes. Raises ValueError for those of another version."""
        if values.get("version") != VERSION:
            raise ValueError(f"a template of version {values.get('version')}, not {VERSION}")
        paths = {key: tuple(values[key]) for key in ("text_paths", "furniture_paths")}
        return cls(**{**values, **paths, "repeated": tuple((line, n) for line, n in values["repeated"])})


def path_of(block: Block) -> str:
    """Tags and classes of the block's element and two around it, without what changes from page to page."""
    steps, element = [], block.element
    for _ in range(3):
        words = sorted(word for word in element.hint.split() if not CHANGING.search(word))
        steps.append(".".join((element.tag, *words)))
        if element.parent is None:
            break
        element = element.parent
    return "<".join(steps)
