"""A title over blocks, as a document gives them, into a release, if it is one.

Folders hold documents of all kinds, so one must call itself a release, have a date
where releases have theirs, or report, as a plain text must.
"""

from pressfind.errors import UnreadableError
from pressfind.model import BlockKind, RawBlock, RawDocument, Source
from pressfind.sources.content import Content
from pressfind.sources.frame import mark_frame
from pressfind.sources.text_release import is_prose, reports, take_marks
from pressfind.sources.titles import read_title


def read_titled(content: Content, title: str, blocks: list[RawBlock]) -> RawDocument:
    """Return the release of a document; raise ``UnreadableError`` if it is none."""
    marks, blocks = take_marks(blocks)
    framed = mark_frame(blocks)
    named = read_title(title)
    own = [b for b in framed.blocks if b.kind is not BlockKind.BOILERPLATE]
    marked = marks.department or marks.date_text or marks.labelled or framed.labelled
    if not (named.is_release or marked or (own and is_prose(own) and reports(own))):
        raise UnreadableError(
            "no release", f"{named.text!r} neither calls itself a release nor reports"
        )
    return RawDocument(
        source=Source(path=content.path),
        title=named.text,
        blocks=framed.blocks,
        department=marks.department,
        date_text=marks.date_text or framed.date_text,
        month=named.month,
    )
