"""Where a release's own words end, and whom it says to ask.

Behind the end mark, and from the notes or the "About" of whoever issued it, everything
is boilerplate: it can be searched for, and is never a quote.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

from pressfind.model import BlockKind, RawBlock

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
        block if place in own else as_boilerplate(block)
        for place, block in enumerate(blocks)
    ]
    start = min(own, default=0)
    return (*marked[start:], *marked[:start])


def as_boilerplate(block: RawBlock, text: str | None = None) -> RawBlock:
    """Return a block, or another text in its place, as boilerplate."""
    return RawBlock(
        text=text or block.text, line=block.line, kind=BlockKind.BOILERPLATE
    )


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
