"""The forms that are read, and what a run would read, for a person.

On a terminal what is long is wrapped behind its column; elsewhere a row is a line.
"""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pressfind.model import Skipped
from pressfind.model.indexes import Preview, SourceForm
from pressfind.printers.drawing import Screen
from pressfind.printers.safety import make_safe

_BETWEEN = 2
_NARROWEST = 16
"""Columns of a terminal below which what is long isn't wrapped any further."""
_MOST_NAMED = 3
"""Skips of one file that are named; the others are counted by their kinds."""
_FIGURES = 8


def print_forms(forms: Sequence[SourceForm], screen: Screen) -> None:
    """Write each form, the extra that it needs, and what recognises it."""
    rows = [("form", "extra", "recognised by")]
    rows += [(form.name, say_extra(form), form.tell) for form in forms]
    name, extra = (max(len(row[at]) for row in rows) + _BETWEEN for at in (0, 1))
    for row in rows:
        _print(row[0].ljust(name) + row[1].ljust(extra), row[2], screen)


def say_extra(form: SourceForm) -> str:
    """Return the extra that a form needs, if any, for how much, and if it is there."""
    if form.extra is None:
        return ""
    some = ", for some" if form.for_some else ""
    return f"{form.extra}{some}{'' if form.installed else ' (missing)'}"


def print_previews(previews: Iterable[Preview], screen: Screen) -> tuple[int, int, int]:
    """Write what each file would give, as it is read.

    Return how many files, releases and skips there were.
    """
    files = releases = skips = 0
    for preview in previews:
        given = f"{preview.releases:,}".rjust(_FIGURES - _BETWEEN)
        form = preview.form or "nothing"
        _print(f"{given}  ", f"{preview.path}: {form}", screen)
        for reason in _say_reasons(preview):
            _print(" " * (_FIGURES + _BETWEEN), reason, screen)
        files += 1
        releases += preview.releases
        skips += len(preview.skipped)
    return files, releases, skips


def _say_reasons(preview: Preview) -> Iterator[str]:
    for warning in preview.warnings[:_MOST_NAMED]:
        yield warning.removeprefix(f"{preview.path}: ")
    unsaid = len(preview.warnings) - _MOST_NAMED
    if unsaid > 0:
        yield f"and {unsaid:,} more like these"
    for skip in preview.skipped[:_MOST_NAMED]:
        yield _say_skip(skip, preview.path)
    if others := Counter(skip.kind for skip in preview.skipped[_MOST_NAMED:]):
        counted = (f"{count:,} {kind}" for kind, count in sorted(others.items()))
        yield f"also skipped: {', '.join(counted)}"


def _say_skip(skip: Skipped, path: str) -> str:
    """Return why something is skipped; a member of the file is named behind it."""
    within = skip.path.removeprefix(path)
    line = f"line {skip.line}, " if skip.line else ""
    return f"skipped {within and f'{within}, '}{line}{skip.kind}: {skip.reason}"


def _print(mark: str, text: str, screen: Screen) -> None:
    safe = make_safe(text.encode("utf-8", "backslashreplace").decode())
    line = safe.replace("\n", "\ufffd")
    if screen.width is None:
        screen.stream.write(f"{mark}{line}\n")
        return
    width = max(screen.width - len(mark), _NARROWEST)
    hanging = "\n" + " " * len(mark)
    wrapped = textwrap.wrap(line, width, break_on_hyphens=False, break_long_words=False)
    screen.stream.write(f"{mark}{hanging.join(wrapped)}\n")
