"""Lines drawn on a screen: wrapped and coloured on a terminal, plain elsewhere.

Elsewhere a line is never wrapped or cut.  On a terminal prose is wrapped at a readable
measure, an id or a path never: the terminal folds it itself, so that it can be copied
whole.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from pressfind.model import Span
from pressfind.printers.safety import make_safe
from pressfind.values import frozen

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Of the eight colours, red and magenta alone are readable on black and on white.
LIT = "bold red"
WHO = "magenta"
TITLE = "bold"
QUIET = "dim"

# Longer lines lose the eye on its way back; shorter ones can't hold a word.
_MEASURE, _NARROWEST = 100, 20


class Ink(StrEnum):
    """What may be written besides the text: nothing, weight, or colour too."""

    NONE = "none"
    MONO = "mono"
    COLOR = "color"


@frozen(kw_only=True)
class Screen:
    """Where text goes: ``width`` is None where lines aren't wrapped."""

    stream: TextIO
    width: int | None = None
    ink: Ink = Ink.NONE
    folder: str = ""  # absolute, so that links to files can be made


@frozen(kw_only=True)
class Line:
    """One paragraph; ``mark`` stands before it, and wrapped lines hang behind it."""

    text: str
    indent: int = 0
    mark: str = ""
    mark_style: str = ""
    style: str = ""
    lit: tuple[Span, ...] = ()
    faint: tuple[Span, ...] = ()
    link: str | None = None
    whole: bool = False  # an id or a path: to be copied, so never wrapped


Lines = Iterable[Line]
BLANK = Line(text="")


def draw(results: Iterable[Lines], screen: Screen) -> None:
    """Write results, with a blank line between them."""
    write: Callable[[Line, Screen], None] = _write_plain
    if screen.width is not None:
        write = _Drawer(open_console(screen, screen.width), screen.width)
    for place, lines in enumerate(results):
        if place:
            screen.stream.write("\n")
        for line in lines:
            write(line, screen)


def end_page(screen: Screen) -> None:
    """Write what parts results from a message that follows them on a terminal."""
    if screen.width is not None:
        screen.stream.write("\n")


def _write_plain(line: Line, screen: Screen) -> None:
    flat = make_safe(line.text).replace("\n", " ").replace("\t", " ")
    screen.stream.write(f"{' ' * line.indent}{line.mark}{flat}".rstrip(" ") + "\n")


class _Drawer:
    """Writes lines with Rich, which is imported only where it draws."""

    def __init__(self, console: "Console", width: int) -> None:
        self._console = console
        self._width = max(width, _NARROWEST)

    def __call__(self, line: Line, screen: Screen) -> None:
        text = self._style(line, screen)
        margin = line.indent + len(line.mark)
        rows = [text]
        if not line.whole:
            measure = min(_MEASURE, max(self._width - margin, _NARROWEST))
            rows = list(text.wrap(self._console, measure))
        for row in rows:
            row.rstrip()
        self._write(line, rows)

    def _write(self, line: Line, rows: "list[Text]") -> None:
        from rich.text import Text

        for place, row in enumerate(rows or [Text()]):
            margin = line.indent + (len(line.mark) if place else 0)
            # A blank line between a quote's paragraphs has no margin to trail.
            drawn = Text(" " * margin if row.plain else "")
            if not place:
                drawn.append(line.mark, line.mark_style)
            drawn.append_text(row)
            self._console.print(drawn, no_wrap=True, overflow="ignore", crop=False)

    def _style(self, line: Line, screen: Screen) -> "Text":
        from rich.style import Style
        from rich.text import Text

        text = Text(make_safe(line.text).replace("\t", " "), style=line.style)
        for span in line.lit:
            text.stylize(LIT, span.start, span.end)
        for span in line.faint:
            text.stylize(QUIET, span.start, span.end)
        if line.link and screen.ink is not Ink.NONE:
            text.stylize(Style(link=line.link))
        return text


def open_console(screen: Screen, width: int) -> "Console":
    """Return what draws on a screen, so wide and with its ink."""
    from rich.console import Console

    # All is said here, so that Rich asks neither the environment nor the stream.
    return Console(
        file=screen.stream,
        width=width,
        height=25,
        force_terminal=screen.ink is not Ink.NONE,
        color_system=None if screen.ink is Ink.NONE else "standard",
        no_color=screen.ink is not Ink.COLOR,
        highlight=False,
        legacy_windows=False,
    )
