"""Signs that a paragraph is spoken, and signs that it reports.

A sign is a name, a pattern and a weight: above 0 for speech (person, address, opinion),
below for report (dated openers, figures, an institution that acts, a person spoken of).
Weights are small integers, set by reading releases of many offices.
"""

import re
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

    def weigh(self, text: str) -> int:
        """Return what this sign adds for ``text``."""
        if self.opening:
            return self.weight if self.pattern.match(text) else 0
        count = 0
        for _ in self.pattern.finditer(text):
            count += 1
            if count == self.most:
                break
        return self.weight * count


def _opens(name: str, weight: int, *patterns: str) -> Signal:
    return Signal(name, weight, _compile(patterns), opening=True)


def _holds(name: str, weight: int, *patterns: str, most: int = 1) -> Signal:
    return Signal(name, weight, _compile(patterns), most)


def _compile(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_SPEECH = (
    # "I’m grateful": hardly ever narrative.
    _holds("I", 5, r"\b(?:I|I[’'](?:m|ve|ll|d)|me|my|[Mm]yself)\b(?!\.)", most=2),
    # "But we know"
    _opens(
        "we open",
        3,
        r"(?:And |But |So |That is why |Together,? |Today,? )?[Ww]e\b",
    ),
    # "we’ve closed": said by governments too, so "our" weighs less still.
    _holds("we", 2, r"\b[Ww]e(?:[’'](?:re|ve|ll|d))?\b", most=2),
    _holds("our", 1, r"\b(?:[Oo]ur|us|ours)\b", most=2),
    # "we must go on"
    _holds(
        "we must",
        2,
        r"\b[Ww]e (?:must|need|will not|cannot|should|want|know|hope|believe|think)\b",
        r"\b[Ww]e are (?:proud|delighted|committed|determined|clear|grateful)\b",
    ),
    _holds("you", 2, r"\b(?:[Yy]ou|[Yy]our)\b"),
    # "it’s", "don’t": releases narrate without
    _holds(
        "contraction",
        2,
        r"\b(?:[Ii]t|[Tt]hat|[Tt]here|[Ww]e|I|[Yy]ou|[Tt]hey)[’'](?:s|re|ve|ll|m|d)\b",
        r"n[’']t\b",
    ),
    _opens(
        "turn of speech",
        2,
        r"(?:And|But|So|That[’']s|That is why|This is why|Simply put|Let me)\b",
        r"(?:Thank you|Thanks)\b",
    ),
    _holds("demand", 1, r"\b(?:must|should|need to|has to|have to|cannot|deserve)\b"),
    # "a proud day"
    _holds(
        "opinion",
        1,
        r"\b(?:vital|crucial|critical|important|fundamental|proud|delighted|pleased)\b",
        r"\b(?:grateful|thrilled|honou?red|privilege|passionate|brave|incredible)\b",
        r"\b(?:fantastic|tremendous|brilliant|wonderful|amazing|absolutely|truly)\b",
        r"\b(?:unacceptable|appalling|devastating|heinous|disgusting|despicable)\b",
        r"\b(?:vile|evil|clear message|testament|reality|right thing|hope|believe)\b",
        r"\b(?:a real|huge(?:ly)?|unequivocal|simply|sadly)\b",
        most=2,
    ),
    _holds("not just", 1, r"\bnot (?:just|only)\b|\bno matter\b|\bonce and for all\b"),
)

_REPORT = (
    # "In March 2019,", "Since 2010"
    _opens(
        "dated opener",
        -4,
        r"(?:In|On|Since|By|From|During|Until|Between|As of)\s"
        rf"(?:early |late |mid-|the )?(?:\d|{_MONTH})",
    ),
    # "Last month, the"; but "Today is a fine day" is spoken.
    _opens(
        "time opener",
        -3,
        r"(?:Last|Earlier|Later|Next|Yesterday|Today|Tomorrow"
        r"|This (?:week|month|year|autumn|spring|summer|winter))\b"
        r"(?!,? (?:we|I|is|marks)\b)",
    ),
    # "Following the review,", "The scheme"
    _opens(
        "background opener",
        -2,
        r"(?:Following|In recognition of|In addition to|As part of|To mark)\b",
        r"(?:To support|To help|In response|In line with|In total|Meanwhile)\b",
        r"(?:Currently|Additionally|Previously|Responding|Building)\b",
        r"For (?:more|further)\b",
        r"Under (?:the|these|this|new|current)\b|Alongside (?:the|this|these)\b",
        r"It (?:comes|follows|also|is also)\b",
        r"This (?:comes|follows|builds|includes|brings)\b",
        r"The (?:announcement|move|news|measures?|changes?|new|latest|review)\b",
        r"The (?:report|scheme|funding|programme|project|consultation|agreement)\b",
        r"The (?:event|visit|findings|statistics)\b",
        r"(?:More than|Over|Up to|Around|As many as|Nearly|Almost)\b",
        r"(?:Data|New|Further|Additional|Notes?)\b",
    ),
    # "The government has", "The Home Office’s"
    _opens(
        "office opens",
        -2,
        rf"(?:The|This|Our|UK|His Majesty[’']s)\s(?:\w+ )?{_OFFICE}\b",
    ),
    _holds("office", -2, rf"\b(?:the|this)\s(?:\w+ )?{_OFFICE}(?:[’']s)?\b"),
    # "the minister visited", "his visit"
    _holds(
        "third person",
        -3,
        r"\b(?:[Tt]he|[Hh]is|[Hh]er)\s(?:[Mm]inister|(?:\w+ )?Secretary|Prime Minister"
        r"|Chancellor|visit|spokes\w+)\b",
    ),
    # "Dr Holt"
    _holds(
        "person",
        -2,
        r"\b(?:Minister|Secretary|Mr|Mrs|Ms|Dr|Sir|Lord|Dame|Baroness|Professor)"
        r" [A-Z][a-z]+",
    ),
    _holds("year", -1, r"\b(?:19|20)\d\d\b", most=2),
    _holds("day", -1, rf"\b\d{{1,2}} {_MONTH}\b", rf"\b{_MONTH} \d{{1,2}}\b"),
    # "£3 million", "24%", "10,500", "6th"
    _holds(
        "figure",
        -1,
        r"[£$€]\s?\d",
        r"\d\s?(?:%|per cent\b|percent\b|million\b|billion\b|bn\b)",
        r"\b\d{1,3},\d{3}\b",
        r"\b\d{1,4}(?:st|nd|rd|th)\b",
        most=2,
    ),
    _holds("law", -1, r"\b[Ss]ection \d|\bAct\b|\b[Aa]rticle \d|\boffences?\b"),
    # "was introduced", "is expected to"
    _holds(
        "passive",
        -1,
        r"\b(?:was|were|has been|have been|is being|will be|(?:is|are) expected to"
        r"|(?:is|are) set to)"
        r" (?:\w{1,20}ly )?"
        r"(?:\w{1,20}ed|set|made|held|led|met|known|begin|receive|run)\b",
    ),
    # ", including the parks"
    _holds(
        "aside",
        -1,
        r", (?:demonstrating|including|reflecting|marking|building|bringing)\b",
        r", (?:making it|with|helping|supporting|known as)\b",
    ),
    _holds("also", -1, r"\balso\b|\b[Ff]or example\b|\bsuch as\b"),
    _holds(
        "said",
        -2,
        r"\b(?:said|announced|published|launched|signed|visited|confirmed|unveiled)\b",
        r"\bmet with\b",
    ),
)

SIGNALS = (*_SPEECH, *_REPORT)
