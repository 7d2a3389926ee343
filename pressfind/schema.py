"""The fields of a release and of a quote: names, weights, how they are analysed.

Scores are BM25F as Robertson and Zaragoza define it ("The Probabilistic Relevance
Framework: BM25 and Beyond", 2009, section 3.6): a word's frequencies are divided
by each field's length norm, weighted, summed over the fields, and saturated once.

    tf  = sum over fields f of  weight_f * count_f / (1 - B + B * length_f / mean_f)
    idf = ln(1 + (N - n + 0.5) / (n + 0.5))
    score = idf * tf / (K1 + tf)

N counts the live documents of one kind (releases or quotes), n those among them
that contain the word or phrase in any searched field, lengths count word positions.
A word that a query repeats counts as often as it is written, so a query can stress one;
on Cranfield that makes no difference (nDCG@10 is 0.390, or else 0.392).

Weights and parameters were chosen on Cranfield's queries of odd number, and on judged
queries for the sample (``tests/quality``), where the figures form a plateau: 1.6 to 3
for K1, 0.5 to 0.8 for B and 3 to 6 for the title are all within 0.01.  Pairs of words
within 8 of each other, and side by side in a title, were scored as well: chosen on the
odd queries they gained 0.003 and 0.004 on the even ones, too little to pay for.  All
forms of a stem count alike: more for the form that was asked for made it worse.
An occurrence of another name of it is counted as ``OTHER_NAME``.
"""

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from operator import attrgetter

from pressfind.model import BLOCK_SEPARATOR, BlockKind, Quote, QuoteKind, Release, Span
from pressfind.values import frozen

K1 = 2.0
"""How fast repeated words saturate: the highest value that the paper recommends."""

B = 0.75
"""How much a field's length counts, 0 to 1: within what the paper recommends."""

OTHER_NAME = 0.75
"""How much an occurrence of another name counts: an acronym's long form, a synonym.

It means the same, but was not what was asked for: of two releases that say it as often,
the one that says it as the query does comes first.  Sums with quarters stay exact.
"""


NORM_UNIT = 2.0**-30
"""How finely norms are told apart: a billionth of what one occurrence counts."""


class Target(StrEnum):
    """What a search finds."""

    RELEASES = "releases"
    QUOTES = "quotes"


class Analysis(StrEnum):
    """How a field's text becomes terms."""

    STEMS = "stems"
    FORMS = "forms"  # names: folded, never stemmed


@frozen(kw_only=True)
class Field:
    """One searchable field; ``weight`` 0 filters and never scores."""

    name: str
    analysis: Analysis
    weight: float = 0.0
    of_quote: bool = False  # must hold in one quote; all others hold for a release


# Weights follow how strongly a place says what a release is about.
TITLE = Field(name="title", analysis=Analysis.STEMS, weight=4.0)
LEAD = Field(name="lead", analysis=Analysis.STEMS, weight=2.0)
HEADING = Field(name="heading", analysis=Analysis.STEMS, weight=1.5)
BODY = Field(name="body", analysis=Analysis.STEMS, weight=1.0)
# Three mentions in the notes weigh less than one in the text: all releases of an issuer
# say there who it is, and few are about it.  Of 288 times that a wire release was asked
# for by words of its title, and found without it, a quarter put it first 240 times, a
# half 249, nothing 235; with titles it makes no difference.
NOTES = Field(name="notes", analysis=Analysis.STEMS, weight=0.25)
QUOTE = Field(name="quote", analysis=Analysis.STEMS, weight=1.0, of_quote=True)
DEPARTMENT = Field(name="department", analysis=Analysis.FORMS)
TAG = Field(name="tag", analysis=Analysis.FORMS)
SPEAKER = Field(name="speaker", analysis=Analysis.FORMS, of_quote=True)
ROLE = Field(name="role", analysis=Analysis.FORMS, of_quote=True)
ORGANISATION = Field(name="organisation", analysis=Analysis.FORMS, of_quote=True)

TEXT_FIELDS = (TITLE, LEAD, HEADING, BODY, QUOTE, NOTES)
"""Where a word without a field is looked for, and what ``--in`` chooses from."""

FIELDS = {
    field.name: field
    for field in (*TEXT_FIELDS, DEPARTMENT, TAG, SPEAKER, ROLE, ORGANISATION)
}

DATE = "date"
ID = "id"
QUERY_FIELDS = (*FIELDS, DATE, ID)
"""What may stand before a colon in a query."""


_FIELD_OF = {BlockKind.HEADING: HEADING, BlockKind.BOILERPLATE: NOTES}


def find_norm(field: Field, length: int, mean: float) -> float:
    """Return what one occurrence in a field counts, ``weight / (1 - B + B * …)``.

    It is rounded to a multiple of ``NORM_UNIT``, so that sums of norms are exact, and
    the same in whatever order they are taken.
    """
    norm = field.weight / (1 - B + B * length / (mean or 1))
    return round(norm / NORM_UNIT) * NORM_UNIT


def block_fields(release: Release) -> tuple[Field, ...]:
    """Return the one text field that each block is searched in."""
    fields = [BODY] * len(release.blocks)
    paragraph = BlockKind.PARAGRAPH  # as most blocks are: the others are looked up
    for number, block in enumerate(release.blocks):
        if block.kind is not paragraph:
            fields[number] = _FIELD_OF.get(block.kind, BODY)
    for number in _within_block_quotes(release):
        if release.blocks[number].kind is BlockKind.QUOTE_PARAGRAPH:
            fields[number] = QUOTE
    if fields and release.lead is not None:
        fields[0] = LEAD
    return tuple(fields)


def release_texts(release: Release) -> dict[str, tuple[str, ...]]:
    """Return the texts of each field of a release; no phrase spans two texts.

    The words of its quotes are those of all its quotes; an inline quote's stand in its
    paragraph's field as well.
    """
    fields = block_fields(release)
    texts: dict[str, list[str]] = {field.name: [] for field in TEXT_FIELDS}
    texts[TITLE.name].append(release.title)
    for block, field in zip(release.blocks, fields, strict=True):
        if field is not QUOTE:
            texts[field.name].append(block.text)
    for quote in release.quotes:
        texts[QUOTE.name].extend(_paragraphs(release, quote))
    found = {name: tuple(values) for name, values in texts.items()}
    return found | release_names(release)


def release_names(release: Release) -> dict[str, tuple[str, ...]]:
    """Return what each field of names holds of a release."""
    department = (release.department,) if release.department else ()
    return {DEPARTMENT.name: department, TAG.name: release.tags}


def quote_texts(release: Release, quote: Quote) -> dict[str, tuple[str, ...]]:
    """Return the texts of each field of one quote."""
    names = quote_names(quote)
    return {
        QUOTE.name: tuple(_paragraphs(release, quote)),
        **{field: tuple(filter(None, texts)) for field, texts in names.items()},
    }


def quote_names(quote: Quote) -> dict[str, tuple[str, ...]]:
    """Return what each field of names holds of a quote.

    First comes what it is filed under, empty if nothing is, then what else is written.
    """
    speaker = quote.speaker
    return {
        SPEAKER.name: _filed(speaker.name, speaker.as_written),
        ROLE.name: _filed(speaker.role, speaker.role_as_written),
        ORGANISATION.name: _filed(speaker.organisation),
    }


def _within_block_quotes(release: Release) -> set[int]:
    within: set[int] = set()
    spans: Sequence[Span] = ()
    for quote in release.quotes:
        if quote.kind is QuoteKind.BLOCK:
            spans = spans or release.block_spans()
            number = bisect_left(spans, quote.span.start, key=attrgetter("start"))
            while number < len(spans) and spans[number].end <= quote.span.end:
                within.add(number)
                number += 1
    return within


def _paragraphs(release: Release, quote: Quote) -> list[str]:
    return quote.span.of(release.body).split(BLOCK_SEPARATOR)


def _filed(name: str | None, written: str | None = None) -> tuple[str, ...]:
    if not written or written == name:
        return (name,) if name else ()
    return (name or "", written)
