"""Releases that nobody issued: invented words in the proportions of real text.

The word of rank ``r`` is drawn with a weight of 1 / (r + 2.7), Zipf's law as Mandelbrot
has it, and beyond the kernel of the language with one that falls twice as steeply.
Each release has a few words of its own that come back, as a subject does.
Nothing but draws and fractions decides, so a seed gives the same bytes on any machine,
and a smaller corpus is the beginning of a larger one.
"""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, product

VOCABULARY = 120_000
"""About as many forms as 13,000 real releases hold."""

_SHIFT, _KERNEL = 2.7, 8_000
_COMMON = (
    "the of to and in a for that is on with as by it at be this from are has have "
    "was will an or not which their its all more also been new they would can who"
)
_ONSETS = (
    *"bcdfghjklmnprstvw",
    *("br", "cl", "dr", "fl", "gr", "pl", "st", "th", "tr"),
)
_VOWELS = (*"aeiou", *"aeiou", "ai", "ea", "ou")
_CODAS = ("", "", "", "", "", "", "", *"nrlstm", "nd")
_SYLLABLES = tuple(map("".join, product(_ONSETS, _VOWELS, _CODAS)))
_ENDINGS = ("s", "ed", "ing", "er", "ment", "ly")
_SHORT_WORDS = 12_000
"""Words of two syllables come first: what is said often is short."""

_PARAGRAPHS = (2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 16, 22)
"""Paragraphs in a release, each as likely: 1 to 2,000 words, 560 in the middle."""
_SENTENCES = (1, 2, 2, 3, 3, 4)
_SENTENCE_WORDS = (8, 30)
_SUBJECT_WORDS, _SUBJECT_SHARE = 8, 0.1
_BLOCK_QUOTE, _INLINE_QUOTE, _HEADING = 0.12, 0.3, 0.36
"""Draws below these make a paragraph a block quote, an inline one, a heading."""

_DEPARTMENTS, _PEOPLE = 30, 400
_FIRST_DAY, _LAST_DAY = datetime.date(2004, 1, 1), datetime.date(2023, 12, 31)
_OFFICES = ("Minister for", "Secretary of State for", "Director of", "Chief of")
_OPENINGS = ("We will", "I am proud that we", "Our", "I want to thank", "We know that")
_CUES = ("said", "said", "said", "added")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who is quoted."""

    name: str
    role: str


class Inventor:
    """Draws releases, one after the other, from one seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # repeatable on purpose
        self._words = make_words(self._random)
        self._weights = list(
            accumulate(
                1 / ((rank + _SHIFT) * (1 + rank / _KERNEL))
                for rank in range(1, len(self._words) + 1)
            )
        )
        self._departments = [
            f"Department for {self._capitalised(1)} and {self._capitalised(1)}"
            for _ in range(_DEPARTMENTS)
        ]
        self._people = [self._invent_person() for _ in range(_PEOPLE)]

    def invent_release(self, number: int) -> dict[str, str]:
        """Return the next release as a record; ``number`` makes its id."""
        draw = self._random
        self._subject = draw.choices(self._words[100:20_000], k=_SUBJECT_WORDS)
        days = (_LAST_DAY - _FIRST_DAY).days
        date = _FIRST_DAY + datetime.timedelta(days=draw.randrange(days + 1))
        title = " ".join([*self._subject[:2], *self._draw_words(draw.randint(4, 9))])
        paragraphs = [self._write_text()]
        for _ in range(draw.choice(_PARAGRAPHS)):
            paragraphs += self._write_paragraphs()
        return {
            "id": f"invented-{number:08d}",
            "title": title[0].upper() + title[1:],
            "date": date.isoformat(),
            "department": draw.choice(self._departments),
            "body": "\n\n".join(paragraphs),
        }

    def _write_paragraphs(self) -> Iterator[str]:
        kind = self._random.random()
        person = self._random.choice(self._people)
        if kind < _BLOCK_QUOTE:
            yield f"{person.role}, {person.name}, said:"
            yield f"{self._random.choice(_OPENINGS)} {self._write_text()}"
        elif kind < _INLINE_QUOTE:
            cue = self._random.choice(_CUES)
            words = f"{self._random.choice(_OPENINGS)} {self._write_sentence()}"
            yield f"“{words},” {cue} {person.name}, {person.role}. {self._write_text()}"
        elif kind < _HEADING:
            yield self._capitalised(self._random.randint(2, 6))
        else:
            yield self._write_text()

    def _write_text(self) -> str:
        sentences = self._random.choice(_SENTENCES)
        return " ".join(f"{self._write_opened()}." for _ in range(sentences))

    def _write_opened(self) -> str:
        sentence = self._write_sentence()
        return sentence[0].upper() + sentence[1:]

    def _write_sentence(self) -> str:
        words = self._draw_words(self._random.randint(*_SENTENCE_WORDS))
        for place in range(len(words)):
            if self._random.random() < _SUBJECT_SHARE:
                words[place] = self._random.choice(self._subject)
        return " ".join(words)

    def _draw_words(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def _capitalised(self, count: int) -> str:
        rare = self._random.choices(self._words[100:], k=count)
        return " ".join(word.capitalize() for word in rare)

    def _invent_person(self) -> Person:
        office = self._random.choice(_OFFICES)
        return Person(
            name=self._capitalised(2), role=f"{office} {self._capitalised(1)}"
        )


def make_words(draw: random.Random) -> list[str]:
    """Return different words, the commonest first: real small ones, then invented.

    A third are forms of words before them, so that there is something to stem.
    """
    words = _COMMON.split()
    seen = set(words)
    bases: list[str] = []
    while len(words) < VOCABULARY:
        if bases and draw.random() < 1 / 3:
            word = draw.choice(bases) + draw.choice(_ENDINGS)
        else:
            syllables = 2 if len(words) < _SHORT_WORDS else draw.randint(2, 3)
            word = "".join(draw.choices(_SYLLABLES, k=syllables))
            bases.append(word)
        if word not in seen:
            seen.add(word)
            words.append(word)
    return words
