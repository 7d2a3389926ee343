"""Which words beside a name are what its bearer is or does.

Offsets and cases are kept; a role is cut out of a subject, never composed.
"""

import re

from pressfind.extract.names import split_words
from pressfind.extract.vocabulary import (
    DOCUMENTS,
    ORGANISATION_NOUNS,
    ROLE_NOUNS,
    list_words,
)

_MOST_PLAIN_WORDS = 2
"""Small words of a role that are neither role nor connective: "local sheep farmer"."""

ARTICLE = re.compile(r"(?:the|an?|our|his|her|their|its)\s+", re.IGNORECASE)
# "beekeeper", "sculptor", "historian", "harbour master"
_DOER = re.compile(r"(?:er|or|ist|ian|man|woman)$")
CONNECTIVES = list_words("of for and the at in on & to")
_NEVER_IN_ROLES = list_words(
    """
    by with through as used is was were are has have had will would been met visited
    that which who when while after before because if this these it they we including
    according
    """
)
# Small words that may stand right before a name without being anybody's trade.
_NO_TRADE = (
    (CONNECTIVES - {"and"})
    | _NEVER_IN_ROLES
    | DOCUMENTS
    | list_words(
        """
        about again ago also another earlier either ever former further here however
        last late later latter month neither never next night not now number of only
        other over rather so spring summer then there today together tomorrow tonight
        under week whether winter year yesterday yet
        """
    )
)
_MOST_ROLE_WORDS = 25
"""Words of the longest role; longer ones are clauses that tell a life."""
_MOST_TRADE_WORDS = 4
_MOST_TRADE_WORDS_OF_SUBJECT = 2
"""After a verb: "former kite shop owner"; before one: "kite flyer"."""


def is_role(text: str) -> bool:
    """Tell whether the words before a name can be a role, and no narrative."""
    words = split_words(text)
    folded = [word.strip("“”‘’\"'().").lower() for word in words]
    if any(word in _NEVER_IN_ROLES for word in folded):
        return False
    small = [
        word
        for word in folded[1:]
        if word not in CONNECTIVES and word not in ROLE_NOUNS
    ]
    plain = [word for word in small if word in words]
    return len(plain) <= _MOST_PLAIN_WORDS and any(
        word in ROLE_NOUNS or word in ORGANISATION_NOUNS for word in folded
    )


def is_trade(text: str, *, after_verb: bool) -> bool:
    """Tell whether small words before a name are what a person does: "beekeeper".

    Before the verb they must sound so and stand nearly alone, for any narrative may end
    there: "The trust thanked the beekeeper Ida Holt and said".
    """
    words = clean_role(text).split()
    most = _MOST_TRADE_WORDS if after_verb else _MOST_TRADE_WORDS_OF_SUBJECT
    if not 0 < len(words) <= most or not words[-1].islower():
        return False
    if any(word.lower() in _NO_TRADE for word in words):
        return False
    if after_verb:
        return not words[-1].endswith("ly")
    return bool(_DOER.search(words[-1]))


def holds_clause(text: str) -> bool:
    """Tell whether words tell a story: "which is known for its kites and its mayor"."""
    return not _NEVER_IN_ROLES.isdisjoint(text.lower().split())


def cut_role(role: str) -> str:
    """Return a role without the clauses that make it longer than any office."""
    if len(role.split()) <= _MOST_ROLE_WORDS:
        return role
    first = role.partition(", ")[0]
    return first if len(first.split()) <= _MOST_ROLE_WORDS else ""


def clean_role(role: str) -> str:
    """Return a role without an article and what stands around it."""
    role = role[slice(*trim(role, 0, len(role)))]
    article = ARTICLE.match(role)
    return role[article.end() :] if article else role


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of ``text[start:end]`` without spaces and commas around."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—-"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:–—"):
        end -= 1
    return start, end
