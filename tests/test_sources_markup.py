"""HTML into blocks: small pieces of our own writing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.errors import ExtractionError
from pressfind.model import BlockKind, RawBlock
from pressfind.sources.markup import DEEPEST, LAST_LINE, read_blocks

QUOTED = BlockKind.QUOTE_PARAGRAPH


def texts(html: str) -> list[str]:
    return [block.text for block in read_blocks(html)]


def kinds(html: str) -> list[BlockKind | None]:
    return [block.kind for block in read_blocks(html)]


def test_a_paragraph_has_no_kind_and_its_line() -> None:
    html = "<div>\n<p>\n  The ferry\n  sails.</p>\n</div>"
    assert read_blocks(html) == (RawBlock(text="The ferry sails.", line=3),)


def test_headings_and_list_items_have_their_kinds() -> None:
    html = "<h3>Fares</h3><p>Of each:</p><ol><li>one<ul><li>two</ul></ol>"
    assert kinds(html) == [
        BlockKind.HEADING,
        None,
        BlockKind.BULLET,
        BlockKind.BULLET,
    ]


def test_each_paragraph_of_a_block_quote_is_quoted() -> None:
    html = "<blockquote><p>We sail.<p>We land.<ul><li>Ports</ul></blockquote>Ends."
    assert kinds(html) == [QUOTED, QUOTED, QUOTED, None]


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>We sail.<footer>Ann Lee</footer></blockquote>",
        "<blockquote><p>We sail.</p><cite>Ann Lee</cite></blockquote>",
        "<figure><blockquote>We sail.</blockquote><figcaption>Ann Lee</figure>",
    ],
)
def test_who_said_it_is_kept_beside_the_quote(html: str) -> None:
    assert read_blocks(html) == (
        RawBlock(text="We sail.", line=1, kind=QUOTED),
        RawBlock(text="Ann Lee", line=1),
    )


def test_the_text_of_a_link_stays_in_its_sentence() -> None:
    assert texts("<p>See <a href='/f'>the <em>fares</em></a>.</p>") == [
        "See the fares."
    ]


def test_one_break_is_a_space_and_two_part_paragraphs() -> None:
    html = "<p>Port Alder<br>Quay 1<br>\n<br/>Open daily<br></p>"
    assert texts(html) == ["Port Alder Quay 1", "Open daily"]


def test_lines_that_begin_with_a_mark_are_list_items() -> None:
    html = "<p>Fares:<br>• one<br>•&nbsp;two</p><p>·  three</p>"
    assert [(b.kind, b.text) for b in read_blocks(html)] == [
        (None, "Fares:"),
        (BlockKind.BULLET, "one"),
        (BlockKind.BULLET, "two"),
        (BlockKind.BULLET, "three"),
    ]


def test_lines_of_preformatted_text_are_joined_but_for_blank_ones() -> None:
    assert texts("<pre>one\ntwo\n\nthree</pre>") == ["one two", "three"]


def test_a_table_of_values_is_read_by_rows() -> None:
    html = "<table><tr><th>Port<th>Fare<tr><td>Alder<td><p>£2</p></table>"
    assert [(b.kind, b.text) for b in read_blocks(html)] == [
        (BlockKind.PARAGRAPH, "Port | Fare"),
        (BlockKind.PARAGRAPH, "Alder | £2"),
    ]


def test_a_table_that_places_texts_is_read_as_texts() -> None:
    html = "<table><tr><td>Menu<td><p>We sail.<p>We land.<p>We eat.</table>"
    assert texts(html) == ["Menu", "We sail.", "We land.", "We eat."]


@pytest.mark.parametrize(
    "frame",
    [
        "<nav>Home</nav>",
        "<aside>More</aside>",
        "<script>go('</p>')</script>",
        "<style>p {}</style>",
        "<footer>Crown</footer>",
        "<figure><img alt=x><figcaption>A boat</figcaption></figure>",
        "<form><p>Sign up</p><input></form>",
        "<button>Share</button>",
        "<div class='Post-Share-Links'>Share</div>",
        "<div id=cookie_banner>We use cookies</div>",
        "<div id=comments>First!</div>",
        "<div role=navigation>Home</div>",
        "<span hidden>Never</span>",
        "<div style='display: none'>Never</div>",
        "<!-- never -->",
        "<template><p>Never</p></template>",
    ],
)
def test_what_frames_a_text_is_left_out(frame: str) -> None:
    assert texts(f"<p>One</p>{frame}<p>Two</p>") == ["One", "Two"]


@pytest.mark.parametrize(
    "name", ["category-social-care", "has-comments", "shared-waters", "tag-cookies"]
)
def test_a_subject_is_no_furniture(name: str) -> None:
    assert texts(f"<div class='post {name}'><p>One</p></div>") == ["One"]


def test_comments_in_a_text_are_of_it() -> None:
    assert texts("<p class='comments'>Write to us.</p>") == ["Write to us."]


def test_a_form_around_the_whole_page_is_read() -> None:
    assert texts("<form><h1>Ferry</h1><p>We sail.</p></form>") == ["Ferry", "We sail."]


def test_entities_are_decoded_once() -> None:
    assert texts("<p>&pound;2 &amp;amp; &#8217;&rsquo;&bogus;") == [
        "£2 &amp; ’’&bogus;"
    ]


def test_no_break_spaces_stay_and_unseen_characters_go() -> None:
    assert texts("<p>&nbsp;Ann Lee&nbsp;said \u2060pe\u00adri\u200bod\x08") == [
        "Ann Lee\xa0said period"
    ]


def test_quotation_marks_stand_for_a_short_quote() -> None:
    assert texts("<p>She said <q>yes</q>.") == ["She said “yes”."]


@pytest.mark.parametrize("html", ["", "  ", "<!-- x -->", "<p>&nbsp;</p>", "<br>"])
def test_nothing_gives_no_blocks(html: str) -> None:
    assert read_blocks(html) == ()


def test_half_a_page_is_read_to_where_it_ends() -> None:
    assert texts("<html><body><div><p>One</p><p>Tw") == ["One", "Tw"]


def test_lines_behind_the_last_counted_one_are_unknown() -> None:
    assert read_blocks("\n" * LAST_LINE + "<p>One")[0].line is None


def test_markup_too_deep_is_an_error_that_says_so() -> None:
    with pytest.raises(ExtractionError, match=f"deeper than {DEEPEST:,}"):
        read_blocks("<div>" * 10_000 + "<p>deep")


def test_markup_that_is_deep_enough_to_read_is_read() -> None:
    assert texts("<p>top" + "<div>" * 2000 + "<p>deep") == ["top", "deep"]


PIECES = (
    *("<p>", "</p>", "<blockquote>", "</blockquote>", "<li>", "<ul>", "</ul>", "<b"),
    *("<table>", "<tr>", "<td>", "</table>", "<br>", "<pre>", "</pre>", "<h1>"),
    *("<script>", "</script>", "<!--", "-->", "<footer>", "<q>", "&#0;", "&#xD800;"),
    *("<![CDATA[", "]]>", "<?x ", "<form>", "<template>", "word", "\n• ", '="', "'"),
)


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text()), max_size=60).map("".join)
)
def test_any_text_gives_blocks_that_can_be_kept(html: str) -> None:
    for block in read_blocks(html):
        assert block.text.strip()
        assert block.text.encode()


@settings(deadline=None)
@given(st.lists(st.text("abc é£", min_size=1).filter(str.strip), max_size=8))
def test_paragraphs_are_neither_lost_nor_joined(paragraphs: list[str]) -> None:
    html = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    expected = [(number, " ".join(p.split())) for number, p in enumerate(paragraphs, 1)]
    assert [(block.line, block.text) for block in read_blocks(html)] == expected


@pytest.mark.parametrize("attribute", ["a{0}=1 ", "a{0}='>' ", 'a{0}="x y" ', "a{0} "])
def test_a_tag_with_thousands_of_attributes_is_named(attribute: str) -> None:
    attributes = "".join(attribute.format(number) for number in range(3_000))
    with pytest.raises(ExtractionError, match="more than 2,000 attributes"):
        read_blocks(f"<p {attributes}>The ferry sails.</p>")


@pytest.mark.parametrize("value", ["a b " * 3_000, "<p> " * 3_000])
def test_an_attribute_may_be_long(value: str) -> None:
    (block,) = read_blocks(f"<p data-state='{value}'>The ferry sails.</p>")
    assert block.text == "The ferry sails."
