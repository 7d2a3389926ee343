"""The words of an index that are most like one that it doesn't have."""

from collections.abc import Iterable, Sequence

from pressfind.engines.whoosh.expansion import find_neighbours
from pressfind.engines.whoosh.fields import POSTED, SAID, SCORED
from pressfind.engines.whoosh.segment import Segment
from pressfind.query.tree import Fuzzy

_SHORT, _LONG = 3, 6
"""Letters: a shorter word than the one has no misspelling that can be told from another
word, from the other on two edits are still one word misspelt."""

_TEXTS = tuple(name for name in POSTED if name in SCORED)


def find_similar(segments: Sequence[Segment], form: str, limit: int) -> list[str]:
    """Return the forms of live releases fewest edits away, the most frequent first."""
    if len(form) < _SHORT:
        return []
    for edits in (1, 2) if len(form) >= _LONG else (1,):
        releases: dict[str, int] = {}
        for segment in segments:
            dictionary = segment.dictionary
            for ordinal in find_neighbours(dictionary, Fuzzy(form, edits)):
                found = len(_releases_with(segment, ordinal))
                if found and dictionary.widths[ordinal] == 1:
                    near = dictionary.forms[ordinal].decode()
                    releases[near] = releases.get(near, 0) + found
        if releases:
            return sorted(releases, key=lambda near: (-releases[near], near))[:limit]
    return []


def _releases_with(segment: Segment, ordinal: int) -> set[int]:
    """Return the live releases that have a form in their text."""
    found: set[int] = set()
    for name in _TEXTS:
        field = segment.field(name)
        for number in field.find_lists(ordinal, ordinal + 1):
            documents: Iterable[int] = field.documents(number)
            if name == SAID:
                numbers = segment.numbers
                documents = (quote - numbers[quote] for quote in documents)
            found.update(documents)
    return found - segment.deleted
