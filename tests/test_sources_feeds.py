"""Feeds and WordPress exports give a release an entry, or say why not."""

import resource
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.extract import extract_release
from pressfind.model import BlockKind, RawDocument, Release, Skipped
from pressfind.sources import read_file, read_stream
from tests.made import POST, make_export

SHARED = Path(__file__).parents[2] / "shared" / "corpora"


def _found(content: str | bytes) -> list[RawDocument | Skipped]:
    encoded = content.encode() if isinstance(content, str) else content
    return list(read_file(encoded, "a.xml").documents)


def _releases(content: str | bytes) -> list[Release]:
    return [
        extract_release(found).release
        for found in _found(content)
        if isinstance(found, RawDocument)
    ]


def _skips(content: str | bytes) -> list[str]:
    return [found.kind for found in _found(content) if isinstance(found, Skipped)]


# Feeds.

ITEM = (
    "<item><title>New ferry</title><link>https://example.org/a</link>"
    "<pubDate>Tue, 07 May 2024 23:30:00 -0500</pubDate><category>Ports</category>"
    "<description>&lt;p&gt;It sails.&lt;/p&gt;</description>"
)
RSS = f'<rss version="2.0"><channel><title>News</title>{ITEM}</item></channel></rss>'
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>'
    '<entry><title>New ferry</title><link href="https://example.org/a"/>'
    "<published>2024-05-07T23:30:00-05:00</published><category term='Ports'/>"
    '<summary>In short.</summary><content type="html">&lt;p>It sails.&lt;/p></content>'
    "</entry></feed>"
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<item><title>New ferry</title><link>https://example.org/a</link>"
    "<dc:date>2024-05-07T23:30:00-05:00</dc:date><dc:subject>Ports</dc:subject>"
    "<description>It sails.</description></item></rdf:RDF>"
)
OLD = RSS.replace("2.0", "0.91").replace("<rss", '<!DOCTYPE rss PUBLIC "a" "b"><rss')


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF, OLD])
def test_an_entry_is_a_release(feed: str) -> None:
    (found,) = _releases(feed)
    assert (found.title, str(found.date), found.url, found.tags) == (
        "New ferry",
        "2024-05-07",
        "https://example.org/a",
        ("Ports",),
    )
    assert found.body.endswith("It sails.")


@pytest.mark.parametrize("updated", ["", "<updated>2024-05-08T09:00:00Z</updated>"])
def test_an_entry_without_a_day_has_that_of_its_change(updated: str) -> None:
    published = "<published>2024-05-07T23:30:00-05:00</published>"
    (found,) = _releases(ATOM.replace(published, f"<published/>{updated}"))
    assert str(found.date) == ("2024-05-08" if updated else "None")


def test_nobody_is_guessed_to_have_issued_an_entry() -> None:
    assert [found.department for found in _releases(RSS)] == [None]


def test_the_full_text_is_read_before_the_summary_which_is_the_lead() -> None:
    (found,) = _releases(ATOM)
    assert (found.lead, found.body) == ("In short.", "In short.\n\nIt sails.")


@pytest.mark.parametrize("summary", ["It sails.", "It sai…", "sails"])
def test_a_summary_that_the_text_says_too_is_no_lead(summary: str) -> None:
    (found,) = _releases(ATOM.replace("In short.", summary))
    assert found.body == "It sails."


def test_block_quotes_of_an_entry_are_marked() -> None:
    quoted = "&lt;blockquote&gt;&lt;p&gt;We are glad.&lt;/p&gt;&lt;/blockquote&gt;"
    (found,) = _found(RSS.replace("&lt;p&gt;It sails.&lt;/p&gt;", quoted))
    assert isinstance(found, RawDocument)
    assert [block.kind for block in found.blocks] == [BlockKind.QUOTE_PARAGRAPH]


def test_plain_text_in_an_entry_has_its_paragraphs() -> None:
    (found,) = _found(
        RSS.replace("&lt;p&gt;It sails.&lt;/p&gt;", "A &amp;amp; B.\n\nC.")
    )
    assert isinstance(found, RawDocument)
    assert [block.text for block in found.blocks] == ["A & B.", "C."]


def test_lines_that_run_title_and_day_together_are_left_out() -> None:
    run = "NewsNew ferryMinistry7 May 2024\n\nMinistry7 May 2024\n\nIt sails."
    (found,) = _found(RSS.replace("&lt;p&gt;It sails.&lt;/p&gt;", run))
    assert isinstance(found, RawDocument)
    assert [block.text for block in found.blocks] == ["It sails."]


def test_a_feed_that_is_cut_gives_what_is_whole() -> None:
    cut = RSS.removesuffix("</channel></rss>") + "<item><title><![CD"
    assert [found.title for found in _releases(cut)] == ["New ferry"]


def test_a_feed_with_a_name_that_is_not_declared_is_read() -> None:
    assert len(_releases(RSS.replace("<channel>", "<channel><a:b>c</a:b>"))) == 1


def test_a_feed_that_is_html_is_no_feed() -> None:
    page = "<!doctype html><html><body><p>Not found</p></body></html>"
    assert read_file(page.encode(), "feed.xml").form != "feed"


def test_a_feed_without_entries_is_skipped() -> None:
    assert _skips('<rss version="2.0"><channel><title>A</title></channel></rss>') == [
        "no entries"
    ]


_LAUGHS = "".join(
    f'<!ENTITY {name} "{before * 10}">'
    for name, before in zip("bcdefghi", [f"&{c};" for c in "abcdefgh"], strict=True)
)


@pytest.mark.parametrize(
    "subset",
    [
        f'<!ENTITY a "ha">{_LAUGHS}',
        f'<!ENTITY a "{"ha" * 300}">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY a PUBLIC "x" "https://example.org/x">',
        '<!ENTITY % b "c"><!ENTITY a "%b;%b;">',
    ],
)
@pytest.mark.parametrize("feed", [RSS, "wxr"])
def test_a_document_whose_entities_grow_or_point_outside_is_refused(
    feed: str, subset: str
) -> None:
    whole = make_export(POST) if feed == "wxr" else feed
    start = whole.index("<rss")
    bomb = f"<!DOCTYPE rss [{subset}]>{whole[start:].replace('ferry', '&a;')}"
    assert _skips(bomb) == ["unsafe XML"]


def test_a_feed_that_names_the_tables_of_html_is_read() -> None:
    table = '<!DOCTYPE rss [<!ENTITY % l PUBLIC "x" "http://example.org/x"> %l;]>'
    assert len(_releases(table + RSS)) == 1


# WordPress exports.


def test_a_post_is_a_release_on_the_day_that_its_site_shows() -> None:
    (found,) = _releases(make_export(POST))
    assert (found.title, str(found.date), found.url, found.tags, found.lead) == (
        "New ferry",
        "2024-05-08",
        "https://example.org/a",
        ("Ports",),
        "It sails.",
    )
    assert [block.text for block in found.blocks] == ["It sails.", "We are glad."]
    assert found.source.line_start == 4


def test_an_excerpt_is_the_lead() -> None:
    given = POST.replace("<![CDATA[]]>", "In short.")
    assert [found.lead for found in _releases(make_export(given))] == ["In short."]


def test_other_items_are_counted_and_not_read() -> None:
    page = POST.replace(">post<", ">page<")
    draft = POST.replace(">publish<", ">draft<")
    release = POST.replace(">post<", ">press-release<")
    export = make_export(page, POST, draft, page, release)
    assert (len(_releases(export)), _skips(export)) == (2, ["draft", "page"])


def test_control_characters_stop_no_export() -> None:
    other = POST.replace("It sails.", "It \x0b\x01sails.").replace("/a<", "/b<")
    assert len(_releases(make_export(POST, other, POST.replace("/a<", "/c<")))) == 3


def test_an_export_that_is_cut_gives_what_is_whole_and_says_so() -> None:
    export = make_export(POST, POST)
    cut = export[: export.rindex("<wp:status>")]
    assert (len(_releases(cut)), _skips(cut)) == (
        1,
        ["incomplete item", "damaged"],
    )


def test_memory_does_not_grow_with_an_export(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    long = POST.replace("It sails.", "It sails. " * 2_000)
    head, _, tail = make_export("|").partition("|")
    with path.open("w", encoding="utf-8") as stream:
        stream.write(head)
        for _ in range(3_000):
            stream.write(long)
        stream.write(tail)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("rb") as content:
        count = sum(1 for _ in read_stream(content, "a.xml").documents)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert count == 3_000
    assert grown * (1 if sys.platform == "darwin" else 1024) < path.stat().st_size / 2


_PIECES = st.sampled_from(
    [
        *("<", ">", "&", "]]>", "<![CDATA[", "<item>", "</item>", "&#x0;", "&a;", "\0"),
        *(
            "<?xml",
            "<!DOCTYPE a [",
            "<!--",
            '"',
            "encoding='x'",
            "\ufffe",
            "</channel>",
        ),
    ]
)


@given(
    st.sampled_from([RSS, ATOM, RDF, make_export(POST, POST)]),
    st.lists(st.tuples(st.floats(0, 1), _PIECES), max_size=4),
)
@settings(max_examples=200, deadline=None)
def test_any_feed_gives_releases_or_skips(
    feed: str, edits: list[tuple[float, str]]
) -> None:
    for place, piece in edits:
        start = int(place * len(feed))
        feed = feed[:start] + piece + feed[start + len(piece) // 2 :]
    for found in _found(feed.encode("utf-8", "surrogatepass")):
        assert isinstance(found, RawDocument | Skipped)


@pytest.mark.parametrize("piece", ["&#xD800;<b", "<img width=></img", "\x00<:a></:a>"])
def test_what_feedparser_cannot_read_is_a_skip(piece: str) -> None:
    for found in _found(RSS.replace("New ferry", f"<a:b>{piece}")):
        assert isinstance(found, RawDocument | Skipped)


def test_half_a_character_in_an_export_spoils_one_post() -> None:
    export = make_export(POST, POST.replace("/a<", "/b<")).encode()
    export = export.replace(b"It sails", b"\xed\xa0\x80 sails", 1)
    assert len(_releases(export)) >= 1


# Real feeds.

_ENTRIES = {
    "atom10.xml": 1,
    "item_content_encoded.xml": 1,
    "koi8r.xml": 1,
    "rss10.rdf": 1,
    "rss_incomplete_cdata.xml": 0,
    "ruiz_rss.xml": 10,
    "undeclared_namespace.xml": 0,
    "whitehouse_briefings.xml": 10,
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora aren't here")
def test_every_entry_of_the_real_feeds_is_read() -> None:
    found = {
        path.name: len(_releases(path.read_bytes()))
        for path in (SHARED / "feeds").iterdir()
    }
    assert found == _ENTRIES


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora aren't here")
@pytest.mark.parametrize("name", ["ruiz_rss.xml", "whitehouse_briefings.xml"])
def test_each_entry_of_a_real_feed_has_its_day_and_its_page(name: str) -> None:
    releases = _releases((SHARED / "feeds" / name).read_bytes())
    assert [r.title for r in releases if not (r.date and r.url and r.body)] == []
