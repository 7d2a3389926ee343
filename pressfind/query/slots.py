"""The words of a query's text as slots: each with all that may stand for it.

A number and its unit are one slot, since they are one form wherever they stand.  So
are two numbers with a dash or "to" between them: 10-12 is 10 to 12.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from pressfind.analysis import (
    MAX_FORM,
    MAX_WIDTH,
    find_plain_form,
    find_words,
    fold_part,
    split_hyphens,
)
from pressfind.model import Span
from pressfind.query.tree import Chain, Link, Pattern, Slot
from pressfind.values import frozen

MOST_JOINED = 7
"""How many words one slot can be: 5 per cent to 6 per cent."""

_DASH = re.compile(r"\s?[-‐‑–]\s?")


@frozen
class _Piece:
    """A slot, and where the words are that it is made of."""

    slot: Slot
    span: Span
    is_number: bool = False


def read_slots(text: str) -> tuple[Slot, ...]:
    """Return the slots of ``text`` in order.

    >>> read_slots("24 per cent fall"), read_slots("co-op")
    (((('24%',),), (('fall',),)), ((('co', 'op'), ('coop',)),))
    >>> read_slots("10-12 weeks")
    ((('10', '12'), ('10', 'to', '12')), (('weeks',),))
    """
    plain = find_plain_form(text)  # as most are, which is told in a tenth of the time
    if plain is not None:
        return (((plain,),),)
    return tuple(piece.slot for piece in _find_pieces(text))


def read_pattern(word: str) -> Slot:
    """Return the slot of one word with wildcards.

    >>> read_pattern("co-op*")[1]
    (Pattern(form='coop*'),)
    """
    forms = [form for part in split_hyphens(word) if (form := fold_part(part))]
    parts = tuple(Pattern(f) if set("*?") & set(f) else f for f in forms)
    joined = "".join(forms)
    findable = 1 < len(forms) <= MAX_WIDTH and len(joined) <= MAX_FORM
    return (parts, (Pattern(joined),)) if findable else (parts,)


def replace_links(
    slots: tuple[Slot, ...], make: Callable[[str], Link]
) -> tuple[Slot, ...]:
    """Return slots of plain forms with a link made of each form."""
    return tuple(
        tuple(
            tuple(make(form) if isinstance(form, str) else form for form in chain)
            for chain in slot
        )
        for slot in slots
    )


def count_joined(words: Sequence[str]) -> int:
    """Return how many of the words, from the first on, are read as one.

    >>> count_joined(["£3", "billion", "a", "year"]), count_joined(["a", "year"])
    (2, 1)
    """
    if not any(map(str.isdecimal, words[0])):
        return 1
    spans = [piece.span for piece in _find_pieces(" ".join(words[:MOST_JOINED]))]
    end = 0
    for count, word in enumerate(words[:MOST_JOINED], 1):
        end += len(word)
        if not any(span.start < end < span.end for span in spans):
            return count
        end += 1
    return min(len(words), MOST_JOINED)


def _find_pieces(text: str) -> list[_Piece]:
    pieces = list(_find_words(text))
    ranges = list(_find_ranges(text, pieces))
    for first, last in reversed(ranges):
        low, high = pieces[first], pieces[last]
        span = Span(low.span.start, high.span.end)
        chains = (*low.slot[0], *high.slot[0]), (*low.slot[0], "to", *high.slot[0])
        pieces[first : last + 1] = [_Piece(chains, span)]
    return pieces


def _find_words(text: str) -> Iterator[_Piece]:
    covered = 0  # parts of words that are the unit of the number before
    for word in find_words(text):
        parts: Chain = tuple(form for form, _, _ in word.parts)
        if covered:
            if covered < len(parts):
                yield _Piece((parts[covered:],), word.span)
            covered = max(0, covered - len(parts))
        elif word.quantity is not None:
            covered = word.quantity.width - 1
            span = Span(word.span.start, word.quantity.end)
            yield _Piece(((word.quantity.forms[0],),), span, is_number=True)
        else:
            chains = (parts,) if word.joined is None else (parts, (word.joined,))
            yield _Piece(chains, word.span, word.is_number)


def _find_ranges(text: str, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last piece of each range.

    Three numbers with dashes are a date or a telephone number.
    """
    place = 0
    while place < len(pieces) - 1:
        last = place
        while last + 1 < len(pieces) and _are_dashed(text, *pieces[last : last + 2]):
            last += 1
        if last == place and _are_ends(pieces[place : place + 3]):
            last = place + 2
            yield place, last
        elif last == place + 1:
            yield place, last
        place = last + 1


def _are_dashed(text: str, left: _Piece, right: _Piece) -> bool:
    between = text[left.span.end : right.span.start]
    return left.is_number and right.is_number and bool(_DASH.fullmatch(between))


def _are_ends(pieces: Sequence[_Piece]) -> bool:
    numbers = [piece.is_number for piece in pieces]
    return numbers == [True, False, True] and pieces[1].slot == (("to",),)
