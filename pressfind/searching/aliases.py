"""The aliases that an archive's keeper knows: names of one person that no text joins.

``aliases.toml`` in the index folder says of each alias whose it is, and nothing else:

    "Lord Cameron" = "David Cameron"

An alias is the whole name that a speaker is filed under or, where a text has no name,
the whole of what stands there.  Accents, case and marks don't count.  An alias of an
alias is one of the same person.  They join people when something is asked and change
nothing in the index.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pressfind.analysis import tokenize
from pressfind.query.matching import Occurrence, find_text
from pressfind.query.plan import fold_name
from pressfind.query.tree import (
    And,
    AtLeast,
    Exact,
    InQuote,
    Link,
    Names,
    Not,
    Or,
    Query,
    Text,
    disjoin,
)
from pressfind.schema import SPEAKER
from pressfind.searching.keeper import KeptFile, read_kept
from pressfind.values import frozen

_LINE = '"Lord Cameron" = "David Cameron"'

Words = tuple[str, ...]
"""A name as ``fold_name`` folds it."""


@frozen
class Aliases:
    """From each name of a person with aliases to the one that all are joined under."""

    joined: Mapping[Words, str]
    people: tuple[tuple[str, ...], ...]
    """All names of each of these people."""


def read_aliases(path: Path) -> Aliases:
    """Return the aliases of a file; raise ``UsageError`` where it can't be right."""
    kept = read_kept(path, _LINE)
    written: dict[Words, str] = {}
    targets: dict[Words, str] = {}
    for alias, name in _read_pairs(kept):
        words = fold_name(alias)
        if words in written:
            reason = f'"{written[words]}" and "{alias}" are the same name'
            raise kept.wrong(alias, reason, "keep one")
        if words == fold_name(name):
            reason = f'"{alias}" is an alias of itself'
            raise kept.wrong(alias, reason, "name someone else")
        written[words], targets[words] = alias, name
    people: dict[Words, list[str]] = {}
    for words, alias in written.items():
        name = _follow(kept, words, targets, written)
        people.setdefault(fold_name(name), [name]).append(alias)
    return Aliases(
        joined={fold_name(n): names[0] for names in people.values() for n in names},
        people=tuple(map(tuple, people.values())),
    )


def join_aliases(query: Query, aliases: Aliases) -> Query:
    """Return a query that asks for a speaker by all names, if by one of them."""
    match query:
        case And(parts) | Or(parts) | AtLeast(parts=parts):
            return replace(query, parts=tuple(join_aliases(p, aliases) for p in parts))
        case Not(part) | InQuote(part):
            return replace(query, part=join_aliases(part, aliases))
        case Names(field=SPEAKER.name):
            return _widen(query, aliases, lambda name: _has_words(name, query.words))
        case Text(fields=(SPEAKER.name,)):
            return _widen(query, aliases, lambda name: _has_text(name, query))
    return query


def _read_pairs(kept: KeptFile) -> Iterator[tuple[str, str]]:
    for alias, name in kept.entries.items():
        if isinstance(name, dict):
            raise kept.wrong(alias, f"{alias} is a table")
        if not isinstance(name, str):
            reason = f'what "{alias}" is an alias of is no name in quotation marks'
            raise kept.wrong(alias, reason)
        for text, which in ((alias, "alias"), (name, f'name that "{alias}" is for')):
            if not fold_name(text):
                raise kept.wrong(alias, f'the {which}, "{text}", holds no word')
        yield alias, name


def _follow(
    kept: KeptFile,
    words: Words,
    targets: Mapping[Words, str],
    written: Mapping[Words, str],
) -> str:
    """Return whose alias it is in the end."""
    passed = [words]
    while (following := fold_name(targets[passed[-1]])) in targets:
        if following in passed:
            ring = [*passed[passed.index(following) :], following]
            listed = " = ".join(f'"{written[one]}"' for one in ring)
            reason = f"{listed} goes round in a ring"
            raise kept.wrong(written[following], reason, "take one of them out")
        passed.append(following)
    return targets[passed[-1]]


def _widen(leaf: Names | Text, aliases: Aliases, holds: Callable[[str], bool]) -> Query:
    names = [
        name for names in aliases.people if any(map(holds, names)) for name in names
    ]
    others = dict.fromkeys(map(fold_name, names))
    return disjoin(
        (leaf, *(Names(words=w, field=SPEAKER.name, whole=True) for w in others))
    )


def _has_words(name: str, words: Words) -> bool:
    return set(words) <= {token.form for token in tokenize(name)}


def _has_text(name: str, text: Text) -> bool:
    tokens = list(tokenize(name))

    def find(link: Link) -> list[Occurrence]:
        fits = _make_test(link)
        return [(t.position, t.position + t.width) for t in tokens if fits(t.form)]

    return any(find_text(text, find))


def _make_test(link: Link) -> Callable[[str], bool]:
    """Return what tells whether a form of a name is what was asked for."""
    if isinstance(link, str | Exact):  # names are never stemmed
        return (link.form if isinstance(link, Exact) else link).__eq__
    from pressfind.query.variants import compile_test

    return compile_test(link)
