"""Patterns and misspelt words into the forms that an index has of them.

Expansions are kept with the dictionary that they were found in.  Only forms of live
documents count against the cap, so that it doesn't depend on the index's history.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from pressfind.analysis import stem
from pressfind.engines.whoosh.dictionary import Dictionary
from pressfind.engines.whoosh.fields import posted_name
from pressfind.engines.whoosh.segment import Segment
from pressfind.errors import QueryError
from pressfind.query.tree import Fuzzy, Pattern, Text, Variant
from pressfind.query.variants import beginning_of, compile_test

MOST_FORMS = 1000
"""The most forms that one word of a query may stand for."""


def check_expansions(
    variants: Iterable[tuple[Text, Variant]], segments: Sequence[Segment]
) -> None:
    """Raise ``QueryError`` where a word stands for too many forms."""
    for text, variant in variants:
        forms: set[bytes] = set()
        for segment in segments:
            forms.update(_forms_of(segment.dictionary, variant))
        if len(forms) > MOST_FORMS:
            count = len(_live_forms(text, variant, segments))
            if count > MOST_FORMS:
                raise _too_many(text, variant, count)


def find_ordinals(
    dictionary: Dictionary, variant: Variant, *, stemmed: bool
) -> Sequence[range]:
    """Return the ordinals of the forms that a word stands for, ascending."""
    key = (variant, stemmed)
    if key not in dictionary.expansions:
        found = set(_expand(dictionary, variant))
        if stemmed and isinstance(variant, Fuzzy):
            found.update(dictionary.find_family(stem(variant.form)))
        dictionary.expansions[key] = tuple(_runs(sorted(found)))
    return dictionary.expansions[key]


def find_neighbours(dictionary: Dictionary, fuzzy: Fuzzy) -> list[int]:
    """Return the ordinals of the forms at most so many edits from a word, ascending."""
    holds = compile_test(fuzzy)
    least, most = len(fuzzy.form) - fuzzy.edits, len(fuzzy.form) + fuzzy.edits
    found: set[int] = set()
    for piece, begins in set(_find_pieces(fuzzy.form, fuzzy.edits)):
        for ordinal, form in _find_holding(dictionary, piece, begins=begins):
            if least <= len(form) <= most and holds(form):
                found.add(ordinal)
    return sorted(found)


def _find_pieces(word: str, edits: int) -> Iterator[tuple[str, bool]]:
    """Yield pieces of which each form within the edits has one, or begins with it.

    A word in one piece more than there are edits keeps a piece whole, since an edit
    spoils one.  But a swap of the two letters where pieces meet spoils both: then the
    word with these swapped is an edit nearer.
    """
    # Forms that begin alike lie together: that piece can be the shortest.
    first = len(word) // (2 * edits + 1)
    if not first:
        yield "", False
        return
    cuts = [first + part * (len(word) - first) // edits for part in range(edits)]
    yield word[:first], True
    yield from ((word[cut:end], False) for cut, end in pairwise([*cuts, len(word)]))
    for cut in cuts:
        swapped = word[cut - 1 : cut + 1][::-1]
        nearer = word[: cut - 1] + swapped + word[cut + 1 :]
        yield from _find_pieces(nearer, edits - 1)


def _expand(dictionary: Dictionary, variant: Variant) -> Iterable[int]:
    if isinstance(variant, Fuzzy):
        return find_neighbours(dictionary, variant)
    return _find_pattern(dictionary, variant)


def _find_pattern(dictionary: Dictionary, pattern: Pattern) -> Iterator[int]:
    test = compile_test(pattern)
    holding = _find_holding(dictionary, beginning_of(pattern), begins=True)
    return (ordinal for ordinal, form in holding if test(form))


def _find_holding(
    dictionary: Dictionary, piece: str, *, begins: bool
) -> Iterator[tuple[int, str]]:
    """Yield the forms that hold a piece, or all that begin with it and some others."""
    if not begins:
        return dictionary.forms.holding(piece, range(len(dictionary.forms)))
    run = dictionary.find_initial(piece[0])
    # A single letter is there by the range alone.
    return dictionary.forms.holding(piece if len(piece) > 1 else "", run)


def _runs(ordinals: Sequence[int]) -> Iterator[range]:
    """Yield ascending numbers as ranges of those that follow one another."""
    pairs = groupby(enumerate(ordinals), lambda pair: pair[1] - pair[0])
    for _, pair in pairs:
        run = [ordinal for _, ordinal in pair]
        yield range(run[0], run[-1] + 1)


def _forms_of(dictionary: Dictionary, variant: Variant) -> Iterator[bytes]:
    for run in find_ordinals(dictionary, variant, stemmed=True):
        yield from map(dictionary.forms.__getitem__, run)


def _live_forms(
    text: Text, variant: Variant, segments: Sequence[Segment]
) -> set[bytes]:
    """Return the forms that a live document has in a field that was asked for."""
    names = {posted_name(name, quotes=True) for name in text.fields}
    forms: set[bytes] = set()
    for segment in segments:
        dictionary = segment.dictionary
        for run in find_ordinals(dictionary, variant, stemmed=True):
            for field in map(segment.field, names):
                for number in field.find_lists(run.start, run.stop):
                    if not segment.deleted.issuperset(field.documents(number)):
                        forms.add(dictionary.forms[field.terms[number]])
    return forms


def _too_many(text: Text, variant: Variant, count: int) -> QueryError:
    advice = "write more letters of it"
    if isinstance(variant, Fuzzy) and variant.edits > 1:
        advice = f"write {variant.form}~ for one edit, or more letters"
    reason = (
        f"{text.written} stands for {count:,} words of this index, and {MOST_FORMS:,} "
        f"are the most that one may: {advice}"
    )
    signs = [text.written.find(sign) for sign in "*?~"]
    return QueryError(reason, text.written, min(s for s in signs if s >= 0))
