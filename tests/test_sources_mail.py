"""A mail is a release, or a skip with its reason; its attachments are read as files."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.extract import extract_release
from pressfind.model import BlockKind, RawDocument, Release, Skipped
from pressfind.sources import mail, read_file
from tests.made import make_mail, make_mailbox
from tests.program import make_post

PAGE = f"Blog\n\n{make_post('New pier', 'Ships came in.')}".encode()


def _found(content: bytes) -> list[RawDocument | Skipped]:
    return list(read_file(content, "a.eml").documents)


def _release(message: EmailMessage | bytes) -> Release:
    (found,) = _found(message if isinstance(message, bytes) else bytes(message))
    assert isinstance(found, RawDocument)
    return extract_release(found).release


def test_subject_sender_and_day_are_those_of_the_headers() -> None:
    found = _release(make_mail())
    assert (found.title, found.department, str(found.date), found.lead) == (
        "New ferry sails",
        "Ministry of Ports",
        "2024-05-07",
        "The new ferry sails today.",
    )


def test_the_signature_is_boilerplate() -> None:
    assert [
        block.text
        for block in _release(make_mail()).blocks
        if block.kind == "boilerplate"
    ] == [
        "Ann Lee 020 7946 0000",
        "FOR IMMEDIATE RELEASE",
    ]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Fwd: RE: [EXTERNAL] New ferry", "New ferry"),
        ("PRESS RELEASE : New ferry [May 2024]", "New ferry"),
        ("=?utf-8?b?TmV3IGZlcnJ5IOKAkyBub3c=?=", "New ferry – now"),
        ("=?iso-8859-1?q?Caf=E9s?= open", "Cafés open"),
        ("=?x-unknown?q?Caf=E9s?= open", "Cafés open"),
        ("=?utf-8?b?abcde?= A", "=?utf-8?b?abcde?= A"),
        ("Refit of a ferry", "Refit of a ferry"),
        (None, "The new ferry sails today."),
    ],
)
def test_a_title_is_the_subject_as_it_was_meant(subject: str, title: str) -> None:
    lines = bytes(make_mail(Subject=None)).split(b"\n", 1)
    head = f"Subject: {subject}\n".encode() if subject else b""
    assert _release(head + b"\n".join(lines)).title == title


def test_headers_in_bare_utf_8_are_read() -> None:
    content = bytes(make_mail(Subject=None))
    assert _release("Subject: Cafés\n".encode() + content).title == "Cafés"


def test_a_sender_without_a_name_is_no_department() -> None:
    assert _release(make_mail(From="press@example.org")).department is None


def test_who_issued_it_is_the_department_before_the_sender() -> None:
    issued = "The press release issued by the Home Office on 7 May 2024.\n\nIt sails.\n"
    assert _release(make_mail(issued)).department == "Home Office"


def test_the_html_part_is_read_before_the_plain_one() -> None:
    message = make_mail()
    message.add_alternative(
        "<h2>Fares</h2><blockquote><p>We are glad.</p></blockquote>", subtype="html"
    )
    (found,) = _found(bytes(message))
    assert isinstance(found, RawDocument)
    assert [(block.kind, block.text) for block in found.blocks] == [
        (BlockKind.HEADING, "Fares"),
        (BlockKind.QUOTE_PARAGRAPH, "We are glad."),
    ]


def test_a_part_in_another_charset_is_read_as_it_says() -> None:
    message = make_mail()
    message.set_content("Żeglują dziś.\n", charset="iso-8859-2")
    assert _release(message).body == "Żeglują dziś."


def test_attachments_are_read_as_members_of_the_mail() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("c.txt", PAGE)
    message = make_mail()
    for name, content in (("../b.txt", PAGE), ("d.zip", held.getvalue())):
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    message.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="e.png"
    )
    paths = [
        f.source.path for f in _found(bytes(message)) if isinstance(f, RawDocument)
    ]
    assert paths == ["a.eml", "a.eml!.._b.txt", "a.eml!d.zip!c.txt"]


def test_a_mail_that_is_forwarded_whole_is_read() -> None:
    message = make_mail(Subject="See below")
    message.add_attachment(make_mail())
    titles = [f.title for f in _found(bytes(message)) if isinstance(f, RawDocument)]
    assert titles == ["See below", "New ferry sails"]


def test_a_mail_without_a_date_is_skipped() -> None:
    (found,) = _found(bytes(make_mail(Date=None)))
    assert isinstance(found, Skipped)
    assert (found.kind, found.reason) == (
        "no date",
        "it has no date, so it was never sent",
    )


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("Received: from a by b; Tue, 7 May 2024 10:30:00 +0100", "It sails."),
        ("X-None: 1", "ROME, 7 May 2024 (Newswire) -- It sails."),
    ],
)
def test_a_date_that_is_not_stated_is_that_of_receipt_or_of_the_dateline(
    header: str, text: str
) -> None:
    content = f"{header}\n".encode() + bytes(make_mail(text, Date=None))
    assert str(_release(content).date) == "2024-05-07"


def test_a_mail_that_is_too_large_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LARGEST_MAIL", 100)
    assert [getattr(f, "kind", "") for f in _found(bytes(make_mail()))] == ["too large"]


def test_text_that_only_looks_like_headers_is_no_mail() -> None:
    (found,) = _found(b"Tag: Home Office\n\n  \xe2\x80\xa2 PRESS RELEASE : A\n")
    assert isinstance(found, RawDocument)


# Mailboxes.


def test_each_message_of_a_mailbox_is_one_release_with_its_lines() -> None:
    content = make_mailbox(
        make_mail("It sails.\n"), make_mail("From here on\nit sails.\n", Subject="B")
    )
    found = [f for f in _found(content) if isinstance(f, RawDocument)]
    lines = content.decode().split("\n")
    assert [(f.title, f.blocks[0].text) for f in found] == [
        ("New ferry sails", "It sails."),
        ("B", "From here on it sails."),
    ]
    for document in found:
        assert document.source.line_start is not None
        assert lines[document.source.line_start - 1].startswith("From press@")


def test_a_message_that_cannot_be_read_stops_no_mailbox() -> None:
    content = make_mailbox(make_mail(Date=None), make_mail())
    found = _found(content)
    assert [getattr(f, "kind", "") for f in found] == ["no date", ""]
    assert isinstance(found[0], Skipped)
    assert found[0].line == 1


_MULTIPART = make_mail()
_MULTIPART.add_alternative("<p>It sails.</p>", subtype="html")
_MULTIPART.add_attachment(make_mail())
_MAILS = [bytes(make_mail()), bytes(_MULTIPART), make_mailbox(make_mail(), _MULTIPART)]
_PIECES = st.binary(max_size=3) | st.sampled_from(
    [
        *(b"\n", b": ", b"=?", b"?=", b"=?utf-8?b?", b"charset=", b'"', b"boundary="),
        *(b"\r\n", b"Content-Type: ", b"multipart/", b"*0*=", b"From ", b"\xff", b";"),
        *(b"message/rfc822", b"base64", b"uu", b"\0"),
    ]
)


@given(
    st.sampled_from(_MAILS), st.lists(st.tuples(st.floats(0, 1), _PIECES), max_size=5)
)
@settings(max_examples=300, deadline=None)
def test_any_mail_gives_releases_or_skips(
    content: bytes, edits: list[tuple[float, bytes]]
) -> None:
    changed = bytearray(content)
    for place, piece in edits:
        start = int(place * len(changed))
        changed[start : start + len(piece) // 2] = piece
    for found in _found(bytes(changed)):
        assert isinstance(found, RawDocument | Skipped)


def test_a_mailbox_is_read_as_it_lies_in_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes(make_mailbox(make_mail()))
    assert read_file(path.read_bytes(), "box").form == "mailbox"
