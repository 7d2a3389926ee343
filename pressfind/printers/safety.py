"""Text from a release can't steer a terminal.

Control characters and bidirectional overrides become visible signs.
"""

import re

# C0 and C1 controls (ESC among them), and what reorders text: U+202A-E, U+2066-9.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]"
)


def make_safe(text: str) -> str:
    r"""Return ``text`` of the same length that a terminal prints as it is.

    >>> make_safe("red \x1b[31m")
    'red �[31m'
    """
    printable = text.encode("utf-8", "replace").decode()
    return _UNSAFE.sub("\ufffd", printable)


def escape_unsafe(json: str) -> str:
    r"""Return the same JSON with what steers a terminal written as ``\\uXXXX``.

    >>> escape_unsafe('{"title": "\x9b31m"}')
    '{"title": "\\u009b31m"}'
    """
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json)
