"""Where sentences begin.

Offsets count code points of the text given.  Work is linear in its length, whatever
the text: a run of full stops is looked at once.
"""

import re
from collections.abc import Iterator
from functools import cache

_STOPS = ".!?…"

_ABBREVIATIONS = frozenset(
    {
        *("Dr", "Drs", "Mr", "Messrs", "Mrs", "Ms", "Prof", "Rev", "Revd", "Hon", "Rt"),
        *("St", "Sr", "Jr", "Sen", "Sens", "Rep", "Reps", "Gov", "Gen", "Adm"),
        *("Col", "Maj", "Lt", "Capt", "Sgt", "Cpl"),
        *("vs", "eg", "ie", "pp", "al", "Inc", "Ltd", "Co", "Corp", "Fig", "approx"),
    }
)
"""A full stop behind these ends no sentence, nor does one behind an initial."""

_NUMBERED = frozenset(
    {
        *("No", "Nos", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul"),
        *("Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
    }
)
"""Nor does one between these and a number."""

# “Mr   [Sen   'Dr   but not the S of CAPTAIN'S
_WORD_BEFORE = re.compile(
    r"(?P<before>^|[\s(\[“‘\"—–.]|(?<![A-Za-z])')(?P<word>[A-Za-z]+)$"
)
_LONGEST = 8
_NUMBER = re.compile(r"[A-Z]{0,3}[ -]?\d")  # 10  QPR-28  CV 11
_ENDINGS = "|".join(
    sorted(word[-3:] for word in _ABBREVIATIONS | _NUMBERED if len(word) > 3)
)

# "It rained. Ida Holt left." → ". "   The run of stops is taken whole and only from
# its beginning, or ten thousand dots would cost their square.  An expression that
# begins with a set is fast, so what stands before a stop is looked at behind it: most
# words show by three small letters that they are whole, and the others are in doubt.
_SENTENCE_END = (
    rf"(?:(?<=[a-z]{{3}}.)(?<!(?:{_ENDINGS}).)|(?P<doubt>))"
    rf"(?<![{_STOPS}]{{2}})(?P<more>[{_STOPS}]*+)"
    r"[”’\"')\]]*+(?P<space>\s++)(?=[“‘\"'(\[]?[A-Z0-9])"
)


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of ``text`` begins and ends, without white space.

    >>> list(find_sentences("It rained. Dr Holt left. “Why?” Nobody knew."))
    [(0, 10), (11, 24), (25, 31), (32, 44)]
    """
    # Most texts have no other stops, and a single character is found much faster.
    others = "!" in text or "?" in text or "…" in text
    start = 0
    for match in _sentence_end(f"[{_STOPS}]" if others else r"\.").finditer(text):
        if match["doubt"] is None or not _is_abbreviated(text, match):
            stop, following = match.span("space")
            yield start, stop
            start = following
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


def _is_abbreviated(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends an abbreviation: Dr, U.K, p.m, No. 10, Sept. 11."""
    stop = match.start()
    if text[stop] != "." or match["more"]:
        return False
    found = _WORD_BEFORE.search(text[max(0, stop - _LONGEST) : stop])
    if found is None:
        return False
    word = found["word"]
    if word in _NUMBERED:
        return _NUMBER.match(text, match.end()) is not None
    is_initial = len(word) == 1 and (word.isupper() or found["before"] == ".")
    return is_initial or word in _ABBREVIATIONS
