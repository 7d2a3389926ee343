"""Releases of megabytes: extraction takes time in proportion, and quotes stay short.

Lines of Python are counted elsewhere; only the clock sees what a regular expression
does inside one of them.  Text four times as long may take eight times as long: linear
work takes four times, quadratic work sixteen.
"""

import time
from collections.abc import Callable

import pytest

from pressfind.extract import extract_release
from pressfind.model import RawBlock, RawDocument, Release, Source

REPORT = "The mayor opened the kite fair in Ternby, and many people came to see it. "
MOST_GROWTH = 8
NOISE = 0.05
"""Seconds that a busy machine may add."""

SHAPES: dict[str, Callable[[int], list[str]]] = {
    "a quote in every paragraph": lambda size: (
        [REPORT * 5 + "“We all like it,” said Ida Holt."] * size
    ),
    "a paragraph of quotes": lambda size: [
        (REPORT * 5 + "“We all like it,” said Ida Holt. ") * size
    ],
    "a paragraph of marks that never close": lambda size: [
        (REPORT * 5 + "“We all like it, said Ida Holt. ") * size
    ],
    "a mark that never closes in every paragraph": lambda size: (
        [f"Ida Holt said: “We like kites. {REPORT}"] * size
    ),
    "marked words that nobody says": lambda size: [
        "“We all like it,” said Ida Holt. " + "The ‘plan’ was on a page. " * size * 4
    ],
    "every mark alone": lambda size: (
        [f"{mark}{REPORT}" for mark in "“\"‘'”’«»„"] * (size // 9)
    ),
    "paragraphs that open with a mark": lambda size: (
        [f"“We like kites. {REPORT}"] * (size // 10)
    ),
    "a long role": lambda size: [
        f"Ida Holt, head of {'kites and strings of ' * size}Ternby, said:",
        "We fly.",
    ],
    "a long list of names": lambda size: ["Ida Holt, " * size + "said:", "We fly."],
    "one sentence": lambda size: ["kites and strings " * (size * 10)],
    "one word": lambda size: ["K" * (size * 100), "Mayor Holt said:", "We fly."],
    "one space": lambda size: [f"Ida{' ' * (size * 100)}Holt said:", "We fly."],
    "no-break spaces": lambda size: ["Ida" + "\u00a0" * size + "Holt said:", "We fly."],
    "apostrophes": lambda size: ["‘" + "kites’ " * size, "“We fly,” said Ida Holt."],
    "brackets": lambda size: ["(" * size, "“We fly,” said Ida Holt."],
    "people without a comma": lambda size: [
        "Ida Holt flew " * (size * 4),
        "The minister said:",
        "We fly.",
    ],
    "two people": lambda size: ["Ida Holt and " * size + "Odo Marr said:", "We fly."],
    "unbalanced marks in every paragraph": lambda size: (
        ["Ida Holt said: “We fly. ‘We” fly”. 'We \"fly. Odo Marr added, “We do not."]
        * size
    ),
    "marks that open under an attribution": lambda size: [
        "Mayor Holt said:",
        *([f"“We fly. {REPORT}", REPORT] * (size // 20)),
    ],
    "marks that open and never close under an attribution": lambda size: [
        "Mayor Holt said:",
        *([f"“We fly. {REPORT}"] * (size // 10)),
    ],
    "an attribution of every paragraph": lambda size: (
        ["Mayor Ida Holt said:", "We fly."] * (size // 4)
    ),
    "plain speech without an end": lambda size: [
        "Mayor Ida Holt said:",
        *["We fly, and I am glad that it is our day."] * size,
    ],
    "signatures": lambda size: ["“We all like it.” – Ida Holt " * size],
    "initials": lambda size: ["I. J. Holt " * size, "The minister said:", "We fly."],
    "acronyms": lambda size: [
        "Ternby Kite Trust (TKT) " * size,
        "Ida Holt, TKT, said:",
    ],
    "people with a role": lambda size: [
        "Minister Ida Holt, " * size,
        "The minister said:",
        "We fly.",
    ],
}
SIZE = 2_500
INFERRED = (
    "marks that open under an attribution",
    "marks that open and never close under an attribution",
    "plain speech without an end",
)
LONGEST_INFERRED = 2_000
"""Characters of the longest quote in shapes that give no sign of its end."""


def _extract(texts: list[str]) -> Release:
    blocks = tuple(RawBlock(text=text) for text in texts)
    source = Source(path="kites.txt")
    return extract_release(
        RawDocument(source=source, title="Kites", blocks=blocks)
    ).release


def _time(texts: list[str]) -> float:
    """Return the least processor time of two extractions."""
    spent = []
    for _ in range(2):
        start = time.process_time()
        _extract(texts)
        spent.append(time.process_time() - start)
    return min(spent)


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_no_faster_than_the_text(shape: str) -> None:
    small, large = (_time(SHAPES[shape](size)) for size in (SIZE, 4 * SIZE))
    assert large <= MOST_GROWTH * small + NOISE


@pytest.mark.parametrize("shape", [name for name in SHAPES if name not in INFERRED])
def test_no_quote_swallows_what_follows_it(shape: str) -> None:
    assert _longest_quote(shape) <= len("We all like it,")


@pytest.mark.parametrize("shape", INFERRED)
def test_a_quote_whose_end_is_inferred_stays_short(shape: str) -> None:
    assert _longest_quote(shape) <= LONGEST_INFERRED


def _longest_quote(shape: str) -> int:
    quotes = _extract(SHAPES[shape](SIZE)).quotes
    return max((quote.span.end - quote.span.start for quote in quotes), default=0)


def test_ids_of_quotes_are_found_in_time_that_grows_no_faster_than_they() -> None:
    def number(size: int) -> float:
        release = _extract(SHAPES["a paragraph of quotes"](size))
        start = time.process_time()
        assert len({release.quote_id(quote) for quote in release.quotes}) == size
        return time.process_time() - start

    assert number(4 * SIZE) <= MOST_GROWTH * number(SIZE) + NOISE


@pytest.mark.parametrize(
    ("shape", "quotes"),
    [("a quote in every paragraph", SIZE), ("a paragraph of quotes", SIZE)],
)
def test_every_quote_of_a_long_release_is_found(shape: str, quotes: int) -> None:
    assert len(_extract(SHAPES[shape](SIZE)).quotes) == quotes


def test_a_release_of_one_line_has_its_quotes() -> None:
    text = f"{REPORT}Mayor Ida Holt said: “We fly.” {REPORT}Odo Marr added: “I, too.”"
    found = _extract([text])
    assert [(q.span.of(found.body), q.speaker.name) for q in found.quotes] == [
        ("We fly.", "Ida Holt"),
        ("I, too.", "Odo Marr"),
    ]


def test_an_attribution_of_four_thousand_characters_is_none() -> None:
    role = "kites and strings of " * 200
    assert _extract([f"Ida Holt, head of {role}Ternby, said:", "We fly."]).quotes == ()
