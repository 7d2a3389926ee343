"""What is written in a known form reads back exactly; anything else is named."""

import io
import json
import time
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pressfind.errors import ExtractionError
from pressfind.extract import extract_release
from pressfind.model import BlockKind, RawDocument, Release, Repair, Skipped
from pressfind.printers.records import export_record
from pressfind.sources import read_file, read_records
from pressfind.sources.encoding import decode_text
from tests.program import make_post

SHARED = Path(__file__).parents[2] / "shared" / "corpora"
ISSUED = "The press release issued by the Home Office on 21 May 2024."


def _read(content: bytes | str) -> list[RawDocument | Skipped]:
    encoded = content.encode() if isinstance(content, str) else content
    return list(read_file(encoded, "page.txt").documents)


def _release(content: bytes | str) -> RawDocument:
    (found,) = _read(content)
    assert isinstance(found, RawDocument)
    return found


# Any bytes.

_FRAGMENTS = st.sampled_from(
    [
        *("Tag: Home Office\n", "Blog\n", "  • ", "    • ", "PRESS RELEASE : ", "\n"),
        *(" [May 2024]", ISSUED, "Ida Holt said:", "“We are glad,” she said.", ":"),
        *('{"title": "A', '"}', '{"version": 1, "type": "release"}', "\ud800", "\0"),
        *("FOR IMMEDIATE RELEASE", "May 7, 2004", "ROME - ", "###", "\ufeff", "\u2028"),
        *("31 February 2024", "\r", "\x1b[31m", "x" * 200, "ü", "'", "’", "Ã©", "â€™"),
    ]
)
_ANYTHING = (
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.lists(_FRAGMENTS, max_size=25).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    )
)


@given(_ANYTHING)
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_releases_or_skips(content: bytes) -> None:
    for found in _read(content):
        if isinstance(found, Skipped):
            assert found.kind
            assert found.reason
            continue
        try:
            release = extract_release(found).release
        except ExtractionError:
            continue
        json.dumps(export_record(release), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "piece",
    [
        *("  • ", "  • A\n", "PRESS RELEASE : ", "Blog\n", "press release issued by "),
        *("[May 2024]", "A ", "A B. ", "“A” said ", "said: “", "' ", "A' said\n"),
        *("•\n", "\t", " \n", "-", "- A\n", "# ", "(", "1 May 2004 ", "A, B - "),
        *("Ã©", "{", "[1,", '{"a":1}\n', '"', "a:", "\x00a", "é", "\r", "—"),
        *("Mr Holt said: ", "A. B’s “C”, "),
    ],
)
def test_no_repeated_piece_is_slow(piece: str) -> None:
    # Anything quadratic takes minutes for so much, and what is linear not a second.
    text = "Blog\n\n  • PRESS RELEASE : A\n\n    " + piece * (200_000 // len(piece))
    begun = time.monotonic()
    for content in (text, text[40:], piece * (200_000 // len(piece))):
        for found in _read(content):
            assert found
    assert time.monotonic() - begun < 10


# The text archive.

_WORDS = st.text("abcdeé’-, £%1\u00a0“”", min_size=1, max_size=60)
_LINES = _WORDS.map(lambda words: f"Ship{words}came.")
_TITLES = _WORDS.map(lambda words: f"Ferry{words}sails")
_BODIES = st.lists(
    st.tuples(st.sampled_from([None, BlockKind.BULLET]), _LINES), max_size=6
)
_POSTS = st.lists(st.tuples(_TITLES, _BODIES), min_size=1, max_size=4)


def _post(title: str, body: list[tuple[BlockKind | None, str]]) -> str:
    lines = [f"  • PRESS RELEASE : {title}", "", f"    PRESS RELEASE : {title}"]
    lines += ["", f"    {ISSUED}"]
    for kind, text in body:
        lines += [f"    • {text}"] if kind else ["", f"    {text}"]
    return "\n".join(lines)


@given(_POSTS)
@settings(max_examples=100, deadline=None)
def test_an_archive_reads_back_as_it_was_written(
    posts: list[tuple[str, list[tuple[BlockKind | None, str]]]],
) -> None:
    page = "Tag: Ports\n\n" + "\n\n".join(_post(*post) for post in posts) + "\n"
    lines = page.split("\n")
    found = [document for document in _read(page) if isinstance(document, RawDocument)]
    expected = [(title, body) for title, body in posts]
    assert expected == [
        (document.title, [(block.kind, block.text) for block in document.blocks])
        for document in found
    ]
    for document in found:
        for block in document.blocks:
            assert block.line is not None
            assert lines[block.line - 1].endswith(block.text)


@given(_POSTS)
@settings(max_examples=60, deadline=None)
def test_an_exported_release_reads_back_to_the_same_export(
    posts: list[tuple[str, list[tuple[BlockKind | None, str]]]],
) -> None:
    page = "Tag: Ports\n\n" + "\n\n".join(_post(*post) for post in posts)
    first = [_export(found) for found in _read(page)]
    again = [_export(found) for found in _read("\n".join(first))]
    assert first == again


def _export(found: RawDocument | Skipped) -> str:
    assert isinstance(found, RawDocument)
    return json.dumps(export_record(_extract(found)))


def _extract(document: RawDocument) -> Release:
    return extract_release(document).release


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        ("Tag: Home Office", ("Home Office",)),
        ("Category: Press Releases", ()),
        ("Blog", ()),
    ],
)
def test_each_kind_of_page_is_an_archive(head: str, tags: tuple[str, ...]) -> None:
    found = _release(f"{head}\n\n{_post('Ferry sails', [])}")
    assert (found.title, found.tags) == ("Ferry sails", tags)


def test_posts_of_other_kinds_are_skipped_with_their_kind() -> None:
    speech = "  • Ann Lee – 2023 Speech on Ports\n\n    The speech made by Ann Lee."
    tribute = "  • Tribute to a pilot\n\n    He was kind."
    notice = "  • Office hours\n\n    We open at nine."
    page = "\n\n".join(["Blog", speech, _post("Ferry sails", []), tribute, notice])
    kinds = [found.kind for found in _read(page) if isinstance(found, Skipped)]
    assert (kinds, len(_read(page))) == (["speech", "tribute", "post"], 4)


@pytest.mark.parametrize(
    ("line", "department", "date"),
    [
        (ISSUED, "Home Office", "21 May 2024"),
        (
            "The press release issued by 10 Downing Street on 2 May 2024.",
            "10 Downing Street",
            "2 May 2024",
        ),
        ("The press release issued by the Home Office.", "Home Office", None),
        (
            "The press release issued by the Department of Ports, Ferries and Fish"
            " on 31 February 2024.",
            "Department of Ports, Ferries and Fish",
            "31 February 2024",
        ),
        ("Ships came in.", None, None),
    ],
)
def test_an_issue_line_states_department_and_date(
    line: str, department: str | None, date: str | None
) -> None:
    found = _release(f"Blog\n\n  • PRESS RELEASE : Ferry sails\n\n    {line}\n")
    assert (found.department, found.date_text) == (department, date)


def test_a_title_may_state_its_month() -> None:
    found = _release("Blog\n\n  • PRESS RELEASE : Ferry sails [May 2024]\n")
    assert (found.title, found.month) == ("Ferry sails", "2024-05")


def test_a_page_that_ends_in_mid_sentence_keeps_what_it_has() -> None:
    page = f"Blog\n\n{_post('Ferry sails', [(None, 'Ships came.')])}\n\n    And the sh"
    assert [block.text for block in _release(page).blocks] == [
        "Ships came.",
        "And the sh",
    ]


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ([(None, "Ships came."), (None, "They left.")], "Ships came."),
        ([(BlockKind.BULLET, "Ships came."), (None, "They left.")], None),
        ([], None),
    ],
    ids=["a sentence", "bullets", "none"],
)
def test_a_lead_is_a_first_paragraph(
    body: list[tuple[BlockKind | None, str]], lead: str | None
) -> None:
    found = _release(f"Blog\n\n{_post('Ferry sails', body)}")
    assert _extract(found).lead == lead


# Bytes.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
@settings(deadline=None)
def test_text_in_unicode_reads_back(encoding: str, text: str) -> None:
    plain = f"Ships {text}".replace("\ufffd", "").replace("â", "").replace("Ã", "")
    plain = plain.replace("Â", "")
    assert decode_text(plain.encode(encoding)) == plain


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@given(st.text("abc é’“\n", min_size=4))
def test_text_in_utf_16_needs_no_mark(encoding: str, text: str) -> None:
    plain = f"The ships are in the harbour. {text.replace('’', '').replace('“', '')}"
    assert decode_text(plain.encode(encoding)) == plain


_RUSSIAN = "Сегодня новый паром вышел в море, и министр портов была очень рада. " * 8
_CHINESE = "今天新的渡轮启航了，港口部长非常高兴。" * 12
_POLISH = "Dziś nowy prom wypłynął w morze, a minister była zadowolona."


@pytest.mark.parametrize(
    ("declaration", "encoding", "text"),
    [
        ('<?xml version="1.0" encoding="koi8-r"?>', "koi8-r", _RUSSIAN[:60]),
        ("<script charset=utf-8></script><meta charset=gb2312>", "gb18030", _CHINESE),
        ('<meta content="text/html; charset=windows-1250">', "cp1250", _POLISH),
        ("<meta charset='iso-8859-1'>", "cp1252", "„Fähre“ – so"),
        ("<meta charset=iso-8859-1>", "utf-8", _POLISH),
        ("<meta charset=x-none>", "cp1252", "„Fähre“ – so"),
        ("<meta charset=base64>", "cp1252", "„Fähre“ – so"),
        ("<meta charset=utf-16>", "utf-8", _POLISH),
    ],
)
def test_markup_is_read_as_it_declares_unless_it_is_utf_8(
    declaration: str, encoding: str, text: str
) -> None:
    page = f"{declaration}<p>{text}</p>"
    assert decode_text(page.encode(encoding)) == page


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("koi8-r", _RUSSIAN), ("cp1251", _RUSSIAN), ("gb18030", _CHINESE)],
)
def test_text_of_another_script_is_read_as_it_looks(encoding: str, text: str) -> None:
    assert decode_text(text.encode(encoding)) == text


@given(st.text("abcdef éèüñçß£–’“”…", min_size=1))
def test_latin_text_in_windows_1252_reads_back(text: str) -> None:
    plain = f"Québec’s ships {text}"
    content = plain.encode("cp1252")
    # "ß£" in the one encoding is a letter of N'Ko in the other: nobody can tell.
    read = content.decode("utf-8", "surrogateescape")
    assume(all(char.isascii() or "\udc80" <= char <= "\udcff" for char in read))
    assert decode_text(content) == plain


def test_stray_bytes_do_not_spoil_text_in_utf_8() -> None:
    content = "Fähren für Häfen über Flüsse ".encode() + b"w\xe4hlen"
    assert decode_text(content) == "Fähren für Häfen über Flüsse wählen"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("naivetÃ©", "naiveté"),
        ("HÃ©ctor, PÃ¤ivinen", "Héctor, Päivinen"),
        ("the issuerâ\x80\x99s", "the issuer’s"),
        ("familyâ€™s", "family’s"),
        ("Â£5 or â‚¬6", "£5 or €6"),
        ("â the yearâs", "â the yearâs"),
        ("AMANHÃ » À « pâté »", "AMANHÃ » À « pâté »"),
    ],
)
def test_what_was_encoded_twice_is_restored_where_that_is_sure(
    written: str, read: str
) -> None:
    assert decode_text(written.encode()) == read


# A release as plain text.

_REPORT = (
    "Minister Ann Lee today opened a new pier for ferries in the old harbour.\n\n"
    "“We are glad of every ship that comes to this town,” said Ms Lee.\n"
)
_LONG = (
    "  Minister Ann Lee today opened a new pier for all the many ferries that come to "
    "the old harbour of this town in the summer and in the winter. \n"
    "   It is long, and it has room for more ships than the pier of stone had.\n"
    "   * It is wide\n   * It is dry\n \n"
)


@pytest.mark.parametrize(
    ("text", "title", "date"),
    [
        (f"A NEW PIER OPENS\n\n{_REPORT}", "A NEW PIER OPENS", None),
        (
            f"A new pier opens\nMay 7, 2004\n\n{_REPORT}",
            "A new pier opens",
            "May 7, 2004",
        ),
        (
            f"7 May 2004\nA new pier opens\n\n{_REPORT}",
            "A new pier opens",
            "7 May 2004",
        ),
        (
            f"For Immediate Release: May 7, 2004\n\nA new pier opens\n\n{_REPORT}",
            "A new pier opens",
            "May 7, 2004",
        ),
        (
            f"A new pier opens\n\nPORT ALDER, N.A. - May 7, 2004 - {_REPORT}",
            "A new pier opens",
            "May 7, 2004",
        ),
        (
            "The Port Office:\nMedia Release: A new pier opens\n\n\n"
            "Today: 1 June 2004\n\n\n"
            f"A new pier opens\nMedia release\nMay 7, 2004\n{_LONG}###\n",
            "A new pier opens",
            "May 7, 2004",
        ),
        (
            f"A new pier opens\n\n05/07/2004\n\n{_REPORT}",
            "A new pier opens",
            None,
        ),
    ],
)
def test_prose_that_reports_is_a_release(
    text: str, title: str, date: str | None
) -> None:
    found = _release(text)
    assert (found.title, found.date_text) == (title, date)


def test_each_line_of_a_text_that_is_not_wrapped_is_a_paragraph() -> None:
    found = _release(f"A NEW PIER OPENS\n{_LONG}")
    kinds = [(block.kind, block.line) for block in found.blocks]
    assert kinds == [
        (None, 2),
        (None, 3),
        (BlockKind.BULLET, 4),
        (BlockKind.BULLET, 5),
    ]


_OTHER_TEXTS = {
    "a read-me": "Ferry tools\n===========\n\nInstall it with `pip install ferry`, and "
    "then run the command that you want.\n\nThe tests are run by the test command.\n",
    "a licence": "The Ferry Licence\n\nCopyright (c) 2024 Ann Lee\n\nPermission is "
    "hereby granted, free of charge, to any person who has the said software.\n",
    "code": "import os\n\n\ndef said(today: str) -> None:\n    print(today, 'said')\n",
    "CSV": "Name,Said,Day\nAnn Lee,today,Monday\nIda Holt,yesterday,Friday\n",
    "a log": "Server log\n2024-05-02 10:00:00 INFO today the ferry said hello to all.\n"
    "2024-05-02 10:00:01 WARN [ferry::main] Ann Lee said: 'no' {code=7}\n",
    "names": "List of Piers\nOld Pier\nNew Pier\nStone Pier\nToday Pier\n",
    "JSON": '{\n  "title": "A new pier",\n  "body": "Ann Lee said today."\n}\n',
    "a title alone": "A new pier opens today\n",
    "prose without a title": _REPORT.replace("\n\n", "\n"),
    "a read-me in Markdown": "# Ferry tools\n\nInstall the tools of the ferry with the "
    "command that you want.\n\n## Tests\n\nThe tests are run by the test command.\n",
}


@pytest.mark.parametrize("title", ["Harbour plan 2024", "Ports get £780m in 2024"])
def test_a_title_may_have_a_year_or_a_sum(title: str) -> None:
    text = f"{title}\n\nPRESS RELEASE\n\nThe ferry will sail on Monday, the board said."
    assert _release(text).title == title


@pytest.mark.parametrize("name", _OTHER_TEXTS)
def test_other_text_is_no_release(name: str) -> None:
    (found,) = _read(_OTHER_TEXTS[name])
    assert isinstance(found, Skipped)
    assert found.kind == "unknown form"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora aren't here")
def test_each_hard_text_is_read_as_its_description_says() -> None:
    table = (SHARED / "hard" / "expected.tsv").read_text(encoding="utf-8")
    header, *rows = (line.split("\t") for line in table.splitlines())
    wrong = []
    for row in rows:
        entry = dict(zip(header, row, strict=True))
        if entry["file"].endswith((".txt", ".md")):
            (found,) = _read((SHARED / "hard" / entry["file"]).read_bytes())
            wrong += [(entry["file"], words) for words in _missing(entry, found)]
    assert wrong == []


def _missing(entry: dict[str, str], found: RawDocument | Skipped) -> list[str]:
    """Return which words of the table's row aren't in the release."""
    if isinstance(found, Skipped):
        return [] if entry["expected_reading"].startswith("no text") else [found.reason]
    text = " ".join([found.title, *(block.text for block in found.blocks)])
    wanted = entry["expected_reading"].split("; ")
    if entry["kind"] == "mojibake" and entry["file"].endswith(".txt"):
        wanted = ["naiveté"]  # what else was lost can't be restored, the row says
    return [words for words in wanted if words not in text]


_PAGES = {
    "archive.org.he.xinhuanet.com.25340717.html": "话剧《约定无期限》河北各市巡演结束",
    "cdu-fraktion-erfurt.de.waldorfschule.html": "Zurück zur Übersicht",
    "die-tagespost.de.Demut.html": "(…)",
    "rp.pl-unijne-fundusze.html": 'coraz bliżej. Sejm zagłosował "za"',
    "tierschutzpartei.de-wildvogelauffang.html": "Mitgefühl wählen!",
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora aren't here")
@pytest.mark.parametrize("name", _PAGES)
def test_each_hard_page_is_decoded_as_its_description_says(name: str) -> None:
    text = decode_text((SHARED / "hard" / name).read_bytes())
    assert text is not None
    assert _PAGES[name] in text


@pytest.mark.parametrize("space", ["\xa0", "\u2028", "\x0b", "\x1c"])
def test_a_text_with_a_line_of_white_space_of_any_kind_is_read(space: str) -> None:
    lines = [
        "Ferry returns to the harbour",
        space,
        "The ferry will sail again from Monday, the harbour office said today. It "
        "carried four hundred people in its first week.",
        "Ida Holt said: “We are glad that it is back in service at last.”",
        "Date: 4 May 2024",
    ]
    (found,) = read_file("\n\n".join(lines).encode(), "a").documents
    assert isinstance(found, RawDocument)
    assert found.title == lines[0]


@pytest.mark.parametrize("read", ["whole", "by line"])
def test_a_repair_of_what_was_encoded_twice_is_told(read: str) -> None:
    lines = b"".join(
        json.dumps({"title": title}, ensure_ascii=False).encode() + b"\n"
        for title in ("naivetÃ©", "HÃ©ctor", "A")
    )
    found = (
        read_file(lines, "a").documents
        if read == "whole"
        else read_records(io.BytesIO(lines), "a")
    )
    repairs = [one.repairs for one in found if isinstance(one, RawDocument)]
    whole, by_line = [Repair("a", 2)], [Repair("a", 1), Repair("a", 1)]
    expected = whole if read == "whole" else by_line
    assert expected == list(chain.from_iterable(repairs))


# What stands around a text.

_REPORT = "The new ferry sails from the island today, and it sails every day from now."
_NOTES = ["ENDS", "Notes to editors", "The ferry has 40 seats."]
_TEXTS = [_REPORT, "It is larger than the old one was.", *_NOTES]
_PARAGRAPHS = "".join(f"<p>{text}</p>" for text in _TEXTS)
_FORMS = {
    "archive": f"Blog\n\n{make_post('New ferry', *_TEXTS)}",
    "text": "\n\n".join(["Press release", "New ferry sails", *_TEXTS]),
    "record": json.dumps({"title": "New ferry", "body": "\n\n".join(_TEXTS)}),
    "item": json.dumps(
        {
            "title": "New ferry",
            "document_type": "press_release",
            "base_path": "/ferry",
            "details": {"body": _PARAGRAPHS},
        }
    ),
    "page": "<html><head><meta property='og:title' content='New ferry'></head>"
    f"<body><article>{_PARAGRAPHS}</article></body></html>",
    "Markdown": "\n\n".join(["---\ntitle: New ferry\n---", *_TEXTS]),
}


@pytest.mark.parametrize("form", _FORMS)
def test_notes_to_editors_are_boilerplate_in_every_form(form: str) -> None:
    release = extract_release(_release(_FORMS[form])).release
    kinds = [block.kind for block in release.blocks]
    assert kinds == [BlockKind.PARAGRAPH] * 2 + [BlockKind.BOILERPLATE] * 3
