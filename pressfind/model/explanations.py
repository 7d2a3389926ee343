"""Why something was found, and what a query was understood to ask."""

from pressfind.model.answers import Learnt, Matching, Question
from pressfind.values import frozen


@frozen(kw_only=True)
class Occurred:
    """How often a text stands in a field, by one of its names, and what that counts.

    ``value`` is ``count`` times ``share`` times ``norm``: the weight of the field by
    how long it is, beside the mean.
    """

    field: str
    name: str
    count: int
    share: float
    length: int
    norm: float
    value: float


@frozen(kw_only=True)
class Part:
    """What one text of a query adds to a score; it is asked for so many ``times``.

    ``frequency`` is the sum of what ``occurred``, ``idf`` follows from in how many of
    all documents it is.
    """

    text: str
    times: int
    documents: int
    idf: float
    frequency: float
    score: float
    occurred: tuple[Occurred, ...]


@frozen(kw_only=True)
class Explanation:
    """The parts whose sum is a score; ``documents`` counts all of the searched kind."""

    documents: int
    parts: tuple[Part, ...]


@frozen(kw_only=True)
class ClauseName:
    """Another ``name`` that a clause is found by; learnt, or from the keeper."""

    name: str
    instead_of: str
    learnt: Learnt | None = None


@frozen(kw_only=True)
class Clause:
    """One condition of a query, of a ``kind``; those of groups have ``clauses``.

    ``number`` is how many words may stand between words, or edits away from one.
    """

    kind: str
    text: str = ""
    fields: tuple[str, ...] = ()
    number: int | None = None
    names: tuple[ClauseName, ...] = ()
    clauses: "tuple[Clause, ...]" = ()


@frozen(kw_only=True)
class Understanding:
    """How a question was understood; ``match`` is None for all words, else most.

    Words that are ``left_out`` are not asked for.
    """

    question: Question
    target: str
    parsed: str
    match: Matching | None
    left_out: tuple[str, ...]
    clause: Clause
