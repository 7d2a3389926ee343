"""White space as releases have it."""

_NO_BREAK_SPACES = "\u00a0\u202f\u2007"


def plain_spaces(text: str) -> str:
    """Return ``text`` with plain spaces for no-break ones; no offset moves."""
    if not text.isascii():
        for space in _NO_BREAK_SPACES:
            text = text.replace(space, " ")
    return text
