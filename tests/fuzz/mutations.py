"""Ways to damage a file: what is cut, doubled, moved, mixed, or put where it isn't due.

The same number gives the same damage.
"""

import random
from collections.abc import Callable, Sequence

MOST_DAMAGES = 4
LONGEST = 24_000
"""Bytes of a damaged file: most of a page is its frame, and reading it takes time."""

_TOKENS = (
    *(
        b"<",
        b">",
        b"</div>",
        b"<div>",
        b"<p>",
        b"</p>",
        b"<blockquote>",
        b"<li>",
        b"<ul>",
    ),
    *(
        b"<table><tr><td>",
        b"</table>",
        b"<h1>",
        b"<article>",
        b"<main>",
        b"<br>",
        b"&amp;",
    ),
    *(
        b"<script>",
        b"</script>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?xml ",
        b"&#0;",
    ),
    *(
        b"&#xD800;",
        b"&lt;",
        b"&nbsp;",
        b'"',
        b"'",
        b"=",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
    ),
    *(
        b"\xe2\x80",
        b"\xed\xa0\x80",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"null",
        b'"title":',
    ),
    *(
        b"1e999",
        b"-",
        b"\\u0000",
        b"\\ud800",
        b"\r",
        b"\n\n",
        b"\t",
        b"  \xe2\x80\xa2 ",
    ),
    *(
        b"said:",
        b"\xe2\x80\x9c",
        b"\xe2\x80\x9d",
        b"0000-00-00T99:99:99Z",
        b"9999-12-31",
    ),
    *(b"From ", b"\nSubject: ", b"=?utf-8?b?", b"?=", b"boundary=", b"charset=", b"; "),
    *(
        b"<item>",
        b"</item>",
        b"<entry>",
        b"<!ENTITY a ",
        b"SYSTEM ",
        b"&a;",
        b"\n---\n",
    ),
    *(
        b"\n# ",
        b"\n> ",
        b"\n| a |",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"%PDF-",
        b" obj\n",
    ),
    *(b"T23:59:59-14:00", b'<meta property="og:title" content="', b"display:none"),
    *(b'{"@type":"NewsArticle","headline":', b'<script type="application/ld+json">'),
)


def damage(files: Sequence[bytes], number: int) -> bytes:
    """Return the damaged file of a number."""
    chance = random.Random(number)  # noqa: S311  # damage is no secret
    content = _window(chance.choice(files), chance)
    for _ in range(chance.randint(1, MOST_DAMAGES)):
        content = chance.choice(_DAMAGES)(content, files, chance)
    return content[: 2 * LONGEST]


def _window(content: bytes, chance: random.Random) -> bytes:
    """Return the file, or if it is long its head and a part of it."""
    if len(content) <= LONGEST:
        return content
    head = chance.choice((0, 400, 4_000, LONGEST // 2))
    start = chance.randrange(head, len(content))
    return content[:head] + content[start : start + LONGEST - head]


def _place(content: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(content))


def _range(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = _place(content, chance)
    return start, min(len(content), start + int(chance.expovariate(1 / 200)))


def _cut(content: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _range(content, chance)
    return content[:start] + content[end:]


def _end(content: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    return content[: _place(content, chance)]


def _double(content: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _range(content, chance)
    return content[:start] + content[start:end] * chance.randint(2, 9) + content[end:]


def _move(content: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _range(content, chance)
    rest = content[:start] + content[end:]
    place = _place(rest, chance)
    return rest[:place] + content[start:end] + rest[place:]


def _insert(content: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    place = _place(content, chance)
    token = chance.choice(_TOKENS) * chance.choice((1, 1, 1, 2, 50))
    return content[:place] + token + content[place:]


def _replace(content: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    one, other = chance.choice(_TOKENS), chance.choice(_TOKENS)
    return content.replace(one, other, chance.randint(1, 30))


def _flip(content: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _number in range(chance.randint(1, 20) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _mix(content: bytes, files: Sequence[bytes], chance: random.Random) -> bytes:
    other = _window(chance.choice(files), chance)
    return content[: _place(content, chance)] + other[_place(other, chance) :]


_DAMAGES: tuple[Callable[[bytes, Sequence[bytes], random.Random], bytes], ...] = (
    *(_cut, _end, _double, _move, _insert, _replace, _flip, _mix),
)
