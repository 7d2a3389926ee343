"""Where a block quote ends that nothing ends: how far the voice of the speaker reaches.

The first paragraph after an attribution is quoted.  Every further one is weighed:
signs of speech (person, address, opinion) against signs of report (dated openers,
figures, the institution as actor, a person spoken of).  The quote reaches as far as
the sum is highest, so a plain paragraph is kept if plainly spoken ones follow, and no
single word decides.  A paragraph that speaks of the speaker ends it for certain.

Each ``Signal`` has a name and a weight; weights are small integers, set by reading
releases of many offices, and the balance of a tie is to end early.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class _Where(Enum):
    """Which part of a paragraph a signal is looked for in."""

    OPENING = "opening"
    WHOLE = "whole"


class Signal(NamedTuple):
    """A sign of speech (weight above 0) or of report; counted ``most`` times at most."""

    name: str
    pattern: re.Pattern[str]
    weight: int
    most: int = 1
    where: _Where = _Where.WHOLE


def _signal(
    name: str, pattern: str, weight: int, most: int = 1, *, opening: bool = False
) -> Signal:
    where = _Where.OPENING if opening else _Where.WHOLE
    return Signal(name, re.compile(pattern), weight, most, where)


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)"
)
_OFFICE = (
    r"(?:[Gg]overnment|[Dd]epartment|[Mm]inistry|Home Office|Foreign Office|Treasury)"
)

SIGNALS = (
    # Speech.  "I", "me": hardly ever narrative.
    _signal("I", r"\b(?:I|I[’'](?:m|ve|ll|d)|me|my|[Mm]yself)\b(?!\.)", 5, 2),
    _signal(
        "we open",
        r"(?:And |But |So |That is why |Together,? |Today,? )?[Ww]e\b",
        3,
        opening=True,
    ),
    _signal("we", r"\b[Ww]e(?:[’'](?:re|ve|ll|d))?\b", 2, 2),
    _signal("our", r"\b(?:[Oo]ur|us|ours)\b", 1, 2),
    _signal(
        "we must",
        r"\b[Ww]e (?:must|need|will not|cannot|should|want|know|hope|believe|think|are (?:proud|delighted|committed|determined|clear|grateful|pleased)|(?:all )?owe)\b",
        2,
        1,
    ),
    _signal("you", r"\b(?:[Yy]ou|[Yy]our)\b", 2),
    _signal(
        "contraction",
        r"\b(?:[Ii]t|[Tt]hat|[Tt]here|[Ww]e|I|[Yy]ou|[Tt]hey)[’'](?:s|re|ve|ll|m|d)\b|n[’']t\b",
        2,
    ),
    _signal(
        "turn of speech",
        r"(?:And|But|So|That[’']s|That is why|This is why|Simply put|Let me|Thank you|Thanks)\b",
        2,
        opening=True,
    ),
    _signal("demand", r"\b(?:must|should|need to|has to|have to|cannot|deserve)\b", 1),
    _signal(
        "opinion",
        r"\b(?:vital|crucial|critical|proud|delighted|pleased|grateful|thrilled|honou?red"
        r"|unacceptable|appalling|devastating|heinous|disgusting|despicable|vile|evil"
        r"|brave|incredible|fantastic|tremendous|brilliant|wonderful|amazing|absolutely"
        r"|clear message|testament|reality|right thing|hope|believe|privilege|passionate"
        r"|a real|truly|huge(?:ly)?|important|fundamental|unequivocal|simply|sadly)\b",
        1,
        2,
    ),
    _signal("not just", r"\bnot (?:just|only)\b|\bno matter\b|\bonce and for all\b", 1),
    # Report.
    _signal(
        "dated opener",
        rf"(?:In|On|Since|By|From|During|Until|Between|As of)\s(?:early |late |mid-|the )?(?:\d|{_MONTH})",
        -4,
        opening=True,
    ),
    _signal(
        "time opener",
        r"(?:Last|Earlier|Later|Next|Yesterday|Today|Tomorrow|This (?:week|month|year|autumn|spring|summer|winter))\b"
        r"(?!,? (?:we|I|is|marks)\b)",
        -3,
        opening=True,
    ),
    _signal(
        "background opener",
        r"(?:Following|In recognition of|In addition to|As part of|To mark|To support|To help"
        r"|Under (?:the|these|this|new|current)|Alongside (?:the|this|these)|Meanwhile|Currently|Additionally"
        r"|In response|In line with|In total|It (?:comes|follows|also|is also)|This (?:comes|follows|builds|includes|brings)"
        r"|The (?:announcement|move|news|measures?|changes?|new|latest|review|report|scheme"
        r"|funding|programme|project|consultation|agreement|event|visit|findings|statistics)"
        r"|More than|Over|Up to|Around|As many as|Nearly|Almost|Data|New|Further|Additional"
        r"|Responding|Building|Previously|For (?:more|further)|Notes?)\b",
        -2,
        opening=True,
    ),
    _signal(
        "office opens",
        rf"(?:The|This|Our|UK|His Majesty[’']s)\s(?:\w+ )?{_OFFICE}\b",
        -2,
        opening=True,
    ),
    _signal("office", rf"\b(?:the|this)\s(?:\w+ )?{_OFFICE}(?:[’']s)?\b", -2),
    _signal(
        "third person",
        r"\b(?:[Tt]he|[Hh]is|[Hh]er)\s(?:[Mm]inister|(?:\w+ )?Secretary|Prime Minister|Chancellor|visit|spokes\w+)\b",
        -3,
    ),
    _signal(
        "person",
        r"\b(?:Minister|Secretary|Mr|Mrs|Ms|Dr|Sir|Lord|Dame|Baroness|Professor) [A-Z][a-z]+",
        -2,
    ),
    _signal("year", r"\b(?:19|20)\d\d\b", -1, 2),
    _signal("day", rf"\b\d{{1,2}} {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b", -1),
    _signal(
        "figure",
        r"(?:£|\$|€)\s?\d|\d(?:[\d,.]*\d)?\s?(?:%|per cent|percent|million|billion|bn)\b|\b\d{1,3},\d{3}\b|\b\d+(?:st|nd|rd|th)\b",
        -1,
        2,
    ),
    _signal(
        "law", r"\b[Ss]ection \d|\bAct(?: \d{4})?\b|\b[Aa]rticle \d|\boffences?\b", -1
    ),
    _signal(
        "passive",
        r"\b(?:was|were|has been|have been|is expected to|are expected to|is being|will be|is set to) (?:\w+ly )?(?:\w+ed|set|made|held|led|met|known|begin|receive|run)\b",
        -1,
    ),
    _signal(
        "aside",
        r", (?:demonstrating|including|reflecting|marking|building|bringing|making it|with|helping|supporting|known as)\b",
        -1,
    ),
    _signal("also", r"\balso\b|\b[Ff]or example\b|\bsuch as\b", -1),
    _signal(
        "said",
        r"\b(?:said|announced|published|launched|signed|visited|confirmed|unveiled|met with)\b",
        -2,
    ),
)

_LONGEST_WEIGHED = 3000
"""Characters of a paragraph that are weighed: enough to hear whose voice it is."""

# "ENDS", "Notes to editors", "About Aster Mills", "Contact:"
_AFTERWORD = re.compile(
    r"[\W_]*(?:ends?\b[\W_]*$|notes? (?:to|for) editors?|editors?[’'] notes?|about [A-Z]"
    r"|(?:media |press )?(?:contacts?|enquir\w+|inquir\w+)\b|further information|background\W*$|#)",
    re.IGNORECASE,
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
    total = 0
    for signal in SIGNALS:
        if signal.where is _Where.OPENING:
            total += signal.weight if signal.pattern.match(part) else 0
        else:
            found = 0
            for _ in signal.pattern.finditer(part):
                found += 1
                if found == signal.most:
                    break
            total += signal.weight * found
    return total


def ends_for_certain(text: str, speaker: str) -> bool:
    """Tell whether a paragraph can't be the speaker's: an afterword, or about them."""
    if _AFTERWORD.match(text):
        return True
    return bool(speaker) and f" {speaker} " in f" {text} "
