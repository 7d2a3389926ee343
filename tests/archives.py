"""What tests of engines share: archives and queries made by Hypothesis, and commits."""

import datetime
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from pressfind.engines import create_engine, open_engine
from pressfind.engines.base import Matches, Request, Stored
from pressfind.model import (
    Block,
    BlockKind,
    Evidence,
    Quote,
    QuoteKind,
    Release,
    Source,
    Speaker,
)
from pressfind.model.indexes import Catalogue

TODAY = datetime.date(2024, 5, 1)
WORDS = [
    *("ferry", "ferries", "port", "co-op", "coop", "24%", "the", "Ida’s", "feryr"),
    *("24 per cent", "£3m", "£3 million", "24-3", "to", "3"),
    *("HSO", "HSOs", "harbour safety orders (HSO)", "Harbour Safety Order (HSO)"),
]
TERMS = [
    *("ferry", '"the ferries"', "co-op", "coop port", "24", '"24% ferry"', "ida"),
    *("24 per cent ferry", '"£3,000,000 port"', "3 million", '"24 to 3"'),
]
SIGNED = [
    *("=ferries", '="the ferries"', "=co-op", "title:=ferry", "speaker:=holt"),
    *("fe*", "port*", "f?r*y", "co-op*", "co*p", "24x*", "quote:fe*", "speaker:ho*"),
    *("fery~", "ferry~", "potr~2", "ferr~2", "the~2", "tag:trad~", "ports~"),
    *('"port ferry"~0', '"ferry port"~2', '"the ferry the"~1', '"ferry ferries"~3'),
    *('"co-op port coop"~2', '="port ferries"~15', 'quote:"ferry port"~15'),
    *('="24 per cent"', "=£3m", '"£3 million ferry"~1', '"24 to 3 port"~2'),
]
"""Clauses with each of the signs of the query language."""

NAMED = [
    *("HSO", "hsos", "harbour safety orders", '"the HSO"', '"HSO port"~3', "title:HSO"),
    *('"harbour safety order"', "=HSO", "quote:hso", "safety", "-HSO"),
]
"""Clauses with names that the words above explain, and without."""

CLAUSES = [
    *TERMS,
    *SIGNED,
    *("title:port", "lead:ferry", "heading:the", "body:coop", "quote:ferry"),
    *("notes:port", "notes:=ferries", 'notes:"the ferry"'),
    *("speaker:ida", "speaker:holt", "role:minister", "department:ports"),
    *("date:2024", "date:..2023", "id:r1", "id:r2#q1", "tag:trade"),
]

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
kinds = st.sampled_from(
    [
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.BULLET,
        BlockKind.QUOTE_PARAGRAPH,
        BlockKind.BOILERPLATE,
    ]
)
speakers = st.sampled_from(
    [
        Speaker(),
        Speaker(name="Ida Holt", role="Ports Minister"),
        Speaker(name="Bo Holt", as_written="Dr Bo Holt", role="Harbour Master"),
        Speaker(as_written="The harbour master", role_as_written="harbour master"),
        Speaker(name="Bo Holt", as_written="Ida Holt", organisation="Ports"),
    ]
)


def queries_of(clauses: list[str]) -> st.SearchStrategy[str]:
    """Return queries that join clauses by AND, OR and NOT."""
    return st.recursive(
        st.sampled_from(clauses),
        lambda inner: st.one_of(
            st.builds("({} {})".format, inner, inner),
            st.builds("({} OR {})".format, inner, inner),
            st.builds("NOT {}".format, inner),
        ),
        max_leaves=5,
    )


@st.composite
def releases(draw: st.DrawFn, identifier: str) -> Release:
    """Make a release of this id."""
    drawn = draw(st.lists(st.tuples(kinds, texts), max_size=4))
    blocks = tuple(Block(kind=kind, text=text) for kind, text in drawn)
    release = Release(
        id=identifier,
        title=draw(texts),
        source=Source(path="a.txt"),
        department=draw(st.sampled_from([None, "Ministry of Ports"])),
        date=draw(st.sampled_from([None, TODAY, datetime.date(2023, 1, 2)])),
        lead=draw(st.sampled_from([None, blocks[0].text if blocks else None])),
        tags=draw(st.sampled_from([(), ("Foreign Trade",), ("Trade", "Ports")])),
        blocks=blocks,
    )
    quotes = tuple(
        Quote(
            span=span,
            kind=draw(st.sampled_from(QuoteKind)),
            evidence=Evidence.MARKED,
            speaker=draw(speakers),
        )
        for span in release.block_spans()
        if draw(st.booleans())
    )
    return replace(release, quotes=quotes)


def make_release(identifier: str, title: str = "Ferry", **values: object) -> Release:
    """Return a release with a title and whatever else is given."""
    source = Source(path="a.txt")
    return Release(id=identifier, title=title, source=source, **values)  # type: ignore[arg-type]


def make_paragraph(text: str) -> Block:
    """Return a paragraph."""
    return Block(kind=BlockKind.PARAGRAPH, text=text)


def make_quoted(
    identifier: str, *speakers: Speaker, date: datetime.date | None = None
) -> Release:
    """Return a release with a paragraph that each of these people said."""
    blocks = tuple(make_paragraph(f"Ferry {n}") for n, _ in enumerate(speakers))
    release = make_release(identifier, blocks=blocks, date=date)
    quotes = tuple(
        Quote(
            span=span, kind=QuoteKind.BLOCK, evidence=Evidence.MARKED, speaker=speaker
        )
        for span, speaker in zip(release.block_spans(), speakers, strict=True)
    )
    return replace(release, quotes=quotes)


def store(release: Release, *keys: int) -> Stored:
    """Return a release as an engine takes it."""
    return Stored(release=release, versions=(), keys=frozenset(keys))


def commit(
    folder: Path, put: Iterable[Release] = (), removed: Iterable[str] = ()
) -> None:
    """Change the index in ``folder``, which is made if it isn't there."""
    with closing(create_engine(folder)) as engine:
        writer = engine.begin()
        for release_id in removed:
            writer.remove(release_id)
        for release in put:
            writer.put(store(release, len(release.title)))
        writer.commit(Catalogue(roots=("data",)))


def search(folder: Path, request: Request) -> Matches:
    """Return what the index in ``folder`` answers."""
    with closing(open_engine(folder)) as engine:
        return engine.search(request)
