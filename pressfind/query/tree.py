"""The query tree: frozen, the same for every engine.

A parsed tree holds ``Text`` leaves as the user wrote them, without fields where no
field was named.  ``plan`` turns it into what engines answer: every leaf names its
fields, and what must hold in one quote stands under one ``InQuote``.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pressfind.model import Learnt
from pressfind.schema import OTHER_NAME
from pressfind.values import frozen


@frozen
class Exact:
    """This folded form, and none of its relatives."""

    form: str


@frozen
class Pattern:
    """Every form of a pattern: ``*`` is any characters or none, ``?`` is one."""

    form: str


@frozen
class Fuzzy:
    """A word in any form, and every form at most so many edits from this one.

    An edit is a letter more, less or other, or two neighbours in the other order.
    """

    form: str
    edits: int


Variant = Pattern | Fuzzy
"""What stands for forms that only an index can name."""

Link = str | Exact | Variant
"""What a word may be; a folded form by itself stands for its relatives too."""

Chain = tuple[Link, ...]
"""Words that stand one behind the other."""

Slot = tuple[Chain, ...]
"""One word of a query: the chains that may stand for it."""


@frozen(kw_only=True)
class OtherName:
    """A text with another ``name`` in it where the query has ``instead_of``.

    ``learnt`` is None for what the keeper of an index says.
    """

    slots: tuple[Slot, ...]
    name: str
    instead_of: str
    learnt: Learnt | None = None


@frozen(kw_only=True)
class Text:
    """Words in this order with nothing between them, in one block of any field.

    With ``near`` they stand in any order, with so many other words between them at
    most.  ``fields`` is empty in a parsed tree where the user named none.  ``others``
    stand for it too, and count less (see ``schema``).
    """

    slots: tuple[Slot, ...]
    written: str
    phrase: bool = False
    near: int | None = None
    fields: tuple[str, ...] = ()
    others: tuple[OtherName, ...] = ()


@frozen(kw_only=True)
class Names:
    """All these folded words in one name, in any order: what a filter asks.

    With ``whole`` they are, in this order, all words of the name that a value is filed
    under (see ``schema.quote_names``).
    """

    words: tuple[str, ...]
    field: str
    whole: bool = False


@frozen(kw_only=True)
class DateRange:
    """Released between two days, both included; None leaves an end open."""

    first: datetime.date | None
    last: datetime.date | None


@frozen
class Identifier:
    """The release, or quote, of this very id."""

    value: str


@frozen
class Everything:
    """Every document."""


@frozen
class And:
    """All of the parts, of which there are at least two."""

    parts: "tuple[Query, ...]"


@frozen
class Or:
    """At least one of the parts, of which there are at least two."""

    parts: "tuple[Query, ...]"


@frozen
class AtLeast:
    """So many of the parts, or more."""

    count: int
    parts: "tuple[Query, ...]"


@frozen
class Not:
    """Whatever the part does not match."""

    part: "Query"


@frozen
class InQuote:
    """Releases with one quote for which the whole part holds."""

    part: "Query"


Query = (
    Text
    | Names
    | DateRange
    | Identifier
    | Everything
    | And
    | Or
    | AtLeast
    | Not
    | InQuote
)


def conjoin(parts: "tuple[Query, ...]") -> Query:
    """Return all of ``parts`` as one query, nested conjunctions flattened."""
    flat = tuple(
        inner
        for part in parts
        for inner in (part.parts if isinstance(part, And) else (part,))
        if not isinstance(inner, Everything)
    )
    if not flat:
        return Everything()
    return flat[0] if len(flat) == 1 else And(flat)


def disjoin(parts: "tuple[Query, ...]") -> Query:
    """Return any of ``parts`` (at least one) as one query, flattened."""
    flat = tuple(
        inner
        for part in parts
        for inner in (part.parts if isinstance(part, Or) else (part,))
    )
    return flat[0] if len(flat) == 1 else Or(flat)


def positive_texts(query: Query) -> Iterator[Text]:
    """Yield the text leaves that a match may be due to: none below a ``Not``."""
    if isinstance(query, Text):
        yield query
    elif isinstance(query, And | Or | AtLeast):
        for part in query.parts:
            yield from positive_texts(part)
    elif isinstance(query, InQuote):
        yield from positive_texts(query.part)


def all_texts(query: Query) -> Iterator[Text]:
    """Yield the text leaves, those below a ``Not`` too."""
    match query:
        case Text():
            yield query
        case And(parts) | Or(parts) | AtLeast(parts=parts):
            for part in parts:
                yield from all_texts(part)
        case Not(part) | InQuote(part):
            yield from all_texts(part)


def find_variants(query: Query) -> "Iterator[tuple[Text, Variant]]":
    """Yield what only an index can name the forms of, with the leaf it stands in."""
    for text in all_texts(query):
        for link in text_links(text):
            if isinstance(link, Variant):
                yield text, link


def text_links(text: Text) -> Iterator[Link]:
    """Yield every link of every chain of a text."""
    return (link for slot in text.slots for chain in slot for link in chain)


def find_readings(text: Text) -> Iterator[tuple[Text, float]]:
    """Yield a text as it is and with each of its other names, and what each counts."""
    yield (replace(text, others=()) if text.others else text), 1.0
    for other in text.others:
        rows: Iterable[tuple[Slot, ...]] = (other.slots,)
        if len(other.slots) == 1:
            # Words alone are looked up faster than words one of which stands there.
            rows = (((links,),) for links in other.slots[0])
        for slots in rows:
            reading = replace(text, slots=slots, written=other.name, others=())
            yield reading, OTHER_NAME
