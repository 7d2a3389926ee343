"""Signs that a paragraph is spoken, and signs that it reports.

A sign is a name, a pattern and a weight: above 0 for speech (person, address, opinion),
below for report (dated openers, figures, an institution that acts, a person spoken of).
A weight is in tenths of a logit: 7 makes speech about twice as likely.

``tests/quality/train_signals.py`` found the weights by logistic regression over 9,700
paragraphs of American releases that quotation marks tell apart, spoken or narrative,
with the marks stripped.  What fewer than 300 of these bear was set by hand (†), since
British releases have more of it; so was "office".  Weights found on one half of the
releases tell 92 of 100 pairs of the other half apart; so did weights set by hand.

An expression that begins with a set of rare characters is ten times as fast as one that
is tried at each, so those that can begin so look behind for what stands before.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)"
)
_OFFICE = (
    r"(?:[Gg]overnment|[Dd]epartment|[Mm]inistry|Home Office|Foreign Office|Treasury)"
)


class Signal(NamedTuple):
    """One sign, counted ``most`` times at most; ``opening`` ones begin a paragraph."""

    name: str
    weight: int
    pattern: re.Pattern[str]
    most: int = 1
    opening: bool = False

    def count(self, text: str) -> int:
        """Return how often ``text`` bears this sign, as far as it counts."""
        if self.opening:
            return 1 if self.pattern.match(text) else 0
        count = 0
        for _ in self.pattern.finditer(text):
            count += 1
            if count == self.most:
                break
        return count


def _opens(name: str, weight: int, *patterns: str) -> Signal:
    return Signal(name, weight, _compile(patterns), opening=True)


def _holds(name: str, weight: int, *patterns: str, most: int = 1) -> Signal:
    return Signal(name, weight, _compile(patterns), most)


def _compile(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_SPEECH = (
    # "I’m grateful": hardly ever narrative.
    _holds("I", 13, r"\b(?:I|I[’'](?:m|ve|ll|d)|me|my|[Mm]yself)\b(?!\.)", most=2),
    # "we’ve closed": said by governments too, and "our" more so.
    _holds("we", 8, r"\b[Ww]e(?:[’'](?:re|ve|ll|d))?\b", most=2),
    _holds("our", 8, r"\b(?:[Oo]ur|us|ours)\b", most=2),
    # "But we know"
    _opens(
        "we open",
        6,
        r"(?:And |But |So |That is why |Together,? |Today,? )?[Ww]e\b",
    ),
    _holds("you", 5, r"\b(?:[Yy]ou|[Yy]our)\b"),  # †
    # "it’s", "don’t": releases narrate without
    _holds(
        "contraction",
        3,
        r"[’'](?:(?<=n.)t|(?:(?<=\bI.)|(?<=\b(?:[Ii]t|[Ww]e).)|(?<=\b[Yy]ou.)"
        r"|(?<=\b(?:[Tt]hat|[Tt]hey|[Ww]hat).)|(?<=\b[Tt]here.))"
        r"(?:s|re|ve|ll|m|d))\b",
    ),
    # "Yet too few walk": argument, where a report would date
    _opens(
        "turn of speech",
        5,
        r"(?:And|But|So|Now|What|Why|How|Yet|If|Let|When|While|Unfortunately|Sadly"
        r"|Without|Every|Whether|Thanks?|Simply put|That is why|This is why|No one"
        r"|Nobody)\b",
    ),
    # "These paths are": points at what was just said
    _opens(
        "pointing",
        12,
        r"(?:It|This|That|These|Those|Their|Such|They|There|Here)\b"
        r"(?! (?:comes|follows|also|is also|builds|includes|brings|week|month|year"
        r"|autumn|spring|summer|winter)\b)",
    ),
    _holds(
        "demand",
        6,
        r"\b(?:must|should|needs? to|have to|has to|cannot|deserves?|ought)\b",
    ),
    _holds(
        "intent",
        5,
        r"\b(?:going to|want(?:s|ed)? to|make sure|ensure that|keep|continue to"
        r"|look(?:ing)? forward)\b",
    ),
    # "a proud day"
    _holds(
        "opinion",
        8,
        r"\b(?:vital|crucial|critical|important|fundamental|proud|delighted|pleased)\b",
        r"\b(?:grateful|thrilled|honou?red|privilege|passionate|brave|incredible)\b",
        r"\b(?:fantastic|tremendous|brilliant|wonderful|amazing|absolutely|truly)\b",
        r"\b(?:unacceptable|appalling|devastating|heinous|disgusting|despicable)\b",
        r"\b(?:vile|evil|clear message|testament|reality|right|wrong|hope|believe)\b",
        r"\b(?:real|huge(?:ly)?|unequivocal|simply|sadly|very|great|best|serious)\b",
        r"\b(?:strong|excit\w+|happy|glad|too (?:many|often|long)|exactly|indeed)\b",
        most=2,
    ),
    _holds(
        "denial",
        7,
        r"\b(?:not (?:just|only|simply)|no matter|once and for all|never|nothing"
        r"|nobody|no longer)\b",
    ),
    _holds(
        "feeling",
        3,
        r"\b(?:knows?|thinks?|feels?|understand|why|here|thank|congratulate|welcome"
        r"|commend|applaud|appreciate)\b",
        most=2,
    ),
    _holds(
        "people",
        4,
        r"\b(?:lives|families|loved ones|future|generations?|communities|everyone"
        r"|every)\b",
        most=2,
    ),
    _holds("exclamation", 4, r"[!?]"),  # †
)

_REPORT = (
    # Offices narrate in long words and in names.
    _holds("long words", -1, r"\w{11,}", most=6),
    _holds("names", -2, r"(?<=[a-z,;] )[A-Z]", most=8),
    _holds(
        "addition",
        -7,
        r"\balso\b|\b[Ff]or example\b|\bsuch as\b|\b[Ii]n addition\b|\bas well as\b",
    ),
    # "The scheme", "A path"
    _opens("article opens", -4, r"(?:The|An?|Each)\b"),
    # "In March 2019,", "Since 2010"
    _opens(
        "dated opener",  # †
        -12,
        r"(?:In|On|Since|By|From|During|Until|Between|As of)\s"
        rf"(?:early |late |mid-|the )?(?:\d|{_MONTH})",
    ),
    # "Last month, the"; but "Today is a fine day" is spoken.
    _opens(
        "time opener",  # †
        -10,
        r"(?:Last|Earlier|Later|Next|Yesterday|Today|Tomorrow|Currently|Previously"
        r"|Meanwhile|This (?:week|month|year|autumn|spring|summer|winter))\b"
        r"(?!,? (?:we|I|is|marks)\b)",
    ),
    # "Following the review,", "The new scheme"
    _opens(
        "background opener",
        -6,
        r"(?:Following|In recognition of|In addition|As part of|According to)\b",
        r"(?:To (?:mark|support|help)|In response|In line with|In total)\b",
        r"(?:Additionally|Responding|Building|Under|Alongside|For (?:more|further))\b",
        r"(?:It|This) (?:comes|follows|also|is also|builds|includes|brings)\b",
        r"The (?:announcement|move|news|measures?|changes?|new|latest|review)\b",
        r"The (?:report|scheme|funding|programme|project|consultation|agreement)\b",
        r"The (?:event|visit|findings|statistics)\b",
        r"(?:More than|Over|Up to|Around|As many as|Nearly|Almost)\b",
        r"(?:Data|New|Further|Additional|Notes?)\b",
    ),
    # "the government has": in Britain the office that issues the release
    _holds("office", -6, rf"\b[Tt]h(?:e|is)\s(?:\w+ )?{_OFFICE}(?:[’']s)?\b"),
    # "the minister visited", "his visit"
    _holds(
        "third person",  # †
        -12,
        r"\b(?:[Tt]he|[Hh]is|[Hh]er)\s(?:[Mm]inister|(?:\w+ )?Secretary|Prime Minister"
        r"|Chancellor|visit|spokes\w+)\b",
    ),
    # "Dr Holt"
    _holds(
        "person",  # †
        -6,
        r"\b(?:Minister|Secretary|Mr|Mrs|Ms|Dr|Sir|Lord|Dame|Baroness|Professor)"
        r" [A-Z][a-z]+",
    ),
    _holds("year", -5, r"\b(?:19|20)\d\d\b", most=2),
    _holds("day", -4, rf"\b\d{{1,2}} {_MONTH}\b", rf"\b{_MONTH} \d{{1,2}}\b"),  # †
    # "£3 million", "24%", "10,500", "6th"
    _holds(
        "figure",
        -6,
        r"[£$€\d](?:(?<=[£$€])\s?\d"
        r"|(?<=\d)\s?(?:%|per cent\b|percent\b|million\b|billion\b|bn\b)"
        r"|(?<=\d)(?<!\w.)(?:\d{0,2},\d{3}|\d{0,3}(?:st|nd|rd|th))\b)",
        most=2,
    ),
    _holds("law", -2, r"\b[Ss]ection \d|\bAct\b|\b[Aa]rticle \d|\boffences?\b"),
    # "was introduced", "is expected to"
    _holds(
        "passive",
        -6,
        r"\b(?:was|were|has been|have been|is being|will be|(?:is|are) expected to"
        r"|(?:is|are) set to)"
        r" (?:\w{1,20}ly )?"
        r"(?:\w{1,20}ed|set|made|held|led|met|known|begin|receive|run)\b",
    ),
    # ", including the parks"
    _holds(
        "aside",
        -5,
        r", (?:demonstrating|including|reflecting|marking|building|bringing)\b",
        r", (?:making it|with|helping|supporting|known as)\b",
    ),
    _holds(
        "act of office",
        -7,
        r"\b(?:said|announced|published|launched|signed|visited|confirmed|unveiled)\b",
        r"\bmet with\b",
    ),
    # "aims to", "under the": how schemes are described
    _holds(
        "administration",
        -5,
        r"\b(?:approximately|according to|expected to|conducted|currently|each year"
        r"|designed to|based on|related to|nationwide|in total|a total of)\b",
        r"\b(?:responsible for|as part of|under the|used to|received|provides?"
        r"|includes?|included|consists? of|comprises?|established|aims? to"
        r"|participants?)\b",
        most=2,
    ),
    _holds("bracket", -5, r"\("),
    _holds("list", -6, r"[;:]"),
)

SIGNALS = (*_SPEECH, *_REPORT)


@lru_cache(maxsize=64)  # a paragraph that ends a quote has been weighed before
def weigh_signals(text: str) -> Mapping[str, int]:
    """Return by name what the signs that a paragraph bears weigh."""
    return {signal.name: signal.weight * signal.count(text) for signal in SIGNALS}
