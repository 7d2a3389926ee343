"""The first and the last use of words: which release, which quote, and whose."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pressfind.engines.base import Match
from pressfind.engines.whoosh.engine import WhooshEngine
from pressfind.model import (
    Evidence,
    Filters,
    Question,
    Quote,
    QuoteHit,
    QuoteKind,
    Release,
    Sort,
    Speaker,
)
from pressfind.model.uses import Direction, UserKind, Uses
from pressfind.printers.uses import say_uses, uses_record
from pressfind.searching import search_releases
from pressfind.searching.uses import find_uses
from tests.archives import TODAY, commit, make_paragraph, make_release
from tests.program import run

FIRST, LAST = Direction.FIRST, Direction.LAST
HOLT = Speaker(name="Ida Holt")
NONE = Filters()
MARR = Speaker(name="Odo Marr")


def _release(
    identifier: str,
    day: date | None,
    department: str | None,
    narrative: str,
    *said: tuple[str, Speaker],
) -> Release:
    texts = [narrative, *(text for text, _ in said)]
    release = make_release(
        identifier,
        title=f"Title {identifier}",
        blocks=tuple(map(make_paragraph, texts)),
        date=day,
        department=department,
    )
    quotes = tuple(
        Quote(
            span=span,
            kind=QuoteKind.BLOCK,
            evidence=Evidence.MARKED,
            speaker=speaker,
        )
        for span, (_, speaker) in zip(release.block_spans()[1:], said, strict=True)
    )
    return replace(release, quotes=quotes)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uses") / "index"
    releases = [
        _release("a", None, "Ports", "The ferry is blue.", ("The ferry!", HOLT)),
        _release("b", date(2021, 1, 1), "Ports", "The ferry sails.", ("So long", HOLT)),
        _release(
            "c",
            date(2022, 1, 1),
            "Trade",
            "Nothing.",
            ("A port.", MARR),
            ("My ferry", MARR),
        ),
        _release("d", date(2023, 1, 1), None, "The ferry.", ("A ferry", Speaker())),
        _release("e", date(2024, 1, 1), "Trade", "A port.", ("Our ferry port", HOLT)),
        _release("f", date(2024, 1, 1), "Ports", "A ferry port.", ("No more", HOLT)),
    ]
    commit(folder, releases)
    return folder


def _find(
    index: Path,
    text: str,
    direction: Direction,
    by: UserKind | None = None,
    filters: Filters = NONE,
) -> Uses:
    question = Question(text=text, filters=filters)
    return find_uses(index, question, TODAY, direction=direction, by=by)


def _ids(found: Uses) -> list[str]:
    return [
        hit.release.quote_id(hit.quote) if isinstance(hit, QuoteHit) else hit.release.id
        for hit in (use.hit for use in found.uses)
    ]


@pytest.mark.parametrize(
    ("text", "direction", "ids"),
    [
        ("ferry", FIRST, ["b"]),
        ("ferry", LAST, ["e#q1"]),
        ("my ferry", FIRST, ["c#q2"]),
        ("ferry port", FIRST, ["c"]),
        ("blue", FIRST, []),
        ("zebra", LAST, []),
        ("speaker:holt", FIRST, ["b#q1"]),
        ("department:trade", FIRST, ["c"]),
        ("title:title", LAST, ["e"]),
        ("", FIRST, ["b"]),
    ],
)
def test_a_use_is_a_quote_if_one_says_it_all_and_else_the_release(
    index: Path, text: str, direction: Direction, ids: list[str]
) -> None:
    assert _ids(_find(index, text, direction)) == ids


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(speaker=("holt",)), ["b#q1"]),
        (Filters(department=("trade",)), ["c"]),
        (Filters(since=date(2022, 6, 1)), ["d"]),
        (Filters(fields=("title",)), ["b"]),
    ],
)
def test_filters_hold_as_in_a_search(
    index: Path, filters: Filters, ids: list[str]
) -> None:
    assert _ids(_find(index, "", FIRST, filters=filters)) == ids


@pytest.mark.parametrize("text", ["coffee", '"small boats"', "port -ferry", "trade"])
@pytest.mark.parametrize(
    ("direction", "sort"), [(FIRST, Sort.OLDEST), (LAST, Sort.NEWEST)]
)
def test_a_use_stands_in_the_release_that_a_search_by_date_finds_first(
    sample_index: Path, text: str, direction: Direction, sort: Sort
) -> None:
    question = Question(text=text, sort=sort, limit=1)
    (hit,) = search_releases(sample_index, question, TODAY).hits
    (use,) = _find(sample_index, text, direction).uses
    assert use.hit.release.id == hit.release.id


def test_undated_releases_are_counted_and_left_out(index: Path) -> None:
    found = _find(index, "ferry", FIRST)
    assert (found.total, found.undated) == (5, 1)


def test_with_a_filter_of_dates_no_undated_release_is_left_out(index: Path) -> None:
    filters = Filters(since=date(2020, 1, 1))
    assert _find(index, "ferry", FIRST, filters=filters).undated == 0


@pytest.mark.parametrize(
    ("direction", "ids"), [(FIRST, ["b", "c#q2"]), (LAST, ["e#q1", "f"])]
)
def test_each_department_has_a_use(
    index: Path, direction: Direction, ids: list[str]
) -> None:
    found = _find(index, "ferry", direction, UserKind.DEPARTMENT)
    assert (_ids(found), found.unnamed) == (ids, 1)


@pytest.mark.parametrize(
    ("direction", "ids"), [(FIRST, ["c#q2", "e#q1"]), (LAST, ["e#q1", "c#q2"])]
)
def test_each_speaker_has_a_use(
    index: Path, direction: Direction, ids: list[str]
) -> None:
    found = _find(index, "ferry", direction, UserKind.SPEAKER)
    assert (_ids(found), found.unnamed, found.undated) == (ids, 1, 1)


def test_releases_are_read_only_of_days_on_which_somebody_is_first(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    read_match = WhooshEngine.read_match

    def note(engine: WhooshEngine, match: Match) -> Release:
        read.append(match.release_id)
        return read_match(engine, match)

    monkeypatch.setattr(WhooshEngine, "read_match", note)
    _find(index, "ferry", FIRST, UserKind.DEPARTMENT)
    assert read == ["b", "c"]


def test_names_that_an_alias_joins_have_one_use(index: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(index, tmp_path / "index")
    (folder / "aliases.toml").write_text('"Odo Marr" = "Ida Holt"\n', encoding="utf-8")
    found = _find(folder, "ferry", FIRST, UserKind.SPEAKER)
    assert [(use.user, use.hit.release.id) for use in found.uses] == [("Ida Holt", "c")]


def test_what_is_left_out_is_said(index: Path) -> None:
    assert [say_uses(_find(index, "ferry", FIRST, by)) for by in (None, *UserKind)] == [
        "first of 5 releases; 1 undated release left out",
        "first of 3 quotes; 1 undated quote left out; 1 quote without a speaker "
        "left out",
        "first of 5 releases; 1 undated release left out; 1 release without a "
        "department left out",
    ]


def test_a_use_shows_the_passage_or_else_the_title(index: Path) -> None:
    shown = [
        uses_record(_find(index, text, FIRST))["uses"][0]
        for text in ("ferry", "title:title", "my ferry")
    ]
    assert [(use["type"], use["text"], use["highlights"]) for use in shown] == [
        ("release", "The ferry sails.", [[4, 9]]),
        ("release", "Title b", [[0, 5]]),
        ("quote", "My ferry", [[0, 2], [3, 8]]),
    ]


def test_a_misspelt_word_is_named_and_not_replaced(sample_index: Path) -> None:
    done = run(sample_index.parent, "first", "rwnada")
    assert (done.status, done.out) == (1, "")
    assert done.errors.startswith("pressfind: no release has rwnada; did you mean")


def test_the_first_use_of_each_is_a_row_of_csv(sample_index: Path) -> None:
    done = run(sample_index.parent, "first", "trade", "--by", "department", "--csv")
    header, *rows = done.out.splitlines()
    users = [row.split(",")[1] for row in rows]
    assert header.startswith("type,user,id,text,speaker.name")
    assert len(users) == len(set(users)) > 1


def test_json_says_which_way_was_asked(sample_index: Path) -> None:
    done = run(sample_index.parent, "last", "coffee", "--json")
    record = json.loads(done.out)
    assert (record["type"], record["by"], len(record["uses"])) == ("last", None, 1)
