"""Acronyms from releases into a segment, and from the segments of an index."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable

from pressfind.acronyms import Pair, find_pairs
from pressfind.analysis import stem
from pressfind.engines.whoosh.learnt import PARTS, sum_key, write_learnt
from pressfind.engines.whoosh.sections import SectionWriter
from pressfind.engines.whoosh.segment import Segment
from pressfind.model import Learnt, Release
from pressfind.query.names import key_of_acronym, key_of_words, read_forms

_Name = tuple[str, tuple[str, ...]]
"""An acronym's key, and the stems of its long form."""

_UNDATED = 2**32
"""Behind every day."""


class LearntBuilder:
    """Gathers the pairs of a growing segment; documents come in order."""

    def __init__(self) -> None:
        self._documents: dict[Pair, array[int]] = {}

    def add(self, document: int, release: Release) -> None:
        """Add the pairs that a release explains."""
        for pair in set(find_pairs(release)):
            self._documents.setdefault(pair, array("I")).append(document)

    def write(self, file: SectionWriter) -> None:
        """Write all pairs that can be found."""
        entries = []
        for pair, documents in self._documents.items():
            forms = read_forms(pair.long_form)
            if len(forms) > 1:
                text = PARTS.join((pair.acronym.encode(), pair.long_form.encode()))
                keys = key_of_acronym(pair.acronym), key_of_words(forms)
                entries.append((text, frozenset(map(sum_key, keys)), documents))
        write_learnt(file, sorted(entries, key=lambda entry: entry[0]))


class _Spellings:
    """A pair in all its spellings: who explains it so."""

    def __init__(self) -> None:
        self._releases: dict[tuple[str, str], int] = Counter()
        self._owners: set[tuple[Segment, int]] = set()

    def add(self, pair: tuple[str, str], segment: Segment, live: Iterable[int]) -> None:
        owners = [(segment, document) for document in live]
        self._releases[pair] += len(owners)
        self._owners.update(owners)

    def learnt(self) -> Learnt:
        """Return it as most releases spell it."""
        best = min(self._releases, key=lambda pair: (-self._releases[pair], pair))
        days = {owner: owner[0].days[owner[1]] or _UNDATED for owner in self._owners}
        first = min(days.values())
        names = (s.name_of(d) for (s, d), day in days.items() if day == first)
        return Learnt(
            acronym=best[0],
            long_form=best[1],
            releases=len(self._owners),
            release_id=min(names).decode(),
        )


def gather_learnt(
    found: Iterable[tuple[Segment, int]], keys: Collection[str]
) -> list[Learnt]:
    """Return what live releases explain by the pairs of these segments and numbers."""
    names: dict[_Name, _Spellings] = {}
    for segment, number in found:
        pair = segment.learnt.pair(number)
        forms = read_forms(pair[1])
        key = key_of_acronym(pair[0])
        documents = segment.learnt.documents(number)
        live = [d for d in documents if d not in segment.deleted]
        if live and not {key, key_of_words(forms)}.isdisjoint(keys):
            name = key, tuple(map(stem, forms))
            names.setdefault(name, _Spellings()).add(pair, segment, live)
    return [names[name].learnt() for name in sorted(names)]
