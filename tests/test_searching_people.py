"""Who is one person across an archive, who isn't, and what aliases join."""

import datetime
from pathlib import Path

import pytest

from pressfind.model import Filters, Question, Speaker
from pressfind.model.counts import HeldRole, QuotedSpeaker, SpeakerPage
from pressfind.searching import search_quotes, search_releases
from pressfind.searching.facets import count_facet
from pressfind.searching.people import find_speakers
from tests.archives import commit, make_quoted

DAY = datetime.date(2026, 1, 1)
DAYS = [datetime.date(2024, month, 1) for month in (1, 3, 5)]


def _said(name: str | None, role: str | None = None, written: str = "") -> Speaker:
    return Speaker(name=name, as_written=written or name, role=role)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    releases = [
        make_quoted(
            "a", _said("Ida O’Holt", "Ports Minister"), _said("Lord Holt"), date=DAYS[0]
        ),
        make_quoted(
            "b",
            _said("Ida O'Holt", "ports minister"),
            _said("Ida O'Holt", "Trade Minister"),
            _said("Bo Holt", "Harbour Master"),
            date=DAYS[1],
        ),
        make_quoted(
            "c",
            _said("Ida O’Holt"),
            _said(None, "Minister", "Minister Holt"),
            _said(None, None, "A spokesperson"),
            _said("Lord James Holt"),
            date=DAYS[2],
        ),
        make_quoted("d", _said("Ida O’Holt", "Trade Minister")),
    ]
    commit(tmp_path / "index", releases)
    return tmp_path / "index"


def _ask(index: Path, text: str = "", **filters: tuple[str, ...]) -> SpeakerPage:
    question = Question(text=text, limit=0, filters=Filters(**filters))  # type: ignore[arg-type]
    return find_speakers(index, question, DAY)


def _names(page: SpeakerPage) -> list[tuple[str, int]]:
    return [(speaker.name, speaker.quotes) for speaker in page.speakers]


def _write_aliases(index: Path, **aliases: str) -> None:
    lines = (f'"{alias.replace("_", " ")}" = "{n}"\n' for alias, n in aliases.items())
    (index / "aliases.toml").write_text("".join(lines), encoding="utf-8")


def test_a_person_has_each_role_with_its_first_and_last_date(index: Path) -> None:
    ports = HeldRole(
        role="Ports Minister", first_date=DAYS[0], last_date=DAYS[1], quotes=2
    )
    trade = HeldRole(
        role="Trade Minister", first_date=DAYS[1], last_date=DAYS[1], quotes=2
    )
    assert _ask(index).speakers[0] == QuotedSpeaker(
        name="Ida O’Holt",
        aliases=(),
        quotes=5,
        releases=4,
        first_date=DAYS[0],
        last_date=DAYS[2],
        roles=(ports, trade),
    )


def test_people_of_one_surname_stay_apart_and_come_by_quotes_then_name(
    index: Path,
) -> None:
    assert _names(_ask(index)) == [
        *(("Ida O’Holt", 5), ("Bo Holt", 1), ("Lord Holt", 1), ("Lord James Holt", 1))
    ]


def test_quotes_of_nobody_named_are_counted_and_guessed_to_be_nobodys(
    index: Path,
) -> None:
    page = _ask(index)
    assert (page.quotes, page.unnamed) == (10, 2)


def test_of_writings_as_frequent_one_not_all_in_capitals_is_shown(
    tmp_path: Path,
) -> None:
    said = _said("BO HOLT"), _said("Bo Holt")
    commit(tmp_path / "index", [make_quoted("a", *said)])
    assert _names(_ask(tmp_path / "index")) == [("Bo Holt", 2)]


def test_only_quotes_that_match_count(index: Path) -> None:
    assert _names(_ask(index, "speaker:holt", role=("master",))) == [("Bo Holt", 1)]


def test_a_role_finds_who_held_it_at_the_time(index: Path) -> None:
    assert _names(_ask(index, 'role:"ports minister"')) == [("Ida O'Holt", 2)]


def test_nobody_is_found_where_nothing_matches(index: Path) -> None:
    page = _ask(index, "zyzzyva")
    assert (page.total, page.quotes, page.unnamed, page.speakers) == (0, 0, 0, ())


def test_an_alias_joins_people_under_the_name_it_is_for(index: Path) -> None:
    _write_aliases(index, LORD_HOLT="Bo Holt")
    joined = next(one for one in _ask(index).speakers if one.name == "Bo Holt")
    assert (joined.aliases, joined.quotes, joined.releases) == (("Lord Holt",), 2, 2)


def test_an_alias_names_whom_a_surname_alone_means(index: Path) -> None:
    _write_aliases(index, Minister_Holt="Ida O'Holt")
    page = _ask(index)
    assert (page.speakers[0].name, page.speakers[0].quotes) == ("Ida O'Holt", 6)
    assert page.unnamed == 1


def test_people_joined_in_one_release_count_in_it_once(index: Path) -> None:
    _write_aliases(index, Lord_Holt="Ida O’Holt")
    page = count_facet(index, "speaker", Question(limit=1), DAY)
    (ida,) = page.values
    assert (ida.value, ida.releases, ida.quotes) == ("Ida O’Holt", 4, 6)


@pytest.mark.parametrize(
    ("text", "filters", "found"),
    [
        ("", ("Robin",), {"a#q2", "b#q3"}),
        ("", ("robin marsh",), {"a#q2", "b#q3"}),
        ("speaker:robin", (), {"a#q2", "b#q3"}),
        ('speaker:"robin marsh"', (), {"a#q2", "b#q3"}),
        ('speaker:"marsh robin"~2', (), {"a#q2", "b#q3"}),
        ("speaker:rob*", (), {"a#q2", "b#q3"}),
        ("speaker:robbin~", (), {"a#q2", "b#q3"}),
        ("speaker:=bo", (), {"a#q2", "b#q3"}),
        ("speaker:(lord bo)", (), {"a#q2", "b#q3"}),
        ("speaker:robins", (), set()),
        ("", ("Lord Holt",), {"a#q2", "b#q3", "c#q4"}),
        ("", ("James",), {"c#q4"}),
        ("speaker:lord -speaker:bo", (), {"c#q4"}),
    ],
)
def test_a_speaker_is_found_by_any_part_of_any_name(
    index: Path, text: str, filters: tuple[str, ...], found: set[str]
) -> None:
    _write_aliases(index, Lord_Holt="Robin Marsh", Bo_Holt="Lord Holt")
    question = Question(text=text, limit=0, filters=Filters(speaker=filters))
    page = search_quotes(index, question, DAY)
    assert {hit.release.quote_id(hit.quote) for hit in page.hits} == found


def test_releases_are_found_by_an_alias_too(index: Path) -> None:
    _write_aliases(index, Lord_Holt="Robin Marsh")
    question = Question(text="speaker:robin quote:ferry")
    found = search_releases(index, question, DAY).hits
    assert [hit.release.id for hit in found] == ["a"]


def test_an_alias_changes_nothing_that_a_release_says(index: Path) -> None:
    _write_aliases(index, Lord_Holt="Robin Marsh")
    question = Question(text="", filters=Filters(speaker=("robin",)))
    (hit,) = search_quotes(index, question, DAY).hits
    assert hit.quote.speaker.name == "Lord Holt"
