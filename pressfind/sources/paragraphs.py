"""The paragraphs of plain text, with the lines where they begin."""

import re
from collections.abc import Callable, Iterable, Iterator

from pressfind.model import BlockKind

_BULLETS = "•*–-"
_BULLET = re.compile(rf"[{_BULLETS}]\s+(?=\S)")

Paragraph = tuple[str, int, BlockKind | None]
"""A text, the line where it begins, and its kind."""


def join_paragraphs(
    lines: Iterable[str], stands_alone: Callable[[str], bool] | None = None
) -> Iterator[Paragraph]:
    """Yield the blocks of ``lines``: blank lines part them, bullets stand alone."""
    gathered: list[str] = []
    first = 0
    kind: BlockKind | None = None
    for number, line in enumerate(lines, 1):
        plain = line.strip(" \t")
        if not plain:
            if gathered:
                yield " ".join(gathered), first, kind
                gathered = []
            continue
        bullet = _BULLET.match(plain) if plain[0] in _BULLETS else None
        alone = stands_alone is not None and stands_alone(plain)
        if gathered and (bullet or alone):
            yield " ".join(gathered), first, kind
            gathered = []
        if not gathered:
            first, kind = number, BlockKind.BULLET if bullet else None
        gathered.append(plain[bullet.end() :] if bullet else plain)
        if alone:
            yield " ".join(gathered), first, kind
            gathered = []
    if gathered:
        yield " ".join(gathered), first, kind
