"""Patterns and misspelt words in an index: what they find, and the cap on forms."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from pressfind.engines.base import Request
from pressfind.engines.whoosh.dictionary import (
    Dictionary,
    file_forms,
    key_of,
    write_dictionary,
)
from pressfind.engines.whoosh.expansion import MOST_FORMS, find_neighbours
from pressfind.engines.whoosh.sections import SectionFile, SectionWriter
from pressfind.errors import QueryError
from pressfind.model import Filters
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.tree import Fuzzy
from pressfind.schema import Target
from tests.archives import TODAY, commit, make_release, search
from tests.reference_engine import distance

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MANY = [
    f"qu{a}{b}{c}" for a in LETTERS[:11] for b in LETTERS[:10] for c in LETTERS[:10]
]


@pytest.mark.parametrize("edits", [1, 2])
@pytest.mark.parametrize(
    "word", [*("abcdefghijk"[:length] for length in range(1, 12)), "bananas", "£1.20bn"]
)
def test_neighbours_are_all_forms_within_the_edits(
    tmp_path: Path, word: str, edits: int
) -> None:
    keys = [key_of((form, 1)) for form in _edited(_edited({word})) if form]
    forms, _ = file_forms(keys)
    filed = [*forms]
    file = SectionWriter(tmp_path / "forms")
    write_dictionary(file, filed)
    file.close()
    dictionary = Dictionary(SectionFile(tmp_path / "forms"))
    distances = [distance(word, form.decode()) for _, form, _ in filed]
    expected = [n for n, far in enumerate(distances) if far <= edits]
    assert expected == find_neighbours(dictionary, Fuzzy(word, edits))


def _edited(words: set[str]) -> set[str]:
    """Return the words, and what one edit makes of them with letters of two kinds."""
    found = set(words)
    for word in words:
        for place in range(len(word) + 1):
            before, behind = word[:place], word[place:]
            found.update(before + new + behind for new in "xé")
            found.update(before + new + behind[1:] for new in ("", *"xé"))
            found.add(before + behind[1::-1] + behind[2:])
    return found


def _index(folder: Path, *titles: str) -> None:
    made = tuple(make_release(f"r{n}", title) for n, title in enumerate(titles))
    commit(folder, made, ())


def _find(folder: Path, text: str) -> Sequence[str]:
    return [match.release_id for match in search(folder, _ask(text)).page]


def _ask(text: str) -> Request:
    query = plan(parse_query(text, TODAY), Filters(), Target.RELEASES)
    return Request(query=query, target=Target.RELEASES)


@pytest.mark.parametrize(
    ("text", "column"), [("qu*", 2), ("qu?*", 2), ("NOT title:qu*", 2)]
)
def test_a_word_that_stands_for_too_many_is_refused_with_their_number(
    tmp_path: Path, text: str, column: int
) -> None:
    _index(tmp_path / "i", " ".join(MANY))
    with pytest.raises(QueryError, match="words of this index") as caught:
        _find(tmp_path / "i", text)
    assert caught.value.column == column


def test_a_word_may_stand_for_as_many_as_the_cap(tmp_path: Path) -> None:
    _index(tmp_path / "i", " ".join(MANY[:MOST_FORMS]))
    assert _find(tmp_path / "i", "qu*") == ["r0"]


def test_words_of_deleted_releases_and_other_fields_do_not_count(
    tmp_path: Path,
) -> None:
    _index(tmp_path / "i", " ".join(MANY[:600]), " ".join(MANY[600:]))
    commit(tmp_path / "i", (make_release("r2", "x"),), ("r1",))
    assert _find(tmp_path / "i", "qu*") == ["r0"]
    assert _find(tmp_path / "i", "body:qu*") == []


def test_many_misspelt_words_take_bounded_time(tmp_path: Path) -> None:
    _index(tmp_path / "i", " ".join(MANY))
    start = time.process_time()
    _find(tmp_path / "i", " OR ".join(f"q{word}x~2" for word in MANY[:1100:22]))
    assert time.process_time() - start < 20


def test_a_word_with_a_sign_scores_as_one_word(tmp_path: Path) -> None:
    _index(tmp_path / "i", "ferry ferries", "ferry port", "port")
    forms = search(tmp_path / "i", _ask("ferry"))
    assert search(tmp_path / "i", _ask("fer*")) == forms
