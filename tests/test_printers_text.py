"""What a person sees of the sample, at several widths and in a pipe.

The screens in ``golden/screens`` were read before they were kept.  Escapes stand there
as ``␛``; the random part of a link and the place of the archive are taken out.
"""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pressfind.model import (
    Block,
    BlockKind,
    Grouping,
    Question,
    Release,
    ReleaseHit,
    ReleasePage,
    Sort,
    Source,
)
from pressfind.model.indexes import Contribution, WholeRelease
from pressfind.model.uses import Direction, UserKind
from pressfind.printers.drawing import Ink, Screen
from pressfind.printers.text import (
    print_markdown,
    print_quotes,
    print_releases,
    print_status,
    print_whole,
    say_total,
)
from pressfind.printers.uses import print_uses
from pressfind.printers.verdicts import print_verdict
from pressfind.searching import (
    find_releases,
    find_whole,
    read_status,
    search_quotes,
    search_releases,
)
from pressfind.searching.uses import find_uses
from pressfind.searching.verifying import verify_words
from tests.conftest import GOLDEN

DAY = date(2026, 1, 1)
LINK = re.compile(r"␛]8;id=[^;]*;")
ESCAPE = re.compile(r"\x1b(\[[0-9;]*m|]8;[^\x1b]*\x1b\\)")
LONG = "2024-11-21-harbour-safety-orders-to-protect-dock-workers-and-small"

View = Callable[[Path, Screen], None]


def _view_search(index: Path, screen: Screen) -> None:
    print_releases(search_releases(index, Question(text="Rwanda"), DAY), screen)


def _view_long_titles(index: Path, screen: Screen) -> None:
    question = Question(text='"small boats" orders', sort=Sort.NEWEST)
    print_releases(search_releases(index, question, DAY), screen)


def _view_quotes(index: Path, screen: Screen) -> None:
    question = Question(text="speaker:brade", sort=Sort.NEWEST)
    print_quotes(search_quotes(index, question, DAY), screen)


def _view_speakers(index: Path, screen: Screen) -> None:
    page = search_quotes(index, Question(text="speaker:brade", limit=3), DAY)
    print_quotes(page, screen, Grouping.SPEAKER)


def _view_altered(index: Path, screen: Screen) -> None:
    words = (
        "The rules have been relaxed, and I want … We have simply stopped making 40 "
        "people queue for [any] reason."
    )
    print_verdict(verify_words(index, words, DAY), screen)


def _view_another(index: Path, screen: Screen) -> None:
    words = "Honest fishing families lose [out] when eels are stolen"
    print_verdict(verify_words(index, words, DAY, speaker="Rastrick"), screen)


def _view_narrative(index: Path, screen: Screen) -> None:
    words = "[The] orders agreed during the week"
    print_verdict(verify_words(index, words, DAY), screen)


def _view_uses(index: Path, screen: Screen) -> None:
    found = find_uses(
        index,
        Question(text="people"),
        DAY,
        direction=Direction.FIRST,
        by=UserKind.DEPARTMENT,
    )
    print_uses(found, screen)


def _view_show(index: Path, screen: Screen) -> None:
    print_whole(find_whole(index, ["2025-06-24", "2025-04-08"]), screen)


def _view_status(index: Path, screen: Screen) -> None:
    status = read_status(index)
    # What differs between machines and versions says nothing about the drawing.
    status = replace(status, index="/archive/.pressfind", size=12345, version="1.2.3")
    print_status(status, screen)


VIEWS: dict[str, View] = {
    "search": _view_search,
    "search-long": _view_long_titles,
    "quotes": _view_quotes,
    "quotes-speaker": _view_speakers,
    "verify-altered": _view_altered,
    "verify-another": _view_another,
    "verify-narrative": _view_narrative,
    "first-department": _view_uses,
    "show": _view_show,
    "status": _view_status,
}


def _draw(view: View, index: Path, *, width: int | None, ink: Ink) -> str:
    stream = io.StringIO(newline="")
    folder = str(index.parent.resolve())
    view(index, Screen(stream=stream, width=width, ink=ink, folder=folder))
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 200, None])
@pytest.mark.parametrize("name", VIEWS)
def test_a_screen_is_as_it_was_last_reviewed(
    sample_index: Path, update_golden: bool, name: str, width: int | None
) -> None:
    ink = Ink.COLOR if width else Ink.NONE
    drawn = _draw(VIEWS[name], sample_index, width=width, ink=ink)
    shown = LINK.sub("␛]8;;", drawn.replace("\x1b", "␛"))
    shown = shown.replace(sample_index.parent.resolve().as_uri(), "file:///archive")
    path = GOLDEN / "screens" / f"{name}-{width or 'pipe'}.txt"
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("name", VIEWS)
def test_no_line_but_an_id_is_wider_than_the_screen(
    sample_index: Path, name: str, width: int
) -> None:
    drawn = ESCAPE.sub("", _draw(VIEWS[name], sample_index, width=width, ink=Ink.COLOR))
    wide = [line for line in drawn.splitlines() if len(line) > width]
    assert [line for line in wide if " " in line.strip()] == []


def test_an_id_is_never_wrapped(sample_index: Path) -> None:
    drawn = _draw(_view_long_titles, sample_index, width=40, ink=Ink.NONE)
    assert LONG in drawn.splitlines()


def test_without_ink_a_terminal_gets_wrapped_lines_and_no_escape(
    sample_index: Path,
) -> None:
    bare = _draw(_view_search, sample_index, width=60, ink=Ink.NONE)
    drawn = _draw(_view_search, sample_index, width=60, ink=Ink.COLOR)
    assert bare == ESCAPE.sub("", drawn)


def test_without_colour_weight_stays(sample_index: Path) -> None:
    drawn = _draw(_view_search, sample_index, width=60, ink=Ink.MONO)
    codes = {code for found in re.findall(r"\x1b\[([0-9;]*)m", drawn) for code in found}
    assert codes <= set("012;")


def test_only_colours_that_both_dark_and_light_can_show_are_used(
    sample_index: Path,
) -> None:
    drawn = "".join(
        _draw(view, sample_index, width=80, ink=Ink.COLOR) for view in VIEWS.values()
    )
    codes = {
        code
        for found in re.findall(r"\x1b\[([0-9;]*)m", drawn)
        for code in found.split(";")
    }
    red, magenta, bold, dim, reset = "31", "35", "1", "2", "0"
    assert codes == {red, magenta, bold, dim, reset}


def _release(url: str | None = None) -> Release:
    block = Block(kind=BlockKind.PARAGRAPH, text="A ferry came.\tIt left.\x1b[31m")
    source = Source(path="page.txt", line_start=3)
    return Release(
        id="undated-ferry", title="Ferry", source=source, blocks=(block,), url=url
    )


def _draw_one(release: Release, *, width: int | None = None) -> str:
    stream = io.StringIO()
    ink = Ink.COLOR if width else Ink.NONE
    whole = WholeRelease(
        release=release, sources=(Contribution(source=release.source, fields=()),)
    )
    print_whole([whole], Screen(stream=stream, width=width, ink=ink, folder="/a b"))
    return stream.getvalue()


def test_a_release_with_an_address_links_to_it() -> None:
    drawn = _draw_one(_release(url="https://example.org/ferry"), width=80)
    assert ";https://example.org/ferry\x1b\\" in drawn


def test_a_release_without_an_address_links_to_its_file() -> None:
    assert ";file:///a%20b/page.txt\x1b\\" in _draw_one(_release(), width=80)


def test_an_address_that_is_no_web_page_is_no_link() -> None:
    assert "\x1b]8" not in _draw_one(_release(url="javascript:alert(1)"), width=80)


@pytest.mark.parametrize("width", [None, 80])
def test_a_release_cannot_write_an_escape_of_its_own(width: int | None) -> None:
    assert "It left.�[31m" in _draw_one(_release(), width=width)


def test_a_release_of_several_sources_says_what_each_gave() -> None:
    release = _release()
    sources = (
        Contribution(source=release.source, fields=("title", "body")),
        Contribution(source=Source(path="feed.xml"), fields=("date",)),
        Contribution(source=Source(path="copy.txt", line_start=9), fields=()),
    )
    stream = io.StringIO()
    screen = Screen(stream=stream, width=None, ink=Ink.NONE, folder="")
    print_whole([WholeRelease(release=release, sources=sources)], screen)
    expected = ["page.txt:3", "feed.xml", "  gave date", "copy.txt:9"]
    assert stream.getvalue().splitlines()[3:7] == expected


def test_in_a_pipe_a_paragraph_is_one_line() -> None:
    assert "A ferry came. It left.�[31m\n" in _draw_one(_release())


def test_markdown_keeps_bullets_together_and_quotes_apart(sample_index: Path) -> None:
    stream = io.StringIO()
    print_markdown(find_releases(sample_index, ["2025-06-24"]), stream)
    assert (
        "\n\n- recognise each other’s laboratory tests for coffee, tea and cut flowers"
        "\n- fund a cold-storage"
    ) in stream.getvalue()


@pytest.mark.parametrize(
    ("damage", "said"), [((), "whole"), (("a.seg", "b.seg"), "2 damaged")]
)
def test_a_checked_index_is_said_to_be_whole_or_not(
    sample_index: Path, damage: tuple[str, ...], said: str
) -> None:
    stream = io.StringIO()
    status = replace(read_status(sample_index), damage=damage)
    print_status(status, Screen(stream=stream))
    assert stream.getvalue().splitlines()[-1] == f"check     {said}"


@pytest.mark.parametrize(
    ("total", "offset", "shown", "sentence"),
    [
        (0, 0, 0, "nothing found"),
        (1, 0, 1, "1 release"),
        (1200, 0, 1, "1 to 1 of 1,200 releases; for more: --offset 1"),
        (12, 10, 2, "11 to 12 of 12 releases"),
        (12, 20, 0, "nothing from 21 on: there are 12 releases"),
    ],
)
def test_the_total_says_which_part_is_shown(
    total: int, offset: int, shown: int, sentence: str
) -> None:
    hits = tuple(
        ReleaseHit(rank=offset + n + 1, score=0.0, release=_release())
        for n in range(shown)
    )
    question = Question(offset=offset)
    page = ReleasePage(question=question, parsed="", total=total, hits=hits)
    assert say_total(page) == sentence
