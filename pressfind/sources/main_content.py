"""The text of a page that no selector finds: the extra ``web``, which is trafilatura.

Of its answer only the text is taken: a date that it infers isn't written there.
"""

from dataclasses import replace

from pressfind.model import RawBlock
from pressfind.sources.markup import read_blocks


def find_main_content(html: str) -> tuple[RawBlock, ...] | None:
    """Return the blocks of a page's text, without lines; None without the extra."""
    try:
        from trafilatura import extract
    except ImportError:  # or a part that it needs isn't there
        return None
    found = extract(
        html, output_format="html", include_comments=False, include_images=False
    )
    return tuple(replace(block, line=None) for block in read_blocks(found or ""))
