"""Whether to draw, and how wide: decided from flags, environment and stream."""

import os
import shutil
import sys
from pathlib import Path

from pressfind.cli.options import Color
from pressfind.printers.drawing import Ink, Screen


def open_screen(color: Color, index: Path) -> Screen:
    """Return where text goes: wrapped on a terminal, and with what escapes."""
    ink = _choose_ink(color)
    wrapped = sys.stdout.isatty() or ink is not Ink.NONE
    return Screen(
        stream=sys.stdout,
        width=shutil.get_terminal_size().columns if wrapped else None,
        ink=ink,
        folder=str(index.absolute().parent),
    )


def _choose_ink(color: Color) -> Ink:
    if color is not Color.AUTO:
        return Ink.COLOR if color is Color.ALWAYS else Ink.NONE
    if os.environ.get("TERM") == "dumb":
        return Ink.NONE
    if os.environ.get("NO_COLOR"):
        return Ink.MONO if sys.stdout.isatty() else Ink.NONE
    forced = bool(os.environ.get("FORCE_COLOR"))
    return Ink.COLOR if forced or sys.stdout.isatty() else Ink.NONE
