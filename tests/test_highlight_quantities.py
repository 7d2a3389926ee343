"""What is lit of a quantity is all of it, as it is written."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.engines.base import Request
from pressfind.highlight import find_highlights
from pressfind.model import Block, BlockKind, Filters, Release, Source
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.schema import BODY, Target
from tests.reference_engine import ReferenceEngine

TODAY = datetime.date(2024, 5, 15)
WAYS = ["£780m", "£780 million", "£780-million", "£780,000,000", "£0.78bn", "£780 m"]
SHARES = ["24%", "24 per cent", "24 percent", "24-per-cent", "24 %"]
RANGES = ["10-12", "10 to 12", "10–12"]
PIECES = [*WAYS, *SHARES, *RANGES, "780", "million", "to", "12", "per", "cent-fall"]


@pytest.mark.parametrize(
    ("query", "text", "lit"),
    [
        ("£780m", "a £780 million plan", ["£780 million"]),
        ("£780 million", "(£780m) and 780 million", ["£780m"]),
        ("780 million", "(£780m), or 780m", ["£780m", "780m"]),
        ("£1.2bn", "£1,200m; £1.2 billion.", ["£1,200m", "£1.2 billion"]),
        ("24%", "fell by 24 per cent, not 2.4 per cent", ["24 per cent"]),
        ("24", "fell by 24 per cent", ["24"]),
        ('"24% fall"', "a 24 per cent fall in 24 cases", ["24 per cent fall"]),
        ('"£780 million-pound"', "a £780m-pound plan", ["£780m-pound"]),
        ('"10 to 12 weeks"', "in 10-12 weeks", ["10-12 weeks"]),
        ("10-12", "from 10 to 12 weeks", ["10 to 12"]),
        ("£5-10 million", "£5 to 10m", ["£5 to 10m"]),
        ("2007-09-25", "2007 to 09", []),
        ("20,000", "20000 and 20k and 200,000", ["20000", "20k"]),
        ("0.5%", "0.5 per cent, 5%, 10.5%", ["0.5 per cent"]),
        ("no.7", "No.7", ["No.7"]),
        ("multi-agency", "a multi agency team", ["multi agency"]),
    ],
)
def test_a_quantity_is_lit_as_it_is_written(
    query: str, text: str, lit: list[str]
) -> None:
    assert _lit(query, text) == lit


@given(st.sampled_from([WAYS, SHARES, RANGES]), st.data(), st.booleans())
def test_each_way_to_write_a_quantity_lights_every_other(
    ways: list[str], data: st.DataObject, quoted: bool
) -> None:
    query, written = data.draw(st.sampled_from(ways)), data.draw(st.sampled_from(ways))
    asked = f'"{query}"' if quoted or query == "24 %" else query
    assert _lit(asked, f"by 3, {written}, or 7") == [written]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join),
)
def test_a_text_is_lit_if_it_matches_and_only_then(text: str, phrase: str) -> None:
    asked = plan(parse_query(f'"{phrase}"', TODAY), Filters(), Target.RELEASES)
    request = Request(query=asked, target=Target.RELEASES)
    block = Block(kind=BlockKind.PARAGRAPH, text=text)
    release = Release(id="a", title="A", source=Source(path="a"), blocks=(block,))
    found = ReferenceEngine([release]).search(request).total
    assert bool(find_highlights(asked, text, BODY.name)) == bool(found)


def _lit(query: str, text: str) -> list[str]:
    asked = plan(parse_query(query, TODAY), Filters(), Target.RELEASES)
    return [span.of(text) for span in find_highlights(asked, text, BODY.name)]
