"""Whom attributions mean; all people and places here are invented."""

import pytest

from pressfind.extract.attributions import parse_attribution
from pressfind.extract.cast import find_cast
from pressfind.extract.organisations import find_organisation
from pressfind.extract.people import parse_reference
from pressfind.model import Speaker

SPOKEN = "We are glad of it."


def speaker(text: str, *others: str, following: str = SPOKEN) -> Speaker | None:
    """Return who speaks by an attribution, in a release that also holds ``others``."""
    attribution = parse_attribution(text, following)
    if attribution is None or attribution.reference is None:
        return None
    reference = attribution.reference
    cast = find_cast((text, *others), {reference}, "Weather Office")
    return cast.identify(reference)


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Roads Secretary Ida Holt said:", "Ida Holt", "Roads Secretary"),
        ("Roads Secretary, Ida Holt, said:", "Ida Holt", "Roads Secretary"),
        (
            "Minister for Parks and Safeguarding, Ida Holt said:",
            "Ida Holt",
            "Minister for Parks and Safeguarding",
        ),
        (
            "Minister for Roads and Parks Ida Holt said:",
            "Ida Holt",
            "Minister for Roads and Parks",
        ),
        (
            "Odo Lind-Aster, Interim CEO of the Tern Trust,\u00a0said:",
            "Odo Lind-Aster",
            "Interim CEO of the Tern Trust",
        ),
        (
            "TBC’s Lead for Kites and Balloons, Deputy Chief Constable Odo Marr, said:",
            "Odo Marr",
            "TBC’s Lead for Kites and Balloons, Deputy Chief Constable",
        ),
        (
            "Chief Kite Inspector Odo Marr, national lead for kites at the TBC, said:",
            "Odo Marr",
            "Chief Kite Inspector; national lead for kites at the TBC",
        ),
        (
            "Una Spence Marr, Director of Tides, Moons and Winds at Plan Tern, says:",
            "Una Spence Marr",
            "Director of Tides, Moons and Winds at Plan Tern",
        ),
        ("Harbour master Ida Holt said:", "Ida Holt", "Harbour master"),
        (
            "Special Agent in Charge Ida Holt said:",
            "Ida Holt",
            "Special Agent in Charge",
        ),
        ("Senior Colonel Ro Van Osk said:", "Ro Van Osk", "Senior Colonel"),
        ("Foreign Secretary Lord Aster said:", "Lord Aster", "Foreign Secretary"),
        (
            "Lord Odo Aster, founder of the Tern Trust (TT), said:",
            "Odo Aster",
            "founder of the Tern Trust (TT)",
        ),
        ("Baroness Aster of Holt said:", "Baroness Aster of Holt", None),
        ("Ida Holt MP said:", "Ida Holt", None),
        ("The Rt Hon Sir Odo Marr KC MP said:", "Odo Marr", None),
        ("Professor Dame Ida Holt, head of tides, said:", "Ida Holt", "head of tides"),
        ("Ida Holt, Ph.D., head of tides, said:", "Ida Holt", "head of tides"),
        (
            "Project lead and Weather Office researcher Ida Holt said:",
            "Ida Holt",
            "Project lead and Weather Office researcher",
        ),
        ("Speaking after the storm, Mayor Ida Holt said:", "Ida Holt", "Mayor"),
        ("Ida Holt, who leads the trust, said:", "Ida Holt", None),
        ("Ida Holt III, head of tides, said:", "Ida Holt III", "head of tides"),
        ("Ida Holt, II, head of tides, said:", "Ida Holt II", "head of tides"),
        ("As Mayor Ida Holt said:", "Ida Holt", "Mayor"),
        ("According to the record, Ida Holt said:", "Ida Holt", None),
        ("Ida Holt, head of tides, added:", "Ida Holt", "head of tides"),
        ("Mayor Ida Holt welcomed the rain and said:", "Ida Holt", "Mayor"),
        ("Mayor Ida Holt told a conference in Ternby:", "Ida Holt", "Mayor"),
        ("Mayor Ida Holt issued the following statement on rain:", "Ida Holt", "Mayor"),
        ("LEEDS, 5 May – Mayor Ida Holt said:", "Ida Holt", "Mayor"),
        ("Mayor Ida Holt:", "Ida Holt", "Mayor"),
        ("Ida van der Holt said:", "Ida van der Holt", None),
        ("Roads Minister Ida Waverly said:", "Ida Waverly", "Roads Minister"),
    ],
)
def test_an_attribution_gives_name_and_role(
    text: str, name: str, role: str | None
) -> None:
    found = speaker(text)
    assert found is not None
    assert (found.name, found.role) == (name, role)


@pytest.mark.parametrize(
    ("text", "as_written", "role_as_written"),
    [
        ("Roads Secretary Ida Holt said:", "Ida Holt", "Roads Secretary"),
        (
            "Chief Kite Inspector Odo Marr, lead at the TBC, said:",
            "Odo Marr",
            "Chief Kite Inspector … lead at the TBC",
        ),
        ("Senior Colonel Ro Osk said:", "Senior Colonel Ro Osk", "Senior Colonel"),
        ("The Rt Hon Ida Holt MP said:", "The Rt Hon Ida Holt MP", None),
        ("Minister Holt said:", "Minister Holt", "Minister"),
        ("The minister said:", "The minister", "minister"),
        ("A Weather Office spokesperson said:", None, "Weather Office spokesperson"),
    ],
)
def test_what_was_written_is_kept_beside_what_it_means(
    text: str, as_written: str | None, role_as_written: str | None
) -> None:
    found = speaker(text)
    assert found is not None
    assert found.as_written == (as_written or text.removesuffix(" said:"))
    assert found.role_as_written == role_as_written


FULL = "The Rt Hon Ida Holt MP, Minister for Roads, Trees and Parks, came to see it."


@pytest.mark.parametrize("subject", ["Minister Holt", "The minister"])
def test_a_short_form_is_resolved_by_the_one_person_who_fits(subject: str) -> None:
    found = speaker(f"{subject} described the work done:", FULL)
    assert found is not None
    assert (found.name, found.role) == (
        "Ida Holt",
        "Minister for Roads, Trees and Parks",
    )


@pytest.mark.parametrize(
    "other",
    [
        "Trade Minister Odo Marr came too.",
        "Minister Marr came too.",
    ],
)
def test_a_second_minister_keeps_the_minister_from_being_resolved(other: str) -> None:
    found = speaker("The minister said:", FULL, other)
    assert found is not None
    assert found.name is None


def test_the_prime_minister_and_foreign_ones_are_not_the_minister() -> None:
    found = speaker(
        "The minister said:", FULL, "Prime Minister Odo Marr met Danish Minister Osk."
    )
    assert found is not None
    assert found.name == "Ida Holt"


def test_a_surname_of_two_people_is_nobody() -> None:
    found = speaker("Dr Holt said:", "Ida Holt and Odo Holt came.")
    assert found is not None
    assert found.name is None


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ("The poet (Ida Holt) came.", "Ida Holt"),
        ("The poet—Ida J. Holt—came.", "Ida J. Holt"),
        ("It rained.Ida\u00a0Holt’s kite came down.", "Ida Holt"),
        ("“Ida van Holt” came.", "Ida van Holt"),
        ("Then Lord Holt came.", "Lord Holt"),
        ("In İzmir and on the way Ida Holt came.", "Ida Holt"),
    ],
)
def test_a_surname_finds_its_full_name_whatever_stands_around(
    other: str, name: str
) -> None:
    found = speaker("Dr Holt said:", "Holt came, said Holt.", other)
    assert found is not None
    assert found.name == name


def test_a_first_name_finds_the_full_name_of_who_was_introduced() -> None:
    found = speaker("Ida said:", "Ida came.", "Harbour Mayor Ida van Holt came too.")
    assert found is not None
    assert found.name == "Ida van Holt"


def test_a_surname_that_only_stands_alone_is_nobodys_full_name() -> None:
    found = speaker("President Marr said:")
    assert found is not None
    assert (found.name, found.as_written) == (None, "President Marr")


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ida Holt and Roads Minister Odo Marr said:",
        "Ida Holt, head of tides, and Odo Marr, head of winds, said:",
        "The senators said:",
        "A neighbour said:",
        "Tern Council, Aster Trust and Holt Bank said:",
    ],
)
def test_two_people_or_anybody_are_nobody_by_name(text: str) -> None:
    found = speaker(text, "Senator Ida Holt came.")
    assert found is not None
    assert found.name is None


@pytest.mark.parametrize(
    "text",
    [
        "The trust thanked the beekeeper Ida Holt and said:",
        "However Ida Holt said:",
        "Last summer Ida Holt said:",
    ],
)
def test_small_words_of_narrative_are_no_role(text: str) -> None:
    found = speaker(text)
    assert found is None or (found.name, found.role) == (None, None)


@pytest.mark.parametrize("opening", ["The", "As the", "According to the"])
def test_an_institution_speaks_under_its_own_name(opening: str) -> None:
    found = speaker(f"{opening} Tern Weather Service said:")
    assert found is not None
    assert (found.name, found.organisation) == (
        "Tern Weather Service",
        "Tern Weather Service",
    )


@pytest.mark.parametrize(
    "text",
    [
        "The plan includes:",
        "Today, the government will:",
        "The report says:",
        "It said:",
        "This includes:",
        "The new law, which Ida Holt proposed, builds on the old. It also:",
        "Ida Holt walked through the park and saw:",
        "For more information contact Ida Holt:",
        "Notes to editors:",
        "Mayor Ida Holt said.",
        "",
        ":",
    ],
)
def test_a_colon_without_evidence_of_speech_is_no_attribution(text: str) -> None:
    assert parse_attribution(text, "It rains a lot in May.") is None


def test_a_narrated_colon_is_an_attribution_if_speech_follows() -> None:
    text = "The minister praised the farmers for rain, through songs, drums and dances:"
    assert parse_attribution(text, "It rains a lot in May.") is None
    assert parse_attribution(text, SPOKEN) is not None


def test_the_attribution_is_the_last_sentence_of_its_paragraph() -> None:
    text = "It rained in St. Tern. Dr Marr left. Mayor Ida Holt said:"
    found = parse_attribution(text, SPOKEN)
    assert found is not None
    assert text[found.start :] == "Mayor Ida Holt said:"


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        ("head of tides at Tern Mills", "Tern Mills"),
        ("Interim CEO of the Tern Trust", "Tern Trust"),
        ("CEO of Tern Mills", "Tern Mills"),
        ("TBC’s Lead for Kites", "TBC"),
        ("Weather Office Kite Inspector", "Weather Office"),
        ("spokesperson for the Tern Trust", "Tern Trust"),
        ("Minister of State", None),
        ("Minister for Parks", None),
        ("Director of Tides", None),
        ("UK’s Ambassador", None),
    ],
)
def test_an_organisation_is_read_where_the_role_says_so(
    role: str, organisation: str | None
) -> None:
    assert find_organisation(role, "Weather Office") == organisation


def test_an_organisation_may_follow_a_name() -> None:
    found = speaker("Ida Holt of Harbour Mills said:")
    assert found is not None
    assert (found.name, found.organisation) == ("Ida Holt", "Harbour Mills")


def test_an_acronym_of_the_release_is_written_out() -> None:
    found = speaker(
        "Ida Holt, head of kites at the TBC, said:", "Tern Bay Council (TBC)"
    )
    assert found is not None
    assert found.organisation == "Tern Bay Council"


@pytest.mark.parametrize("narrative", ["was right about kites", "has been there"])
def test_what_a_person_did_is_no_role(narrative: str) -> None:
    found = parse_reference(f"Mayor Ida Holt, {narrative}")
    assert found is not None
    assert found.roles == ("Mayor",)


def test_narrative_names_nobody_as_its_subject() -> None:
    assert parse_reference("It rained on the parade, and then the sun") is None
