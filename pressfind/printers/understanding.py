"""How a query was understood, in words and as JSON."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from pressfind.model import Learnt, Matching
from pressfind.model.explanations import Clause, ClauseName, Understanding
from pressfind.printers.records import VERSION, Record, query_record
from pressfind.printers.safety import make_safe

_ALL_TEXT = ("title", "lead", "heading", "body", "quote", "notes")

_MEANINGS = {
    "word": "{text}, in any form",
    "phrase": "“{text}”, in this order, in any form",
    "near": "“{text}”, in any order, at most {number} other words between",
    "exact": "{text}, this very form",
    "exact phrase": "“{text}”, in this order, these very forms",
    "pattern": "{text}, any word of this pattern",
    "fuzzy": "{text}, in any form, or at most {number} edit{s} away",
    "name": "{text}, all in one name",
    "id": "the id {text}",
    "everything": "everything",
    "all": "all of:",
    "any": "any of:",
    "not": "none of:",
    "one quote": "in one quote:",
}
"""What a clause of each kind asks for; dates are said by ``_say_date``."""

_MATCHES = {
    None: "all words; where nothing has them all, most of them",
    Matching.ALL: "all words",
    Matching.MOST: "all words; where nothing has them all, most of them",
    Matching.ANY: "any of the words",
}


def print_understanding(understood: Understanding, stream: TextIO) -> None:
    """Write how a query was understood, a clause a line."""
    for depth, line in _clause_lines(understood.clause, 0):
        stream.write(f"{'  ' * depth}{make_safe(line)}\n")
    if understood.left_out:
        stream.write(f"left out: {make_safe(', '.join(understood.left_out))}\n")
    stream.write(f"match: {_MATCHES[understood.match]}\n")


def understanding_record(understood: Understanding) -> Record:
    """Return how a query was understood."""
    return {
        "version": VERSION,
        "type": "query",
        "query": query_record(understood.question, understood.parsed),
        "target": understood.target,
        "match": understood.match and understood.match.value,
        "left_out": list(understood.left_out),
        "clause": _clause_record(understood.clause),
    }


def _clause_lines(clause: Clause, depth: int) -> Iterator[tuple[int, str]]:
    yield depth, _say_clause(clause)
    for name in clause.names:
        yield depth + 1, _say_name(name, clause.text)
    for inner in clause.clauses:
        yield from _clause_lines(inner, depth + 1)


def _say_clause(clause: Clause) -> str:
    if clause.kind == "date":
        return _say_date(clause.text)
    said = _MEANINGS[clause.kind].format(
        text=clause.text, number=clause.number, s="" if clause.number == 1 else "s"
    )
    if not clause.fields or clause.fields == _ALL_TEXT:
        return said
    return f"{said}, in {_say_list(clause.fields)}"


def _say_date(text: str) -> str:
    first, _, last = text.partition("..")
    if first == last:
        return f"released on {first}"
    said = (first and f" from {first}") + (last and f" to {last}")
    return f"released{said}"


def _say_name(name: ClauseName, text: str) -> str:
    instead = "" if name.instead_of == text else f" for “{name.instead_of}”"
    return f"or {name.name}{instead}, {_say_source(name.learnt)}"


def _say_source(learnt: Learnt | None) -> str:
    if learnt is None:
        return "from synonyms.toml"
    more = "" if learnt.releases == 1 else f" and {learnt.releases - 1:,} more"
    return f"learnt from {learnt.release_id}{more}"


def _say_list(fields: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(fields[:-1]), fields[-1])))


def _clause_record(clause: Clause) -> Record:
    return {
        "kind": clause.kind,
        "text": clause.text,
        "fields": list(clause.fields),
        "number": clause.number,
        "names": [
            {
                "name": name.name,
                "instead_of": name.instead_of,
                "learnt": name.learnt and _learnt_record(name.learnt),
            }
            for name in clause.names
        ],
        "clauses": [_clause_record(inner) for inner in clause.clauses],
    }


def _learnt_record(learnt: Learnt) -> Record:
    return {
        "acronym": learnt.acronym,
        "long_form": learnt.long_form,
        "releases": learnt.releases,
        "first": learnt.release_id,
    }
