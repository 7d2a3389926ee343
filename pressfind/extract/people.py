"""Whom an attribution means, by its words alone.

A subject such as "Ida Holt, director of the Aster Trust" becomes a ``Reference``: the
full name if one stands there, the roles on both sides of it, what was written.  Nothing
is looked up and nobody is guessed; two people at once are nobody's name.
"""

import re
from functools import lru_cache

from pressfind.extract.names import Named, parse_name, split_words
from pressfind.extract.roles import (
    ARTICLE,
    CONNECTIVES,
    clean_role,
    cut_role,
    holds_clause,
    is_role,
    is_trade,
    trim,
)
from pressfind.extract.spaces import plain_spaces
from pressfind.extract.stretches import (
    drop_introduction,
    find_begin,
    set_commas,
    split_at_commas,
)
from pressfind.extract.vocabulary import (
    DOCUMENTS,
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    POST_NOMINALS,
    PRONOUNS,
    list_words,
)
from pressfind.values import frozen

LONGEST_SUBJECT = 60
"""Words of the longest subject looked at; the longest seen in releases has 23."""

_INDEFINITE = re.compile(r"(?:an?|one|some|another|our|his|her|their|its)\s", re.I)
_AND = re.compile(r"\s(?:and|&)\s")
# What follows a name without being a role: "who leads it", "34", "speaking today"
_NO_ROLE = re.compile(
    r"(?:who|whose|whom|which|and|aged|\d+|\w+ing|is|are|was|were|has|have|had|will)\b"
)
# ", from Ternby": where somebody is from is no role.
_ORIGIN = re.compile(r"(?:of|from|in|at|with)\s(?:the\s)?(?P<place>[A-Z].*)")
_BELONGING = re.compile(r"\s(?:of|from|at)\s")
# Where the head of "spokesperson for the Aster Trust" ends.
_HEAD_END = re.compile(r"\s(?:for|of|at|from|in|who|on|with)\s|,")
# ", which represents 40 mills" after the name of an institution
_APPOSITION = re.compile(r",\s(?:which|who|whose|an?|the)\s.*$", re.DOTALL)
# Nouns right before a name that tell it from the name of an institution
_OFFICES = list_words(
    "minister secretary president chancellor senator sen representative rep mayor"
    " governor gov congressman congresswoman councillor judge"
)


@frozen(kw_only=True)
class Reference:
    """What a subject says of a speaker.

    ``name`` is a full name, ``surname`` a single one.  ``roles`` stand before and after
    the name; ``definite`` tells "the minister" and "Minister Holt" from "a minister".
    """

    as_written: str
    name: str | None = None
    surname: str | None = None
    roles: tuple[str, ...] = ()
    organisation: str | None = None
    definite: bool = False
    pronoun: bool = False


@lru_cache(maxsize=4000)  # an office quotes the same few people in the same words
def parse_reference(subject: str, *, after_verb: bool = False) -> Reference | None:
    """Return whom ``subject`` means, or None where it doesn't read as a speaker.

    ``after_verb`` tells that it follows its verb: words that stand there right before a
    name are what the person does.

    >>> found = parse_reference("Parks Minister Ida Holt, head of the Aster Trust")
    >>> found.name, found.roles
    ('Ida Holt', ('Parks Minister', 'head of the Aster Trust'))
    """
    subject = set_commas(subject)
    plain = plain_spaces(subject)
    start, end = trim(subject, find_begin(plain), len(subject))
    if start == end or len(split_words(plain[start:end])) > LONGEST_SUBJECT:
        return None
    if plain[start:end].lower() in PRONOUNS:
        return Reference(as_written=subject[start:end], pronoun=True)
    stretches = drop_introduction(plain, split_at_commas(plain, start, end))
    joined = "and" in plain or "&" in plain  # which is soonest seen
    if joined and any(_names_two(plain, stretch) for stretch in stretches):
        return Reference(as_written=subject[stretches[0][0] : end])
    named = _choose_name(plain, stretches, after_verb=after_verb)
    if named:
        return _refer_to_name(subject, plain, stretches, named)
    return _refer_to_nameless(subject[stretches[0][0] : end])


def _choose_name(
    text: str, stretches: list[tuple[int, int]], *, after_verb: bool
) -> Named | None:
    """Return the name that is meant: one that stands alone before one after a role."""
    first = parse_name(text, *stretches[0])
    if first and first.full and first.role_end == stretches[0][0]:
        return first  # "Ida Holt, head of parks": whatever stands behind
    found = [first, *(parse_name(text, *stretch) for stretch in stretches[1:])]
    usable = [
        (named, stretch)
        for named, stretch in zip(found, stretches, strict=True)
        if named and _stands_as_subject(text, named, stretch)
    ]
    before = text[stretches[0][0] : first.role_end] if first else ""
    # Further on, "the poet Ida Holt" is as likely spoken of as speaking.
    if first and first.full and is_trade(before, after_verb=after_verb):
        usable.insert(0, (first, stretches[0]))
    alone = [n for n, (start, _) in usable if n.role_end == start and n.full]
    after_role = [n for n, (start, _) in usable if n.role_end > start and n.full]
    surnames = [n for n, _ in usable if not n.full]
    if first in after_role and before.rpartition(" ")[2].strip(".").lower() in _OFFICES:
        return first  # "Minister Ida Holt, Ranking Member": a title tells a name
    if not (alone or after_role or surnames):
        return _choose_belonging(text, stretches[0])
    return (alone or after_role or surnames)[0]


def _names_two(text: str, stretch: tuple[int, int]) -> bool:
    """Tell whether two people are joined in one stretch: "Ida Holt and Odo Marr"."""
    for match in _AND.finditer(text, *stretch):
        first = parse_name(text, stretch[0], match.start())
        other = parse_name(text, match.end(), stretch[1])
        if not (first and first.full and other and other.full):
            continue
        if _stands_as_subject(text, first, stretch) and _stands_as_subject(
            text, other, (match.end(), stretch[1])
        ):
            return True
    return False


def _stands_as_subject(text: str, named: Named, stretch: tuple[int, int]) -> bool:
    return named.role_end == stretch[0] or is_role(text[stretch[0] : named.role_end])


def _choose_belonging(text: str, stretch: tuple[int, int]) -> Named | None:
    """Return the name in "Ida Holt of the Aster Trust"."""
    match = _BELONGING.search(text, *stretch)
    named = parse_name(text, stretch[0], match.start()) if match else None
    if named and named.full and _stands_as_subject(text, named, stretch):
        return named
    return None


def _refer_to_name(
    subject: str, text: str, stretches: list[tuple[int, int]], named: Named
) -> Reference:
    start, end = stretches[0][0], stretches[-1][1]
    if _names_another(text, stretches, named):
        return Reference(as_written=subject[start:end])
    before = subject[start : max(start, _role_before_end(text, named))]
    if holds_clause(before):
        before = before.rpartition(", ")[2]  # a clause stands before the role
    roles = [clean_role(before)]
    after, _ = trim(text, _skip_degrees(text, named.end, stretches), end)
    belonging = _BELONGING.match(text, named.end, end)
    organisation: str | None
    if belonging:
        organisation = subject[belonging.end() : end].partition(",")[0]
        if roles[0] and not _is_institution(clean_role(organisation)):
            organisation = None  # "Senator Ida Holt of Ternby"
    else:
        organisation, after = _read_origin(text, stretches, after)
        if after < end and not _NO_ROLE.match(text, after, end):
            roles.append(cut_role(clean_role(subject[after:end])))
    written = subject[named.start : named.end]
    if not named.full:
        before = subject[start : named.start]
        written = before + written if "," not in before else written
    return Reference(
        as_written=written,
        name=named.name if named.full else None,
        surname=None if named.full else named.name,
        roles=tuple(role for role in roles if role),
        organisation=clean_role(organisation) if organisation else None,
        definite=True,
    )


def _read_origin(
    text: str, stretches: list[tuple[int, int]], after: int
) -> tuple[str | None, int]:
    """Return the institution of ", of the Aster Trust," and where a role may begin."""
    origin = next(
        (
            (match, end)
            for start, end in stretches
            if start == after and (match := _ORIGIN.match(text, start, end))
        ),
        None,
    )
    if origin is None:
        return None, after
    match, end = origin
    place = match["place"]
    return place if _is_institution(place) else None, trim(text, end, len(text))[0]


def _skip_degrees(text: str, start: int, stretches: list[tuple[int, int]]) -> int:
    """Return where words after a name begin that are no degrees: ", Ph.D., head of"."""
    for begin, end in stretches:
        if begin < start:
            continue
        words = text[begin:end].split()
        if not all(word.replace(".", "") in POST_NOMINALS for word in words):
            break
        start = end
    return start


def _role_before_end(text: str, named: Named) -> int:
    """Return where the role before a name ends: a rank is the end of it."""
    if named.rank is None:
        return named.role_end
    return text.index(named.rank, named.start) + len(named.rank)


def _names_another(text: str, stretches: list[tuple[int, int]], named: Named) -> bool:
    """Tell whether a second person is joined on by "and"."""
    for start, end in stretches:
        if start > named.end and text.startswith("and ", start):
            return True
        match = _AND.search(text, start, end)
        other = match and parse_name(text, start, match.start())
        if other and other.full and other.start != named.start:
            return True
    return False


def _refer_to_nameless(subject: str) -> Reference | None:
    plain = plain_spaces(subject)
    article = ARTICLE.match(plain)
    bare = subject[article.end() :] if article else subject
    head_end = _HEAD_END.search(bare)
    head = split_words(bare[: head_end.start()] if head_end else bare)
    if not head:
        return None
    last = head[-1].lower().removesuffix("s") if len(head[-1]) > 3 else head[-1].lower()
    if {last, head[-1].lower()} & PERSON_NOUNS:
        several = last != head[-1].lower()
        definite = not _INDEFINITE.match(plain) and not several
        return Reference(as_written=subject, roles=(bare,), definite=definite)
    named = _APPOSITION.sub("", bare)
    if _is_institution(named):
        if "," in named:
            return Reference(as_written=subject)  # several at once
        return Reference(as_written=subject, name=named, organisation=named)
    return None


def _is_institution(text: str) -> bool:
    """Tell whether every word is that of an institution's name: "Aster Council"."""
    words = split_words(text)
    if not all(word[0].isupper() or word.lower() in CONNECTIVES for word in words):
        return False
    folded = {word.lower() for word in words}
    if folded & DOCUMENTS:
        return False
    acronym = len(words) == 1 and len(text) > 1 and text.isupper()
    return acronym or bool(folded & ORGANISATION_NOUNS)
