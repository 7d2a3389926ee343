"""Results as JSON, JSON Lines, CSV, TSV and ids: a promise, version 1.

Keys keep their order; every top-level object and every line has ``version`` and
``type``.  Within a version keys may be added and never change meaning.
"""

import datetime
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from pressfind.errors import UsageError
from pressfind.model import (
    Filters,
    Page,
    Question,
    Quote,
    QuoteHit,
    QuotePage,
    Release,
    ReleaseHit,
    ReleasePage,
    Source,
    Span,
    Speaker,
    Suggestion,
)
from pressfind.printers.safety import escape_unsafe, make_safe

if TYPE_CHECKING:
    from pressfind.model.indexes import (
        Contribution,
        SourceForm,
        Status,
        WholeRelease,
    )

VERSION = 1
Record = dict[str, Any]


def page_record(page: ReleasePage | QuotePage) -> Record:
    """Return the envelope of a page of hits."""
    kind = "search" if isinstance(page, ReleasePage) else "quotes"
    return envelope(kind, page) | {"hits": [hit_record(hit) for hit in page.hits]}


def envelope(kind: str, page: Page) -> Record:
    """Return what every page says of itself: what was asked, and how much there is."""
    question = page.question
    return {
        "version": VERSION,
        "type": kind,
        "query": query_record(question, page.parsed),
        "match": page.match.value,
        "left_out": list(page.left_out),
        "suggestions": suggestion_records(page.suggestions),
        "total": page.total,
        "offset": question.offset,
        "limit": question.limit,
    }


def query_record(question: Question, parsed: str) -> Record:
    """Return what was asked, and how it was read."""
    return {
        "text": question.text,
        "parsed": parsed,
        "filters": _filters(question.filters),
    }


def suggestion_records(suggestions: Iterable[Suggestion]) -> list[Record]:
    """Return the words that no release has, with those most like them."""
    return [
        {"word": one.word, "nearest": list(one.nearest), "used": one.used}
        for one in suggestions
    ]


def hit_record(hit: ReleaseHit | QuoteHit) -> Record:
    """Return one hit, without a version."""
    record = _release_hit(hit) if isinstance(hit, ReleaseHit) else _quote_hit(hit)
    if hit.explanation is not None:
        from pressfind.printers.explanations import explanation_record

        record["explanation"] = explanation_record(hit.explanation)
    return record


def _quote_hit(hit: QuoteHit) -> Record:
    release = hit.release
    quote = _quote(release, hit.quote)
    quote.pop("span")
    return {
        "type": quote.pop("type"),
        "rank": hit.rank,
        "score": hit.score,
        "id": quote.pop("id"),
        "text": quote.pop("text"),
        "highlights": _ranges(hit.highlights),
        "speaker": quote.pop("speaker"),
        "kind": quote.pop("kind"),
        "evidence": quote.pop("evidence"),
        "ended_by": quote.pop("ended_by"),
        "attribution": quote.pop("attribution"),
        "release": release_record(release),
        "source": quote.pop("source"),
    }


def release_record(release: Release) -> Record:
    """Return which release something stands in."""
    return {
        "id": release.id,
        "title": release.title,
        "department": release.department,
        "date": _date(release),
        "url": release.url,
    }


def speaker_record(speaker: Speaker) -> Record:
    """Return who said something, as resolved and as written."""
    return {
        "name": speaker.name,
        "as_written": speaker.as_written,
        "role": speaker.role,
        "role_as_written": speaker.role_as_written,
        "organisation": speaker.organisation,
    }


def export_record(release: Release) -> Record:
    """Return a release whole, as ``index -`` reads it."""
    return {
        "version": VERSION,
        "type": "release",
        "id": release.id,
        "title": release.title,
        "department": release.department,
        "date": _date(release),
        "lead": release.lead,
        "tags": list(release.tags),
        "url": release.url,
        "source": _source(release.source),
        "body": release.body,
        "blocks": [
            {"kind": block.kind.value, "text": block.text, "line": block.line}
            for block in release.blocks
        ],
        "quotes": [_quote(release, quote) for quote in release.quotes],
    }


def show_record(found: Iterable["WholeRelease"]) -> Record:
    """Return the envelope of releases shown whole, with the sources of each."""
    shown = [
        export_record(whole.release)
        | {"sources": list(map(_contribution, whole.sources)), "also": list(whole.also)}
        for whole in found
    ]
    return {"version": VERSION, "type": "show", "releases": shown}


def _contribution(given: "Contribution") -> Record:
    return _source(given.source) | {"fields": list(given.fields)}


def status_record(status: "Status") -> Record:
    """Return what an index holds."""
    damage = None if status.damage is None else list(status.damage)
    return {
        "version": VERSION,
        "type": "status",
        "index": status.index,
        "pressfind": status.version,
        "format": status.format,
        "engine": status.engine,
        "releases": status.releases,
        "quotes": status.quotes,
        "undated": status.undated,
        "first_date": _day(status.first_date),
        "last_date": _day(status.last_date),
        "roots": list(status.roots),
        "files": status.files,
        "size": status.size,
        "damage": damage,
    }


def forms_record(forms: "Sequence[SourceForm]") -> Record:
    """Return the forms that are read, in the order in which they are tried."""
    listed = [
        {
            "name": form.name,
            "recognised_by": form.tell,
            "extra": form.extra,
            "for_some": form.for_some,
            "installed": form.installed,
        }
        for form in forms
    ]
    return {"version": VERSION, "type": "sources", "forms": listed}


def print_json(record: Record, stream: TextIO) -> None:
    """Write one object on one line."""
    stream.write(escape_unsafe(json.dumps(record, ensure_ascii=False)) + "\n")


def print_json_lines(
    hits: Iterable[ReleaseHit | QuoteHit],
    stream: TextIO,
    *,
    query_id: str | None = None,
) -> None:
    """Write a hit a line, each with its version, and its query's id if it has one."""
    named = {} if query_id is None else {"query_id": query_id}
    for hit in hits:
        print_json({"version": VERSION, **hit_record(hit), **named}, stream)


def print_run(
    query_id: str, ranked: Iterable[tuple[str, float]], first: int, stream: TextIO
) -> None:
    """Write ids and scores as lines of a TREC run, ranked from ``first`` on.

    Raises ``UsageError`` for an id that would be read as two columns.
    """
    for rank, (identifier, score) in enumerate(ranked, first):
        for name in (query_id, identifier):
            if len(name.split()) != 1:
                raise UsageError(
                    f"the id {name!r} holds white space, which parts the columns of "
                    "a TREC run; print --jsonl instead"
                )
        line = f"{query_id} Q0 {identifier} {rank} {score:.6f} pressfind"
        stream.write(make_safe(line) + "\n")


def print_ids(hits: Iterable[ReleaseHit | QuoteHit], stream: TextIO) -> None:
    """Write an id a line."""
    for hit in hits:
        stream.write(_cell(hit_record(hit)["id"]) + "\n")


def choose_columns(named: str | None, known: Sequence[str]) -> Sequence[str]:
    """Return the columns named, joined by commas, else all that are known.

    Raises ``UsageError`` for one that isn't known.
    """
    columns = [name.strip() for name in named.split(",")] if named else known
    for column in columns:
        if column not in known:
            raise UsageError(f"no column {column!r}; there are {', '.join(known)}")
    return columns


def print_table(
    records: Sequence[Record], columns: Sequence[str], stream: TextIO, *, tabs: bool
) -> None:
    """Write CSV as RFC 4180 has it, or TSV; columns may be dotted."""
    rows = [_flat(record) for record in records]
    if tabs:
        lines = [columns, *([_cell(row[c]) for c in columns] for row in rows)]
        stream.writelines("\t".join(line) + "\n" for line in lines)
        return
    import csv

    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([make_safe(row[c]) for c in columns] for row in rows)


def _cell(text: str) -> str:
    return " ".join(make_safe(text).split())


def _flat(record: Record, prefix: str = "") -> dict[str, str]:
    row: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            row |= _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            if all(isinstance(item, str) for item in value):
                row[prefix + key] = "; ".join(value)
        else:
            row[prefix + key] = "" if value is None else str(value)
    return row


RELEASE_COLUMNS = (
    *("type", "rank", "score", "id", "title", "department", "date", "url", "tags"),
    *("source.path", "source.line_start", "source.line_end"),
)
QUOTE_COLUMNS = (
    *("type", "rank", "score", "id", "text", "speaker.name", "speaker.as_written"),
    *("speaker.role", "speaker.role_as_written", "speaker.organisation", "kind"),
    *("evidence", "ended_by", "attribution", "release.id", "release.title"),
    *("release.department", "release.date", "release.url", "source.path"),
    *("source.line_start", "source.line_end"),
)
FORM_COLUMNS = ("name", "recognised_by", "extra", "for_some", "installed")
STATUS_COLUMNS = (
    *("index", "pressfind", "format", "engine", "releases", "quotes", "undated"),
    *("first_date", "last_date", "roots", "files", "size"),
)


def _release_hit(hit: ReleaseHit) -> Record:
    release = hit.release
    return {
        "type": "release",
        "rank": hit.rank,
        "score": hit.score,
        "id": release.id,
        "title": release.title,
        "department": release.department,
        "date": _date(release),
        "url": release.url,
        "tags": list(release.tags),
        "source": _source(release.source),
        "snippets": [
            {
                "field": snippet.field,
                "text": snippet.text,
                "highlights": _ranges(snippet.highlights),
                "line": snippet.line,
                "quote": snippet.quote
                and {
                    "id": snippet.quote.id,
                    "speaker": snippet.quote.speaker,
                    "role": snippet.quote.role,
                },
            }
            for snippet in hit.snippets
        ],
        "also": list(hit.also),
    }


def _quote(release: Release, quote: Quote) -> Record:
    return {
        "type": "quote",
        "id": release.quote_id(quote),
        "text": quote.span.of(release.body),
        "speaker": speaker_record(quote.speaker),
        "kind": quote.kind.value,
        "evidence": quote.evidence.value,
        "ended_by": quote.ended_by,
        "attribution": quote.attribution,
        "source": {
            "path": release.source.path,
            "line_start": quote.line_start,
            "line_end": quote.line_end,
        },
        "span": [quote.span.start, quote.span.end],
    }


def _filters(filters: Filters) -> Record:
    """Return the filters of a question."""
    return {
        "department": list(filters.department),
        "speaker": list(filters.speaker),
        "role": list(filters.role),
        "organisation": list(filters.organisation),
        "tag": list(filters.tag),
        "since": _day(filters.since),
        "until": _day(filters.until),
        "in": list(filters.fields),
    }


def _source(source: Source) -> Record:
    return {
        "path": source.path,
        "line_start": source.line_start,
        "line_end": source.line_end,
    }


def _date(release: Release) -> str | None:
    return _day(release.date)


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _ranges(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
