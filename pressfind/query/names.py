"""What names are found by: names of a query, and names that an index has learnt.

A name is an acronym, or several words in a row.  An acronym is found by its folded
form, without the ending of a plural; several words are found by the stems of the first
two.  So a few look-ups tell whether a query holds any name, and most hold none.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pressfind.analysis import find_words, fold, stem
from pressfind.query.tree import And, Not, Or, Query, Text
from pressfind.values import frozen

Forms = tuple[str, ...]
"""The folded words of a name, or of one word of a query: hyphenated ones in parts."""

Synonyms = tuple[tuple[str, ...], ...]
"""Names that mean the same, in groups."""


@frozen
class Row:
    """Words of a query in a row: those of a text, or of texts side by side.

    A word is None where it can't be of a name: it asks for one form, or for many.
    Where words are ``apart`` each can only be a name by itself.
    """

    texts: tuple[Text, ...]
    words: tuple[Forms | None, ...]
    apart: bool = False


@lru_cache(maxsize=10_000)
def read_forms(text: str) -> Forms:
    """Return the folded words of a text, hyphenated ones in parts."""
    return tuple(form for word in find_words(text) for form, _, _ in word.parts)


def key_of_acronym(acronym: str) -> str:
    """Return what an acronym is found by."""
    return fold(acronym)


def key_of_words(forms: Sequence[str]) -> str:
    """Return what several words are found by."""
    return f"{stem(forms[0])} {stem(forms[1])}"


def find_keys(query: Query) -> set[str]:
    """Return all that names in a parsed query can be found by."""
    keys: set[str] = set()
    for row in find_rows(query):
        last = ""
        for forms in row.words:
            if forms is None:
                last = ""
                continue
            keys.update(keys_of_word(forms))
            if last and not row.apart:
                keys.add(key_of_words((last, forms[0])))
            if len(forms) > 1:
                keys.add(key_of_words(forms))
            last = forms[0] if len(forms) == 1 else ""
    return keys


def keys_of_word(forms: Forms) -> Iterator[str]:
    """Yield what a word is found by if it is an acronym, in the plural perhaps."""
    if len(forms) == 1:
        yield forms[0]
        if forms[0].endswith("s"):
            yield forms[0][:-1]


def find_rows(query: Query) -> Iterator[Row]:
    """Yield the rows of words of a parsed query: each of its texts once, in order."""
    match query:
        case Text():
            places = range(len(query.slots))
            words = tuple(_forms_of(query, place) for place in places)
            yield Row((query,), words, apart=query.near is not None)
        case And(parts):
            yield from _rows_of_parts(parts)
        case Or(parts):
            for part in parts:
                yield from find_rows(part)
        case Not(part):
            yield from find_rows(part)


def _rows_of_parts(parts: Sequence[Query]) -> Iterator[Row]:
    """Yield single words side by side as one row, of one field each."""
    row: list[Text] = []
    for part in parts:
        word = part if isinstance(part, Text) and _is_word(part) else None
        if row and (word is None or word.fields != row[0].fields):
            yield _join_words(row)
            row = []
        if word is None:
            yield from find_rows(part)
        else:
            row.append(word)
    if row:
        yield _join_words(row)


def _join_words(texts: Sequence[Text]) -> Row:
    return Row(tuple(texts), tuple(_forms_of(text, 0) for text in texts))


def _is_word(text: Text) -> bool:
    return not text.phrase and len(text.slots) == 1


def _forms_of(text: Text, place: int) -> Forms | None:
    chain = text.slots[place][0]
    plain = tuple(link for link in chain if isinstance(link, str))
    return plain if len(plain) == len(chain) else None
