"""The forms that releases come in: the one table that tells them apart.

A form is one file with a recogniser and a reader, and one row of ``FORMS``.  The first
row that recognises a content reads it, so what is told by a signature stands before
what is told by its words.  Recognisers look at content, never at the name of a file.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pressfind.model import RawDocument, Skipped
from pressfind.sources.content import Content, Found
from pressfind.sources.extras import PDF, WEB, WORD, Extra
from pressfind.sources.feed import is_feed, read_feed
from pressfind.sources.govuk_content import is_govuk_content, read_govuk_content
from pressfind.sources.json_lines import is_json_lines, read_json_lines
from pressfind.sources.mail import is_mail, read_mail
from pressfind.sources.mailbox import is_mailbox, read_mailbox
from pressfind.sources.markdown import is_markdown, read_markdown
from pressfind.sources.pages import is_page, read_page
from pressfind.sources.pdf_document import is_pdf, read_pdf
from pressfind.sources.tar_archive import (
    is_packed_file,
    is_tar_archive,
    read_packed_file,
    read_tar_archive,
)
from pressfind.sources.text_archive import is_text_archive, read_text_archive
from pressfind.sources.text_release import is_text_release, read_text_release
from pressfind.sources.word_document import is_word_document, read_word_document
from pressfind.sources.wordpress_export import (
    is_wordpress_export,
    read_wordpress_export,
)
from pressfind.sources.zip_archive import is_zip_archive, read_zip_archive
from pressfind.values import frozen


@frozen(kw_only=True)
class Form:
    """One input format; ``tell`` says to a person what recognises it.

    ``extra`` is needed for all files of the form, ``helper`` for some, which name it.
    ``is_archive`` says that it holds files and nothing else.
    """

    name: str
    tell: str
    recognises: Callable[[Content], bool]
    read: Callable[[Content], Iterator[Found]]
    extra: Extra | None = None
    helper: Extra | None = None
    is_archive: bool = False


def _text_form(
    name: str,
    tell: str,
    recognises: Callable[[str], bool],
    read: Callable[[str, str], Iterator[RawDocument | Skipped]],
) -> Form:
    """Return the form of a text that is read as a whole."""
    return Form(
        name=name,
        tell=tell,
        recognises=lambda content: recognises(content.text),
        read=lambda content: read(content.text, content.path),
    )


FORMS = (
    Form(
        name="Word document",
        tell="a zip with the parts of one (DOCX)",
        recognises=is_word_document,
        read=read_word_document,
        extra=WORD,
    ),
    Form(
        name="zip archive",
        tell="the signature of zip",
        recognises=is_zip_archive,
        read=read_zip_archive,
        is_archive=True,
    ),
    Form(
        name="tar archive",
        tell="the signature of tar",
        recognises=is_tar_archive,
        read=read_tar_archive,
        is_archive=True,
    ),
    Form(
        name="packed file",
        tell="the signature of gzip, bzip2 or xz; a tar archive in it is read as one",
        recognises=is_packed_file,
        read=read_packed_file,
        is_archive=True,
    ),
    Form(
        name="PDF",
        tell="the signature of PDF",
        recognises=is_pdf,
        read=read_pdf,
        extra=PDF,
    ),
    Form(
        name="mailbox",
        tell='a first line that begins with "From ", and the headers of a mail',
        recognises=is_mailbox,
        read=read_mailbox,
    ),
    Form(
        name="e-mail",
        tell="headers that say who sent it, and what about or when",
        recognises=is_mail,
        read=read_mail,
    ),
    Form(
        name="WordPress export",
        tell="RSS with the names of a WordPress export (WXR)",
        recognises=is_wordpress_export,
        read=read_wordpress_export,
    ),
    Form(
        name="feed",
        tell="the first tag is of RSS, RDF or Atom",
        recognises=is_feed,
        read=read_feed,
    ),
    _text_form(
        "GOV.UK content",
        "an item of GOV.UK's content API, or a list of them",
        is_govuk_content,
        read_govuk_content,
    ),
    _text_form(
        "JSON Lines",
        "the first line is a JSON object",
        is_json_lines,
        read_json_lines,
    ),
    replace(
        _text_form("web page", "the first tag is of HTML", is_page, read_page),
        helper=WEB,
    ),
    Form(
        name="Markdown",
        tell="front matter with a title, or a first heading over a text that reports",
        recognises=is_markdown,
        read=read_markdown,
    ),
    _text_form(
        "text archive",
        "a page saved as text, whose posts begin with a bullet",
        is_text_archive,
        read_text_archive,
    ),
    _text_form(
        "text release",
        "it calls itself a press release, or is prose that reports, with a title",
        is_text_release,
        read_text_release,
    ),
)
