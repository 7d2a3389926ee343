"""Where sentences begin.

Offsets count code points of the text given.  Work is linear in its length, whatever
the text: a run of full stops is looked at once.
"""

import re
from collections.abc import Iterator
from functools import cache

_STOPS = ".!?…"

# "It rained. Ida Holt left." → ". "   The run of stops is taken whole and only from
# its beginning, or ten thousand dots would cost their square.  An expression that
# begins with a set is fast, so what stands before a stop is looked at behind it.
_SENTENCE_END = (
    rf"(?<![{_STOPS}]{{2}})(?P<more>[{_STOPS}]*+)"
    r"[”’\"')\]]*+(?P<space>\s++)(?=[“‘\"'(\[]?[A-Z0-9])"
)

_ABBREVIATIONS = frozenset(
    {
        *("Dr", "Mr", "Mrs", "Ms", "Prof", "Rev", "Revd", "Hon", "Rt", "St", "Sr"),
        *("Jr", "Sen", "Rep", "Gov", "Gen", "Col", "Lt", "Capt", "Sgt", "No", "Nos"),
        *("vs", "eg", "ie", "pp", "al", "Inc", "Ltd", "Co", "Corp", "Fig", "approx"),
    }
)
"""A full stop behind these ends no sentence, nor does one behind an initial."""

_WORD_BEFORE = re.compile(r"(?P<before>^|[\s(.])(?P<word>[A-Za-z]+)$")
_LONGEST = 8
_ENDINGS = frozenset(word[-3:] for word in _ABBREVIATIONS)


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of ``text`` begins and ends, without white space.

    >>> list(find_sentences("It rained. Dr Holt left. “Why?” Nobody knew."))
    [(0, 10), (11, 24), (25, 31), (32, 44)]
    """
    # Most texts have no other stops, and a single character is found much faster.
    full = all(stop not in text for stop in _STOPS[1:])
    start = 0
    for match in _sentence_end(r"\." if full else f"[{_STOPS}]").finditer(text):
        stop = match.start()
        if text[stop] != "." or match["more"] or not _is_abbreviated(text, stop):
            yield start, match.start("space")
            start = match.end()
    yield start, max(start, len(text.rstrip()))


def find_sentence_starts(text: str) -> Iterator[int]:
    """Yield where each sentence of ``text`` begins, the first included."""
    return (start for start, _ in find_sentences(text))


def find_last_sentence(text: str) -> int:
    """Return where the last sentence of ``text`` begins."""
    *_, (last, _) = find_sentences(text)
    return last


@cache
def _sentence_end(stop: str) -> re.Pattern[str]:
    return re.compile(stop + _SENTENCE_END)


def _is_abbreviated(text: str, stop: int) -> bool:
    """Whether what ends with a full stop is an abbreviation: Dr, U.K, p.m."""
    ending = text[max(0, stop - 3) : stop]
    if ending.islower() and ending.isalpha() and ending not in _ENDINGS:
        return False  # as most words, which are no initials
    before = text[max(0, stop - _LONGEST) : stop]
    match = _WORD_BEFORE.search(before)
    if match is None:
        return False
    word = match["word"]
    is_initial = len(word) == 1 and (word.isupper() or match["before"] == ".")
    return is_initial or word in _ABBREVIATIONS
