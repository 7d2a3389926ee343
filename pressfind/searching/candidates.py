"""Quotes and releases that may have given words: those with the rarest of them.

Words find what was altered, wherever.  Words that are all frequent find too much; their
stretches, as phrases, find what has them in a row.
"""

import datetime
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile
from operator import not_

from pressfind.analysis import fold
from pressfind.engines.base import Engine, Match
from pressfind.model import Filters, Matching, Question
from pressfind.query.lexer import is_searchable
from pressfind.query.parser import parse_query
from pressfind.schema import Target
from pressfind.searching.asking import ask, count_matches
from pressfind.searching.wording import Wording

_MOST_WORDS = 12
"""How many words of a text are searched for: the rarest."""

_MOST_WEIGHED = 32
"""How many words of a text are asked how rare they are: the longest."""

_STRETCH = 6
"""Words of a stretch that is searched for: few enough to stand in one paragraph."""

_MOST_STRETCHES = 4

_MOST_MATCHES = {Target.QUOTES: 30, Target.RELEASES: 10}
"""How many matches of a query are candidates, the best first."""


class Candidates:
    """What an engine has that is like given words, by words and then by stretches."""

    def __init__(self, engine: Engine, given: Wording, today: datetime.date) -> None:
        self._engine = engine
        self._today = today
        written = _list_words(given)
        parts = (self._choose_words(written), _choose_stretches(written))
        self._queries = [" ".join(f'"{p}"' for p in some) for some in parts if some]

    def find(self, target: Target, filters: Filters) -> Iterator[list[Match]]:
        """Yield the new matches of each query; the next is asked when it is wanted."""
        known: set[tuple[str, int | None]] = set()
        for query in self._queries:
            question = Question(
                text=query,
                filters=filters,
                limit=_MOST_MATCHES[target],
                matching=Matching.ANY,
                every=True,
            )
            page = ask(self._engine, question, target, self._today).matches.page
            new = [m for m in page if (m.release_id, m.number) not in known]
            known.update((match.release_id, match.number) for match in new)
            yield new

    def _choose_words(self, written: Sequence[str | None]) -> list[str]:
        words = list(dict.fromkeys(word for word in written if word))
        if len(words) <= _MOST_WORDS:
            return words
        longest = sorted(words, key=lambda word: (-len(word), word))[:_MOST_WEIGHED]
        counts = {word: self._count(word) for word in longest}
        known = [word for word in longest if counts[word]]
        return sorted(known, key=lambda word: (counts[word], word))[:_MOST_WORDS]

    def _count(self, word: str) -> int:
        """Return how many quotes have a word."""
        phrase = parse_query(f'"{word}"', self._today)
        return count_matches(self._engine, phrase, Target.QUOTES)


def _list_words(given: Wording) -> list[str | None]:
    """Return words as they can be searched for; None stands for a mark or a dash."""
    return [
        word if unit.mark is None and is_searchable(word) else None
        for unit in given.units
        for word in (fold(unit.span.of(given.text)),)
    ]


def _choose_stretches(written: Sequence[str | None]) -> list[str]:
    """Return words in a row, from all over a text, that no mark stands among."""
    stretches = []
    step = max(_STRETCH, len(written) // _MOST_STRETCHES)
    for start in range(0, len(written), step):
        row = dropwhile(not_, written[start : start + _STRETCH])
        words = list(filter(None, takewhile(bool, row)))
        if len(words) > 1:
            stretches.append(" ".join(words))
    return stretches
