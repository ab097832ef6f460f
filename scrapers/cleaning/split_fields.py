"""Fields printed on two lines: the label alone (`Published`, `From:`), its value below."""

from __future__ import annotations

from itertools import pairwise

from scrapers.cleaning.draft import Draft, Mark
from scrapers.cleaning.labels import field_of, pair

_LONGEST_LABEL = 24
_LONGEST_VALUE = 80


def join_split_fields(draft: Draft) -> None:
    """Give each line that is a label's value to its field: a date its label, any other value its name."""
    for above, below in pairwise(draft.marks):
        name = _names_field(above)
        if not name or not below.is_open or below.after_blank:
            continue
        if name == "published" and below.tag == "date":
            above.tag = "label"
            below.fields.append(("label", above.text))
        elif above.text[-1] in ":：" and not below.tag and not below.prose and len(below.text) <= _LONGEST_VALUE:
            above.tag = below.tag = "label"
            below.fields = pair(name, below.text)


def _names_field(mark: Mark) -> str:
    """The field that a line of nothing but a label names; "" for any other line."""
    if len(mark.text) > _LONGEST_LABEL or not mark.is_open or mark.tag not in ("", "label") or mark.fields:
        return ""
    return field_of(mark.text.rstrip(":： ")) or ""
