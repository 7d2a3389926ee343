"""The forms that releases come in: the one table that tells them apart.

A form is one file with a recogniser and a reader, and one row of ``FORMS``.  The first
row that recognises a content reads it, so what is told by a signature stands before
what is told by its words.  Recognisers look at content, never at the name of a file.
The file of a form is imported when a content may have that form, and not before.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, cast

from pressfind.sources.content import Content, Found
from pressfind.sources.extras import PDF, WEB, WORD, Extra
from pressfind.values import frozen


@frozen(kw_only=True)
class Form:
    """One input format; ``tell`` says to a person what recognises it.

    ``module`` has ``read_NOUN``, and ``is_NOUN`` unless that is among the signatures;
    with ``of_text`` they are given the whole text.  ``extra`` is needed for all files
    of the form, ``helper`` for some, which name it.  ``is_archive`` says that it holds
    files and nothing else.
    """

    name: str
    tell: str
    module: str
    noun: str
    by_signature: bool = False
    of_text: bool = False
    extra: Extra | None = None
    helper: Extra | None = None
    is_archive: bool = False

    def recognises(self, content: Content) -> bool:
        """Whether a content has this form."""
        module = "signatures" if self.by_signature else self.module
        recognise = _import(module, f"is_{self.noun}")
        return cast(bool, recognise(content.text if self.of_text else content))

    def read(self, content: Content) -> Iterator[Found]:
        """Yield what a content of this form holds."""
        read = _import(self.module, f"read_{self.noun}")
        found = read(content.text, content.path) if self.of_text else read(content)
        return cast(Iterator[Found], found)


@cache  # every file is shown to most forms
def _import(module: str, function: str) -> Callable[..., Any]:
    imported = import_module(f"pressfind.sources.{module}")
    return cast(Callable[..., Any], getattr(imported, function))


FORMS = (
    Form(
        name="Word document",
        tell="a zip with the parts of one (DOCX)",
        module="word_document",
        noun="word_document",
        by_signature=True,
        extra=WORD,
    ),
    Form(
        name="zip archive",
        tell="the signature of zip",
        module="zip_archive",
        noun="zip_archive",
        by_signature=True,
        is_archive=True,
    ),
    Form(
        name="tar archive",
        tell="the signature of tar",
        module="tar_archive",
        noun="tar_archive",
        by_signature=True,
        is_archive=True,
    ),
    Form(
        name="packed file",
        tell="the signature of gzip, bzip2 or xz; a tar archive in it is read as one",
        module="tar_archive",
        noun="packed_file",
        by_signature=True,
        is_archive=True,
    ),
    Form(
        name="PDF",
        tell="the signature of PDF",
        module="pdf_document",
        noun="pdf",
        by_signature=True,
        extra=PDF,
    ),
    Form(
        name="mailbox",
        tell='a first line that begins with "From ", and the headers of a mail',
        module="mailbox",
        noun="mailbox",
        by_signature=True,
    ),
    Form(
        name="e-mail",
        tell="headers that say who sent it, and what about or when",
        module="mail",
        noun="mail",
        by_signature=True,
    ),
    Form(
        name="WordPress export",
        tell="RSS with the names of a WordPress export (WXR)",
        module="wordpress_export",
        noun="wordpress_export",
        by_signature=True,
    ),
    Form(
        name="feed",
        tell="the first tag is of RSS, RDF or Atom",
        module="feed",
        noun="feed",
        by_signature=True,
    ),
    Form(
        name="GOV.UK content",
        tell="an item of GOV.UK's content API, or a list of them",
        module="govuk_content",
        noun="govuk_content",
        of_text=True,
    ),
    Form(
        name="JSON Lines",
        tell="the first line is a JSON object",
        module="json_lines",
        noun="json_lines",
        of_text=True,
    ),
    Form(
        name="web page",
        tell="the first tag is of HTML",
        module="pages",
        noun="page",
        of_text=True,
        helper=WEB,
    ),
    Form(
        name="Markdown",
        tell="front matter with a title, or a first heading over a text that reports",
        module="markdown",
        noun="markdown",
    ),
    Form(
        name="text archive",
        tell="a page saved as text, whose posts begin with a bullet",
        module="text_archive",
        noun="text_archive",
        of_text=True,
    ),
    Form(
        name="text release",
        tell="it calls itself a press release, or is prose that reports, with a title",
        module="text_release",
        noun="text_release",
        of_text=True,
    ),
)
