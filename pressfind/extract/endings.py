"""Where a block quote ends that nothing ends: how far the voice of the speaker reaches.

The first paragraph after an attribution is quoted.  Every further one is weighed by
the signs of speech and of report in ``signals``.  The quote reaches as far as the sum
is highest, so a plain paragraph is kept if plainly spoken ones follow, and no single
word decides.  A paragraph that speaks of the speaker ends it for certain.  The balance
of a tie is to end early.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pressfind.extract.signals import SIGNALS

_LONGEST_WEIGHED = 3000
"""Characters of a paragraph that are weighed: enough to hear whose voice it is."""

# "ENDS", "Notes to editors", "About Aster Mills", "Contact:"
_AFTERWORD = re.compile(
    r"[\W_]*(?:About [A-Z]|#|(?i:ends?\b[\W_]*$|notes? (?:to|for) editors?"
    r"|editors?[’'] notes?|(?:media|press) (?:contacts?|enquir\w+|inquir\w+)\b"
    r"|contacts?\s*(?::|$)|further information|background\W*$))"
)

_DISTANCE = -1
"""Added for every paragraph from the fourth on: most quotes have no more than three."""
_BEFORE_ATTRIBUTION = 2
"""Added to a quote that reaches the next attribution: narrative there is rarer."""
_USUAL_LENGTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Paragraphs after an attribution, and what is known about their surroundings.

    ``speaker`` is the surname of who speaks, "" if unknown; ``attribution_follows``
    tells that the next block is another attribution.
    """

    paragraphs: Sequence[str]
    speaker: str = ""
    attribution_follows: bool = False


def find_ending(run: Run) -> int:
    """Return how many paragraphs of a run are quoted, at least one.

    >>> find_ending(Run(paragraphs=("It is a fine day.", "We must walk more.",
    ...     "In March 2019 the department closed 3,000 paths.")))
    2
    """
    best, best_sum, total = 1, 0, 0
    for count, text in enumerate(run.paragraphs[1:], start=2):
        if ends_for_certain(text, run.speaker):
            break
        total += weigh(text) + (_DISTANCE if count > _USUAL_LENGTH else 0)
        last = count == len(run.paragraphs)
        reached = total + (
            _BEFORE_ATTRIBUTION if last and run.attribution_follows else 0
        )
        if reached > best_sum:
            best, best_sum = count, reached
    return best


def weigh(text: str) -> int:
    """Return how much more a paragraph sounds spoken than reported."""
    part = text[:_LONGEST_WEIGHED]
    return sum(signal.weigh(part) for signal in SIGNALS)


def ends_for_certain(text: str, speaker: str) -> bool:
    """Tell whether a paragraph can't be the speaker's: an afterword, or about them."""
    if _AFTERWORD.match(text):
        return True
    return bool(speaker) and f" {speaker} " in f" {text} "
