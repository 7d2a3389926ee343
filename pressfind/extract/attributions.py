"""Words that say that somebody speaks: "Ida Holt, head of the Aster Trust, said:".

An attribution needs evidence of speech.  A verb of saying right before the colon is
enough; with a whole clause between them, or no verb at all, the words that follow must
also sound spoken.  A colon alone proves nothing: most introduce lists.  Words that the
source marks as quoted need less: a verb at the end, or a name with a role below.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from pressfind.extract.endings import LONGEST_PARAGRAPH, weigh
from pressfind.extract.people import Reference, parse_reference
from pressfind.extract.spaces import plain_spaces
from pressfind.extract.vocabulary import (
    ADJACENT_ONLY,
    DOCUMENTS,
    REPORTING_VERBS,
    ROLE_NOUNS,
    SPEECH_VERBS,
    list_words,
)
from pressfind.sentences import find_last_sentence
from pressfind.values import frozen

_ALWAYS_VERBS = SPEECH_VERBS - ADJACENT_ONLY
_VERBS = SPEECH_VERBS | REPORTING_VERBS
_WORD = re.compile(r"(?P<word>[^\W\d_][\w’'-]*)")
# Sounds spoken: "I’m", "our", "We"; not "I" of "Part I" – that is rare enough.  An
# expression that begins with a set is fast, so what stands before is looked at behind.
_FIRST_PERSON = re.compile(
    r"[IWMOUwmou](?<!\w.)(?:(?<=I)|(?<=[Ww])e|(?<=[Mm])y|(?<=m)e|(?<=[Oo])urs?|(?<=[Uu])s)"
    r"\b(?!\.)"
)
_OPENING_MARK = re.compile(r"\s*[“\"‘«]")
# What stands between a subject and its verb: ", who has since", " also", " will today"
_BEFORE_VERB = re.compile(
    r"(?:[\s,]+(?:who|has|have|had|will|also|then|today|later|yesterday|previously|since"
    r"|further|and|went on to|[a-z]+ly))+[\s,]*$"
)
_LISTS = re.compile(r"\b(?:following|these|this|below|includ\w+)\W*$", re.IGNORECASE)
_CLAUSE_BREAK = re.compile(
    r"[;–—]\s|\s(?:with|by|from|to|as|when|while|after|before|that|and|but|because|where)\s"
)

# "– Ida Holt", "said Ida Holt", "Ida Holt, head of parks"
_SIGNATURE = re.compile(
    r"\s*(?P<dash>[–—―-]{1,2})?\s*(?P<verb>(?:said|says|added|adds|explained)\s)?"
)
LONGEST_SIGNATURE = 160
"""Characters of the longest name with its role that stands below a quote."""

LONGEST_ATTRIBUTION = 600
"""Characters of the longest sentence looked at; the longest seen has 200."""

MOST_WORDS_OF_UNKNOWN = 5
"""Words of a subject that is taken as it is: more may be anything."""
_NOBODY = list_words(
    "it this that which there these those what as when if and but in on at for"
)
_PLAINLY_SAYING = list_words(
    "said says told tells added adds commented explained replied remarked"
)
# "issued the following statement on the news"
_STATEMENT = re.compile(
    r"\s(?:released|issued|made|gave) (?:the following|this|a|the below)(?: \w+)?"
    r" (?:statements?|remarks|comments?)\b"
)

MOST_WORDS_AFTER_VERB = 8
"""Words between a verb of saying and the colon: "told a conference in Leeds:"."""
_MOST_WORDS_OF_OBJECT = 3
"""The same after verbs that sum up: "responded to this:", not "stressed the need…"."""


@frozen(kw_only=True)
class Attribution:
    """Where an attribution begins in its block, and whom it means, if that is known."""

    start: int
    reference: Reference | None


@lru_cache(maxsize=64)  # kinds, passages and quotes of a release ask in turn
def parse_attribution(text: str, following: str) -> Attribution | None:
    """Return the attribution that ends ``text``, of the words ``following``, or None.

    >>> parse_attribution("It rained. Ida Holt said:", "Rain is good.").start
    11
    >>> parse_attribution("The plan includes:", "We like it.") is None
    True
    """
    if not text.rstrip().endswith(":"):
        return None
    start = find_last_sentence(text)
    sentence = text[start:].rstrip().removesuffix(":")
    if len(sentence) > LONGEST_ATTRIBUTION:
        return None
    spoken = bool(_OPENING_MARK.match(following) or _FIRST_PERSON.search(following))
    if not spoken and _LISTS.search(sentence):
        return None
    reference = _read_verb_at_end(sentence) or _read_clause(
        sentence, spoken=spoken, following=following
    )
    return Attribution(start=start, reference=reference) if reference else None


def parse_introduction(text: str) -> Attribution | None:
    """Return the attribution that ends ``text`` before words that the source marks.

    >>> parse_introduction("It rained. Ida Holt, head of parks, said").start
    11
    >>> parse_introduction("It rained.") is None
    True
    """
    start = find_last_sentence(text)
    sentence = text[start:].rstrip()
    bare = sentence.rstrip(":,–—- \u00a0")
    colon = sentence.endswith(":")
    if not colon and bare.rpartition(" ")[2] not in SPEECH_VERBS:
        return None
    if len(bare) > LONGEST_ATTRIBUTION:
        return None
    reference = _read_verb_at_end(bare) or _read_clause(bare, spoken=True)
    return Attribution(start=start, reference=reference) if reference or colon else None


def parse_signature(text: str) -> Attribution | None:
    """Return the attribution that a block below marked words is.

    >>> parse_signature("– Ida Holt, head of parks").reference.name
    'Ida Holt'
    >>> parse_signature("Ida Holt walked in the park.") is None
    True
    """
    match = _SIGNATURE.match(text)
    bare = text[match.end() :].strip().removesuffix(".") if match else ""
    if not match or not 0 < len(bare) <= LONGEST_SIGNATURE or bare.endswith(":"):
        return None
    reference = parse_reference(bare, after_verb=True)
    if reference is None or not reference.name:
        return None
    signed = bool(match["dash"] or match["verb"])
    if not signed and (text.rstrip().endswith(".") or not reference.roles):
        return None
    return Attribution(start=0, reference=reference)


def find_verbs(text: str, *, adjacent: bool = False) -> Iterator[tuple[int, int]]:
    """Yield where verbs of saying stand in ``text``.

    ``adjacent`` tells that the quotation stands right before or after ``text``.  Forms
    that are as often nouns count only then, and only at that edge: first or last word.
    """
    words = _WORD.findall(text)
    if _VERBS.isdisjoint(words):
        return
    edges = {0, 1, len(words) - 1} if adjacent else set()
    # Most ask for the first alone, so the places are found one by one.
    matches = zip(words, _WORD.finditer(text), strict=True)
    for index, (word, match) in enumerate(matches):
        if word in ADJACENT_ONLY and index not in edges:
            continue
        if word in SPEECH_VERBS or (
            adjacent and word in REPORTING_VERBS and index in edges
        ):
            yield match.span()


def find_subject(before_verb: str) -> str:
    """Return ``before_verb`` without what stands between a subject and its verb."""
    match = _BEFORE_VERB.search(before_verb[-_LONGEST_AUXILIARIES:])
    if match is None:
        return before_verb
    return before_verb[: len(before_verb) - len(match.group())]


_LONGEST_AUXILIARIES = 60
"""Characters before a verb in which auxiliaries are looked for."""


def find_reference(before_verb: str) -> Reference | None:
    """Return whom the subject of a verb means, in a sentence of any length.

    The whole is tried first, then what follows each clause break, the longest first:
    of "It rained when Ida Holt" nobody but the last two words can speak.
    """
    subject = find_subject(before_verb)
    whole = parse_reference(subject)
    if whole:
        return whole
    for match in _CLAUSE_BREAK.finditer(subject):
        found = parse_reference(subject[match.end() :])
        if found:
            return found
    return None


def find_first_verb(text: str, latest: int) -> int:
    """Return where the first verb of a person stands: "welcomed it and said"."""
    for match in _WORD.finditer(text, 1, latest):
        word = match["word"]
        is_verb = word in REPORTING_VERBS or word in _ALWAYS_VERBS
        if (
            is_verb
            and not word.endswith("ing")
            and parse_reference(find_subject(text[: match.start()]))
        ):
            return match.start()
    return latest


def name_subject(before_verb: str) -> Reference | None:
    """Return a subject that is no person's title or name, as it is written.

    "A neighbour said:" is speech, but "The report says:" a paper's voice, and "It
    said:" nobody's.
    """
    subject = find_subject(before_verb).strip(" ,.\u00a0")
    words = subject.lower().split()
    if not 0 < len(words) <= MOST_WORDS_OF_UNKNOWN or not subject[0].isalpha():
        return None
    if set(words) & DOCUMENTS or words[0] in _NOBODY:
        return None
    return Reference(as_written=subject)


def _read_verb_at_end(sentence: str) -> Reference | None:
    """Read "Ida Holt said", "The minister told a conference in Leeds"."""
    plain = plain_spaces(sentence)
    statement = _STATEMENT.search(plain)
    if statement:
        return find_reference(sentence[: statement.start()])
    verbs = [span for span in find_verbs(plain, adjacent=True) if _is_near(plain, span)]
    if not verbs:
        return None
    start, end = verbs[0]
    before = sentence[: find_first_verb(plain, start)]
    reference = find_reference(before)
    if reference or plain[start:end] not in _PLAINLY_SAYING:
        return reference
    return name_subject(before)


def _is_near(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a finite verb is near enough to the end of an attribution."""
    verb = text[slice(*span)]
    most = MOST_WORDS_AFTER_VERB if verb in _PLAINLY_SAYING else _MOST_WORDS_OF_OBJECT
    return not verb.endswith("ing") and len(text[span[1] :].split()) <= most


def _read_clause(
    sentence: str, *, spoken: bool, following: str = ""
) -> Reference | None:
    """Read an attribution that doesn't end in a verb of saying.

    Where what follows isn't plainly spoken, the clause needs a verb of saying, and
    what follows must be prose that sounds no more reported than spoken.
    """
    if spoken:
        return _read_verb_inside(sentence, _VERBS) or _read_without_verb(sentence)
    prose = following.rstrip().endswith((".", "!", "?", "…"))
    if not prose or len(following) > LONGEST_PARAGRAPH:
        return None
    reference = _read_verb_inside(sentence, _ALWAYS_VERBS)
    return reference if reference and weigh(following) >= 0 else None


def _read_verb_inside(sentence: str, verbs: frozenset[str]) -> Reference | None:
    """Read "The minister praised all who had stayed dry in the rain"."""
    plain = plain_spaces(sentence)
    for match in _WORD.finditer(plain, 1):
        if match["word"] not in verbs:
            continue
        reference = parse_reference(find_subject(sentence[: match.start()]))
        if reference and (reference.definite or reference.pronoun):
            return reference
    return None


def _read_without_verb(sentence: str) -> Reference | None:
    """Read "Parks Minister Ida Holt" or "Ida Holt, head of the Aster Trust"."""
    if ROLE_NOUNS.isdisjoint(_WORD.findall(sentence.lower())):
        return None  # "Details", by far the most: no role can be cut out of it
    reference = parse_reference(sentence)
    if reference is None or reference.name is None or reference.organisation:
        return None
    words = set(" ".join(reference.roles).lower().replace(",", " ").split())
    narrative = words & _VERBS
    return reference if words & ROLE_NOUNS and not narrative else None
