"""Bytes into text: a byte order mark, else UTF-16 by its NULs, UTF-8, Windows-1252.

Stray bytes in UTF-8 are read as Windows-1252, and so are characters that went that way
once too often ("naivetÃ©"), where what comes out is a letter or mark of Latin text.
"""

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x20), 0x7F])
# Windows-1252 on UTF-8: "Ã©", "Â£", "â€™", "â‚¬", "â„¢"; Latin-1 on it, whose controls
# no text has: "â\x80\x99".  After a capital, as in Portuguese "MANHÃ »", the first is a
# letter of the word, unless the word goes on small: "HÃ©ctor".
_TWICE = re.compile(
    r"(?<![A-ZÀ-Þ])[ÂÃ][\xa0-\xbf]|(?<=[A-ZÀ-Þ])Ã[\xa0-\xbf](?=[a-z])"
    r"|â(?:€[\x80-\u2122]|‚¬|„¢)|â\x80[\x80-\xbf]"
)
_STRAY = re.compile(r"[\udc80-\udcff]")
_PROBE = 4096
MAX_CONTROL = 0.02
"""More control characters than this share, and a file isn't text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and how many of its characters had been encoded twice."""

    text: str
    repaired: int = 0


def decode(content: bytes) -> Decoded | None:
    r"""Return the text with ``\n`` for every line end, or None if it isn't text.

    Stray NULs are dropped: real pages hold runs of them.
    """
    text = _decode(content)
    shown = text.replace("\0", "")
    if _count_controls(shown) > MAX_CONTROL * len(text):
        return None
    if "\r" in shown:
        shown = shown.replace("\r\n", "\n").replace("\r", "\n")
    return _repair(shown)


def decode_line(line: bytes) -> str:
    """Return one line of a text in UTF-8, stray bytes in it read as Windows-1252."""
    return _repair(_decode_mixed(line)).text


def _count_controls(text: str) -> int:
    encoded = text.encode()
    plain = encoded.translate(None, _CONTROLS)
    return len(encoded) - len(plain) + text.count("\ufffd")


def _repair(text: str) -> Decoded:
    if text.isascii():
        return Decoded(text)
    repaired = 0

    def undo(match: re.Match[str]) -> str:
        nonlocal repaired
        encoding = "latin-1" if match[0][1] == "\x80" else "cp1252"
        try:
            once = match[0].encode(encoding).decode()
        except UnicodeError:
            return match[0]
        repaired += 1
        return once

    shown = _TWICE.sub(undo, text)
    return Decoded(shown, repaired)


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
    return _decode_mixed(content)


def _decode_mixed(content: bytes) -> str:
    text = content.decode("utf-8", "surrogateescape")
    if text.isascii():
        return text
    strays = len(_STRAY.findall(text))
    if strays and strays > sum(1 for char in text if char > "\x7f") / 2:
        # Its five undefined bytes are controls in practice.
        return content.decode("cp1252", "replace")
    return _STRAY.sub(lambda stray: _read_byte(stray[0]), text)


def _read_byte(stray: str) -> str:
    return stray.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
