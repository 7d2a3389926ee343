"""The rules that an engine keeps to serve pressfind.

``tests/test_engine_contract.py`` is the other half of this file: an engine is
finished when it passes there, unchanged.

- Putting a release replaces the one of the same id, with its quotes.
- Nothing that a writer was told is seen before ``commit``, and all of it after; a
  writer that ends otherwise, even by ``kill -9``, leaves the index as it was.
- Searching goes on while another process writes; a second writer is refused with
  ``EngineUnavailableError``.
- A search answers a planned query tree exactly: ``total`` counts every match.
- A word that stands for more forms than are allowed is a ``QueryError`` that names how
  many; forms of deleted documents don't count.
- The order is total: score rounded to 6 decimals, then newer, then id; undated
  releases are last by date either way.  It does not depend on the history of the index.
- Statistics are of live documents of the searched kind only (see ``schema``).
- A library's errors leave as ``EngineError``.
- Live releases that are near-identical are a group: an original and its copies.  In the
  order of date (undated last) and id, a release is a copy of the first original that
  shares keys of likeness with it and whose outline is like its own; else it is one
  itself.  So groups don't depend on the history of the index, and don't grow from each
  release that resembles the one before.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from pressfind.model import Learnt, Release, Sort
from pressfind.query.tree import Query, Text
from pressfind.schema import Target
from pressfind.values import frozen

if TYPE_CHECKING:
    from pressfind.model.explanations import Explanation
    from pressfind.model.indexes import Catalogue, Version

SCORE_DECIMALS = 6
"""How finely scores order hits: coarser than what differs between machines."""


JOINING = 2**63
"""What keys that join releases are less than."""

LIKENESS = JOINING + 2**62
"""What keys that near-identical releases share are not less than."""

SHARED = 2
"""How many of these they share at least, or all that one of them has."""


@frozen(kw_only=True)
class Request:
    """One search; ``query`` is planned for ``target``, ``limit`` 0 means all.

    With ``once`` only the first release of each group matches, in the order of ``sort``
    and among those that the query holds for; quotes match as ever.
    """

    query: Query
    target: Target
    sort: Sort = Sort.RELEVANCE
    limit: int = 0
    offset: int = 0
    once: bool = False


@frozen(kw_only=True)
class Match:
    """A release, or its quote of this 1-based number, and the rounded score.

    ``place`` is the engine's own, to read the release by.
    """

    release_id: str
    score: float
    number: int | None = None
    place: tuple[int, int] | None = field(default=None, compare=False)


@frozen(kw_only=True)
class Matches:
    """One page of matches, best first; ``total`` counts those of all pages.

    ``rarity`` is the idf (see ``schema``) of the texts sought, where there are several.
    """

    total: int
    page: tuple[Match, ...]
    rarity: Mapping[Text, float] = field(default_factory=dict, compare=False)


Key = TypeVar("Key")

Grouping = Callable[..., Iterable[Key]]
"""From the values of a document to the keys that it counts under, each once.

It takes what each counted field holds, in a tuple: names as ``schema`` has them, and of
a date the day as 2024-04-18.
"""


@frozen
class Count:
    """How many releases count under a key, and how many quotes."""

    releases: int
    quotes: int = 0


@frozen(kw_only=True)
class Counts(Generic[Key]):
    """What a query holds for, by key; ``without`` counts under no key at all.

    Both ``total`` and ``without`` are of the documents that were asked for: releases or
    quotes.
    """

    total: int
    without: int
    by_key: Mapping[Key, Count]


@frozen(kw_only=True)
class Stored:
    """A release with the versions that it was merged from and the keys that find it.

    Keys are of 64 bits; those below ``JOINING`` also join releases to be decided
    together, where two have the same.  ``sketch``, of 64 bits as well, tells it apart
    from most releases that aren't like it (see ``Outlining``).
    """

    release: Release
    versions: "tuple[Version, ...]"
    keys: frozenset[int]
    sketch: int = 0


@frozen
class Candidate:
    """A release that a writer sees; ``fresh`` if a part of this run holds it.

    ``place`` is the engine's own.
    """

    place: tuple[int, int]
    fresh: bool


@frozen(kw_only=True)
class Summary:
    """What an index holds, counted without reading it whole."""

    releases: int
    quotes: int
    undated: int
    first_date: datetime.date | None
    last_date: datetime.date | None


class Outline(Protocol):
    """What of a release is compared to find whether it is near-identical to another."""

    def is_like(self, other: Any, /) -> bool:
        """Whether two releases are near-identical, as the other would also say."""


class Outlining(Protocol):
    """What makes outlines, and spares most of them."""

    def __call__(self, release: Release, /) -> Outline:
        """Return the outline of a release."""

    def are_apart(self, sketch: int, other: int, /) -> bool:
        """Whether no releases of these sketches can be near-identical."""


class Part(Protocol):
    """Releases written apart, in any process, that a writer can then adopt."""

    def write(self, stored: Sequence[Stored]) -> None:
        """Add releases; nothing is replaced, and memory stays bounded."""

    def seal(self) -> object:
        """Make all of it durable; return what ``adopt`` takes: it can be pickled."""

    def abandon(self) -> None:
        """Leave it unfinished; after ``seal``, do nothing."""


class Writer(Protocol):
    """The one writer of an index, until it commits or aborts."""

    @property
    def open_part(self) -> Callable[[], Part]:
        """Return what opens a part of this run; it can be pickled."""

    def adopt(self, sealed: Any) -> int:
        """Take in a sealed part; return how many releases it holds."""

    def find_groups(self, stale: Iterable[int]) -> Iterator[tuple[Candidate, ...]]:
        """Yield the releases that must be decided anew, together where keys join them.

        These are the adopted ones that share a joining key with any other, the ones in
        the index that have a key of ``stale``, and whatever these are joined to.
        """

    def read(self, candidate: Candidate) -> Stored:
        """Return the release of a candidate."""

    def drop(self, candidate: Candidate) -> None:
        """Remove the release of a candidate."""

    def put(self, stored: Stored) -> None:
        """Add a release, in place of the one of the same id."""

    def remove(self, release_id: str) -> None:
        """Remove a release and its quotes; an unknown id is no error."""

    def commit(self, catalogue: "Catalogue", outline: Outlining | None = None) -> None:
        """Make all of it the index, at once and durably.

        By ``outline`` releases of this run are compared; without it all are originals.
        """

    def abort(self) -> None:
        """Leave the index as it was; after ``commit``, do nothing."""


class Engine(Protocol):
    """A place that releases are written to and searched in."""

    name: ClassVar[str]
    format: ClassVar[int]
    folder: Path
    """The index's own; files that its keeper writes lie there too."""
    loss: str | None
    """What could not be kept of an index that was damaged, as a sentence."""

    def search(self, request: Request) -> Matches:
        """Return one page of matches."""

    def count_values(
        self, query: Query, target: Target, fields: Sequence[str], group: Grouping[Key]
    ) -> Counts[Key]:
        """Count what a query, planned for ``target``, holds for, by values of fields.

        Where a field is of quotes, all quotes of the releases found count, each under
        its own keys, and a release under the keys of any of its quotes.  Else, and of
        quotes that were found themselves, what the release holds counts for each.
        """

    def explain(self, request: Request, matches: Matches) -> "list[Explanation]":
        """Return why each match of a page that this engine found has its score.

        There is a part for each text that adds to it, in the order of the query; their
        sum is the score before it was rounded.
        """

    def read(self, release_id: str) -> Release:
        """Return one release, or raise ``ReleaseNotFoundError``."""

    def read_versions(self, release_id: str) -> "tuple[Version, ...]":
        """Return what a release was merged from; raise as ``read`` does."""

    def read_match(self, match: Match) -> Release:
        """Return the release of a match that this engine found."""

    def find_also(self, match: Match) -> tuple[str, ...]:
        """Return the ids of the others in the group of a release, sorted."""

    def find_ids(self, prefix: str) -> list[str]:
        """Return the ids that begin with ``prefix``, sorted."""

    def find_similar(self, form: str, limit: int) -> list[str]:
        """Return the forms in any release that are most like one that is in none.

        Fewer edits (see ``Fuzzy``) come first, then what more releases have; nothing is
        like a word of two letters, and two edits are too many for a short one.
        """

    def find_learnt(self, keys: Collection[str]) -> list[Learnt]:
        """Return what releases explain of acronyms, by any of the keys (``names``).

        Pairs that differ in case, accents or endings are one, spelt as most releases
        have it.  They come in the order of their folded names.
        """

    def summary(self) -> Summary:
        """Return what the index holds, in numbers."""

    def catalogue(self) -> "Catalogue":
        """Return what the last commit recorded of the sources."""

    def size(self) -> int:
        """Return how many bytes the index takes on disk."""

    def find_damage(self) -> tuple[str, ...]:
        """Return a sentence for each file that is not as it was committed."""

    def begin(self, *, clear: bool = False) -> Writer:
        """Return the writer; ``clear`` starts from nothing, as commit will show."""

    def close(self) -> None:
        """Let go of files and locks; safe to call twice."""
