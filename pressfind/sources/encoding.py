"""Bytes into text: a byte order mark, else UTF-16 by its NULs, UTF-8, Windows-1252.

Stray bytes in UTF-8 are read as Windows-1252, and so are characters that went that way
once too often ("naivetÃ©"), where what comes out is a letter or mark of Latin text.
"""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x20), 0x7F])
# Windows-1252 on UTF-8: "Ã©", "Â£", "â€™", "â‚¬", "â„¢".  After a capital, as in
# Portuguese "MANHÃ »", the first is a letter of the word.
_TWICE = re.compile(r"(?<![A-ZÀ-Þ])[ÂÃ][\xa0-\xbf]|â(?:€[\x80-\u2122]|‚¬|„¢)")
_STRAY = re.compile(r"[\udc80-\udcff]")
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
        shown = shown.replace("\r\n", "\n").replace("\r", "\n")
    return shown if shown.isascii() else _TWICE.sub(_undo, shown)


def decode_line(line: bytes) -> str:
    """Return one line of a text in UTF-8, stray bytes in it read as Windows-1252."""
    text = _decode_mixed(line)
    return text if text.isascii() else _TWICE.sub(_undo, text)


def _count_controls(text: str) -> int:
    encoded = text.encode()
    plain = encoded.translate(None, _CONTROLS)
    return len(encoded) - len(plain) + text.count("\ufffd")


def _undo(match: re.Match[str]) -> str:
    try:
        return match[0].encode("cp1252").decode()
    except UnicodeError:
        return match[0]


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
