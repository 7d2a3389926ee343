"""Bytes into text: a byte order mark, else UTF-16 by its NULs, UTF-8, Windows-1252."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x20), 0x7F])
_PROBE = 4096
MAX_CONTROL = 0.02
"""More control characters than this share, and a file isn't text."""


def decode_text(content: bytes) -> str | None:
    r"""Return the text with ``\n`` for every line end, or None if it isn't text.

    Stray NULs are dropped: real pages hold runs of them.
    """
    text = _decode(content)
    shown = text.replace("\0", "")
    if _count_controls(shown) > MAX_CONTROL * len(text):
        return None
    if "\r" in shown:
        return shown.replace("\r\n", "\n").replace("\r", "\n")
    return shown


def _count_controls(text: str) -> int:
    encoded = text.encode()
    plain = encoded.translate(None, _CONTROLS)
    return len(encoded) - len(plain) + text.count("\ufffd")


def decode_line(line: bytes) -> str:
    """Return one line of a text in UTF-8, or in Windows-1252 where it isn't."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _decode(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    probe = content[:_PROBE]
    # Text in a Latin script has a NUL in every other byte of UTF-16.
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        nuls, others = probe[offset::2].count(0), probe[1 - offset :: 2].count(0)
        if len(probe) > 3 and nuls > len(probe) * 0.3 and others < nuls / 10:
            return content.decode(encoding, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        # Its five undefined bytes are controls in practice.
        return content.decode("cp1252", "replace")
