"""Web pages of every known kind, of our own writing: which are releases."""

import sys
import time

import pytest

from pressfind.model import BlockKind, RawDocument, Skipped
from pressfind.sources import read_file
from pressfind.sources.pages import LARGEST_PAGE, is_page, read_page

PROSE = "The ferry to Port Alder sails again from Monday, after two years of repairs."
MORE = "It takes the old route, past the light, in a little more than forty minutes."
ISSUED = "The press release issued by the Ministry of Ports on 21 May 2024."


def read(html: str) -> list[RawDocument | Skipped]:
    reading = read_file(html.encode(), "page.html")
    assert reading.form == "web page"
    return list(reading.documents)


def release(html: str) -> RawDocument:
    (found,) = read(html)
    assert isinstance(found, RawDocument), found
    return found


def skipped(html: str) -> Skipped:
    (found,) = read(html)
    assert isinstance(found, Skipped), found
    return found


def texts(document: RawDocument) -> list[str]:
    return [block.text for block in document.blocks]


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


# What a page is.


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><p>x",
        "\ufeff\n<html>",
        '<?xml version="1.0"?>\n<!DOCTYPE html>',
        "<!-- saved --><!-- twice -->\n<HTML lang=en>",
        "<article><h1>x",
        "<div class=a>",
    ],
)
def test_markup_at_the_beginning_makes_a_page(text: str) -> None:
    assert is_page(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ferry sails\n<html>",
        '<?xml version="1.0"?><rss version="2.0">',
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<divine>",
        "<!-- never closed",
        "",
    ],
)
def test_other_text_is_no_page(text: str) -> None:
    assert not is_page(text)


def test_many_comments_before_no_page_are_read_once() -> None:
    assert not is_page("<!-- a -->" * 20_000 + "x")


# GOV.UK.

GOV_UK = page(
    f"""<nav>Home</nav><main>
<span class="gem-c-heading__context">Press release</span>
<h1 class="gem-c-heading__text"> Ferry sails\nagain </h1>
<p class="gem-c-lead-paragraph">After two years of repairs.</p>
<dl class="gem-c-metadata__list"><dt>From:</dt><dd class="gem-c-metadata__definition">
<a href="/government/organisations/ministry-of-ports">Ministry of Ports</a> and
<a href="/government/people/ida-holt">Ida Holt</a></dd></dl>
<div class="govspeak"><p>{PROSE}</p><p>Minister Ida Holt said:</p>
<blockquote><p>We are glad.</p></blockquote></div>
<div class="gem-c-share-links"><h2>Share this page</h2></div>
<li class="gem-c-published-dates__change-item"><time>3 June 2024</time> New fares</li>
</main><footer>Crown</footer>""",
    """<meta name="govuk:format" content="press_release">
<meta name="govuk:first-published-at" content="2024-05-20T23:00:00Z">
<link rel="canonical" href="https://www.gov.uk/government/news/ferry">""",
)


def test_a_page_of_gov_uk_is_a_release() -> None:
    found = release(GOV_UK)
    assert (found.title, found.lead) == (
        "Ferry sails again",
        "After two years of repairs.",
    )
    assert (found.department, found.tags) == (
        "Ministry of Ports",
        ("Ministry of Ports", "Ida Holt"),
    )
    assert found.url == "https://www.gov.uk/government/news/ferry"


def test_its_day_is_the_one_in_london() -> None:
    assert release(GOV_UK).date_text == "2024-05-21"


def test_its_text_comes_with_quotes_and_changes_and_nothing_else() -> None:
    assert [(block.kind, block.text) for block in release(GOV_UK).blocks] == [
        (None, PROSE),
        (None, "Minister Ida Holt said:"),
        (BlockKind.QUOTE_PARAGRAPH, "We are glad."),
        (BlockKind.BOILERPLATE, "3 June 2024 New fares"),
    ]


def test_a_speech_on_gov_uk_is_skipped_as_one() -> None:
    found = skipped(GOV_UK.replace('content="press_release"', 'content="speech"'))
    assert (found.kind, found.reason) == (
        "speech",
        "'Ferry sails again' isn't a press release",
    )


def test_a_time_inside_a_sentence_stays_in_it() -> None:
    html = GOV_UK.replace("from Monday", "from <time>Monday</time>")
    assert texts(release(html))[0] == PROSE


def test_a_notice_of_withdrawal_stands_before_the_text() -> None:
    notice = (
        "<section class='gem-c-notice'><h2>Withdrawn</h2><p>Out of date.</p></section>"
    )
    found = release(GOV_UK.replace("<main>", f"<main>{notice}"))
    assert (found.blocks[0].kind, found.blocks[0].text) == (
        BlockKind.BOILERPLATE,
        "Withdrawn Out of date.",
    )


# WordPress.


def block_theme(posts: int, body: str) -> str:
    items = "".join(
        f"""<li class="wp-block-post"><h2 class="wp-block-post-title">
<a href="/2024/ferry-{number}/">Ferry {number} sails</a></h2>
<div class="wp-block-post-date"><time datetime="2024-05-2{number}T09:00:00+01:00">x
</time></div><div class="wp-block-post-terms"><a rel="tag">Ports</a></div>{body}</li>
"""
        for number in range(posts)
    )
    head = "<meta property='og:url' content='https://example.org/news'>"
    return page(f"<h1>News</h1>\n<ul class='wp-block-post-template'>{items}</ul>", head)


def test_posts_of_a_block_theme_are_releases_each() -> None:
    body = f"<div class='wp-block-post-content'><p>{PROSE}</p></div>"
    found = read(block_theme(3, body))
    assert [
        (one.title, one.date_text, one.tags, one.url, texts(one))
        for one in found
        if isinstance(one, RawDocument)
    ] == [
        (
            f"Ferry {n} sails",
            f"2024-05-2{n}T09:00:00+01:00",
            ("Ports",),
            f"https://example.org/2024/ferry-{n}/",
            [PROSE],
        )
        for n in range(3)
    ]


def test_each_post_of_a_list_has_its_own_lines() -> None:
    body = f"<div class='wp-block-post-content'><p>{PROSE}</p></div>"
    ranges = [
        (one.source.line_start, one.source.line_end)
        for one in read(block_theme(3, body))
        if isinstance(one, RawDocument)
    ]
    assert ranges == [(2, 5), (6, 9), (10, 14)]


def test_a_list_of_titles_is_a_listing_page() -> None:
    found = skipped(block_theme(3, ""))
    assert (found.kind, found.reason.split(";")[0]) == (
        "listing page",
        "it lists 3 posts without their texts",
    )


def test_a_list_of_beginnings_is_a_listing_page() -> None:
    body = "<div class='wp-block-post-content'><p>The ferry to Port […]</p></div>"
    assert skipped(block_theme(3, body)).kind == "listing page"


def test_a_single_post_of_a_block_theme_is_a_release() -> None:
    related = (
        "<ul><li class='wp-block-post'><h3 class='wp-block-post-title'>Other</h3></ul>"
    )
    html = page(
        f"""<h1 class="wp-block-post-title">Ferry sails</h1>
<div class="wp-block-post-content"><p>{PROSE}</p><p>{MORE}</p></div>{related}""",
        "<meta property='article:published_time' content='2024-05-21T00:00:00+01:00'>"
        "<meta property='og:site_name' content='Ministry of Ports'>",
    )
    found = release(html)
    assert (found.title, found.department, texts(found)) == (
        "Ferry sails",
        "Ministry of Ports",
        [PROSE, MORE],
    )


def colormag(heading: str, title: str, first: str) -> str:
    return f"""<article id="post-1" class="post category-social-care">
<{heading} class="cm-entry-title"><a href="https://example.org/f">{title}</a></{heading}>
<div class="cm-below-entry-meta">by ed <time class="entry-date" datetime="2024-05-30">
</time></div><div class="cm-entry-summary"><p>{first}</p><p>{PROSE}</p>
<a rel="tag" href="/t">Ministry of Ports</a></div></article>"""


def test_a_post_of_colormag_knows_itself_who_issued_it_and_when() -> None:
    html = page(colormag("h1", "PRESS RELEASE : Ferry sails [May 2024]", ISSUED))
    found = release(html)
    assert (found.title, found.month, found.department, found.date_text) == (
        "Ferry sails",
        "2024-05",
        "Ministry of Ports",
        "21 May 2024",
    )
    assert texts(found)[0] == PROSE


def test_posts_of_colormag_that_are_speeches_are_skipped_as_such() -> None:
    speech = "The speech made by Ida Holt, the Minister for Ports, on 3 May 2024."
    html = page(
        colormag("h2", "PRESS RELEASE : Ferry sails", ISSUED)
        + colormag("h2", "Ida Holt – 2024 Speech on Ferries", speech)
    )
    assert [getattr(one, "kind", "release") for one in read(html)] == [
        "release",
        "speech",
    ]


def test_an_older_page_of_posts_gives_each_with_a_whole_text() -> None:
    def post(title: str, body: str) -> str:
        return f"""<div class="post hentry"><h2 class="entry-title"><a rel="bookmark"
href="https://example.org/{title}">{title}</a></h2>
<div class="entry-content">{body}</div></div>"""

    html = page(
        post("One", f"<p>{PROSE}</p>") + post("Two", "<p>The ferry… Read more</p>")
    )
    whole, beginning = read(html)
    assert isinstance(whole, RawDocument)
    assert isinstance(beginning, Skipped)
    assert (whole.url, beginning.kind) == ("https://example.org/One", "excerpt")


# Other sites.


def test_a_page_of_justice_gov_names_its_department_and_its_day() -> None:
    html = page(
        f"""<div class="breadcrumb">News</div>
<article class="node node--press-release"><div class="department">Department of Justice
</div><div class="pr-header"><div class="department">Department of Justice</div>
<div class="agency">Office of Public Affairs</div></div>
<div class="field--name-field-pr-date"><span class="date-display-single"
content="2017-11-09T00:00:00-05:00">x</span></div><h1 id="node-title">Man Sentenced</h1>
<div class="field--name-field-pr-body"><p>{PROSE}</p></div>
<div class="field--name-field-pr-component"><div class="field__item">Tax Division</div>
</div><div class="node__updated">Updated</div></article>"""
    )
    found = release(html)
    assert (
        found.title,
        found.date_text,
        found.department,
        found.tags,
        texts(found),
    ) == (
        "Man Sentenced",
        "2017-11-09T00:00:00-05:00",
        "Department of Justice",
        ("Office of Public Affairs", "Tax Division"),
        [PROSE],
    )


def test_a_page_of_the_european_parliament_has_facts_lead_and_text() -> None:
    html = page(
        f"""<div class="ep-o_product"><div class="ep-a_heading">
<h1 class="ep_title">Ferries</h1><time itemprop="datePublished"
datetime="2024-12-17T13:17:00">17-12-2024</time></div>
<div class="ep-a_facts"><ul><li>Faster</ul></div>
<div class="ep-a_text ep-layout_chapo"><p>MEPs agree.</p></div>
<div class="ep-a_text"><p>{PROSE}</p></div>
<div class="ep-a_contacts"><h2>Contacts</h2></div></div>"""
    )
    found = release(html)
    assert (found.lead, found.department, texts(found)) == (
        "MEPs agree.",
        "European Parliament",
        ["Faster", PROSE],
    )


# Any page.

LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite"},
{"@type": ["NewsArticle"], "headLine": "Ferry &amp; crew sail", "datePublished":
"2024-05-21", "author": {"@type": "Organization", "name": "Ministry of Ports"},
"publisher": {"name": "News"}, "keywords": "ferry, ports",
"mainEntityOfPage": {"@id": "https://example.org/f"}%s}]}</script>"""


def test_linked_data_comes_first_with_its_misspelt_headline() -> None:
    head = LINKED % "" + "<meta property='og:title' content='Other'>"
    found = release(page(f"<main><p>{PROSE}</p></main>", head))
    assert (found.title, found.date_text, found.department, found.url, found.tags) == (
        "Ferry & crew sail",
        "2024-05-21",
        "Ministry of Ports",
        "https://example.org/f",
        ("ferry", "ports"),
    )


def test_a_text_that_only_linked_data_holds_is_read() -> None:
    head = LINKED % f', "articleBody": "<p>{PROSE}</p><blockquote>Yes</blockquote>"'
    found = release(page("<div>Loading</div>", head))
    assert texts(found) == [PROSE, "Yes"]


def test_linked_data_that_is_cut_off_says_nothing() -> None:
    head = (LINKED % "")[:60] + "</script><meta property='og:title' content='Ferry'>"
    assert release(page(f"<main><p>{PROSE}</p></main>", head)).title == "Ferry"


def test_metadata_comes_before_what_is_shown() -> None:
    head = """<meta property="og:title" content="Ferry sails again - Ports">
<meta property="og:site_name" content="Ministry of Ports">
<meta property="article:published_time" content="2024-05-21T10:00:00Z">
<meta property="og:url" content="https://example.org/f">"""
    body = (
        f"<article><h1>Ferry sails again</h1><time>today</time><p>{PROSE}</p></article>"
    )
    found = release(page(body, head))
    assert (found.title, found.department, found.date_text, found.url) == (
        "Ferry sails again",
        "Ministry of Ports",
        "2024-05-21T10:00:00Z",
        "https://example.org/f",
    )
    assert texts(found) == [PROSE]


def test_a_heading_that_is_a_part_of_the_title_does_not_cut_it() -> None:
    head = "<title>Ferry sails again after two years</title>"
    body = f"<main><h2>Ferry sails</h2><p>{PROSE}</p></main>"
    assert release(page(body, head)).title == "Ferry sails again after two years"


def test_a_release_about_a_statement_is_no_statement() -> None:
    about = (
        "The statement issued by the ministers of ports on Monday was about ferries."
    )
    assert texts(release(page(f"<main><h1>Ferry</h1><p>{about}</p></main>"))) == [about]


def test_microdata_names_title_day_and_text() -> None:
    body = f"""<div>Menu of this ministry and all that it does</div>
<h2 itemprop="headline">Ferry sails</h2>
<time itemprop="datePublished" datetime="2024-05-21">x</time>
<div itemprop="articleBody"><p>{PROSE}</p></div>"""
    found = release(page(body))
    assert (found.title, found.date_text, texts(found)) == (
        "Ferry sails",
        "2024-05-21",
        [PROSE],
    )


def test_an_article_that_is_a_part_of_the_text_is_not_taken_for_all_of_it() -> None:
    body = f"""<main><h1>Ferry sails</h1><p>{PROSE}</p><p>{MORE}</p>
<article><p>It takes cars and bikes and dogs too.</p></article></main>"""
    assert len(release(page(body)).blocks) == 3


def test_labels_before_a_text_and_buttons_after_it_are_left_out() -> None:
    body = f"""<article><h1>Ferry sails</h1><p>News</p><p>21 May 2024</p><p>{PROSE}</p>
<ul><li>Share<li>Tweet this</ul></article>"""
    assert texts(release(page(body))) == [PROSE]


def test_a_page_of_teasers_is_a_listing_page() -> None:
    teaser = f"<article><h2><a href='/f'>Ferry</a></h2><p>{PROSE}</p></article>"
    assert skipped(page(f"<main>{teaser * 3}</main>")).kind == "listing page"


def test_addresses_are_those_before_an_archive_kept_the_page() -> None:
    head = (
        "<link rel=canonical"
        " href='https://web.archive.org/web/20251010113941/https://example.org/f'>"
    )
    found = release(page(f"<main><h1>Ferry</h1><p>{PROSE}</p></main>", head))
    assert found.url == "https://example.org/f"


@pytest.mark.parametrize("address", ["javascript:go()", "http://[", "/only/a/path", ""])
def test_what_is_no_address_is_none(address: str) -> None:
    head = f"<link rel=canonical href='{address}'>"
    assert release(page(f"<main><h1>F</h1><p>{PROSE}</p></main>", head)).url is None


def test_tags_with_controls_in_their_names_are_read() -> None:
    post = "<a\x01 class=hentry><h2 class=entry-title>F</h2><b class=entry-content>"
    assert len(read(page(f"{post}{PROSE}</b></a\x01>{post}{PROSE}</b></a\x01>"))) == 2


# The extra.

UNKNOWN = page(f"<h1>Ferry sails</h1><div><p>{PROSE}</p><p>{MORE}</p></div>")


def test_without_the_extra_an_unknown_page_is_skipped_and_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    found = skipped(UNKNOWN)
    assert found.kind == "needs an extra"
    assert "pip install 'pressfind[web]'" in found.reason


def test_with_the_extra_an_unknown_page_is_read() -> None:
    pytest.importorskip("trafilatura", reason="the extra web isn't installed")
    found = release(UNKNOWN)
    assert (found.title, found.blocks[-1].text, found.blocks[-1].line) == (
        "Ferry sails",
        MORE,
        None,
    )


# Bad pages.


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<html><body>" + "<div>" * 10_000 + PROSE, "bad markup"),
        ("<html>" + " " * LARGEST_PAGE, "too large"),
        ("<!doctype html><!-- nothing -->", "empty file"),
    ],
)
def test_a_page_that_cannot_be_read_is_skipped_with_the_reason(
    html: str, kind: str
) -> None:
    assert skipped(html).kind == kind


def test_the_limit_of_a_page_is_said() -> None:
    (found,) = read_page(" " * (LARGEST_PAGE + 1), "p")
    assert isinstance(found, Skipped)
    assert found.reason == "a page of 20,000,001 characters; 20,000,000 are read"


def test_half_a_page_of_a_known_site_is_read_as_far_as_it_goes() -> None:
    found = release(GOV_UK[: GOV_UK.index("We are glad") + 6])
    assert texts(found) == [PROSE, "Minister Ida Holt said:", "We are"]


def test_what_a_page_of_gov_uk_is_does_not_depend_on_its_language() -> None:
    html = GOV_UK.replace(">Press release<", ">Datganiad i'r wasg<")
    assert release(html).title == "Ferry sails again"


def test_a_label_that_never_ends_names_no_kind() -> None:
    html = GOV_UK.replace("govuk:format", "format")
    html = html.replace("Press release</span>", "Press release")
    assert release(html).title == "Ferry sails again"


@pytest.mark.parametrize(
    "piece",
    [
        "<article><h2><a>Ferry</a></h2></article>",
        *("<table><tr><td>a", "<form><p>a", "<blockquote>a", "<br>", "<br>• a", "<!--"),
        *(
            "&nbsp;",
            "<q>",
            "<script type='application/ld+json'>[",
            "<p class='a-a- a-'>",
        ),
        *("<ul><li>a", "<figure><figcaption>a</figure>", "… read more ", "<td><p>a"),
    ],
)
def test_no_repeated_piece_is_slow(piece: str) -> None:
    # Anything quadratic takes minutes for so much, and what is linear not a second.
    html = "<html>" + "<div>" * 1_900 + piece * (600_000 // len(piece))
    begun = time.process_time()
    for found in [*read_page(html, "p"), *read_page(html[9_500:], "p")]:
        assert found
    assert time.process_time() - begun < 10


def test_a_page_that_holds_json_is_a_page() -> None:
    head = '<script>{"document_type": "x", "base_path": "/"}</script>'
    assert release(page(f"<main><h1>F</h1><p>{PROSE}</p></main>", head)).title == "F"


def test_a_page_saved_as_text_is_still_a_text_archive() -> None:
    text = f"Tag: Ports\n\n  • PRESS RELEASE : Ferry\n\n    {ISSUED}\n    <html>\n"
    assert read_file(text.encode(), "page.txt").form == "text archive"
