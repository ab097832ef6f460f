"""A text as a literal of SQL, where no parameter can stand."""


def literal(text: str) -> str:
    """The text within quotation marks."""
    return "'" + text.replace("'", "''") + "'"
