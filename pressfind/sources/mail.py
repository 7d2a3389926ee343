"""A release as an e-mail: the subject is its title, the sender its department.

The HTML part is read before the plain one, since it marks headings and quotes.  A mail
without any date was never sent, and is skipped.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr, parsedate
from io import BytesIO

from pressfind.errors import ExtractionError, UnreadableError
from pressfind.model import BlockKind, RawBlock, RawDocument, Source
from pressfind.sources.bodies import read_body, read_plain
from pressfind.sources.content import Content, Found
from pressfind.sources.encoding import decode, decode_line
from pressfind.sources.frame import mark_frame
from pressfind.sources.limits import LARGEST_MAIL
from pressfind.sources.titles import cut_title, read_issue, read_title

# "Fwd: RE: [EXTERNAL] New pier"
_REPLIES = re.compile(r"(?:\s*(?:(?:re|aw|fwd?)\s*:|\[ext(?:ernal)?\]))+\s*", re.I)
_UNREAD = {"image", "audio", "video", "font", "multipart"}
_ISSUE_WITHIN = 3
_BROKEN = (ValueError, LookupError, TypeError, AttributeError)
"""What ``email`` raises on headers and parts that aren't what they should be."""


@dataclass(slots=True)
class _Parts:
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    attached: list[tuple[str, bytes]] = field(default_factory=list)


def read_mail(content: Content) -> Iterator[Found]:
    """Yield the release of a mail and its attachments."""
    if content.size > LARGEST_MAIL:
        raise UnreadableError("too large", f"it has more than {LARGEST_MAIL:,} bytes")
    message = content.open().read()
    source = Source(
        path=content.path, line_start=1, line_end=message.rstrip().count(b"\n") + 1
    )
    yield from read_message(message, content, source, "")


def read_message(
    message: bytes, content: Content, source: Source, folder: str
) -> Iterator[Found]:
    """Yield the release of one message, and what is attached to it, in ``folder``.

    Raises ``UnreadableError`` if it has no date or no text.
    """
    try:
        parsed = BytesParser(policy=compat32).parsebytes(message)
        parts = _Parts()
        _sort_parts(parsed, parts)
        document = _read_document(parsed, parts, source)
    except ExtractionError as error:
        raise UnreadableError("too deep", str(error)) from error
    except _BROKEN as error:
        raise UnreadableError("damaged", f"its headers are broken: {error}") from error
    if document.blocks or not parts.attached:
        yield document
    for name, attached in parts.attached:
        yield Content(BytesIO(attached), f"{folder}{name}", within=content)


def _read_document(message: "Message", parts: _Parts, source: Source) -> RawDocument:
    blocks = [
        block
        for text in parts.html or parts.plain
        for block in (read_body(text) if parts.html else read_plain(text))
    ]
    framed = mark_frame(blocks)
    date_text = _find_date(message) or framed.date_text
    if date_text is None:
        raise UnreadableError("no date", "it has no date, so it was never sent")
    own, issue = _take_issue(framed.blocks)
    title = read_title(_REPLIES.sub("", _read_header(message, "Subject"), count=1))
    sender, _ = parseaddr(_read_header(message, "From"))
    return RawDocument(
        source=source,
        title=title.text or (cut_title(own[0].text) if own else ""),
        blocks=own,
        department=issue or (None if "@" in sender else sender) or None,
        date_text=date_text,
        date_line=source.line_start,
        month=title.month,
    )


def _take_issue(
    blocks: tuple[RawBlock, ...],
) -> tuple[tuple[RawBlock, ...], str | None]:
    for place, block in enumerate(blocks[:_ISSUE_WITHIN]):
        if block.kind is not BlockKind.BOILERPLATE and (
            issue := read_issue(block.text)
        ):
            return (*blocks[:place], *blocks[place + 1 :]), issue[0]
    return blocks, None


def _find_date(message: "Message") -> str | None:
    """Return the day as the headers state it: when it was written, else received."""
    stated = _read_header(message, "Date")
    received = _read_header(message, "Received").rpartition(";")[2]
    for text in (stated, received):
        if parsed := parsedate(text):
            return "{:04}-{:02}-{:02}".format(*parsed[:3])
    return stated or None


def _read_header(message: "Message", name: str) -> str:
    """Return a header as it was meant: encoded words, and bytes that should be."""
    raw = next((v for k, v in message.raw_items() if k.lower() == name.lower()), "")
    text = decode_line(str(raw).encode("utf-8", "surrogateescape")).text
    if "=?" in text:
        with suppress(HeaderParseError):  # then it is shown as it stands there
            text = "".join(
                piece if isinstance(piece, str) else _decode(piece, charset or "ascii")
                for piece, charset in decode_header(text)
            )
    return " ".join(text.replace("\0", "").split())


def _sort_parts(message: "Message", parts: _Parts) -> None:
    """Sort the parts of a message, in its order, into texts and attachments."""
    kind = message.get_content_type()
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in payload:
            if not isinstance(part, Message):
                continue
            if kind == "message/rfc822":
                name = _name_part(message, parts, ".eml")
                parts.attached.append((name, part.as_bytes()))
            else:
                _sort_parts(part, parts)
        return
    content = message.get_payload(decode=True)
    if not isinstance(content, bytes) or message.get_content_maintype() in _UNREAD:
        return
    attached = message.get_content_disposition() == "attachment"
    if not attached and kind in {"text/plain", "text/html"}:
        text = _decode(content, message.get_content_charset() or "")
        (parts.html if kind == "text/html" else parts.plain).append(text)
    elif content.strip():
        parts.attached.append((_name_part(message, parts, ""), content))


def _name_part(message: "Message", parts: _Parts, ending: str) -> str:
    name = message.get_filename() or f"part-{len(parts.attached) + 1}{ending}"
    return " ".join(name.replace("/", "_").split())


def _decode(content: bytes, charset: str) -> str:
    try:
        text = content.decode(charset or "utf-8")
    except (LookupError, ValueError):  # a charset that isn't known or isn't true
        decoded = decode(content)
        return decoded.text if decoded else ""
    return text.replace("\r\n", "\n").replace("\0", "")
