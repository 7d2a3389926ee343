"""From a question to a highlighted page, and to whole releases."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pressfind import __version__
from pressfind.engines import open_engine
from pressfind.engines.base import Engine, Match
from pressfind.errors import AmbiguousIdError, ReleaseNotFoundError, UsageError
from pressfind.highlight import Highlighter
from pressfind.model import (
    Filters,
    Matching,
    Question,
    QuoteHit,
    QuotePage,
    Release,
    ReleaseHit,
    ReleasePage,
)
from pressfind.query.lexer import is_searchable
from pressfind.schema import QUOTE, TEXT_FIELDS, TITLE, Target
from pressfind.searching.asking import Answer, ask, make_page

if TYPE_CHECKING:
    from pressfind.model.explanations import Explanation
    from pressfind.model.indexes import Status, WholeRelease


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
    highlighter = Highlighter(answer.request.query, answer.matches.rarity)
    # All of one kind of work before the next takes a twentieth less than hit by hit.
    page = [*_ranked(engine, answer, question)]
    releases = [engine.read_match(match) for _, match, _ in page]
    snippets = highlighter.make_snippets(releases, question.snippets)
    titles = highlighter.find_highlights([one.title for one in releases], TITLE.name)
    hits = [
        ReleaseHit(
            rank=rank,
            score=match.score,
            release=release,
            snippets=passages,
            title_highlights=highlights,
            also=engine.find_also(match),
            explanation=explanation,
        )
        for (rank, match, explanation), release, passages, highlights in zip(
            page, releases, snippets, titles, strict=True
        )
    ]
    total = answer.matches.total
    return make_page(ReleasePage, question, answer, total=total, hits=tuple(hits))


def search_quotes(index: Path, question: Question, today: datetime.date) -> QuotePage:
    """Return one page of quotes."""
    with closing(open_engine(index)) as engine:
        answer = ask(engine, question, Target.QUOTES, today)
        highlighter = Highlighter(answer.request.query)
        hits = []
        for rank, match, explanation in _ranked(engine, answer, question):
            release = engine.read_match(match)
            quote = release.quotes[(match.number or 1) - 1]
            words = quote.span.of(release.body)
            (highlights,) = highlighter.find_highlights([words], QUOTE.name)
            hits.append(
                QuoteHit(
                    rank=rank,
                    score=match.score,
                    release=release,
                    quote=quote,
                    highlights=highlights,
                    explanation=explanation,
                )
            )
    total = answer.matches.total
    return make_page(QuotePage, question, answer, total=total, hits=tuple(hits))


def find_releases(index: Path, ids: Sequence[str]) -> tuple[Release, ...]:
    """Return the releases of these ids, or of ids that begin so, or of quotes' ids."""
    with closing(open_engine(index)) as engine:
        return tuple(engine.read(_find_id(engine, written)) for written in ids)


def find_whole(index: Path, ids: Sequence[str]) -> "tuple[WholeRelease, ...]":
    """Return the releases that ``find_releases`` does, with the sources of each."""
    from pressfind.extract.versions import find_contributions
    from pressfind.model.indexes import WholeRelease

    found = []
    with closing(open_engine(index)) as engine:
        for written in ids:
            match = Match(release_id=_find_id(engine, written), score=0.0)
            release = engine.read_match(match)
            sources = find_contributions(engine.read_versions(release.id))
            also = engine.find_also(match)
            found.append(WholeRelease(release=release, sources=sources, also=also))
    return tuple(found)


def _find_id(engine: Engine, written: str) -> str:
    """Return the one id that is written, or that begins so."""
    wanted, candidates = _find_candidates(engine, written)
    if not wanted or not candidates:
        raise ReleaseNotFoundError(f"no release has an id that begins {wanted!r}")
    if wanted not in candidates and len(candidates) > 1:
        listed = "\n  ".join(candidates[:10])
        raise AmbiguousIdError(
            f"{len(candidates)} ids begin {wanted!r}; write more:\n  {listed}"
        )
    return wanted if wanted in candidates else candidates[0]


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
    strict = replace(question, matching=Matching.ALL, every=True)
    with closing(open_engine(index)) as engine:
        answer = ask(engine, strict, Target.RELEASES, today)
        for match in answer.matches.page:
            yield engine.read_match(match)


def read_status(index: Path, *, check: bool = False) -> "Status":
    """Return what the index holds; with ``check``, whether it is whole."""
    from pressfind.model.indexes import Status

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


def _ranked(
    engine: Engine, answer: Answer, question: Question
) -> "Iterator[tuple[int, Match, Explanation | None]]":
    """Yield rank, match and, where it is asked for, explanation of each hit."""
    page = answer.matches.page
    explanations: Sequence[Explanation | None] = [None] * len(page)
    if question.explain:
        explanations = engine.explain(answer.request, answer.matches)
    return zip(count(question.offset + 1), page, explanations)  # endless


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
