"""Find the weights of ``extract.signals`` from text whose quotes are marked.

    python -m tests.quality.train_signals

American releases mark what is spoken.  Paragraphs within quotation marks, stripped of
these, are speech; paragraphs without marks that follow a quote within a few paragraphs
are report.  Paragraphs that name a member of Congress are left out, since that sign is
theirs alone; so are letters and what a colon announces, which are neither.

A logistic regression, fitted by gradient descent from zero, gives each sign its weight
in tenths of a logit.  Signs that fewer than ``FEWEST`` paragraphs bear, and those in
``HELD``, keep the weight that the table has.  Deterministic; no text is kept.

Printed: for each sign the weight of the table, the one found, and how many bear it;
then how well the table tells speech from report on both halves of the releases (AUC),
and how well weights found on one half do on the other.
"""

import gzip
import json
import math
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pressfind.extract.marks import find_marks
from pressfind.extract.signals import SIGNALS, count_signals
from tests.quality.archives import CORPORA

FEWEST = 300
HELD = ("office",)
"""In Britain the office that is named mostly issues the release; in America seldom."""
RIDGE = 10.0
ROUNDS = 500
STEP = 0.3
FEWEST_WORDS, MOST_WORDS = 10, 200
FARTHEST_REPORT = 4
"""Paragraphs after a quote in which report is taken from."""

_MEMBER = re.compile(r"\b(?:Senators?|Sens?\.|Reps?\.|Congress(?:wo)?man)(?!\w)")
_OTHER_VOICE = re.compile(
    r"\b(?:letters?|remarks|transcript|floor|Dear|text of|fact sheet|op-ed)\b",
    re.IGNORECASE,
)
_RESOLUTION = re.compile(r"Whereas|Resolved")
_LISTED = re.compile(
    r"\d+[.)]|Contact|Click|To (?:view|read|listen)|.{0,40}https?:|[(*#•-]"
)
# “A,” said Ida Holt. “B.”: what is marked last
_SECOND_PART = re.compile(
    r"[,.!?][\"”]\s+[^\"“”]{0,80}\b(?:said|says|added|continued)\b[^\"“”]{0,60}\.?\s+"
    r"[\"“](?P<part>[^\"“”]{60,})[\"”]?\s*$"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A paragraph: its half of the releases, if it is spoken, the signs it bears."""

    half: int
    spoken: bool
    signs: tuple[tuple[int, int], ...]


def main() -> None:
    """Train, and print the table."""
    examples = list(read_examples())
    table = [float(signal.weight) / 10 for signal in SIGNALS]
    bearers = [0] * len(SIGNALS)
    for example in examples:
        for sign, _ in example.signs:
            bearers[sign] += 1
    held = [
        count < FEWEST or signal.name in HELD
        for signal, count in zip(SIGNALS, bearers, strict=True)
    ]
    found = fit(examples, table, held)
    lines = [f"{'sign':<20}{'table':>7}{'found':>7}{'bearers':>9}"]
    for signal, weight, count, kept in zip(SIGNALS, found, bearers, held, strict=True):
        note = "  held" if kept else ""
        lines.append(
            f"{signal.name:<20}{signal.weight:>7}{weight * 10:>7.1f}{count:>9}{note}"
        )
    for half in (0, 1):
        others = [example for example in examples if example.half != half]
        rest = [example for example in examples if example.half == half]
        crossed = area(rest, fit(others, table, held))
        lines.append(
            f"half {half}: table {area(rest, table):.4f}, found on the other half "
            f"{crossed:.4f}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


def read_examples() -> Iterator[Example]:
    """Yield the paragraphs to learn from."""
    for key, paragraphs in _read_releases():
        half = sha256(key.encode()).digest()[0] % 2
        for spoken, text in _label(paragraphs):
            counts = enumerate(count_signals(text))
            signs = tuple((i, count) for i, count in counts if count)
            yield Example(half, spoken, signs)


def _read_releases() -> Iterator[tuple[str, list[str]]]:
    bench = CORPORA / "bench" / "us-releases-13k.jsonl.gz"
    with gzip.open(bench, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if not record["id"].startswith("mix"):
                yield record["id"], _split(record["body"])
    congress = CORPORA / "congress-jsonl" / "sample.jsonl"
    for line in congress.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["text"]:
            yield record["url"], _split(record["text"])


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]


def _label(paragraphs: Sequence[str]) -> Iterator[tuple[bool, str]]:
    since = FARTHEST_REPORT
    other_voice = False
    for text in paragraphs:
        spoken = _spoken_part(text)
        if spoken is not None:
            since = 0
            if _is_usable(spoken) and not _RESOLUTION.match(spoken):
                yield True, spoken
        elif any(mark in text for mark in '“”"'):
            since = 0
        else:
            since += 1
            other_voice = (
                other_voice or text.endswith(":") or bool(_OTHER_VOICE.search(text))
            )
            if since <= FARTHEST_REPORT and not other_voice and _is_report(text):
                yield False, text


def _spoken_part(text: str) -> str | None:
    """Return what is spoken if that is a whole paragraph, or the end of one."""
    marks = find_marks(text)
    whole = marks.unclosed == 0 and not marks.pairs
    if len(marks.pairs) == 1:
        pair = marks.pairs[0]
        whole = pair.mark_start == 0 and pair.mark_end == len(text)
    if whole and text[0] in '“"':
        return text.strip("“”\"’' ")
    match = _SECOND_PART.search(text)
    return match["part"] if match else None


def _is_usable(text: str) -> bool:
    return FEWEST_WORDS <= len(text.split()) <= MOST_WORDS


def _is_report(text: str) -> bool:
    return (
        _is_usable(text)
        and text.endswith(".")
        and text[0].isupper()
        and not _LISTED.match(text)
        and not _MEMBER.search(text)
    )


def fit(
    examples: Sequence[Example], table: Sequence[float], held: Sequence[bool]
) -> list[float]:
    """Return the weights, in logits, under which the examples are likeliest."""
    weights = [value if kept else 0.0 for value, kept in zip(table, held, strict=True)]
    bias = 0.0
    curvature = [RIDGE] * len(weights)
    for example in examples:
        for sign, count in example.signs:
            curvature[sign] += count * count / 4
    for _ in range(ROUNDS):
        slope = [0.0] * len(weights)
        total = 0.0
        for example in examples:
            odds = bias + sum(weights[sign] * count for sign, count in example.signs)
            error = example.spoken - 1 / (1 + math.exp(-odds))
            total += error
            for sign, count in example.signs:
                slope[sign] += error * count
        bias += STEP * total / (len(examples) / 4)
        for sign, kept in enumerate(held):
            if not kept:
                gain = slope[sign] - RIDGE * weights[sign]
                weights[sign] += STEP * gain / curvature[sign]
    return weights


def area(examples: Sequence[Example], weights: Sequence[float]) -> float:
    """Return how often a spoken paragraph weighs more than one of report."""
    ranked = sorted(
        (sum(weights[sign] * count for sign, count in example.signs), example.spoken)
        for example in examples
    )
    ranks = [rank for rank, (_, spoken) in enumerate(ranked, start=1) if spoken]
    spoken = len(ranks)
    others = len(ranked) - spoken
    return (sum(ranks) - spoken * (spoken + 1) / 2) / (spoken * others)


if __name__ == "__main__":
    main()
