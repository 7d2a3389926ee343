"""A quote as a line to cite it by."""

import io
from datetime import date
from pathlib import Path

import pytest

from pressfind.model import Evidence, Quote, QuoteHit, QuoteKind, Release, Speaker
from pressfind.printers.citation import print_citations
from tests.archives import make_paragraph, make_release
from tests.program import run

WORDS = 'The "old" ferry\n\nsails \x1b on.'


def _cite(speaker: Speaker, **values: object) -> str:
    release: Release = make_release(
        "a", "A ferry", blocks=(make_paragraph(WORDS),), **values
    )
    quote = Quote(
        span=release.block_spans()[0],
        kind=QuoteKind.BLOCK,
        evidence=Evidence.MARKED,
        speaker=speaker,
        line_start=7,
    )
    hit = QuoteHit(rank=1, score=1.0, quote=quote, release=release)
    stream = io.StringIO()
    print_citations([hit], stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("speaker", "who"),
    [
        (Speaker(name="Ida Holt", role="Mayor"), "Ida Holt (Mayor), "),
        (Speaker(name="Ida Holt"), "Ida Holt, "),
        (Speaker(as_written="Ida", role="Mayor"), "Ida (Mayor), "),
        (Speaker(role="A spokesperson"), "A spokesperson, "),
        (Speaker(), ""),
    ],
)
def test_a_citation_begins_with_what_is_known_of_the_speaker(
    speaker: Speaker, who: str
) -> None:
    words = "\"The 'old' ferry sails \N{REPLACEMENT CHARACTER} on.\""
    assert _cite(speaker) == f"{who}{words}, A ferry, a.txt:7\n"


@pytest.mark.parametrize(
    ("values", "rest"),
    [
        ({"department": "Ministry of Ports"}, "Ministry of Ports, A ferry, a.txt:7"),
        ({"date": date(2024, 3, 9)}, "9 March 2024, A ferry, a.txt:7"),
        ({"url": "https://example.org/a"}, "A ferry, https://example.org/a"),
    ],
)
def test_a_citation_ends_with_what_is_known_of_the_release(
    values: dict[str, object], rest: str
) -> None:
    assert _cite(Speaker(), **values).partition('on.", ')[2] == f"{rest}\n"


def test_a_citation_is_a_line_a_quote(sample_index: Path) -> None:
    done = run(sample_index.parent, "quotes", "queue", "--format", "citation")
    assert [line.split(", ")[0] for line in done.out.splitlines()] == [
        "Jory Hallam (Minister for Borders and Visas)",
        "Callum Brade (Trade Secretary)",
    ]


def test_releases_have_no_citation(sample_index: Path) -> None:
    done = run(sample_index.parent, "search", "queue", "--format", "citation")
    assert (done.status, "'citation'" in done.errors) == (2, True)
