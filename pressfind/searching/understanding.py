"""What a question was understood to ask, clause by clause: nothing is searched for."""

import datetime
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from pressfind.engines import open_engine
from pressfind.model import Question
from pressfind.model.explanations import Clause, ClauseName, Understanding
from pressfind.query.parser import parse_query
from pressfind.query.printer import print_query
from pressfind.query.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    Exact,
    Fuzzy,
    Identifier,
    InQuote,
    Names,
    Not,
    Or,
    Pattern,
    Query,
    Text,
    text_links,
)
from pressfind.schema import Target
from pressfind.searching.asking import (
    expand_names,
    find_aliases,
    find_synonyms,
    leave_out,
    plan_asked,
)


def understand(
    index: Path, question: Question, today: datetime.date, *, quotes: bool
) -> Understanding:
    """Return how a question about quotes, or else releases, is understood."""
    target = Target.QUOTES if quotes else Target.RELEASES
    parsed = parse_query(question.text, today)
    with closing(open_engine(index)) as engine:
        expanded = expand_names(engine, parsed, find_synonyms(engine))
        aliases = find_aliases(engine)
    asked, left_out = leave_out(expanded, question.matching)
    planned = plan_asked(asked, question.filters, target, aliases)
    return Understanding(
        question=question,
        target=target.value,
        parsed=print_query(parsed),
        match=question.matching,
        left_out=left_out,
        clause=_read_clause(planned),
    )


def _read_clause(  # noqa: PLR0911  # one line for each kind of node
    query: Query,
) -> Clause:
    match query:
        case Text():
            return _read_text(query)
        case And(parts):
            return _read_group("all", parts)
        case Or(parts) | AtLeast(parts=parts):
            return _read_group("any", parts)
        case Not(part):
            return _read_group("not", (part,))
        case InQuote(part):
            return _read_group("one quote", (part,))
        case Names(words=words, field=field):
            return Clause(kind="name", text=" ".join(words), fields=(field,))
        case Identifier(value):
            return Clause(kind="id", text=value)
        case DateRange(first=first, last=last):
            return Clause(kind="date", text=f"{first or ''}..{last or ''}")
        case Everything():
            return Clause(kind="everything")


def _read_group(kind: str, parts: Iterable[Query]) -> Clause:
    return Clause(kind=kind, clauses=tuple(map(_read_clause, parts)))


def _read_text(text: Text) -> Clause:
    kind, number = _kind_of(text)
    names = (
        ClauseName(name=other.name, instead_of=other.instead_of, learnt=other.learnt)
        for other in text.others
    )
    return Clause(
        kind=kind,
        text=text.written.removeprefix("="),
        fields=text.fields,
        number=number,
        names=tuple(names),
    )


def _kind_of(text: Text) -> tuple[str, int | None]:
    if text.near is not None:
        return "near", text.near
    for link in text_links(text):
        match link:
            case Exact():
                return ("exact phrase" if text.phrase else "exact"), None
            case Fuzzy(edits=edits):
                return "fuzzy", edits
            case Pattern():
                return "pattern", None
    return ("phrase" if text.phrase else "word"), None
