"""The forms in which releases say who spoke; all people and texts are invented."""

import pytest

from pressfind.extract import extract_release
from pressfind.extract.endings import Ending, Run, find_ending
from pressfind.extract.organisations import find_organisation
from pressfind.model import Quote, RawBlock, RawDocument, Release, Source

LEAD = "Kites are to be free for all in Ternby."
REPORT = "In March 2019, the town opened 1,200 kite shops at a cost of £3 million."


def release(*texts: str, title: str = "Free kites") -> Release:
    """Return the release of ``LEAD`` and the paragraphs given."""
    blocks = tuple(RawBlock(text=text) for text in (LEAD, *texts))
    source = Source(path="kites.txt")
    document = RawDocument(source=source, title=title, blocks=blocks)
    return extract_release(document).release


def only(*texts: str, title: str = "Free kites") -> Quote:
    """Return the one quote of a release."""
    (quote,) = release(*texts, title=title).quotes
    return quote


def words(*texts: str) -> list[str]:
    """Return the words of each quote."""
    found = release(*texts)
    return [quote.span.of(found.body) for quote in found.quotes]


def names(*texts: str) -> list[str | None]:
    """Return who speaks each quote."""
    return [quote.speaker.name for quote in release(*texts).quotes]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("“We like kites,” said U.S. Attorney Ida J. Holt.", "Ida J. Holt", "Attorney"),
        (
            "“We like kites,” Ida Holt, head of parks, said.",
            "Ida Holt",
            "head of parks",
        ),
        ("“We like kites,” says host Ida Holt.", "Ida Holt", "host"),
        (
            "Added Park Trust President Ida Holt, “We like kites.”",
            "Ida Holt",
            "President",
        ),
        ("“We all like kites.” – Senator Ida Holt (D-NY)", "Ida Holt", "Senator"),
        (
            '"We all like kites." - Senator Ida Holt (D-NY) It rained.',
            "Ida Holt",
            "Sen",
        ),
        ("Mayor Ida Holt described it as “a joy to every child”.", "Ida Holt", "Mayor"),
        (
            "Kite founder, Ida Holt, says her shop is “the place to go when you wish to"
            " fly.” She adds that it rained.",
            "Ida Holt",
            "Kite founder",
        ),
        (
            "Ida Holt, chair of the Kite Trust, welcomed the news but said: “We wait.”",
            "Ida Holt",
            "chair of the Kite Trust",
        ),
    ],
)
def test_an_attribution_may_stand_on_either_side(
    text: str, name: str, role: str
) -> None:
    speaker = only(text).speaker
    assert speaker.name == name
    assert speaker.role is not None
    assert role in speaker.role


@pytest.mark.parametrize(
    "text",
    [
        "“We like kites and strings,” the letter reads.",
        "“We like kites and strings,” reads a recent report.",
        "The report says: “We like kites and strings.”",
    ],
)
def test_what_a_paper_says_is_a_quote_of_nobody(text: str) -> None:
    assert names(text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "According to Ida Holt, “kites are a joy to all of us”.",
        "As Ida Holt put it, “kites are a joy to all of us”.",
    ],
)
def test_whom_words_are_cited_from_speaks_them(text: str) -> None:
    assert names(text) == ["Ida Holt"]


def test_marked_words_that_are_part_of_the_sentence_are_nobodys() -> None:
    text = "The “rule of ninety days for kites” was cut, the minister said."
    assert words(text) == []


def test_she_went_on_to_say_goes_on() -> None:
    text = ("Mayor Ida Holt said:", "We fly.", "She went on to say:", "I am glad.")
    assert names(*text) == ["Ida Holt", "Ida Holt"]


def test_a_quote_that_a_paper_parts_is_one() -> None:
    text = "“We like kites,” the letter reads. “They are a joy to all of us.”"
    assert len(words(text)) == 1


def test_what_the_narrator_says_after_a_quote_is_none_of_its_attribution() -> None:
    text = "“We like all kites.” Ida Holt added that it rained."
    assert words(text) == []


def test_a_clause_with_a_verb_of_saying_introduces_words_that_sound_spoken() -> None:
    text = "Mayor Ida Holt stressed that strings would be checked:"
    assert words(text, "Every string matters. Nobody should fly without one.") == [
        "Every string matters. Nobody should fly without one."
    ]


def test_a_clause_with_a_verb_of_saying_introduces_no_report() -> None:
    assert words("Mayor Ida Holt stressed that strings would be checked:", REPORT) == []


def test_two_paragraphs_that_were_run_together_are_two_quotes() -> None:
    text = "“We like kites,” said Ida Holt. “They fly.” “I like strings,” Holt said."
    assert words(text) == [
        "We like kites,” said Ida Holt. “They fly.",
        "I like strings,",
    ]


def test_straight_marks_without_a_space_between_are_two_pairs() -> None:
    text = 'It is "free for all of us.""We all like kites," said Ida Holt.'
    assert words(text)[-1] == "We all like kites,"


def test_a_split_quote_goes_on_over_paragraphs() -> None:
    found = words("“We fly,” said Ida Holt. “It is fun.", "“It is free.”", REPORT)
    assert found == ["We fly,” said Ida Holt. “It is fun.\n\n“It is free."]


def test_the_second_part_of_a_quote_need_not_close() -> None:
    assert words("“We fly,” said Ida Holt. “It is fun.", REPORT) == [
        "We fly,” said Ida Holt. “It is fun."
    ]


def test_a_block_quote_may_open_with_a_mark_and_close_paragraphs_later() -> None:
    found = words(
        "Mayor Ida Holt said:", "“We fly.", REPORT, "It is fun.”", "It rained."
    )
    assert found == [f"We fly.\n\n{REPORT}\n\nIt is fun."]


def test_paragraphs_that_open_with_a_mark_are_quoted_though_none_closes() -> None:
    found = words("Mayor Ida Holt said:", "“We fly.", f"“{REPORT}", "It rained.")
    assert found == [f"We fly.\n\n“{REPORT}"]


def test_marked_words_below_a_quote_go_on_with_it() -> None:
    text = "“We know that it is good for every child in this town.”"
    assert names("“We like kites,” said Ida Holt.", text) == ["Ida Holt", "Ida Holt"]


def test_marked_words_below_narrative_are_nobodys() -> None:
    text = "“We know that it is good for every child in this town.”"
    assert names("“We like kites,” said Ida Holt.", REPORT, text) == ["Ida Holt", None]


def test_a_pull_quote_may_be_signed_below() -> None:
    text = "“We know that it is good for every child in this town.”"
    assert only(text, "– Ida Holt, head of parks").speaker.role == "head of parks"


@pytest.mark.parametrize(
    ("attribution", "name", "role"),
    [
        ("Ida King, head of parks, said:", "Ida King", "head of parks"),
        ("Prime Minister Ida May said:", "Ida May", "Prime Minister"),
        (
            "Park Trust President Odo Borders said:",
            "Odo Borders",
            "Park Trust President",
        ),
        ("Ida Holt Jr., head of parks, said:", "Ida Holt Jr", "head of parks"),
        ("Ida Holt, Jr., head of parks, said:", "Ida Holt Jr", "head of parks"),
        ("Ida Holt, from Ternby, said:", "Ida Holt", None),
        ("Ida Holt, from Ternby, head of parks, said:", "Ida Holt", "head of parks"),
        (
            "Head of Parks and Rivers Ida Holt said:",
            "Ida Holt",
            "Head of Parks and Rivers",
        ),
        ("Commenting on the trust, Ida Holt said:", "Ida Holt", None),
        ("Acting head of parks, Ida Holt, said:", "Ida Holt", "Acting head of parks"),
        ("Senior Pilot Ida Lind-Holt said:", "Ida Lind-Holt", "Senior Pilot"),
        ("Cllr Ida Holt, leader of the opposition, said:", "Ida Holt", "leader of the"),
        ("HHJ Ida Holt KC said:", "Ida Holt", None),
        ("The Rt Hon Ida Holt MP said:", "Ida Holt", None),
        ("Dame Ida Holt DBE said:", "Ida Holt", None),
        ("Sen. Ida Holt, Ranking Democrat on Kites, said:", "Ida Holt", "Sen"),
        (
            "Special Agent in Charge Ida Holt of the Ternby Office said:",
            "Ida Holt",
            "Spe",
        ),
        (
            "It was a day of kites  Ida Holt, head of parks, said:",
            "Ida Holt",
            "head of p",
        ),
        ("Ida Holt, who flew, said:", "Ida Holt", None),
        ("The Chancellor of the Exchequer Ida Holt said:", "Ida Holt", "Chancellor of"),
        (
            "First Minister of Tern Odo Marr MSP said:",
            "Odo Marr",
            "First Minister of Tern",
        ),
        ("DCI Ida Holt, from Ternby Police, said:", "Ida Holt", "DCI"),
        (
            "Air Chief Marshal Sir Odo Marr KCB ADC said:",
            "Odo Marr",
            "Air Chief Marshal",
        ),
        ("Ida Holt, CEO, Kites UK:", "Ida Holt", "CEO, Kites UK"),
        ("Ida Holt (head of parks) said:", "Ida Holt", "head of parks"),
        ("Ida Holt – head of parks – said:", "Ida Holt", "head of parks"),
        (
            "Ternby is known for its kites and its mayor, Ida Holt, said:",
            "Ida Holt",
            None,
        ),
    ],
)
def test_a_name_is_told_from_what_stands_around_it(
    attribution: str, name: str, role: str | None
) -> None:
    speaker = only(attribution, "We like kites.").speaker
    assert speaker.name == name
    assert (speaker.role or "").startswith(role or "")
    assert (speaker.role is None) == (role is None)


@pytest.mark.parametrize(
    "attribution",
    [
        "Ida Holt and Odo Marr said in a joint statement:",
        "Mayor Ida Holt and kite tsar Odo Marr said:",
        "Ida Holt, head of parks, and Odo Marr, head of kites, said:",
        "Co-chairs of the Kite Board, Ida Holt and Odo Marr, said:",
    ],
)
def test_two_people_in_one_attribution_are_no_name(attribution: str) -> None:
    speaker = only(attribution, "We like kites.").speaker
    assert speaker.name is None
    assert speaker.as_written is not None
    assert speaker.as_written.endswith(("Odo Marr", "head of kites"))
    assert speaker.role is None


def test_a_spokesperson_is_a_role_without_a_name() -> None:
    speaker = only("A spokesperson for Ternby Mills said:", "We like kites.").speaker
    assert (speaker.name, speaker.role, speaker.organisation) == (
        None,
        "spokesperson for Ternby Mills",
        "Ternby Mills",
    )


@pytest.mark.parametrize(
    "subject",
    [
        "The Ternby Kite Association",
        "The Ternby Kite Association, which represents 40 shops,",
    ],
)
def test_an_institution_speaks_under_its_name(subject: str) -> None:
    speaker = only(f"{subject} said that “all our strings are in knots”.").speaker
    assert speaker.name == speaker.organisation == "Ternby Kite Association"


def test_a_name_in_a_title_in_capitals_is_that_of_its_surname() -> None:
    title = "Congresswoman Ida J. Holt Releases Statement on Kites"
    speaker = only("“We like kites,” said Rep. Holt.", title=title).speaker
    assert (speaker.name, speaker.role_as_written) == ("Ida J. Holt", "Rep.")


def test_a_first_name_is_whoever_was_introduced_by_it() -> None:
    text = "Ida Holt, Mayor of Ternby, flew a kite."
    assert names(text, "“We all like kites,” said Ida.") == ["Ida Holt"]


def test_a_dash_without_spaces_parts_a_place_from_a_role() -> None:
    text = "TERNBY—Senator Ida Holt flew a kite."
    assert only(text, "“We all like kites,” said Holt.").speaker.role == "Senator"


def test_a_letter_like_a_mark_within_a_word_opens_nothing() -> None:
    assert words("The isle of Tern‘i flies kites.", "“We do too,” said Ida Holt.") == [
        "We do too,"
    ]


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        ("Ternby Kite Group President", "Ternby Kite Group"),
        ("project lead and Ternby Agency researcher", "Ternby Agency"),
        ("TKG chair", "TKG"),
        ("President of Ternby Mills", "Ternby Mills"),
        (
            "Ternby Federation of Kite Makers President",
            "Ternby Federation of Kite Makers",
        ),
        ("Vice President of Operations", None),
        ("Police Minister", None),
        ("Senior Pilot", None),
        ("U.S. Attorney", None),
    ],
)
def test_whose_a_role_is_may_stand_before_its_noun(
    role: str, organisation: str | None
) -> None:
    assert find_organisation(role) == organisation


def test_a_role_as_long_as_a_life_is_cut() -> None:
    life = "a friend of all that flies " * 6
    text = f"Ida Holt, head of parks, {life}in the town, said:"
    assert only(text, "We like kites.").speaker.role == "head of parks"


@pytest.mark.parametrize(
    ("paragraphs", "ending"),
    [
        (["I fly.", "We know it is right.", REPORT], Ending(2, "dated opener")),
        (["I fly.", "ENDS", "We fly."], Ending(1, "afterword")),
        (["I fly.", "Then we met Holt, and she flew."], Ending(1, "speaker named")),
        (["I fly.", "We fly. " * 500], Ending(1, "long paragraph")),
        (["I fly.", "Kites are sold."], Ending(2, "end of text")),
        (["I fly.", "The kites are sold."], Ending(1, "article opens")),
        (["I fly."], Ending(1, "end of text")),
    ],
)
def test_what_ended_an_inferred_quote_is_named(
    paragraphs: list[str], ending: Ending
) -> None:
    assert find_ending(Run(paragraphs=paragraphs, speaker="Holt")) == ending


def test_what_ended_a_quote_is_kept_with_it() -> None:
    assert only("Mayor Ida Holt said:", "We fly.", REPORT).ended_by == "dated opener"


def test_marks_need_no_other_sign() -> None:
    assert only("“We like kites,” said Ida Holt.").ended_by is None
