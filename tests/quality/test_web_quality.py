"""Whether real pages and items are read as they are: title, day, issuer, text, quotes.

They stand outside the project, in ``../shared``, and no text of them is kept here;
without them the tests are skipped.  What is right is found in each file by other means
than the reader's: patterns over its source instead of its tree.  Digests of one reading
of each kind are golden.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pressfind.extract import extract_release
from pressfind.model import Evidence, QuoteKind, RawDocument, Skipped
from pressfind.sources import read_file

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
GOLDEN = Path(__file__).parents[1] / "golden" / "web.json"
JUSTICE = sorted(CORPORA.glob("justice-html/releases/*.html"))
ITEMS = sorted(CORPORA.glob("govuk/*.json"))
PARLIAMENT = sorted(CORPORA.glob("eu-parliament-html/*.html"))
GOV_UK_PAGE = next(CORPORA.glob("govuk/*.html"), None)
ONE_OF_EACH = (JUSTICE[:1], ITEMS[5:6], PARLIAMENT[-1:], [GOV_UK_PAGE])

# So many items of these kinds are releases; the others are skipped.
RELEASE_TYPES = {
    "press_release",
    "news_story",
    "world_news_story",
    "government_response",
}
DAYS = {
    "best-practice-event": "2015-03-25",
    "best-practice-government-response": "2014-05-08",
    "best-practice-news-story": "2014-03-27",
    "news_article_history_mode": "2016-02-29",
    "news_article_history_mode_translated_arabic": "2024-01-25",
    "news_article_press_release": "2016-12-28",
    "news_article_with_image_caption": "2024-11-16",
}

pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(), reason=f"the shared corpora are not at {CORPORA}"
)


def read(path: Path) -> list[RawDocument | Skipped]:
    return list(read_file(path.read_bytes(), path.name).documents)


def release(path: Path) -> RawDocument:
    (found,) = read(path)
    assert isinstance(found, RawDocument), found
    return found


def source(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def between(text: str, start: str, end: str) -> str:
    found = re.search(f"{start}(.*?){end}", text, re.S)
    assert found is not None
    return found[1]


def words(markup: str) -> list[str]:
    """Return the words of markup, wherever its tags part them."""
    text = html.unescape(re.sub(r"<!--.*?-->|<[^>]*>", " ", markup, flags=re.S))
    return re.findall(r"\w+", text)


def letters(parts: Iterable[str]) -> str:
    return "".join(re.findall(r"\w", "".join(parts)))


def body_letters(document: RawDocument) -> str:
    return letters(block.text for block in document.blocks)


@pytest.mark.parametrize("path", JUSTICE, ids=lambda path: path.stem)
def test_a_page_of_justice_gov_has_its_title_day_and_agency(path: Path) -> None:
    text, found = source(path), release(path)
    title = between(text, '<meta property="og:title" content="', '"')
    day = between(text, r'property="dc:date"[^>]*content="', "T")
    assert (words(found.title), extract_release(found).release.date) == (
        words(title),
        date.fromisoformat(day),
    )
    assert found.department == between(text, '<div class="department">', "</div>")
    assert between(text, '<div class="agency">', "</div>") in found.tags


@pytest.mark.parametrize("path", JUSTICE, ids=lambda path: path.stem)
def test_the_body_of_a_page_of_justice_gov_is_its_text_and_no_more(path: Path) -> None:
    start, end = "field--name-field-pr-body[^>]*>", '<div class="pr-fields'
    body = between(source(path), start, end)
    assert body_letters(release(path)) == letters(words(body))


def test_lists_of_justice_gov_are_listing_pages() -> None:
    assert kinds("justice-html/listings/*.html") == ["listing page"] * 2


def test_lists_of_wordpress_are_listing_pages_of_so_many_posts() -> None:
    found = [
        one.reason.split()[2]
        for path in sorted(CORPORA.glob("wordpress-listing/*.html"))
        for one in read(path)
        if isinstance(one, Skipped) and one.kind == "listing page"
    ]
    assert found == ["10", "3"]


@pytest.mark.parametrize("path", PARLIAMENT, ids=lambda path: path.stem)
def test_a_page_of_the_parliament_has_its_title_day_and_lead(path: Path) -> None:
    text, found = source(path), extract_release(release(path)).release
    title = between(text, '<h1 class="ep_title">', "</h1>")
    lead = between(text, '<div class="ep-a_text ep-layout_chapo">', "</div>")
    day = between(text, r'<time itemprop="datePublished"\s+datetime="', "T")
    assert (words(found.title), words(found.lead or ""), str(found.date)) == (
        words(title),
        words(lead),
        day,
    )


@pytest.mark.parametrize("path", PARLIAMENT, ids=lambda path: path.stem)
def test_the_body_of_a_page_of_the_parliament_is_its_facts_and_text(path: Path) -> None:
    text = source(path)
    facts = between(text, '<div class="ep-a_facts">', "</ul>")
    body = between(text, '<div class="ep-a_text">', "</div>")
    assert body_letters(release(path)) == letters(words(facts + body))


def test_the_page_of_gov_uk_is_read_as_its_linked_data_has_it() -> None:
    assert GOV_UK_PAGE is not None
    text, found = source(GOV_UK_PAGE), extract_release(release(GOV_UK_PAGE)).release
    data = json.loads(between(text, '<script type="application/ld.json">', "</script>"))
    assert (found.title, found.lead, str(found.date), found.department, found.url) == (
        data["headLine"],
        data["description"],
        data["datePublished"][:10],
        data["author"]["name"],
        data["mainEntityOfPage"]["@id"],
    )
    body = between(text, '<div class="govspeak">', "</div>")
    assert body_letters(release(GOV_UK_PAGE)) == letters(words(body))
    assert block_quotes(GOV_UK_PAGE) == quoted(body)


def test_each_item_is_a_release_or_skipped_as_what_it_is() -> None:
    expected = [
        "release"
        if (kind := item(path)["document_type"]) in RELEASE_TYPES
        else kind.replace("_", " ")
        for path in ITEMS
    ]
    assert kinds("govuk/*.json") == expected


RELEASES = [path for path in ITEMS if path.stem in DAYS]


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_an_item_has_its_title_day_lead_address_and_issuers(path: Path) -> None:
    data, found = item(path), extract_release(release(path)).release
    links = data["links"]
    issuers = links.get("organisations") or links["worldwide_organisations"]
    assert (found.title, str(found.date), found.lead, found.url) == (
        data["title"],
        DAYS[path.stem],
        data["description"].strip(),
        "https://www.gov.uk" + data["base_path"],
    )
    assert found.department in {one["title"] for one in issuers} <= set(found.tags)


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_the_body_of_an_item_is_its_text_and_its_changes(path: Path) -> None:
    details = item(path)["details"]
    changes = details.get("change_history", ())
    blocks = release(path).blocks
    end = len(blocks) - (len(changes) if changes[1:] else 0)
    assert letters(b.text for b in blocks[:end]) == letters(words(details["body"]))
    assert {block.kind for block in blocks[end:]} <= {"boilerplate"}


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_the_block_quotes_of_an_item_are_quotes_whole_and_marked(path: Path) -> None:
    expected = quoted(item(path)["details"]["body"])
    assert [quote for quote in block_quotes(path) if quote in expected] == expected


def test_the_reading_of_one_file_of_each_kind_is_unchanged(update_golden: bool) -> None:
    found = [stand_off(path) for (path,) in ONE_OF_EACH if path is not None]
    if update_golden:
        GOLDEN.write_text(print_readings(found), encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def kinds(pattern: str) -> list[str]:
    found = (one for path in sorted(CORPORA.glob(pattern)) for one in read(path))
    return [one.kind if isinstance(one, Skipped) else "release" for one in found]


def item(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(source(path))
    return data


def quoted(markup: str) -> list[str]:
    """Return the letters of each block quote; those without words between are one."""
    joined = re.sub(r"</blockquote>\s*<blockquote[^>]*>", "", markup)
    found = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", joined, re.S)
    return [letters(words(quote)) for quote in found]


def block_quotes(path: Path) -> list[str]:
    made = extract_release(release(path)).release
    return [
        letters([quote.span.of(made.body)])
        for quote in made.quotes
        if quote.kind is QuoteKind.BLOCK and quote.evidence is Evidence.MARKED
    ]


def stand_off(path: Path) -> dict[str, Any]:
    """Return what was read: kinds, lines and digests, and no text of the source."""
    found = release(path)
    return {
        "id": digest(extract_release(found).release.id),  # it holds words of the title
        "title": digest(found.title),
        "date": found.date_text,
        "department": digest(found.department),
        "lines": [found.source.line_start, found.source.line_end],
        "lead": digest(found.lead),
        "url": digest(found.url),
        "tags": [digest(tag) for tag in found.tags],
        "blocks": [
            [b.kind and b.kind.value, b.line, digest(b.text)] for b in found.blocks
        ],
    }


def digest(text: str | None) -> str | None:
    return text and hashlib.sha256(text.encode()).hexdigest()


def print_readings(readings: list[dict[str, Any]]) -> str:
    """Return JSON with one block a line, for a review line by line."""
    text = json.dumps(readings, indent=1)
    return re.sub(r"\[\n {4}(.*?)\n {3}\]", _on_one_line, text, flags=re.S) + "\n"


def _on_one_line(match: re.Match[str]) -> str:
    return "[" + re.sub(r",\n *", ", ", match[1]) + "]"
