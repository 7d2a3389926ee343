"""Where a block quote ends that nothing ends: how far the voice of the speaker reaches.

The first paragraph after an attribution is quoted.  Every further one is weighed by
the signs of speech and of report in ``signals``.  The quote reaches as far as the sum
is highest, so a plain paragraph is kept if plainly spoken ones follow, and no single
word decides.  A paragraph that speaks of the speaker ends it for certain.  The balance
of a tie is to end early: report in a speaker's mouth is worse than speech left out.
"""

import re
from collections.abc import Sequence

from pressfind.extract.signals import weigh_signals
from pressfind.values import frozen

LONGEST_PARAGRAPH = 3000
"""Characters of a paragraph that may be spoken; the longest seen has 1,600."""
MOST_PARAGRAPHS = 20
"""Paragraphs of the longest inferred quote: a whole statement read out."""

# "ENDS", "Notes to editors", "About Aster Mills", "Contact:"
_AFTERWORD = re.compile(
    r"[\W_]*(?:About [A-Z]|#|(?i:ends?\b[\W_]*$|notes? (?:to|for) editors?"
    r"|editors?[’'] notes?|(?:media|press) (?:contacts?|enquir\w+|inquir\w+)\b"
    r"|contacts?\s*(?::|$)|further information|background\W*$))"
)

# In the unit of the signals, as is all below: most quotes have two paragraphs or three.
_SECOND, _THIRD, _FURTHER = 4, 0, -4
_BEFORE_ATTRIBUTION = 10
"""Added to a quote that reaches the next attribution: narrative there is rarer."""
_HOPELESS = 30
"""How far below the best a sum falls before no later paragraph is looked at: about two
paragraphs of plain report."""


@frozen(kw_only=True)
class Run:
    """Paragraphs after an attribution, and what is known about their surroundings.

    ``speaker`` is the surname of who speaks, "" if unknown; ``follows`` names what
    stands behind the last paragraph, such as "attribution" or "end of text".
    """

    paragraphs: Sequence[str]
    speaker: str = ""
    follows: str = "end of text"


@frozen
class Ending:
    """How many paragraphs of a run are quoted, at least one, and by which sign."""

    count: int
    sign: str


def find_ending(run: Run) -> Ending:
    """Return where the quote ends that begins a run.

    >>> find_ending(Run(paragraphs=("It is a fine day.", "We must walk more.",
    ...     "In March 2019 the department closed 3,000 paths.")))
    Ending(count=2, sign='dated opener')
    """
    best, best_sum, total = 1, 0, 0
    for count, text in enumerate(run.paragraphs[1:MOST_PARAGRAPHS], start=2):
        if find_certain_end(text, run.speaker):
            break
        total += weigh(text) + _weigh_length(count)
        last = count == len(run.paragraphs)
        before_attribution = last and run.follows == "attribution"
        reached = total + (_BEFORE_ATTRIBUTION if before_attribution else 0)
        if reached > best_sum:
            best, best_sum = count, reached
        if total < best_sum - _HOPELESS:
            break
    return Ending(best, _name_sign(run, best))


def weigh(text: str) -> int:
    """Return how much more a paragraph sounds spoken than reported."""
    return sum(weigh_signals(text).values())


def find_certain_end(text: str, speaker: str = "") -> str | None:
    """Return why a paragraph can't be the speaker's, or None where it can."""
    if len(text) > LONGEST_PARAGRAPH:
        return "long paragraph"
    if _AFTERWORD.match(text):
        return "afterword"
    if not speaker or speaker not in text:
        return None
    # Not "in May" or "May 2024", should May be who speaks.
    named = rf"(?<![Ii]n )\b{re.escape(speaker)}\b(?! \d)"
    return "speaker named" if re.search(named, text) else None


def _weigh_length(count: int) -> int:
    return {2: _SECOND, 3: _THIRD}.get(count, _FURTHER)


def _name_sign(run: Run, count: int) -> str:
    """Return what ends a quote of ``count`` paragraphs: the best sign of report."""
    if count == len(run.paragraphs):
        return run.follows
    text = run.paragraphs[count]
    certain = find_certain_end(text, run.speaker)
    if certain:
        return certain
    signs = weigh_signals(text)
    sign = min(signs, key=signs.__getitem__)
    return sign if signs[sign] < 0 else "no sign of speech"
