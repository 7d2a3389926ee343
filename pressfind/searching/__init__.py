"""From a question to a highlighted page, and to whole releases."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pressfind import __version__
from pressfind.engines import open_engine
from pressfind.engines.base import Engine, Match, Matches
from pressfind.errors import AmbiguousIdError, ReleaseNotFoundError, UsageError
from pressfind.highlight import find_highlights, make_snippets
from pressfind.model import (
    Filters,
    Matching,
    Question,
    QuoteHit,
    QuotePage,
    Release,
    ReleaseHit,
    ReleasePage,
    Status,
)
from pressfind.query import print_query
from pressfind.query.lexer import is_searchable
from pressfind.schema import QUOTE, TEXT_FIELDS, TITLE, Target
from pressfind.searching.asking import Answer, ask

PageKind = TypeVar("PageKind", ReleasePage, QuotePage)


def make_filters(  # noqa: PLR0913  # one for each kind of filter
    names: dict[str, Sequence[str]],
    *,
    since: str | None = None,
    until: str | None = None,
    on: str | None = None,
    fields: Sequence[str] = (),
    today: datetime.date,
) -> Filters:
    """Return checked filters; ``names`` by field; raise ``UsageError``."""
    for name, values in names.items():
        for value in values:
            if not is_searchable(value):
                raise UsageError(f"--{name} {value!r} holds no word")
    known = [field.name for field in TEXT_FIELDS]
    for field in fields:
        if field not in known:
            raise UsageError(f"--in {field!r} is no field; it takes {', '.join(known)}")
    if on and (since or until):
        raise UsageError("--on is one day: it doesn't go with --since or --until")
    first = _days("--on" if on else "--since", on or since, today)
    last = _days("--on" if on else "--until", on or until, today)
    begin, end = first and first[0], last and last[1]
    if begin and end and begin > end:
        raise UsageError(f"--since {since} is after --until {until}")
    return Filters(
        **{name: tuple(values) for name, values in names.items()},
        since=begin,
        until=end,
        fields=tuple(dict.fromkeys(fields)),
    )


def search_releases(
    index: Path, question: Question, today: datetime.date
) -> ReleasePage:
    """Return one page of releases with snippets."""
    with closing(open_engine(index)) as engine:
        return answer_releases(engine, question, today)


def answer_releases(
    engine: Engine, question: Question, today: datetime.date
) -> ReleasePage:
    """Return one page of releases with snippets, from an engine that is open."""
    answer = ask(engine, question, Target.RELEASES, today)
    query = answer.query
    hits = []
    for rank, match in _ranked(answer.matches, question):
        release = engine.read_match(match)
        hits.append(
            ReleaseHit(
                rank=rank,
                score=match.score,
                release=release,
                snippets=make_snippets(query, release, question.snippets),
                title_highlights=find_highlights(query, release.title, TITLE.name),
            )
        )
    return _make_page(ReleasePage, question, answer, hits)


def search_quotes(index: Path, question: Question, today: datetime.date) -> QuotePage:
    """Return one page of quotes."""
    with closing(open_engine(index)) as engine:
        answer = ask(engine, question, Target.QUOTES, today)
        hits = []
        for rank, match in _ranked(answer.matches, question):
            release = engine.read_match(match)
            quote = release.quotes[(match.number or 1) - 1]
            words = quote.span.of(release.body)
            hits.append(
                QuoteHit(
                    rank=rank,
                    score=match.score,
                    release=release,
                    quote=quote,
                    highlights=find_highlights(answer.query, words, QUOTE.name),
                )
            )
    return _make_page(QuotePage, question, answer, hits)


def find_releases(index: Path, ids: Sequence[str]) -> tuple[Release, ...]:
    """Return the releases of these ids, or of ids that begin so, or of quotes' ids."""
    with closing(open_engine(index)) as engine:
        found = []
        for identifier in ids:
            wanted, candidates = _find_candidates(engine, identifier)
            if not wanted or not candidates:
                raise ReleaseNotFoundError(
                    f"no release has an id that begins {wanted!r}"
                )
            if wanted not in candidates and len(candidates) > 1:
                listed = "\n  ".join(candidates[:10])
                raise AmbiguousIdError(
                    f"{len(candidates)} ids begin {wanted!r}; write more:\n  {listed}"
                )
            name = wanted if wanted in candidates else candidates[0]
            found.append(engine.read(name))
    return tuple(found)


def _find_candidates(engine: Engine, identifier: str) -> tuple[str, list[str]]:
    """Return what ids may begin with, and those that do: a quote's is its release's."""
    candidates = engine.find_ids(identifier)
    release_id, mark, number = identifier.rpartition("#q")
    if candidates or not mark or not number.isdecimal():
        return identifier, candidates
    return release_id, engine.find_ids(release_id)


def export_releases(
    index: Path, question: Question, today: datetime.date
) -> Iterator[Release]:
    """Yield the releases that match wholly, newest first unless sorted otherwise."""
    strict = replace(question, matching=Matching.ALL)
    with closing(open_engine(index)) as engine:
        for match in ask(engine, strict, Target.RELEASES, today).matches.page:
            yield engine.read_match(match)


def read_status(index: Path, *, check: bool = False) -> Status:
    """Return what the index holds; with ``check``, whether it is whole."""
    with closing(open_engine(index)) as engine:
        summary, catalogue = engine.summary(), engine.catalogue()
        return Status(
            index=str(index),
            version=__version__,
            format=engine.format,
            engine=engine.name,
            releases=summary.releases,
            quotes=summary.quotes,
            undated=summary.undated,
            first_date=summary.first_date,
            last_date=summary.last_date,
            roots=catalogue.roots,
            files=len(catalogue.files),
            size=engine.size(),
            damage=engine.find_damage() if check else None,
        )


def _make_page(
    kind: Callable[..., PageKind],
    question: Question,
    answer: Answer,
    hits: Iterable[ReleaseHit | QuoteHit],
) -> PageKind:
    return kind(
        question=question,
        parsed=print_query(answer.parsed),
        total=answer.matches.total,
        hits=tuple(hits),
        match=answer.match,
        held=answer.held,
        words=answer.words,
        left_out=answer.left_out,
        suggestions=answer.suggestions,
    )


def _ranked(matches: Matches, question: Question) -> Iterator[tuple[int, Match]]:
    return enumerate(matches.page, question.offset + 1)


def _days(
    option: str, text: str | None, today: datetime.date
) -> tuple[datetime.date, datetime.date] | None:
    if text is None:
        return None
    from pressfind.query.dates import read_days

    try:
        return read_days(text, today)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None
