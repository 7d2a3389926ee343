"""A mailbox: messages one after another, each behind a line that begins with "From ".

It is read message by message; ``mailbox`` of the standard library wants a path.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from pressfind.errors import UnreadableError
from pressfind.model import Skipped, Source
from pressfind.sources.content import Content, Found
from pressfind.sources.limits import LARGEST_MAIL
from pressfind.sources.mail import read_message
from pressfind.sources.signatures import MESSAGE

# ">From here on": "From " at the beginning of a line, as written in a mailbox
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)

Numbered = tuple[int, int, bytes]
"""The first and the last line of a message, and the message."""


def read_mailbox(content: Content) -> Iterator[Found]:
    """Yield the releases of a mailbox and their attachments."""
    for number, (first, last, message) in enumerate(_split(content.open()), 1):
        source = Source(path=content.path, line_start=first, line_end=last)
        try:
            if len(message) > LARGEST_MAIL:
                raise UnreadableError(
                    "too large", f"it has more than {LARGEST_MAIL:,} bytes"
                )
            whole = _QUOTED.sub(rb"\1", message)
            yield from read_message(whole, content, source, f"{number}/")
        except UnreadableError as error:
            yield Skipped(
                path=content.path, kind=error.kind, reason=str(error), line=first
            )


def _split(stream: BinaryIO) -> Iterator[Numbered]:
    """Yield the messages; of one that is too large only as much as tells that."""
    lines: list[bytes] = []
    size = first = number = 0
    blank = True
    for number, line in enumerate(stream, 1):
        if blank and MESSAGE.match(line):
            if lines:
                yield first, number - 1, b"".join(lines)
            lines, size, first = [], 0, number
        elif size <= LARGEST_MAIL:
            lines.append(line)
            size += len(line)
        blank = not line.strip()
    if lines:
        yield first, number, b"".join(lines)
