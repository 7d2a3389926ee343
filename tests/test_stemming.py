"""Our stems are those of snowballstemmer, the makers' own program."""

import gzip
import json
from collections.abc import Callable, Iterable
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from snowballstemmer.english_stemmer import (  # type: ignore[import-untyped]
    EnglishStemmer,
)

from pressfind.analysis import analyse_chunk, fold
from pressfind.stemming import stem_word
from tests.conftest import ROOT, SAMPLE

CORPORA = ROOT.parent / "shared" / "corpora"

STARTS = """
    arsen commun emerg gener inter later organ past univers succ proc exc even cann inn
    earr herr out add egg off hop bl at iz y Y ay yo say qu' é ñandu straße ма
"""
ENDINGS = """
    sses ied ies us ss s eed eedly ed edly ing ingly y Y at bl iz bb dd tt ll
    tional enci anci abli entli izer ization ational ation ator alism aliti alli
    fulness ousli ousness iveness iviti biliti bli ogi ogist fulli lessli li
    alize icate iciti ical ful ness ative al ance ence er ic able ible ant ement ment
    ent ism ate iti ous ive ize ion e l ' 's 's' é
"""

# Few letters, so that the rules meet: Y may come from a mathematical 𝐘 when folded.
letters = st.text("aeiouyYbdghlnprstwx'éßж", max_size=8)
made_words = st.builds(
    "{}{}{}{}".format,
    st.just("") | st.sampled_from(STARTS.split()),
    letters,
    st.just("") | st.sampled_from(ENDINGS.split()),
    st.just("") | st.sampled_from(ENDINGS.split()),
)


def _read_sample() -> Iterable[str]:
    return [path.read_text("utf-8") for path in sorted(SAMPLE.glob("*.txt"))]


def _read_home_office() -> Iterable[str]:
    return [(CORPORA / "home-office" / "archive.txt").read_text("utf-8")]


def _read_cranfield() -> Iterable[str]:
    with (CORPORA / "cranfield" / "docs.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def _read_us_releases() -> Iterable[str]:
    path = CORPORA / "bench" / "us-releases-13k.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, 4):  # the oracle takes its time
            release = json.loads(line)
            yield release["title"]
            yield release["body"]


@pytest.mark.parametrize(
    "read", [_read_sample, _read_home_office, _read_cranfield, _read_us_releases]
)
def test_the_words_of_an_archive_have_their_stems(
    read: Callable[[], Iterable[str]],
) -> None:
    try:
        chunks = {chunk for text in read() for chunk in text.split()}
    except FileNotFoundError as error:
        pytest.skip(f"{error.filename} isn't there")
    forms = {form for chunk in chunks for form, _, _ in analyse_chunk(chunk)[1]}
    assert _different(forms) == []


@given(made_words)
def test_a_word_made_of_the_rules_has_its_stem(word: str) -> None:
    assert _different({word}) == []


@given(st.text())
def test_any_folded_text_has_its_stem(text: str) -> None:
    assert _different({fold(text)}) == []


@pytest.mark.parametrize("start", ["", "by", "hop", "control", "universal"])
def test_each_pair_of_endings_goes_as_it_should(start: str) -> None:
    endings = ["", *ENDINGS.split()]
    assert _different(start + a + b for a in endings for b in endings) == []


@pytest.mark.parametrize(
    ("form", "stemmed"),
    [
        ("skies", "sky"),
        ("y", "y"),
        ("'yes'", "yes"),
        ("ties", "tie"),
        ("agreed", "agre"),
        ("succeed", "succeed"),
        ("adding", "add"),
        ("dying", "die"),
        ("pasting", "paste"),
        ("enjoyed", "enjoy"),
        ("apologist", "apolog"),
        ("straßenbahnen", "straßenbahnen"),
    ],
)
def test_a_form_has_this_stem(form: str, stemmed: str) -> None:
    assert stem_word(form) == stemmed


def _different(forms: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return the forms whose stem isn't the oracle's: form, theirs, ours."""
    oracle = EnglishStemmer()
    stems = ((form, oracle.stemWord(form), stem_word(form)) for form in sorted(forms))
    return [row for row in stems if row[1] != row[2]]
