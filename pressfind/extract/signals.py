"""Signs that a paragraph is spoken, and signs that it reports.

A sign is a name, a pattern and a weight: above 0 for speech (person, address, opinion),
below for report (dated openers, figures, an institution that acts, a person spoken of).
A weight is in tenths of a logit: 7 makes speech about twice as likely.

``tests/quality/train_signals.py`` found the weights by logistic regression over 9,700
paragraphs of American releases that quotation marks tell apart, spoken or narrative,
with the marks stripped.  What fewer than 300 of these bear was set by hand (†), since
British releases have more of it; so was "office".  Weights found on one half of the
releases tell 92 of 100 pairs of the other half apart; so did weights set by hand.

To try an expression at each character takes most of the time of extraction.  So signs
that begin with a word are looked for where one stands that they may begin with, and
others begin with a set of rare characters, and look behind for what stands before.
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

_WORD = re.compile(r"\w+")


class Signal(NamedTuple):
    """One sign, counted ``most`` times at most; ``opening`` ones begin a paragraph.

    ``begins`` is what the first word of it may be, None where it begins with no word.
    """

    name: str
    weight: int
    pattern: re.Pattern[str]
    most: int = 1
    opening: bool = False
    begins: re.Pattern[str] | None = None

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


def _says(
    name: str, weight: int, *phrases: str, then: str = r"\b", most: int = 1
) -> Signal:
    """Return the sign of phrases, parted by ``|``, with the same behind them."""
    listed = "|".join(phrases)
    begins = "|".join(phrase.partition(" ")[0] for phrase in listed.split("|"))
    pattern = re.compile(rf"\b(?:{listed}){then}")
    return Signal(name, weight, pattern, most, begins=re.compile(begins))


def _compile(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_SPEECH = (
    # "I’m grateful": hardly ever narrative.
    _says("I", 13, "I|me|my|[Mm]yself", then=r"\b(?!\.)", most=2),
    # "we’ve closed": said by governments too, and "our" more so.
    _says("we", 8, "[Ww]e", most=2),
    _says("our", 8, "[Oo]ur|us|ours", most=2),
    # "But we know"
    _opens(
        "we open",
        6,
        r"(?:And |But |So |That is why |Together,? |Today,? )?[Ww]e\b",
    ),
    _says("you", 5, "[Yy]our?"),  # †
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
    _says(
        "demand",
        6,
        "must|should|needs? to|have to|has to|cannot|deserves?|ought",
    ),
    _says(
        "intent",
        5,
        "going to|wants? to|wanted to|make sure|ensure that|keep|continue to",
        "look(?:ing)? forward",
    ),
    # "a proud day"
    _says(
        "opinion",
        8,
        "vital|crucial|critical|important|fundamental|proud|delighted|pleased",
        "grateful|thrilled|honou?red|privilege|passionate|brave|incredible",
        "fantastic|tremendous|brilliant|wonderful|amazing|absolutely|truly",
        "unacceptable|appalling|devastating|heinous|disgusting|despicable",
        "vile|evil|clear message|testament|reality|right|wrong|hope|believe",
        "real|huge(?:ly)?|unequivocal|simply|sadly|very|great|best|serious",
        r"strong|excit\w+|happy|glad|too many|too often|too long|exactly|indeed",
        most=2,
    ),
    _says(
        "denial",
        7,
        "not just|not only|not simply|no matter|once and for all|never|nothing",
        "nobody|no longer",
    ),
    _says(
        "feeling",
        3,
        "knows?|thinks?|feels?|understand|why|here|thank|congratulate|welcome",
        "commend|applaud|appreciate",
        most=2,
    ),
    _says(
        "people",
        4,
        "lives|families|loved ones|future|generations?|communities|everyone|every",
        most=2,
    ),
    _holds("exclamation", 4, r"[!?]"),  # †
)

_REPORT = (
    # Offices narrate in long words and in names.
    _says("long words", -1, r"\w{11,}", most=6),
    _holds("names", -2, r"[A-Z](?<=[a-z,;] .)", most=8),
    _says(
        "addition",
        -7,
        "also|[Ff]or example|such as|[Ii]n addition|as well as",
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
    _says("office", -6, "[Tt]he|[Tt]his", then=rf"\s(?:\w+ )?{_OFFICE}(?:[’']s)?\b"),
    # "the minister visited", "his visit"
    _says(
        "third person",  # †
        -12,
        "[Tt]he|[Hh]is|[Hh]er",
        then=r"\s(?:[Mm]inister|(?:\w+ )?Secretary|Prime Minister|Chancellor|visit"
        r"|spokes\w+)\b",
    ),
    # "Dr Holt"
    _says(
        "person",  # †
        -6,
        "Minister|Secretary|Mr|Mrs|Ms|Dr|Sir|Lord|Dame|Baroness|Professor",
        then=" [A-Z][a-z]+",
    ),
    _says("year", -5, r"19\d\d|20\d\d", most=2),
    # "6 May", "May 6"
    Signal(
        "day",  # †
        -4,
        re.compile(rf"\b(?:\d\d? {_MONTH}|{_MONTH} \d\d?)\b"),
        begins=re.compile(rf"\d\d?|{_MONTH}"),
    ),
    # "£3 million", "24%", "10,500", "6th"
    _holds(
        "figure",
        -6,
        r"[£$€\d](?:(?<=[£$€])\s?\d"
        r"|(?<=\d)\s?(?:%|per cent\b|percent\b|million\b|billion\b|bn\b)"
        r"|(?<=\d)(?<!\w.)(?:\d{0,2},\d{3}|\d{0,3}(?:st|nd|rd|th))\b)",
        most=2,
    ),
    _says("law", -2, r"[Ss]ection \d\w*|Act|[Aa]rticle \d\w*|offences?"),
    # "was introduced", "is expected to"
    _says(
        "passive",
        -6,
        "was|were|has been|have been|is being|will be|is expected to|are expected to",
        "is set to|are set to",
        then=r" (?:\w{1,20}ly )?"
        r"(?:\w{1,20}ed|set|made|held|led|met|known|begin|receive|run)\b",
    ),
    # ", including the parks"
    _holds(
        "aside",
        -5,
        r", (?:demonstrating|including|reflecting|marking|building|bringing)\b",
        r", (?:making it|with|helping|supporting|known as)\b",
    ),
    _says(
        "act of office",
        -7,
        "said|announced|published|launched|signed|visited|confirmed|unveiled|met with",
    ),
    # "aims to", "under the": how schemes are described
    _says(
        "administration",
        -5,
        "approximately|according to|expected to|conducted|currently|each year",
        "designed to|based on|related to|nationwide|in total|a total of",
        "responsible for|as part of|under the|used to|received|provides?|includes?",
        "included|consists? of|comprises?|established|aims? to|participants?",
        most=2,
    ),
    _holds("bracket", -5, r"\("),
    _holds("list", -6, r"[;:]"),
)

SIGNALS = (*_SPEECH, *_REPORT)


def count_signals(text: str) -> list[int]:
    """Return how often ``text`` bears each of the signals, as far as it counts."""
    counts = [0 if signal.begins else signal.count(text) for signal in SIGNALS]
    reached = [0] * len(SIGNALS)
    place = 0
    for word in _WORD.findall(text):
        place = text.index(word, place)
        for number in _find_begun(word):
            signal = SIGNALS[number]
            if counts[number] < signal.most and place >= reached[number]:
                found = signal.pattern.match(text, place)
                if found:
                    counts[number] += 1
                    reached[number] = found.end()
        place += len(word)
    return counts


@lru_cache(maxsize=64)  # a paragraph that ends a quote has been weighed before
def weigh_signals(text: str) -> Mapping[str, int]:
    """Return by name what the signs that a paragraph bears weigh."""
    counted = zip(SIGNALS, count_signals(text), strict=True)
    return {signal.name: signal.weight * count for signal, count in counted}


@lru_cache(maxsize=20_000)
def _find_begun(word: str) -> tuple[int, ...]:
    """Return by number the signals that may begin with a word: few words begin any."""
    return tuple(
        number
        for number, signal in enumerate(SIGNALS)
        if signal.begins and signal.begins.fullmatch(word)
    )
