"""Whether words were said: the verdict, and the closest quotes with what differs.

In text what was only said is ``[-so-]`` and what was only given ``{+so+}``, in colour
or without.  Numbers and negations that differ come before everything else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TextIO

from pressfind.model import Span
from pressfind.model.verdicts import (
    Change,
    CloseQuote,
    Edit,
    Narrative,
    Operation,
    Verification,
)
from pressfind.printers.drawing import QUIET, TITLE, Line, Screen, draw
from pressfind.printers.records import (
    QUOTE_COLUMNS,
    VERSION,
    Record,
    hit_record,
    print_table,
    release_record,
)
from pressfind.printers.text import heading_lines, place_line, quote_lines

_MARGIN = 12
"""Where the words of a difference begin, behind what it is."""

COLUMNS = ("verdict", *QUOTE_COLUMNS, "difference")


def verdict_record(verification: Verification) -> Record:
    """Return a verdict and what it rests on."""
    return {
        "version": VERSION,
        "type": "verify",
        "verdict": verification.verdict.value,
        "closest": [
            {
                "quote": hit_record(close.hit),
                "difference": [_edit_record(edit) for edit in close.difference],
                "of_speaker": close.of_speaker,
            }
            for close in verification.closest
        ],
        "narrative": [_narrative_record(one) for one in verification.narrative],
        "given": verification.given,
        "speaker": verification.speaker,
    }


def print_verdict(verification: Verification, screen: Screen) -> None:
    """Write the verdict, then the closest quotes or where narrative has the words."""
    verdict = Line(text=verification.verdict.value, style=TITLE)
    closest = (
        [*_speaker_lines(close, verification.speaker), *_close_lines(close, screen)]
        for close in verification.closest
    )
    narrative = (_narrative_lines(one, screen) for one in verification.narrative)
    draw([[verdict], *closest, *narrative], screen)


def print_verdict_table(
    verification: Verification, stream: TextIO, *, tabs: bool
) -> None:
    """Write a row a quote, as CSV or TSV; without one, the verdict alone."""
    verdict = {"verdict": verification.verdict.value}
    rows: list[Record] = [
        {
            **verdict,
            **hit_record(close.hit),
            "difference": _write_difference(close.difference)[0],
        }
        for close in verification.closest
    ]
    nothing = dict.fromkeys(COLUMNS, "")
    print_table(rows or [nothing | verdict], COLUMNS, stream, tabs=tabs)


def _edit_record(edit: Edit) -> Record:
    return {
        "op": edit.op.value,
        "said": edit.said,
        "given": edit.given,
        "change": edit.change and edit.change.value,
    }


def _narrative_record(narrative: Narrative) -> Record:
    return {
        "text": narrative.text,
        "release": release_record(narrative.release),
        "source": {"path": narrative.release.source.path, "line": narrative.line},
    }


def _speaker_lines(close: CloseQuote, named: str | None) -> Iterator[Line]:
    """Yield who said it where it wasn't the one who was named."""
    if close.of_speaker is False and named:
        speaker = close.hit.quote.speaker
        said = speaker.name or speaker.as_written or speaker.role or ""
        other = Edit(
            op=Operation.REPLACE, said=said, given=named, change=Change.WORDING
        )
        yield _difference_line("speaker", [other])


def _close_lines(close: CloseQuote, screen: Screen) -> Iterator[Line]:
    for edit in close.difference:
        if edit.change in (Change.NUMBER, Change.NEGATION):
            yield _difference_line(edit.change.value, [edit])
    hit = close.hit
    if any(edit.change for edit in close.difference):
        yield _difference_line("difference", close.difference)
        hit = replace(hit, highlights=())  # the difference shows what is the same
    yield from quote_lines(hit, screen)


def _narrative_lines(narrative: Narrative, screen: Screen) -> Iterator[Line]:
    yield from heading_lines(narrative.release, screen)
    yield Line(text=narrative.text, indent=2, mark="· ", mark_style=QUIET)
    yield place_line(narrative.release, narrative.line, 4)


def _difference_line(name: str, difference: Sequence[Edit]) -> Line:
    text, said, given = _write_difference(difference)
    mark = f"{name:<{_MARGIN}}"
    return Line(text=text, mark=mark, mark_style=QUIET, faint=said, lit=given)


def _write_difference(
    difference: Sequence[Edit],
) -> tuple[str, tuple[Span, ...], tuple[Span, ...]]:
    """Return edits in one text, and which parts of it were only said, or only given."""
    text = ""
    said: list[Span] = []
    given: list[Span] = []
    for edit in difference:
        if edit.change is None:
            text += f"{edit.said} "
            continue
        for form, words, spans in (
            ("[-{}-]", edit.said, said),
            ("{{+{}+}}", edit.given, given),
        ):
            if words:
                shown = form.format(words)
                spans.append(Span(len(text), len(text) + len(shown)))
                text += f"{shown} "
    return text.rstrip(), tuple(said), tuple(given)
