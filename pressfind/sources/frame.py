"""What stands around a release's own words: labels, dateline, notes, contacts.

The lead is the first block of a release, so what stands before it is put behind all
else.  Behind the end mark, and from the notes or the "About" of whoever issued it,
everything is boilerplate: it can be searched for, and is never a quote.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from pressfind.model import BlockKind, RawBlock
from pressfind.values import frozen

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    r"(?i:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}))"
)
# "TOKYO, JAPAN", "Beverly Hills, California", "WASHINGTON, D.C."
_PLACE = r"[A-ZÀ-Þ][\w.’'-]*(?:[ ,]+[A-ZÀ-Þ][\w.’'-]*){0,6}"
# "(Newswire)", "/24-7PressRelease/"
_WIRE = r"(?:\([^()\n]{2,40}\)|/\s?[^/\n]{2,60}/)"
_NEWSWIRE = r"(?:[(/][^()/\n]{0,30}(?i:news|wire|press)[^()/\n]{0,30}[)/])"
# "@ 10:30 AM America/New_York"
_TIME = r"(?:@?\s*\d{1,2}:\d{2}\s*(?i:[ap]\.?m\.?)?(?:\s+[A-Z]\w+(?:/\w+)?)?)"
_GAP = r"[\s,–—-]*"
_DASH = r"(?:\s*[–—]|\s*--?)(?=\s|$)"
_DATELINES = tuple(
    re.compile(form)
    for form in (
        # "LONDON, 7 May 2024 (Newswire) --", "ROME (Newswire) Tuesday May 7, 2024 —"
        rf"(?:{_PLACE}{_GAP})?(?:{_WIRE}{_GAP})?(?P<date>{_DATE}){_GAP}"
        rf"(?:{_TIME}{_GAP})?(?:{_WIRE}(?:{_DASH}|\s|$)|(?<=[–—-]\s)|{_DASH})",
        # "ROME, ITALY (Newswire) --"
        rf"{_PLACE}{_GAP}(?P<date>){_NEWSWIRE}{_DASH}",
        # "ROME – Ships", "WASHINGTON, D.C. - Ships"
        rf"(?P<date>)[A-Z]{{4}}[A-Z.’' -]*(?:,\s+[A-Z][\w.]*){{0,2}}{_DASH}",
    )
)
_DATELINE_WITHIN = 5

# "FOR IMMEDIATE RELEASE", "--News Direct--", "By Ann Lee, The Ferryman"
_LABEL = re.compile(
    r"(?i:for\s+immediate\s+release|(?:press|media|news)\s+release)\W*"
    r"|-{2,}[^-]{2,40}-{2,}|[Bb]y\s+[A-Z][\w.’'-]*(?:,?\s+[A-Z][\w.’'-]*){1,5}"
)
_LABELS_WITHIN = 3

# "ENDS", "- ENDS -", "###", "# # #", "-30-", "* * *"
_END = re.compile(r"[–—-]*\s*ends?\s*[–—-]*|(?:#\s*){3,}|-\s*30\s*-|(?:\*\s*){3}", re.I)
# From one of these lines on, all is boilerplate.
_REST = re.compile(
    r"notes?\s+(?:to|for)\s+(?:editors?|investors?)\b|editors?[’']?s?[’']?\s+notes?\b"
    r"|(?:cautionary\s+.{0,40})?forward[ -]looking\s+statements?\b(?:.{0,40}$|\s*:)"
    r"|safe\s+harbou?r\s+statement\b|disclaimers?\s*(?::|$)",
    re.I,
)
# "About the Port Authority", but not "About half of the ships"
_ABOUT = re.compile(r"(?:About|ABOUT)\s+(?:[Tt]he\s+|THE\s+)?[A-Z0-9]")
# How all three begin, and few other lines.
_MAY_END = re.compile(r"about|caut|disc|e[dn]|forward|note|safe|[#*–—-]", re.I)
_LONGEST_ABOUT = 80
_SMALL = frozenset(("a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to"))
# "Media contacts:", "Ports media enquiries", "For more information, contact"
_CONTACT = re.compile(
    r"(?:(?:media|press|investors?|public|news)\s+)?(?:relations\s+)?"
    r"(?:contacts?(?:\s+(?:details|information|us))?\s*(?::|$)|contact\s+(?:details|inf))"
    r"|(?:media|press|investors?)\s+(?:contacts?|enquir|inquir|office\s*(?:[:0-9]|$))"
    r"|(?:[\w&’'-]++\s++){1,4}(?:media|press)\s+(?:contacts?|enquiries)\s*:?$"
    r"|for\s+(?:more|further|media)\s+(?:\w+\s+){0,3}(?:please\s+)?contact\b"
    r"|view\s+source\s+version\s+on\b",
    re.I,
)
_LONGEST_CONTACT = 300
# A line that has neither is none: most are told so.
_BEGINS_CONTACT = frozenset("CFIMNPRVcfimnprvİı")
_ENDS_CONTACT = frozenset("STstſ:")
"""What a line ends with that begins with the name of whose contacts these are."""
_TIMES_WITH_CONTACTS = 3
"""By how many times the text is longer than what stands behind its contacts."""


@frozen(kw_only=True)
class Framed:
    """Blocks with their boilerplate marked, and the date of the dateline as written."""

    blocks: tuple[RawBlock, ...]
    date_text: str | None = None
    date_line: int | None = None
    labelled: bool = False
    """Whether a label or a dateline says that it is a release."""


def mark_frame(blocks: Sequence[RawBlock]) -> Framed:
    """Return the blocks of a release with what stands around its words marked.

    >>> framed = mark_frame([RawBlock(text="ROME, 7 May 2024 (Newswire) -- It sails."),
    ...     RawBlock(text="ENDS")])
    >>> [(b.kind and b.kind.value, b.text) for b in framed.blocks]
    [(None, 'It sails.'), ('boilerplate', 'ENDS'), \
('boilerplate', 'ROME, 7 May 2024 (Newswire) --')]
    """
    before, own = _take_labels(list(blocks))
    dateline = None
    for place, block in enumerate(own[:_DATELINE_WITHIN]):
        if match := _find_dateline(block):
            dateline = match
            rest = block.text[match.end() :].strip()
            before.append(_boilerplate(block, match[0].strip()))
            own[place : place + 1] = [replace(block, text=rest)] if rest else []
            date_line = block.line
            break
    if dateline is None:
        date_line = None
    return Framed(
        blocks=(*mark_endings(own), *before),
        date_text=(dateline["date"] or None) if dateline else None,
        date_line=date_line,
        labelled=bool(before),
    )


def mark_endings(blocks: Sequence[RawBlock]) -> tuple[RawBlock, ...]:
    """Return the blocks with contacts, and what stands behind the text, marked.

    Contacts above the text are put behind it.
    """
    texts = [block.text.strip() for block in blocks]
    contacts = _find_contacts(texts)
    end = _find_end(texts, contacts)
    if end == len(texts) and not contacts:
        return tuple(blocks)
    own = set(range(end)) - contacts
    marked = [
        block if place in own else _boilerplate(block)
        for place, block in enumerate(blocks)
    ]
    start = min(own, default=0)
    return (*marked[start:], *marked[:start])


def _boilerplate(block: RawBlock, text: str | None = None) -> RawBlock:
    return RawBlock(
        text=text or block.text, line=block.line, kind=BlockKind.BOILERPLATE
    )


def _take_labels(blocks: list[RawBlock]) -> tuple[list[RawBlock], list[RawBlock]]:
    labels = [b for b in blocks[:_LABELS_WITHIN] if _LABEL.fullmatch(b.text.strip())]
    own = [block for block in blocks if block not in labels]
    return [_boilerplate(block) for block in labels], own


def _find_dateline(block: RawBlock) -> re.Match[str] | None:
    if block.kind not in {None, BlockKind.PARAGRAPH}:
        return None
    return next((m for form in _DATELINES if (m := form.match(block.text))), None)


def _find_contacts(texts: Sequence[str]) -> set[int]:
    return {
        place
        for place, text in enumerate(texts)
        if 0 < len(text) <= _LONGEST_CONTACT
        and (text[0] in _BEGINS_CONTACT or text[-1] in _ENDS_CONTACT)
        and _CONTACT.match(text)
    }


def _find_end(texts: Sequence[str], contacts: set[int]) -> int:
    """Return the place from which on all is boilerplate, or that behind the last.

    Signs that part sections stand between them too, and contacts above a text.
    """
    likely = [n for n, text in enumerate(texts) if n and _MAY_END.match(text)]
    if not likely and not contacts:
        return len(texts)
    stop = next((n for n in likely if _is_rest(texts[n])), len(texts))
    reached = [0, *accumulate(map(len, texts[:stop]))]
    for place in sorted(contacts.union(likely)):
        if place >= stop:
            break
        before, behind = reached[place], reached[-1] - reached[place + 1]
        if behind <= before and _END.fullmatch(texts[place]):
            return place
        if behind * _TIMES_WITH_CONTACTS <= before and place in contacts:
            return place
    return stop


def _is_rest(text: str) -> bool:
    return _is_about(text) or _REST.match(text) is not None


def _is_about(text: str) -> bool:
    """Tell whether a line is the heading over who somebody is: all words are names."""
    return (
        len(text) <= _LONGEST_ABOUT
        and _ABOUT.match(text) is not None
        and not text.endswith((".", "?", "!"))
        and all(
            word in _SMALL or not word[0].islower() for word in text.split()[1:] if word
        )
    )
