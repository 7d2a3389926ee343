"""Bytes into text: by a byte order mark, else as markup declares, else as they look.

Bytes look like UTF-16 by their NULs, UTF-8 by its sequences, a script other than Latin
by how many of them aren't ASCII, and else are Windows-1252.

Stray bytes in UTF-8 are read as Windows-1252, and so are characters that went that way
once too often ("naivetÃ©"), where what comes out is a letter or mark of Latin text.
"""

import codecs
import re

from pressfind.values import frozen

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
# letter of the word, unless the word goes on small: "HÃ©ctor".  An expression that
# begins with a set is fast, so what stands before is looked at behind it.
_TWICE = re.compile(
    r"[ÂÃâ](?:(?<=[ÂÃ])(?<![A-ZÀ-Þ].)[\xa0-\xbf]|(?<=[A-ZÀ-Þ]Ã)[\xa0-\xbf](?=[a-z])"
    r"|(?<=â)(?:€[\x80-\u2122]|‚¬|„¢|\x80[\x80-\xbf]))"
)
_STRAY = re.compile(r"[\udc80-\udcff]")
_PROBE = 4096

# <?xml encoding="koi8-r"?>   <meta charset=gb2312>   but not the charset of
# a <script>, which is of what it loads
_DECLARED = re.compile(
    rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']\s*(?P<xml>[\w.:-]+)"
    rb"|<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*(?P<html>[\w.:-]+)",
    re.I,
)
_DECLARED_WITHIN = 8192
# As browsers read them: what a name means is what most pages with it hold.
_MEANT = {
    **dict.fromkeys(("iso8859-1", "ascii", "latin-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **{"shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254"},
}
_OTHER_SCRIPT = 0.1
"""Texts in Latin letters have a smaller share of bytes that aren't ASCII."""
_FEWEST_GUESSED = 256
"""Of fewer bytes nobody can tell the encoding."""
_GUESSED_FROM = 65_536
MAX_CONTROL = 0.02
"""More control characters than this share, and a file isn't text."""


@frozen
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


def decode_text(content: bytes) -> str | None:
    """Return the text alone."""
    decoded = decode(content)
    return decoded.text if decoded else None


def decode_line(line: bytes) -> Decoded:
    """Return one line of a text in UTF-8, stray bytes in it read as Windows-1252."""
    return _repair(_decode_mixed(line))


def _count_controls(text: str) -> int:
    encoded = text.encode()
    plain = encoded.translate(None, _CONTROLS)
    return len(encoded) - len(plain) + text.count("\ufffd")


def _repair(text: str) -> Decoded:
    if not _may_be_twice(text):
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

    # Nothing that is looked for goes over the end of a line, and few lines hold any.
    lines = [
        _TWICE.sub(undo, line) if _may_be_twice(line) else line
        for line in text.split("\n")
    ]
    return Decoded("\n".join(lines), repaired)


def _may_be_twice(text: str) -> bool:
    """Whether ``text`` has a character that all begins with that is encoded twice."""
    return not text.isascii() and ("â" in text or "Ã" in text or "Â" in text)


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
    return _decode_mixed(content, _find_declared(content))


def _find_declared(content: bytes) -> str | None:
    """Return the encoding that markup declares, if Python knows it by that name."""
    if not content[:_PROBE].lstrip().startswith(b"<"):
        return None
    match = _DECLARED.search(content[:_DECLARED_WITHIN])
    if match is None:
        return None
    try:
        found = codecs.lookup(
            (match["xml"] or match["html"]).decode("ascii", "replace")
        )
        "".encode(found.name)  # "base64" is a codec too, but of no text
    except LookupError:
        return None
    # Whoever reads the declaration has seen that each of its letters is a byte.
    if found.name.startswith(("utf-16", "utf-32", "utf-7")):
        return None
    return _MEANT.get(found.name, found.name)


def _decode_mixed(content: bytes, declared: str | None = None) -> str:
    try:  # whatever is declared, nothing else looks like this
        return content.decode()
    except UnicodeDecodeError:
        text = content.decode("utf-8", "surrogateescape")
    if declared and declared != "utf-8":
        return content.decode(declared, "replace")
    if len(_STRAY.findall(text)) > sum(1 for char in text if char > "\x7f") / 2:
        # Its five undefined bytes are controls in practice.
        return content.decode(_guess(content), "replace")
    return _STRAY.sub(lambda stray: _read_byte(stray[0]), text)


def _guess(content: bytes) -> str:
    """Return the encoding of bytes that are neither ASCII nor UTF-8."""
    sample = content[:_GUESSED_FROM]
    others = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    if len(sample) < _FEWEST_GUESSED or others < _OTHER_SCRIPT * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    found = codecs.lookup(best.encoding).name if best else "cp1252"
    return _MEANT.get(found, found)


def _read_byte(stray: str) -> str:
    return stray.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
