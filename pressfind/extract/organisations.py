"""Whose a role is, and what the acronyms of a release stand for.

An institution is only read where the words of the role say it ("at Aster Mills") or
where its name has the noun of one; a country or a portfolio is none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from pressfind.extract.spaces import plain_spaces
from pressfind.extract.vocabulary import (
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    ROLE_NOUNS,
    list_words,
)

# "at Aster Mills"; with an institution's noun or a leading post "of the Aster Trust"
_AT = re.compile(r"\bat (?:the )?(?P<organisation>[A-Z].*)$")
_OF = re.compile(r"\b(?:of|for|from) (?:the )?(?P<organisation>[A-Z].*)$")
# "NPCC’s Lead", "Aster Council’s chief executive"
_OWNED = re.compile(r"(?:the )?(?P<organisation>[A-Z][^,]*?)(?:[’']s|(?<=s)[’']) ")
_LEADS_IT = re.compile(
    r"(?:chief executive|ceo|(?:co-?)?founder|chair\w*|managing director|president"
    r"|owner|spokes\w+)\b[^,]*$",
    re.IGNORECASE,
)
# Nouns of institutions that often begin an office: "Police Minister".
_FIRST_HALVES = list_words(
    "government police service services force forces office school street works house"
    " court crown media parliament treasury team systems technologies programme"
)
# An institution's name ends at a comma, or where a further post begins.
_AFTER_ORGANISATION = re.compile(r",.*$| (?:and|who|in) (?:[a-z]|the ).*$")
_NO_INSTITUTIONS = list_words("UK US EU USA UAE U.S. U.K. HM HRH")
_ACRONYM_BEHIND = re.compile(r"\s*\([A-Z][\w&]*\)$")

# "Aster Bay Council (ABC)"
_ACRONYM = re.compile(r"\((?P<acronym>[A-Z]{2,8})\)")
_LONGEST_EXPANSION = 120
"""Characters before a bracket in which the words of an acronym are looked for."""
_SMALL_WORDS = list_words("of for and the in on to")


@lru_cache(maxsize=1000)  # the same few roles are quoted again and again
def find_organisation(role: str, department: str | None = None) -> str | None:
    """Return whose a role is, where its words say so.

    >>> find_organisation("head of parks at Aster Council")
    'Aster Council'
    >>> find_organisation("Minister of State") is None
    True
    """
    plain = plain_spaces(role)
    if department and plain.startswith(f"{department} "):
        return department
    words = plain.split()
    if words[-1:] and words[-1].lower() in ROLE_NOUNS and _is_federation(words[:-1]):
        return " ".join(words[:-1])
    match = _AT.search(plain)
    if match:
        return _clean_organisation(match["organisation"])
    match = _OF.search(plain)
    if match:
        found = _clean_organisation(match["organisation"])
        person = found.rpartition(" ")[2].lower() in PERSON_NOUNS
        if _is_organisation(found) or (_LEADS_IT.match(plain) and not person):
            return found
    match = _OWNED.match(plain)
    if match and _is_organisation(match["organisation"]):
        return match["organisation"]
    return _find_holder(words)


def _find_holder(words: list[str]) -> str | None:
    """Return "Aster Mills Group" of "Aster Mills Group President"."""
    start = 0
    for index, word in enumerate(words):
        if word.islower():
            start = index + 1  # "project lead and Aster Agency researcher"
        if index + 1 < len(words) and words[index + 1].lower() in ROLE_NOUNS:
            held = words[start : index + 1]
            if _can_hold(held):
                return " ".join(held)
    return None


def _can_hold(words: list[str]) -> bool:
    if len(words) == 1:
        return _is_organisation(words[0])
    last = words[-1].lower() if words else ""
    return (
        last in ORGANISATION_NOUNS
        and last not in _FIRST_HALVES
        and words[0].lower() not in ROLE_NOUNS
    )


def _is_federation(words: list[str]) -> bool:
    """Tell whether words are an institution of others: "Federation of Mill Workers"."""
    if "of" not in words[1:]:
        return False
    return _can_hold(words[: words.index("of", 1)])


def _clean_organisation(text: str) -> str:
    return _ACRONYM_BEHIND.sub("", _AFTER_ORGANISATION.sub("", text)).strip()


def _is_organisation(text: str) -> bool:
    words = text.split()
    if len(words) == 1 and len(text) > 1:
        return text.isupper() and text not in _NO_INSTITUTIONS
    return not ORGANISATION_NOUNS.isdisjoint(word.lower() for word in words)


def find_acronyms(text: str) -> Iterator[tuple[str, str]]:
    """Yield acronyms with the words whose initials they are."""
    for match in _ACRONYM.finditer(text):
        start = match.start()
        before = text[max(0, start - _LONGEST_EXPANSION) : start].split()
        letters = list(match["acronym"])
        taken: list[str] = []
        while before and letters:
            word = before.pop()
            if word[0].upper() == letters[-1] and word[0].isupper():
                letters.pop()
            elif word.lower() not in _SMALL_WORDS:
                break
            taken.insert(0, word)
        if not letters and len(taken) > 1:
            yield match["acronym"], " ".join(taken)
