"""PDF and Word documents, with the extra that reads them and without it."""

import io
import zipfile
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.extract import extract_release
from pressfind.indexing import Job, update_index
from pressfind.model import BlockKind, RawDocument, Skipped
from pressfind.sources import extras, read_file
from tests.made import PDF_PAGE, Placed, make_docx, make_pdf


def _one(content: bytes) -> RawDocument | Skipped:
    (found,) = read_file(content, "a.bin").documents
    return found


def _kind(content: bytes) -> str:
    found = _one(content)
    assert isinstance(found, Skipped)
    return found.kind


def test_a_pdf_is_a_release_with_its_paragraphs_and_headings() -> None:
    found = _one(make_pdf(PDF_PAGE))
    assert isinstance(found, RawDocument)
    assert [(block.kind, block.text) for block in found.blocks] == [
        (None, "The new ferry to Port Alder sailed today for the first time."),
        (BlockKind.HEADING, "Fares"),
        (None, "It costs two pounds for all who sail."),
        (None, "“We are glad,” said Ida Holt."),
        (BlockKind.BULLET, "Children sail free."),
    ]


def test_the_largest_line_of_a_pdf_is_its_title_and_its_day_is_read() -> None:
    found = _one(make_pdf(PDF_PAGE))
    assert isinstance(found, RawDocument)
    release = extract_release(found).release
    assert (release.title, str(release.date)) == ("New ferry sails", "2024-05-07")


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    pages: list[Placed] = [
        [(18, 720, "Ferry sails"), (11, 700, "7 May 2024"), (11, 90, "It sails")],
        [(11, 720, "to Port Alder.")],
    ]
    found = _one(make_pdf(*pages))
    assert isinstance(found, RawDocument)
    assert [block.text for block in found.blocks] == ["It sails to Port Alder."]


def test_a_scanned_pdf_is_named_as_one_without_text() -> None:
    found = _one(make_pdf([]))
    assert isinstance(found, Skipped)
    assert (found.kind, found.reason[:30]) == (
        "no text",
        "its pages are pictures without",
    )


def test_a_pdf_with_a_password_is_named() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(PDF_PAGE)))
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    assert _kind(held.getvalue()) == "locked"


def test_a_pdf_that_is_cut_is_named() -> None:
    assert _kind(b"%PDF-1.4\n%%EOF") == "damaged"


def test_a_word_document_is_a_release_whose_styles_are_kinds() -> None:
    found = _one(make_docx())
    assert isinstance(found, RawDocument)
    assert (found.title, found.date_text) == ("New ferry sails", "7 May 2024")
    assert [(block.kind, block.text) for block in found.blocks] == [
        (None, "The new ferry sailed today."),
        (BlockKind.HEADING, "Fares"),
        (BlockKind.BULLET, "Children sail free."),
        (BlockKind.QUOTE_PARAGRAPH, "We are glad."),
        (BlockKind.PARAGRAPH, "Adults | £2"),
        (BlockKind.BOILERPLATE, "ENDS"),
    ]


def test_another_document_of_an_office_program_is_no_archive() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/workbook.xml", "<a/>")
    assert _kind(held.getvalue()) == "unknown form"


@pytest.mark.parametrize("content", [make_pdf(PDF_PAGE), make_docx()])
def test_without_the_extra_its_name_is_told(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    found = _one(content)
    assert isinstance(found, Skipped)
    assert (found.kind, found.reason.partition(": ")[2]) == (
        "needs an extra",
        "pip install 'pressfind[documents]'",
    )


def test_a_file_that_lacked_an_extra_is_read_when_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(make_pdf(PDF_PAGE))
    job = Job(index=tmp_path / "index", cwd=tmp_path, now_ns=2**62, paths=("a.pdf",))
    with monkeypatch.context() as without:
        without.setattr(extras, "find_spec", lambda _: None)
        assert [skip.kind for skip in update_index(job).skipped] == ["needs an extra"]
    assert update_index(job).new == 1


@pytest.mark.parametrize("content", [make_pdf(PDF_PAGE, PDF_PAGE), make_docx()])
@given(
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=4),
    st.floats(0.5, 1),
)
@settings(max_examples=100, deadline=None)
def test_a_damaged_document_gives_a_release_or_a_skip(
    content: bytes, edits: list[tuple[float, bytes]], kept: float
) -> None:
    changed = bytearray(content)
    for place, piece in edits:
        start = int(place * len(changed))
        changed[start : start + len(piece)] = piece
    cut = bytes(changed[: int(kept * len(changed))])
    for found in read_file(cut, "a").documents:
        assert isinstance(found, RawDocument | Skipped)
