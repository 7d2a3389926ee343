"""Markdown and its front matter, and what stands around a release's own words."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.extract import extract_release
from pressfind.model import BlockKind, RawBlock, RawDocument, Release, Skipped
from pressfind.sources import read_file
from pressfind.sources.frame import mark_frame
from pressfind.sources.front_matter import read_front_matter

SHARED = Path(__file__).parents[2] / "shared" / "corpora"
BODY = (
    "The new ferry to Port Alder sailed for the first time today.\n\n"
    "“We are glad that it sails,” said Ida Holt, the Minister for Ports.\n"
)


def _read(text: str, path: str = "page.md") -> RawDocument:
    (found,) = read_file(text.encode(), path).documents
    assert isinstance(found, RawDocument)
    return found


def _release(text: str, path: str = "page.md") -> Release:
    return extract_release(_read(text, path)).release


def _kinds(document: RawDocument) -> list[tuple[BlockKind | None, str]]:
    return [(block.kind, block.text) for block in document.blocks]


# Markdown.


def test_a_first_heading_is_the_title_and_the_path_has_the_day() -> None:
    found = _release(
        f"# Ferry *sails* &amp; returns\n\n{BODY}", "wire/2024/0507/None.md"
    )
    assert (found.title, str(found.date)) == ("Ferry sails & returns", "2024-05-07")


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("a/2024/05/07/b.md", "2024-05-07"),
        ("a/2024-05-07-b.md", "2024-05-07"),
        ("got-2026-01-02/2024/0507/b.md", "2024-05-07"),
        ("all.zip!2024/0507/b.md", "2024-05-07"),
        ("a/2024/1307/b.md", "None"),
        ("a/20240507123/b.md", "None"),
        ("b.md", "None"),
    ],
)
def test_a_day_is_taken_from_a_path_that_has_one(path: str, day: str) -> None:
    assert str(_release(f"# Ferry sails\n\n{BODY}", path).date) == day


def test_blocks_have_their_kinds_and_lines() -> None:
    text = (
        "# Ferry sails\n\nToday it\nsailed.\n\n"
        "## Fares\n\n* Children: 1\n* Others: 2\n\n"
        "> We are glad.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    found = _read(text, "2024/0507/a.md")
    assert [(block.kind, block.text, block.line) for block in found.blocks] == [
        (None, "Today it sailed.", 3),
        (BlockKind.HEADING, "Fares", 6),
        (BlockKind.BULLET, "Children: 1", 8),
        (BlockKind.BULLET, "Others: 2", 9),
        (BlockKind.QUOTE_PARAGRAPH, "We are glad.", 11),
        (BlockKind.PARAGRAPH, "a | b", 13),
        (BlockKind.PARAGRAPH, "1 | 2", 15),
    ]


def test_links_keep_their_text_and_pictures_are_left_out() -> None:
    text = (
        "# Ferry sails\n\n![a ferry](f.png)\n\nThe [new ferry](f.html) sails.<br>Now.\n"
    )
    assert _kinds(_read(text, "2024/0507/a.md")) == [
        (None, "The new ferry sails. Now.")
    ]


def test_html_in_markdown_is_read_as_html() -> None:
    text = (
        "# Ferry sails\n\n<blockquote><p>We are glad.</p></blockquote>\n\nIt sails.\n"
    )
    assert _kinds(_read(text, "2024/0507/a.md")) == [
        (BlockKind.QUOTE_PARAGRAPH, "We are glad."),
        (None, "It sails."),
    ]


def test_links_below_a_text_are_boilerplate_and_the_original_is_its_url() -> None:
    link = "[Original press release](https://example.org/a)"
    found = _read(f"# Ferry sails\n\nIt sails.\n\n---\n\n{link}\n")
    assert found.url == "https://example.org/a"
    assert _kinds(found)[-1] == (BlockKind.BOILERPLATE, "Original press release")


def test_paragraphs_that_were_joined_by_two_blanks_are_parted() -> None:
    joined = "  ".join(["The ferry sails. It is new."] * 80)
    assert len(_read(f"# Ferry\n\n{joined}\n", "2024/0507/a.md").blocks) == 80


# Front matter.


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Ports: a new pier\ndate: 2024-05-07\ntags: [ports, piers]\n"
        "department: Ministry of Ports # ours\n---\n",
        "---\ntitle: \"Ports: a new pier\"\ndate: '2024-05-07'\ntags:\n  - ports\n"
        "  - piers\nsource: >-\n  Ministry\n  of Ports\n...\n",
        '+++\ntitle = "Ports: a new pier"\ndate = 2024-05-07\n'
        'tags = ["ports", "piers"]\n'
        'department = "Ministry of Ports"\n[params]\nx = 1\n+++\n',
    ],
)
def test_front_matter_states_title_day_department_and_tags(front: str) -> None:
    found = _release(f"{front}\n{BODY}", "2020/0101/a.md")
    assert (found.title, str(found.date), found.department, found.tags) == (
        "Ports: a new pier",
        "2024-05-07",
        "Ministry of Ports",
        ("piers", "ports"),
    )


def test_a_heading_under_front_matter_that_repeats_the_title_is_no_block() -> None:
    found = _read(f"---\ntitle: A\ndate: 2024-05-07\n---\n\n# A\n\n{BODY}")
    assert [block.line for block in found.blocks] == [8, 10]


def test_front_matter_that_cannot_be_read_is_named_and_left_out() -> None:
    found = _read(f"+++\ntitle = \n+++\n\n# Ferry sails\n\n{BODY}", "2024/0507/a.md")
    assert found.title == "Ferry sails"
    assert found.warnings[0].startswith("2024/0507/a.md: its front matter isn't TOML")


def test_front_matter_that_does_not_end_is_none() -> None:
    assert read_front_matter(["---", "title: A"]) is None


_PLAIN = st.text("abc Ã: #'\"[]|>-\\", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["title", "date", "tags"]), _PLAIN)))
@settings(max_examples=200, deadline=None)
def test_any_front_matter_gives_texts(pairs: list[tuple[str, str]]) -> None:
    lines = ["---", *(f"{key}: {value}" for key, value in pairs), "---"]
    front = read_front_matter(lines)
    assert front is not None
    assert set(front.values) == {key for key, _ in pairs}


# Around the words.


@pytest.mark.parametrize(
    "dateline",
    [
        "LONDON, 7 May 2024 (Newswire) --",
        "TOKYO, JAPAN, May 7, 2024 /24-7PressRelease/ --",
        "LEICESTER, UK, May 07, 2024 /24-7PressRelease/",
        "NEW YORK, NY\u00a0- (NewMediaWire) - May 7, 2024 -",
        "SAN DIEGO - May 7, 2024 (NEWMEDIAWIRE) -",
        "Beverly Hills, California , May 7, 2024 - (500NewsWire) --",
        "Mesa, AZ (Newsworthy.ai) Tuesday May 7, 2024 @ 10:30 AM America/New_York —",
        "SALT LAKE CITY, UT – May 7, 2024 –",
        "Mesa, United States - May 7, 2024 / Old Ferries /",
    ],
)
def test_a_dateline_gives_the_day_and_is_no_part_of_the_lead(dateline: str) -> None:
    found = _release(f"# Ferry sails\n\n{dateline} The ferry sails today.\n\n{BODY}")
    assert (str(found.date), found.lead) == ("2024-05-07", "The ferry sails today.")
    assert (found.blocks[-1].kind, found.blocks[-1].text) == (
        BlockKind.BOILERPLATE,
        dateline,
    )


@pytest.mark.parametrize(
    "text",
    [
        "On 7 May 2024 the ferry sails.",
        "Ida Holt (Minister) - who was glad - sails.",
        "Since May 7, 2024, ferries sail.",
        "NHS – the ferry of all – sails.",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert [b.text for b in mark_frame([RawBlock(text=text)]).blocks] == [text]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "ENDS",
            "- Ends -",
            "###",
            "# # #",
            "-30-",
            "Notes to editors",
            "NOTES TO EDITOR:",
        ),
        *(
            "About the Port Authority",
            "ABOUT FERRIES LTD:",
            "Forward-Looking Statements",
            "Forward-looking statements: this release has some of them, as all have.",
            "Disclaimer: no ferry is sold here.",
            "Cautionary note on forward-looking statements",
            "Safe harbour statement",
            "Editors’ notes",
        ),
        *(
            "Media contacts:",
            "Press office: 020 7946 0000",
            "Ports media enquiries",
            "Contact DetailsFerries Ltd",
            "PORT ALDER PRESS CONTACT",
            "Investor enquiries: 020 7946 0000",
            "For further information please contact Ida Holt",
            "View source version on ferries.example.org",
        ),
    ],
)
def test_all_that_follows_a_closing_line_is_boilerplate(line: str) -> None:
    texts = [
        "It sails every day, and on Sundays twice.",
        "It is new.",
        "It is blue, and larger than the old one was.",
        line,
        "“So be it,” said Ida Holt.",
    ]
    framed = mark_frame([RawBlock(text=text) for text in texts])
    assert [b.kind for b in framed.blocks[2:]] == [None, *[BlockKind.BOILERPLATE] * 2]


@pytest.mark.parametrize(
    "line",
    [
        *("About half of the ships", "About time, said Ida Holt.", "It ends here"),
        *(
            "Contact with the ship was lost at noon.",
            "Press officers met the minister.",
        ),
    ],
)
def test_a_line_of_the_text_is_no_boilerplate(line: str) -> None:
    texts = ["It sails.", "It is new.", "It is blue.", line, "It is large."]
    framed = mark_frame([RawBlock(text=text) for text in texts])
    assert {b.kind for b in framed.blocks} == {None}


@pytest.mark.parametrize(
    "line",
    ["* * *", "###", "Contact: press@example.org", "Press office: 020 7946 0000"],
)
def test_what_stands_amid_the_text_ends_it_not(line: str) -> None:
    texts = ["It sails.", "It is new.", line, "It is blue, and larger than ever."]
    framed = mark_frame([RawBlock(text=text) for text in texts])
    assert [b.kind for b in framed.blocks if b.text != line] == [None] * 3


def test_a_note_to_editors_above_the_text_ends_nothing() -> None:
    texts = ["Note to editors: interviews are welcome.", "It sails.", "It is new."]
    framed = mark_frame([RawBlock(text=text) for text in texts])
    assert [b.kind for b in framed.blocks] == [None] * 3


def test_a_paragraph_that_begins_as_contacts_do_is_text() -> None:
    texts = ["It sails.", f"Press office: {'it is blue. ' * 30}"]
    framed = mark_frame([RawBlock(text=text) for text in texts])
    assert [b.kind for b in framed.blocks] == [None] * 2


def test_a_contact_above_the_text_is_put_behind_it() -> None:
    texts = ["Contact: press@example.org", "It sails.", "It is new.", "It is blue."]
    framed = mark_frame([RawBlock(text=text) for text in texts])
    assert [b.text for b in framed.blocks] == [*texts[1:], texts[0]]


def test_no_quote_is_found_in_boilerplate() -> None:
    found = _release(f"# Ferry sails\n\n{BODY}\nENDS\n\n“We sail on,” said Ann Lee.\n")
    assert [q.speaker.name for q in found.quotes] == ["Ida Holt"]


def test_brackets_that_nothing_closes_are_text_and_take_no_time() -> None:
    begun = time.monotonic()
    front = "---\ntitle: Ferry sails\ndate: 2024-05-07\n---"
    found = _release(f"{front}\n\n{BODY}\n\n{'[' * 50_000}\n")
    assert (len(found.blocks[-1].text), time.monotonic() - begun < 10) == (50_000, True)


def test_a_front_matter_that_holds_no_title_takes_the_first_words() -> None:
    found = _release("---\ntitle: [unclosed\ndate: 2024-05-07\n---\n\nIt sails.\n")
    assert found.title == "It sails."


# Real files.


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora aren't here")
def test_title_and_day_of_each_release_of_the_wires_are_right() -> None:
    wrong, count = [], 0
    for path in sorted((SHARED / "wire-markdown").rglob("*.md")):
        name = path.relative_to(SHARED).as_posix()
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        title = " ".join(
            first.removeprefix("# ").replace("&amp;", "&").split(" ")
        ).strip()
        in_path = re.search(r"/(\d{4})/(\d\d)(\d\d)/", name)
        assert in_path
        (found,) = read_file(path.read_bytes(), name).documents
        assert not isinstance(found, Skipped)
        release = extract_release(found).release
        expected = (re.sub(" +", " ", title), "-".join(in_path.groups()))
        if (release.title, str(release.date)) != expected:
            wrong.append(name)
        if re.match(r".{0,60}(?:/24-7|\(N\w+[Ww]ire|News Direct)", release.lead or ""):
            wrong.append(name)
        count += 1
    assert (wrong, count) == ([], 80)
