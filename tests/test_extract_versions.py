"""What a release says that stands in several forms; all of them are invented."""

from dataclasses import replace
from datetime import date

import pytest

from pressfind.extract.identity import group_versions
from pressfind.extract.versions import (
    differ,
    find_contributions,
    find_naming,
    merge_versions,
)
from pressfind.model import (
    Block,
    BlockKind,
    Evidence,
    Quote,
    QuoteKind,
    Release,
    Source,
    Span,
    Speaker,
)
from pressfind.model.indexes import Version

DAY = date(2024, 5, 1)
WORDS = "The ferry sails at noon. The pier opens at ten, and the port at nine."


def _blocks(text: str) -> tuple[Block, ...]:
    return (Block(kind=BlockKind.PARAGRAPH, text=text),)


def _quote(evidence: Evidence) -> Quote:
    speaker = Speaker(name="Ida Holt")
    return Quote(
        span=Span(0, 9), kind=QuoteKind.BLOCK, evidence=evidence, speaker=speaker
    )


PAGE = Release(
    id="ferry",
    title="Ferry",
    source=Source(path="page.html"),
    url="https://example.org/ferry",
    blocks=_blocks(WORDS),
    quotes=(_quote(Evidence.INFERRED),),
)
FEED = replace(
    PAGE,
    source=Source(path="feed.xml"),
    title="Ferry sails",
    date=DAY,
    department="Port Office",
    tags=("sea",),
    blocks=_blocks("The ferry sails at […]"),
    quotes=(),
)


def _group(*releases: Release) -> tuple[Version, ...]:
    versions = [Version(origin=r.source.path, release=r) for r in releases]
    (group,) = group_versions(versions)
    return group


def test_the_richer_form_wins_field_by_field() -> None:
    expected = replace(
        PAGE, title="Ferry sails", date=DAY, department="Port Office", tags=("sea",)
    )
    assert merge_versions(_group(PAGE, FEED)) == expected


def test_marked_quotes_win_over_a_little_more_text() -> None:
    marked = replace(PAGE, source=Source(path="b"), quotes=(_quote(Evidence.MARKED),))
    longer = replace(PAGE, blocks=_blocks(WORDS + " Go"))
    assert merge_versions(_group(longer, marked)) == marked


def test_much_more_text_wins_over_marked_quotes() -> None:
    marked = replace(PAGE, source=Source(path="b"), quotes=(_quote(Evidence.MARKED),))
    longer = replace(PAGE, blocks=_blocks(WORDS * 2))
    assert merge_versions(_group(longer, marked)) == longer


def test_a_given_id_is_kept_where_another_form_is_richer() -> None:
    given = replace(FEED, given_id="f1")
    assert merge_versions(_group(PAGE, given)).given_id == "f1"


def test_an_id_is_made_of_one_form_alone() -> None:
    dated = replace(FEED, department=None)
    named = replace(PAGE, department="Port Office")
    naming = find_naming(_group(dated, named))
    assert (naming.title, naming.date, naming.department) == ("Ferry sails", DAY, None)


def test_each_source_is_named_with_what_it_gave() -> None:
    copy = replace(PAGE, source=Source(path="z.html"))
    found = find_contributions(_group(copy, FEED, PAGE))
    assert [(given.source.path, sorted(given.fields)) for given in found] == [
        ("page.html", ["body", "quotes", "url"]),
        ("z.html", []),
        ("feed.xml", ["date", "department", "tags", "title"]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry sails at noon. The  pier opens […]", False),
        ("the ferry sails at noon. The pier opens at ten", False),
        ("The ferry sails at dusk. The pier opens at ten", True),
        ("Ferry sails again: read more", False),
    ],
)
def test_forms_differ_if_more_than_a_summary_says_what_the_richest_does_not(
    text: str, expected: bool
) -> None:
    group = _group(PAGE, replace(FEED, blocks=_blocks(text)))
    assert differ(group) is expected
