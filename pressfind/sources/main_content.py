"""The text of a page that no selector finds: the extra ``web``, which is trafilatura.

Of its answer only the text is taken: a date that it infers isn't written there.
"""

from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec

from pressfind.model import RawBlock
from pressfind.sources.markup import read_blocks

ADVICE = "pip install 'pressfind[web]'"


def is_available() -> bool:
    """Whether the extra is installed."""
    return find_spec("trafilatura") is not None


def find_main_content(html: str) -> tuple[RawBlock, ...]:
    """Return the blocks of the page's text, without lines, or none."""
    from trafilatura import extract

    found = extract(
        html, output_format="html", include_comments=False, include_images=False
    )
    return _without_lines(read_blocks(found)) if found else ()


def _without_lines(blocks: Iterable[RawBlock]) -> tuple[RawBlock, ...]:
    return tuple(replace(block, line=None) for block in blocks)
