"""Whether to draw, and how wide: decided from flags, environment and stream."""

import os
import shutil
import sys
from pathlib import Path

from pressfind.cli.options import Color
from pressfind.printers.text import Screen


def open_screen(color: Color, index: Path) -> Screen:
    """Return where text goes: drawn on a terminal, unless told otherwise."""
    width = shutil.get_terminal_size().columns if _draws(color) else None
    folder = str(index.absolute().parent)
    return Screen(stream=sys.stdout, width=width, folder=folder)


def _draws(color: Color) -> bool:
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
