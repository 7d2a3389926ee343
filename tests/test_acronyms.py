"""Which acronyms a release explains: few wrong pairs before many pairs."""

import time
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.acronyms import find_pairs
from pressfind.extract import extract_release
from pressfind.model import RawDocument
from pressfind.sources import read_file
from tests.archives import make_paragraph, make_release
from tests.conftest import ROOT

ARCHIVE = ROOT.parent / "shared" / "corpora" / "home-office" / "archive.txt"

HOME_OFFICE = {
    ("CND", "0cff7d23"),
    ("CPS", "b9173a41"),
    ("FSB", "b7d8973f"),
    ("IMA", "e6154936"),
    ("NPCC", "a93fae02"),
    ("SPO", "76af5947"),
    ("TACT", "1ab36b79"),
}
"""The acronyms of the archive, and how the sums of their long forms begin."""


def _pairs(*texts: str) -> list[tuple[str, str]]:
    release = make_release("r", blocks=tuple(map(make_paragraph, texts)))
    return [(pair.acronym, pair.long_form) for pair in find_pairs(release)]


@pytest.mark.parametrize(
    ("text", "acronym", "long_form"),
    [
        ("new Harbour Safety Orders (HSO) today", "HSO", "Harbour Safety Orders"),
        ("new harbour safety orders (HSOs)", "HSO", "harbour safety orders"),
        ("the Ferry and Port Council (the “FPC”)", "FPC", "Ferry and Port Council"),
        ("the Department for Ports (DfP)", "DfP", "Department for Ports"),
        ("Masters’ and Mates’ Union (MMU)", "MMU", "Masters’ and Mates’ Union"),
        ("the Ferry Crew Board’s (FCB) view", "FCB", "Ferry Crew Board"),
        ("a multi-agency risk review (MARR)", "MARR", "multi-agency risk review"),
        ("the Co-operation on Eels Pact (CEP)", "CEP", "Co-operation on Eels Pact"),
        ("HM Lighthouse Board (HMLB)", "HMLB", "HM Lighthouse Board"),
        ("the U.S. Coast Patrol (USCP)", "USCP", "U.S. Coast Patrol"),
        ("the Union of Ports (U.P.)", "UP", "Union of Ports"),
        ("the Ferries Act 2021 (FACT)", "FACT", "Ferries Act"),
        ("an HSO (Harbour Safety Order)", "HSO", "Harbour Safety Order"),
    ],
)
def test_a_long_form_gives_the_letters_of_its_acronym(
    text: str, acronym: str, long_form: str
) -> None:
    assert _pairs(text) == [(acronym, long_form)]


def test_a_name_may_go_on_behind_the_words_that_give_the_letters() -> None:
    found = _pairs("by the Independent Quay Inspectorate for the Outer Isles (IQI)")
    assert found == [("IQI", "Independent Quay Inspectorate for the Outer Isles")]


def test_most_letters_of_a_capitalised_name_may_agree() -> None:
    assert _pairs("Russian Federal Security Service (FSB)") == [
        ("FSB", "Federal Security Service")
    ]


def test_a_name_behind_the_is_learnt_if_its_acronym_is_used_again() -> None:
    named = "by the Outer Isles Steamship Company (DSF)."
    assert (_pairs(named), _pairs(named, "DSF’s fleet")) == (
        [],
        [("DSF", "Outer Isles Steamship Company")],
    )


@pytest.mark.parametrize(
    "text",
    [
        "said Ida Holt (FPC), who was there",
        "Senators Ida Holt (D-CA) and Bo Holt (R-NY)",
        "met on Monday (22 April)",
        "he was glad (VERY GLAD)",
        "the ferry sailed. (HSO)",
        "a sentence. Harbour Safety. Orders (HSO)",
        "the safety of (SO)",
        "the Lighthouse (TL)",
        "in the North (Lincolnshire) and the South (Kent)",
        "CPS (the prosecutor)",
    ],
)
def test_what_does_not_give_the_letters_is_not_learnt(text: str) -> None:
    assert _pairs(text) == []


def test_a_long_form_does_not_span_two_paragraphs() -> None:
    assert _pairs("Harbour", "Safety Orders (HSO)") == []


def test_a_year_behind_a_name_is_left_out() -> None:
    assert _pairs("the Ferries Act of 2021 (FA)") == [("FA", "Ferries Act")]


PIECES = [
    "(",
    ")",
    "HSO",
    "harbour",
    "Safety ",
    "of ",
    "-",
    "’s",
    "U.S.",
    ". ",
    "é",
    "\n",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_at_all_is_read(text: str) -> None:
    for acronym, long_form in _pairs(text or " "):
        assert acronym
        assert long_form in " ".join(text.split())


@pytest.mark.parametrize(
    "piece",
    ["(", "(A", "(AB)", "of (AO)", "aa-", "AA-aa (AAAAAAAAAA)", "a (AAAAAAAA) "],
)
def test_a_long_text_takes_time_by_its_length(piece: str) -> None:
    started = time.process_time()
    _pairs(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 5


@pytest.mark.skipif(not ARCHIVE.is_file(), reason=f"no archive at {ARCHIVE}")
def test_the_acronyms_of_the_home_office_are_learnt() -> None:
    documents = read_file(ARCHIVE.read_bytes(), "archive.txt").documents
    found = {
        (pair.acronym, sha256(pair.long_form.encode()).hexdigest()[:8])
        for document in documents
        if isinstance(document, RawDocument)
        for pair in find_pairs(extract_release(document).release)
    }
    assert found == HOME_OFFICE
