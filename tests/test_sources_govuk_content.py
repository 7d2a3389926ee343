"""Items of GOV.UK's content API, of our own writing: what they give, and why not."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.extract import extract_release
from pressfind.model import BlockKind, Evidence, RawDocument, Skipped
from pressfind.sources import read_file
from pressfind.sources.govuk_content import is_govuk_content, read_govuk_content

BODY = """<div class="govspeak"><p>The ferry sails again.</p>
<p>Minister Ida Holt said:</p><blockquote><p>We are glad.</p></blockquote></div>"""


def item(**values: Any) -> dict[str, Any]:
    return {
        "base_path": "/government/news/ferry",
        "description": "After two years.",
        "details": {"body": BODY},
        "document_type": "press_release",
        "first_published_at": "2024-05-20T23:00:00Z",
        "links": {
            "organisations": [
                {"title": "Ministry of Roads", "content_id": "1"},
                {"title": "Ministry of Ports", "content_id": "2"},
            ],
            "people": [{"title": "Ida Holt MP"}],
        },
        "locale": "en",
        "title": "Ferry sails",
        "withdrawn_notice": {},
        **values,
    }


def read(data: Any, **options: Any) -> list[RawDocument | Skipped]:
    reading = read_file(json.dumps(data, **options).encode(), "items.json")
    return list(reading.documents)


def release(data: Any) -> RawDocument:
    (found,) = read(data, indent=1)
    assert isinstance(found, RawDocument), found
    return found


def skipped(text: str) -> Skipped:
    (found,) = read_govuk_content(text, "items.json")
    assert isinstance(found, Skipped)
    return found


@pytest.mark.parametrize("indent", [None, 2])
def test_an_item_is_a_release_however_it_is_written(indent: int | None) -> None:
    (found,) = read(item(), indent=indent)
    assert isinstance(found, RawDocument)
    assert (found.title, found.lead, found.url) == (
        "Ferry sails",
        "After two years.",
        "https://www.gov.uk/government/news/ferry",
    )


def test_the_block_quote_of_an_item_is_a_marked_quote() -> None:
    (quote,) = extract_release(release(item())).release.quotes
    assert (quote.evidence, quote.speaker.name) == (Evidence.MARKED, "Ida Holt")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-09-16T23:00:00Z", "2025-09-17"),
        ("2025-09-17T00:00:00+01:00", "2025-09-17"),
        ("2025-12-16T23:00:00.000+00:00", "2025-12-16"),
        ("2014-05-08T14:38:28.000+00:00", "2014-05-08"),
    ],
)
def test_the_day_of_an_instant_is_the_one_in_london(written: str, day: str) -> None:
    assert release(item(first_published_at=written)).date_text == day


def test_without_its_first_publication_an_item_has_that_of_its_details() -> None:
    details = {"body": BODY, "first_public_at": "2024-05-21T00:00:00.000+01:00"}
    found = release(
        item(first_published_at=None, details=details, public_updated_at="2024-06-01")
    )
    assert found.date_text == "2024-05-21"


def test_the_organisation_that_published_it_is_the_department() -> None:
    links = item()["links"] | {
        "primary_publishing_organisation": [{"title": "Ministry of Ports"}]
    }
    assert release(item(links=links)).department == "Ministry of Ports"


def test_an_emphasised_organisation_comes_before_the_others() -> None:
    details = {"body": BODY, "emphasised_organisations": ["2"]}
    assert release(item(details=details)).department == "Ministry of Ports"


def test_organisations_and_people_are_tags() -> None:
    assert set(release(item()).tags) == {
        "Ministry of Roads",
        "Ministry of Ports",
        "Ida Holt MP",
    }


def test_a_withdrawn_item_says_so_before_its_text() -> None:
    notice = {
        "withdrawn_at": "2024-06-02T23:30:00Z",
        "explanation": "<div class='govspeak'><p>It is out of date.</p></div>",
    }
    first = release(item(withdrawn_notice=notice)).blocks[0]
    assert (first.kind, first.text) == (
        BlockKind.BOILERPLATE,
        "This press release was withdrawn on 2024-06-03. It is out of date.",
    )


def test_changes_follow_the_text_unless_there_was_none() -> None:
    history = [
        {"public_timestamp": "2024-06-02T10:00:00Z", "note": "New fares."},
        {"public_timestamp": "2024-05-20T23:00:00Z", "note": "First published."},
    ]
    changed = release(item(details={"body": BODY, "change_history": history}))
    unchanged = release(item(details={"body": BODY, "change_history": history[1:]}))
    assert [block.text for block in changed.blocks[-2:]] == [
        "2024-06-02: New fares.",
        "2024-05-21: First published.",
    ]
    assert unchanged.blocks[-1].text == "We are glad."


def test_what_the_publisher_adds_is_never_quoted() -> None:
    history = [
        {"public_timestamp": "2024-06-02T10:00:00Z", "note": "New fares."},
        {"public_timestamp": "2024-05-20T23:00:00Z", "note": "First published."},
    ]
    found = release(item(details={"body": BODY, "change_history": history}))
    made = extract_release(found).release
    assert [quote.span.of(made.body) for quote in made.quotes] == ["We are glad."]


@pytest.mark.parametrize(
    ("base_path", "url"),
    [("/government/news/f.cy", "f.cy"), ("/government/news/f", "f.cy")],
)
def test_the_address_of_a_translation_ends_in_its_locale(
    base_path: str, url: str
) -> None:
    found = release(item(base_path=base_path, locale="cy"))
    assert found.url == f"https://www.gov.uk/government/news/{url}"


@pytest.mark.parametrize(
    ("document_type", "kind"),
    [("speech", "speech"), ("oral_statement", "oral statement"), ("guide", "guide")],
)
def test_what_is_no_release_is_skipped_as_what_it_is(
    document_type: str, kind: str
) -> None:
    found = skipped(json.dumps(item(document_type=document_type)))
    assert (found.kind, found.reason) == (kind, "'Ferry sails' isn't a press release")


@pytest.mark.parametrize(
    "kind", ["news_story", "world_news_story", "government_response"]
)
def test_other_kinds_of_news_are_releases(kind: str) -> None:
    assert release(item(document_type=kind)).title == "Ferry sails"


def test_a_text_in_several_forms_is_read_in_html() -> None:
    body = [
        {"content_type": "text/govspeak", "content": "# raw"},
        {"content_type": "text/html", "content": "<p>The ferry sails.</p>"},
    ]
    (block,) = release(item(details={"body": body})).blocks
    assert block.text == "The ferry sails."


def test_a_list_of_items_gives_each() -> None:
    found = read([item(), item(document_type="speech"), item(title="Two")], indent=1)
    assert [
        one.title if isinstance(one, RawDocument) else one.kind for one in found
    ] == [
        "Ferry sails",
        "speech",
        "Two",
    ]


RESULT = {
    "title": "Ferry sails",
    "link": "/government/news/ferry",
    "description": "After two years.",
    "public_timestamp": "2024-05-20T23:00:00Z",
    "content_store_document_type": "press_release",
    "organisations": [{"title": "Ministry of Ports"}],
}


@pytest.mark.parametrize("indent", [None, 1])
def test_results_of_a_search_with_texts_are_releases(indent: int | None) -> None:
    result = RESULT | {"indexable_content": "The ferry sails.\n\nIt is fast."}
    (found,) = read({"results": [result], "total": 1}, indent=indent)
    assert isinstance(found, RawDocument)
    assert (found.department, found.date_text, [b.text for b in found.blocks]) == (
        "Ministry of Ports",
        "2024-05-21",
        ["The ferry sails.", "It is fast."],
    )


def test_results_without_texts_are_a_listing_page() -> None:
    found = skipped(json.dumps({"results": [RESULT, RESULT]}))
    assert (found.kind, found.reason.split(";")[0]) == (
        "listing page",
        "it lists 2 results without their texts",
    )


def test_items_on_a_line_each_are_read_as_json_lines() -> None:
    text = json.dumps(item()) + "\n" + json.dumps(item(title="Two")) + "\n"
    reading = read_file(text.encode(), "items.jsonl")
    assert reading.form == "JSON Lines"
    assert [
        (one.title, one.department, one.source.line_start)
        for one in reading.documents
        if isinstance(one, RawDocument)
    ] == [("Ferry sails", "Ministry of Roads", 1), ("Two", "Ministry of Roads", 2)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            json.dumps(item())[:-1] + ', "title": "Other"}',
            "an object has the key 'title' twice",
        ),
        (json.dumps(item())[:200], "it isn't whole JSON: "),
        ("[" * 100_000 + '"document_type": "base_path": "', "nested too deep"),
        (json.dumps(item(title=" ")), "it has no title"),
        (json.dumps([1, "document_type"]), "it holds no item of the content API"),
    ],
)
def test_a_broken_item_is_skipped_with_the_reason(text: str, reason: str) -> None:
    found = skipped(text)
    assert found.kind == "bad record"
    assert reason in found.reason


def test_a_text_nested_too_deep_is_skipped_with_its_title() -> None:
    found = skipped(json.dumps(item(details={"body": "<div>" * 10_000})))
    assert (found.kind, found.reason[:13]) == ("bad markup", "'Ferry sails'")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(item())), inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "body", "content"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(item())), VALUES, max_size=5))
def test_values_of_any_kind_give_a_release_or_a_skip(changed: dict[str, Any]) -> None:
    for found in read_govuk_content(json.dumps(item(**changed)), "items.json"):
        assert isinstance(found, RawDocument | Skipped)


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(0, 600), st.integers(0, 600))
def test_a_damaged_item_gives_a_release_or_a_skip(
    text: str, start: int, length: int
) -> None:
    whole = json.dumps(item())
    damaged = whole[:start] + text + whole[start + length :]
    assert is_govuk_content(whole)
    assert len(list(read_govuk_content(damaged, "items.json"))) >= 1
