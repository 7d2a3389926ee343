"""Whether words were said: verdicts over an archive of a few quotes and the sample."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressfind.errors import UsageError
from pressfind.model import Evidence, Question, Quote, QuoteKind, Release, Span, Speaker
from pressfind.model.verdicts import Change, Verdict, Verification
from pressfind.searching import export_releases
from pressfind.searching.verifying import verify_words
from tests.archives import TODAY, commit, make_paragraph, make_release
from tests.program import run

HOLT = "We will not close the harbour. It cost £780 million, 24% more than in 2021."
FILED = "“[W]e met [the men of the ferry and of the port] at 10-12 weeks’ notice."
MARR = "We will never close the harbour. The ferry stays, and nine of its crew."
NARRATIVE = "The harbour was built by 300 convicts. It has two lights."


def _release(identifier: str, *said: tuple[str, str]) -> Release:
    texts = [NARRATIVE, *(text for text, _ in said)]
    release = make_release(identifier, blocks=tuple(map(make_paragraph, texts)))
    quotes = tuple(
        Quote(
            span=span,
            kind=QuoteKind.BLOCK,
            evidence=Evidence.MARKED,
            speaker=Speaker(name=name),
        )
        for span, (_, name) in zip(release.block_spans()[1:], said, strict=True)
    )
    return replace(release, quotes=quotes)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify") / "index"
    commit(folder, [_release("a", (HOLT, "Ida Holt"), (MARR, "Odo Marr"))])
    commit(folder, [_release("b", (FILED, "Ida Holt"))])
    return folder


Verify = Callable[..., Verification]


@pytest.fixture
def verify(index: Path) -> Verify:
    def ask(text: str, speaker: str | None = None) -> Verification:
        return verify_words(index, text, TODAY, speaker=speaker)

    return ask


@pytest.mark.parametrize(
    ("words", "speaker", "verdict"),
    [
        ("we will not close the harbour", None, Verdict.EXACT),
        ("we will not close the harbour", "holt", Verdict.EXACT),
        ("It cost £780m … than in 2021", "Ida", Verdict.EXACT),
        ("The ferry stays, and 9 of its crew", None, Verdict.EXACT),
        (FILED, None, Verdict.EXACT),
        ("at 10–12 weeks", None, Verdict.EXACT),
        ("at 10 to 12 weeks", None, Verdict.EXACT),
        ("We will close the harbour", None, Verdict.ALTERED),
        ("It cost £78 million, 24% more than in 2021", "Holt", Verdict.ALTERED),
        ("The ferry stays, and nine of its crew", "Holt", Verdict.DIFFERENT_SPEAKER),
        ("We will not close the harbour", "Marr", Verdict.ALTERED),
        ("It cost £78 million, 24% more than in 2021", "Marr", Verdict.ALTERED),
        ("built by 300 convicts", None, Verdict.ONLY_IN_NARRATIVE),
        ("built by 300 convicts", "Holt", Verdict.ONLY_IN_NARRATIVE),
        ("built by 400 convicts", None, Verdict.NOT_IN_THIS_ARCHIVE),
        ("zebras", None, Verdict.NOT_IN_THIS_ARCHIVE),
        ("zebras", "zebra", Verdict.NOT_IN_THIS_ARCHIVE),
    ],
)
def test_a_verdict_is_the_first_that_holds(
    verify: Verify, words: str, speaker: str | None, verdict: Verdict
) -> None:
    assert verify(words, speaker).verdict is verdict


def test_parts_of_two_quotes_are_not_exact(verify: Verify) -> None:
    found = verify("We will not close the harbour … The ferry stays")
    assert found.verdict is not Verdict.EXACT


def test_the_quote_of_the_speaker_comes_before_a_closer_one(verify: Verify) -> None:
    found = verify("We will not close the harbour", "Marr")
    names = [(c.hit.quote.speaker.name, c.of_speaker) for c in found.closest]
    assert names == [("Odo Marr", True), ("Ida Holt", False)]


def test_what_is_the_same_in_a_quote_is_lit(verify: Verify) -> None:
    (close, *_) = verify("We will close the harbour", "Holt").closest
    lit = [span.of(HOLT) for span in close.hit.highlights]
    assert lit == ["We will", "close the harbour"]


@pytest.mark.parametrize("words", ["", " \n", "…", "[sic]", "“”", "[the Government] …"])
def test_without_a_word_there_is_nothing_to_verify(verify: Verify, words: str) -> None:
    with pytest.raises(UsageError, match="no word to verify"):
        verify(words)


def test_a_speaker_without_a_word_is_refused(verify: Verify) -> None:
    with pytest.raises(UsageError, match="--speaker"):
        verify("ferry", "…")


def test_the_words_between_split_marks_are_not_the_speakers(
    sample_index: Path,
) -> None:
    words = (
        "We answered the telephone nine times in our first month, and nine times a "
        "morning in our last."
    )
    assert verify_words(sample_index, words, TODAY).verdict is Verdict.EXACT


@pytest.fixture(scope="module")
def said(sample_index: Path) -> list[str]:
    """Return every quote of the sample."""
    releases = export_releases(sample_index, Question(limit=0), TODAY)
    return [q.span.of(r.body) for r in releases for q in r.quotes]


def test_every_quote_of_the_sample_is_exact(
    sample_index: Path, said: list[str]
) -> None:
    found = {verify_words(sample_index, text, TODAY).verdict for text in said}
    assert found == {Verdict.EXACT}


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_a_part_of_a_quote_with_a_changed_number_is_altered(
    sample_index: Path, said: list[str], data: st.DataObject
) -> None:
    words = data.draw(st.sampled_from(said)).split()
    first = data.draw(st.integers(0, max(0, len(words) - 8)))
    part = words[first : first + data.draw(st.integers(8, 40))]
    place = data.draw(st.integers(1, max(1, len(part) - 2)))
    part.insert(place, "4711")
    found = verify_words(sample_index, " ".join(part), TODAY)
    changes = {edit.change for close in found.closest[:1] for edit in close.difference}
    assert (found.verdict, Change.NUMBER in changes) == (Verdict.ALTERED, True)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1), st.none() | st.just("Holt"))
def test_any_text_gets_a_verdict_or_an_error(
    index: Path, words: str, speaker: str | None
) -> None:
    try:
        found = verify_words(index, words, TODAY, speaker=speaker)
    except UsageError:
        return
    assert found.verdict in Verdict


@pytest.mark.parametrize(
    "words",
    [
        " ".join(f"word{n}" for n in range(10_000)),
        "the and of to " * 2500,
        f"{HOLT} " * 1000,
        f"{HOLT} … [x] " * 500,
        "harbour … " * 5000,
        "\x1b[31m\0\u202e harbour " * 2000,
    ],
    ids=["unknown", "small", "repeated", "marked", "ellipses", "control"],
)
def test_a_text_of_ten_thousand_words_gets_a_verdict_in_two_seconds(
    verify: Verify, words: str
) -> None:
    start = time.process_time()
    verify(words)
    assert time.process_time() - start < 2


def test_a_quote_is_read_from_standard_input(sample_index: Path) -> None:
    words = "There is no glory in a shorter queue,\nbut there is a great deal of money"
    piped = [
        run(sample_index.parent, "verify", *dash, "--json", stdin=words.encode())
        for dash in ((), ("-",))
    ]
    verdicts = [(done.status, json.loads(done.out)["verdict"]) for done in piped]
    assert verdicts == [(0, "exact")] * 2


def test_bytes_that_are_no_text_are_read_all_the_same(sample_index: Path) -> None:
    done = run(sample_index.parent, "verify", stdin=b"\xff\xfe no glory")
    assert (done.status, "Traceback" in done.errors) == (0, False)


def test_given_words_cannot_steer_the_terminal(sample_index: Path) -> None:
    words = "There is no glory \x1b in a longer queue, but there is a great deal"
    done = run(sample_index.parent, "verify", "--", words)
    assert (done.status, "\x1b" in done.out, "longer" in done.out) == (1, False, True)


def test_the_spans_of_a_comparison_are_of_the_body(verify: Verify) -> None:
    (close, *_) = verify("The ferry stays").closest
    assert close.hit.highlights == (Span(33, 48),)
