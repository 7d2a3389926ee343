"""JSON Lines: an object a line, under any of the usual keys, or our own export."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pressfind.model import (
    Block,
    BlockKind,
    Evidence,
    Quote,
    QuoteKind,
    RawBlock,
    RawDocument,
    Skipped,
    Source,
    Span,
    Speaker,
)
from pressfind.sources.endings import mark_endings
from pressfind.sources.json_objects import DuplicateKeyError, build_object
from pressfind.sources.paragraphs import join_paragraphs
from pressfind.sources.properties import clean, read_properties, read_tags
from pressfind.values import constructor_of

VERSION = 1
"""The version of export records that is read."""

# ``json.loads`` makes a decoder for each line, which takes a fifth of its time.
_DECODER = json.JSONDecoder(object_pairs_hook=build_object)

Record = dict[str, Any]

_make_source, _make_block = constructor_of(Source), constructor_of(RawBlock)
_make_document = constructor_of(RawDocument)


def is_json_lines(text: str) -> bool:
    """Whether the first line that isn't blank is a JSON object."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    try:
        return isinstance(_parse(text[start : end if end >= 0 else None]), dict)
    except DuplicateKeyError:  # it is named as the first line is read
        return True


def read_json_lines(text: str, path: str) -> Iterator[RawDocument | Skipped]:
    """Yield a release for each line of ``text``."""
    return read_lines(text.split("\n"), path)


def read_lines(
    lines: Iterable[str], path: str, first: int = 1
) -> Iterator[RawDocument | Skipped]:
    """Yield a release, or the reason why not, for each line that isn't blank.

    ``first`` is the number of the first line.
    """
    for number, line in enumerate(lines, first):
        if not line.strip("\ufeff \t\r\n\0"):
            continue
        try:
            record = _parse(line.strip("\ufeff\0"))
        except DuplicateKeyError as error:
            yield _bad(path, number, str(error))
            continue
        if isinstance(record, dict):
            yield _read_record(record, path, number)
        else:
            yield _bad(path, number, "not a JSON object")


def _parse(line: str) -> Any:
    try:
        return _DECODER.decode(line)
    except DuplicateKeyError:
        raise
    except (ValueError, RecursionError):
        return None


def _bad(path: str, number: int, why: str) -> Skipped:
    return Skipped(path=path, kind="bad record", reason=why, line=number)


def _read_record(record: Record, path: str, number: int) -> RawDocument | Skipped:
    try:
        if record.get("type") == "release" and "version" in record:
            return _read_export(record)
        if "document_type" in record:  # as every item of the content API has
            from pressfind.sources.govuk_content import is_item, read_item

            if is_item(record):
                return read_item(
                    record, Source(path=path, line_start=number, line_end=number)
                )
        return _read_foreign(record, path, number)
    except (KeyError, TypeError, ValueError) as error:
        return _bad(path, number, f"{type(error).__name__}: {error}")


def _read_foreign(record: Record, path: str, number: int) -> RawDocument | Skipped:
    values = read_properties(record)
    paragraphs = join_paragraphs((values["body"] or "").split("\n"))
    blocks = tuple([_make_block(text=text, kind=kind) for text, _, kind in paragraphs])
    title = " ".join((values["title"] or "").split())
    if not title and not blocks:
        return _bad(path, number, "neither a title nor a text")
    lead = (values["lead"] or "").strip() or None
    if lead and not (blocks and blocks[0].text == lead):
        blocks = (RawBlock(text=lead, kind=BlockKind.PARAGRAPH), *blocks)
    if not title:  # the release is not lost: its first words stand for one
        from pressfind.sources.titles import cut_title

        title = cut_title(blocks[0].text)
    given = record.get("id")
    return _make_document(
        source=_make_source(path=path, line_start=number, line_end=number),
        title=title,
        blocks=mark_endings(blocks),
        given_id=clean(str(given))
        if isinstance(given, str | int) and given != ""
        else None,
        department=values["department"],
        date_text=values["date"],
        date_line=number,
        lead=lead,
        tags=read_tags(record),
        url=values["url"],
    )


def _read_export(record: Record) -> RawDocument:
    if record["version"] != VERSION:
        raise ValueError(f"version {record['version']} is of a newer pressfind")
    blocks = tuple(
        RawBlock(text=block["text"], line=block["line"], kind=BlockKind(block["kind"]))
        for block in record["blocks"]
    )
    body = "\n\n".join(
        Block(kind=BlockKind.PARAGRAPH, text=b.text).text for b in blocks
    )
    return RawDocument(
        source=Source(**record["source"]),
        title=record["title"],
        blocks=blocks,
        given_id=record["id"],
        department=record["department"],
        date_text=record["date"],
        lead=record["lead"],
        tags=tuple(record["tags"]),
        url=record["url"],
        quotes=tuple(_read_quote(quote, len(body)) for quote in record["quotes"]),
    )


def _read_quote(values: Record, length: int) -> Quote:
    span = Span(*values["span"])
    if span.end > length:
        raise ValueError(f"the quote {values['id']} ends behind the body")
    return Quote(
        span=span,
        kind=QuoteKind(values["kind"]),
        evidence=Evidence(values["evidence"]),
        speaker=Speaker(**values["speaker"]),
        attribution=values["attribution"],
        line_start=values["source"]["line_start"],
        line_end=values["source"]["line_end"],
        ended_by=values.get("ended_by"),
    )
