"""Quotes inside a paragraph: marked words with a verb of saying beside them.

Marks alone make no quote: the ‘plan on a page’ is nobody's speech, and the title of a
report is in marks too.  The nearer the verb, the fewer words are asked for.  Marked
words parted by their attribution only (“A,” said Ida Holt, “B.”) are one quote.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from pressfind.extract.attributions import (
    find_first_verb,
    find_reference,
    find_subject,
    find_verbs,
    name_subject,
)
from pressfind.extract.marks import Marks, Pair
from pressfind.extract.people import Reference, parse_reference
from pressfind.extract.vocabulary import DOCUMENTS, list_words
from pressfind.sentences import find_last_sentence, find_sentence_starts
from pressfind.values import constructor_of, frozen

_REACH = 320
"""Characters before and after marked words in which their attribution is looked for."""

_FEWEST_WORDS = 4
_FEWEST_WORDS_OF_SENTENCE = 2
_FEWEST_WORDS_AFTER_CLAUSE = 7
_FEWEST_WORDS_ALONE = 8
"""Words that a quote has: usually; with a full stop inside the marks; where a clause
stands between verb and marks; as a whole paragraph without any verb."""

_MOST_WORDS_BETWEEN = 10
"""Words between a verb and the marks: "confirmed last week that these were ‘…’"."""
_MOST_WORDS_OF_SUBJECT = 24

_NEAR = re.compile(
    r"[\s,:;–—-]*(?:that|how|it was|they were|this was|he was|she was)?[\s,:]*"
)
# What marks are put on without anybody speaking: "the so-called ‘plan’".
_LABEL = re.compile(
    r"\b(?:called|named|termed|titled|entitled|dubbed|labelled|known as|described as"
    r"|theme|theme of|term|phrase|words?|motto|slogan|title|report|paper|offence of"
    r"|of a|a|an|the)[\s,:]*$",
    re.IGNORECASE,
)
# "Added Ida Holt, ": the verb first
_INVERTED = re.compile(
    r"\s*(?:Said|Says|Added|Adds|Explained|Explains|Commented|Comments|Continued|Concluded"
    r"|Noted|Notes|Stated|States)\s(?P<who>.+?)[\s,:]*$",
    re.DOTALL,
)
# "According to Ida Holt, ", "As Ida Holt put it, "
_CITED = re.compile(
    r"\s*(?:According to\s(?P<source>.+?)|As\s(?P<who>.+?)\s(?:put it|says?|said|noted"
    r"|wrote|explained))[\s,:]*$",
    re.DOTALL,
)
# "Ida Holt described the plan as ": words that judge are somebody's.
_JUDGED = re.compile(
    r"\s(?:described|describes|praised|hailed|hails|condemned|branded|dismissed|denounced"
    r"|welcomed|denouncing|calling|called)\s[^.]{1,80}\sas[\s,]*(?:an?\s|the\s)?$"
)
# ", the letter reads", " reads a recent article": a paper speaks, and nobody by name.
_PAPERS = "|".join(sorted(DOCUMENTS | {"article", "filing"}))
_PAPER_SPEAKS = re.compile(
    rf"[\s,–—-]*(?:(?:the|an?|its|their|our)\s(?:[\w’'-]+\s){{0,3}}(?:{_PAPERS})\s"
    r"(?:reads?|says|said|states?|stated|continue[sd]?|adds|added|concludes)\b"
    rf"|reads?\s(?:the|an?)\s(?:[\w’'-]+\s){{0,3}}(?:{_PAPERS})\b)",
    re.IGNORECASE,
)
# “…” – Senator Ida Holt (D-NY)
_SIGNED = re.compile(
    r"\s*[–—-]{1,2}\s*(?P<who>[A-Z][^“”\"\n;]{2,160}?)"
    r"(?:(?<=\))|\s{2}|\.?\s*$|(?=\s*[“\"]))"
)
# “…” She added that it rained: words of the narrator, and nothing of the marks before
_REPORTED = re.compile(r"\s(?:that|how|whether|why)\b")
# “…” was what Ida Holt said: the marks are no more than a word of the sentence
_PREDICATE = re.compile(
    r"(?:was|were|is|are|has|have|had|will|would|can|could|may|might|should|and|or|but"
    r"|for|in|of|on|to|at|as|by|with|from|which|that)\s"
)
_CLOSES_SENTENCE = tuple(".,!?…")
# ", said Ida Holt", " adds the minister"; ", according to Ida Holt"
_ACCORDING = re.compile(r"[\s,]*according to\s+")
_LEADING = re.compile(r"[\s,–—-]*")
# What follows a speaker in "said Ida Holt in a statement on Monday".
_TAIL_END = re.compile(
    r"\s(?:in an?|on|during|after|as|when|while|following|today|yesterday|before|ahead"
    r"|about|this)\s|,\s(?:adding|who|whose|speaking|noting|in an?|and)\s|[;:–—]"
    r"|[.?!]\s*$"
)
_SMALL = list_words("a an and as at but by for from in of on or the to with")


@frozen(kw_only=True)
class Inline:
    """A quote inside a paragraph, and whom its attribution means, if it has one.

    ``alone`` tells that it is all of the paragraph.
    """

    start: int
    end: int
    reference: Reference | None
    alone: bool = False


@frozen(kw_only=True)
class Evidence:
    """Whether words near marks say that somebody speaks, how near, and who."""

    near: bool
    reference: Reference | None


_make_inline = constructor_of(Inline)


def find_inline(
    text: str, marks: Marks, introduced: Reference | None = None
) -> Iterator[Inline]:
    """Yield the inline quotes of a paragraph in reading order.

    ``introduced`` is whom an attribution right before the paragraph means: words
    marked at its very beginning are theirs without another verb.
    """
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    held: Inline | None = None
    anchor = 0  # where the last quote's marks end: the attribution of a quote is after
    for index, pair in enumerate(marks.pairs):
        limit = _limit(marks, index, len(text))
        if held and _goes_on(text, held, pair, anchor, limit):
            held = _make_inline(
                start=held.start, end=pair.end, reference=held.reference
            )
            anchor = pair.mark_end
            continue
        marked = text[pair.start : pair.end]
        if not _may_be_quote(marked):
            continue
        evidence = find_evidence(text, pair, anchor, limit)
        opens = pair.mark_start == begin
        if evidence is None and introduced and opens:
            evidence = Evidence(near=True, reference=introduced)
        alone = opens and pair.mark_end == end
        if not _is_quote(marked, evidence, alone=alone):
            continue
        if held:
            yield held
        reference = evidence.reference if evidence else None
        held = _make_inline(
            start=pair.start, end=pair.end, reference=reference, alone=alone
        )
        anchor = pair.mark_end
    if held:
        yield held


def _goes_on(text: str, held: Inline, pair: Pair, anchor: int, limit: int) -> bool:
    """Tell whether a pair is more of the quote before, whose marks end at ``anchor``.

    “A,” said Ida Holt. “B,” said Odo Marr. are two: a whole sentence parts them, and
    each has a name of its own.
    """
    # Looked at before the slice: a paragraph may hold ten thousand pairs that are none.
    if pair.mark_start - anchor > _REACH:
        return False
    between = text[anchor : pair.mark_start]
    if not joins(between):
        return False
    if not between.strip():
        # “A,” said Ida Holt. “B.” “C,” she added.: paragraphs that were run together
        after = _read_after(text, pair, limit) if held.reference else None
        return after is None
    speaker = held.reference and held.reference.name
    if speaker is None or not between.rstrip().endswith((".", "!", "?")):
        return True
    after = _read_after(text, pair, limit)
    another = after and after.reference and after.reference.name
    return another in (None, speaker)


@lru_cache(maxsize=4000)
def joins(between: str) -> bool:
    """Tell whether words between two pairs are only the attribution of both.

    >>> joins(" said Ida Holt. "), joins(" said Ida Holt. The rain went on. ")
    (True, False)
    """
    if len(between) > _REACH:
        return False
    words = between.strip()
    if not words:
        return True
    if len(list(find_sentence_starts(words))) > 1:
        return False
    if _PAPER_SPEAKS.match(words):
        return True
    verbs = list(find_verbs(words, adjacent=True))
    # Not "she said that kites are": words of the narrator lead into the next pair.
    return bool(verbs) and (words[-1] in ".!?,:;–—-" or verbs[-1][1] == len(words))


def find_evidence(text: str, pair: Pair, anchor: int, limit: int) -> Evidence | None:
    """Return what speaks for marked words being speech, the nearer side first.

    Words before ``anchor`` and from ``limit`` on belong to other quotes.
    """
    before = text[max(anchor, pair.mark_start - _REACH) : pair.mark_start]
    # Most quotes begin their paragraph, or stand right behind another.
    lead = before[find_last_sentence(before) :] if before.strip() else ""
    lead_in = _read_lead(lead) if lead else None
    if lead_in and lead_in.near:
        return lead_in
    return _read_after(text, pair, limit) or lead_in


def _read_after(text: str, pair: Pair, limit: int) -> Evidence | None:
    after = text[pair.mark_end : min(limit, pair.mark_end + _REACH)]
    signed = _SIGNED.match(after) if text[pair.end - 1] in ".!?…" else None
    if signed:
        reference = parse_reference(signed["who"], after_verb=True)
        if reference and reference.name:
            return Evidence(near=True, reference=reference)
    return _read_tail(after)


def _limit(marks: Marks, index: int, length: int) -> int:
    """Return where the words end that may belong to a pair: at the next mark."""
    if index + 1 < len(marks.pairs):
        return marks.pairs[index + 1].mark_start
    unclosed = marks.unclosed
    here = marks.pairs[index].mark_end
    return unclosed if unclosed is not None and unclosed >= here else length


def _first_sentence(text: str) -> str:
    starts = find_sentence_starts(text)
    next(starts)
    return text[: next(starts, len(text))]


def _read_lead(lead: str) -> Evidence | None:
    """Read "Ida Holt, who noted that", up to the marks."""
    cited = _INVERTED.match(lead) or _CITED.match(lead)
    if cited:
        who = next(group for group in cited.groups() if group)
        reference = parse_reference(who, after_verb=True)
        if reference:
            return Evidence(near=True, reference=reference)
    judged = _JUDGED.search(lead)
    if judged:
        reference = find_reference(lead[: judged.start()])
        if reference and (reference.definite or reference.pronoun):
            return Evidence(near=True, reference=reference)
    verbs = [
        span
        for span in find_verbs(lead, adjacent=True)
        if len(lead[span[1] :].split()) <= _MOST_WORDS_BETWEEN
    ]
    if not verbs:
        return None
    start, end = verbs[-1]
    near = bool(_NEAR.fullmatch(lead, end))
    if not near and _LABEL.search(lead, end):
        return None
    reference = _find_speaker(lead, verbs)
    return Evidence(near=near, reference=reference or name_subject(lead[:start]))


def _find_speaker(lead: str, verbs: list[tuple[int, int]]) -> Reference | None:
    for start, _ in reversed(verbs):
        found = find_reference(lead[: find_first_verb(lead, start)])
        if found:
            return found
    return None


@lru_cache(maxsize=4000)  # an office quotes the same few people in the same words
def _read_tail(after: str) -> Evidence | None:
    """Read ", said Ida Holt, head of parks." or ", the minister said." behind marks."""
    tail = _first_sentence(after)
    if _PAPER_SPEAKS.match(tail):
        return Evidence(near=True, reference=None)
    begin = _LEADING.match(tail)
    start = begin.end() if begin else 0
    according = _ACCORDING.match(tail)
    if according:
        return Evidence(near=True, reference=_read_after_verb(tail[according.end() :]))
    for verb_start, verb_end in find_verbs(tail, adjacent=True):
        if verb_start == start:
            return Evidence(near=True, reference=_read_after_verb(tail[verb_end:]))
        subject = tail[start:verb_start]
        far = len(subject.split()) > _MOST_WORDS_OF_SUBJECT
        narrated = _REPORTED.match(tail, verb_end) or _PREDICATE.match(subject)
        if far or narrated:
            break
        reference = parse_reference(find_subject(subject)) or name_subject(subject)
        if reference:
            return Evidence(near=True, reference=reference)
    return None


def _read_after_verb(text: str) -> Reference | None:
    end = _TAIL_END.search(text)
    return parse_reference(text[: end.start()] if end else text, after_verb=True)


def _may_be_quote(marked: str) -> bool:
    """Tell whether marked words are speech where somebody is said to speak them."""
    words = marked.split(maxsplit=_FEWEST_WORDS)  # no more are counted
    if marked.endswith(_CLOSES_SENTENCE):
        return len(words) >= _FEWEST_WORDS_OF_SENTENCE
    return len(words) >= _FEWEST_WORDS and not _is_title(marked)


def _is_quote(marked: str, evidence: Evidence | None, *, alone: bool) -> bool:
    """Tell whether words that may be speech are; ``alone`` if they fill a paragraph."""
    if evidence and evidence.near:
        return True
    words = marked.split(maxsplit=_FEWEST_WORDS_ALONE)
    if evidence:
        return len(words) >= _FEWEST_WORDS_AFTER_CLAUSE
    closed = marked.endswith(_CLOSES_SENTENCE)
    return alone and closed and len(words) >= _FEWEST_WORDS_ALONE


def _is_title(text: str) -> bool:
    """Tell whether a text is written like a title: Its Main Words in Capitals."""
    main = 0
    for word in text.split():
        if word.lower() not in _SMALL:
            if word[0].isalpha() and not word[0].isupper():
                return False
            main += 1
    return main > 1
