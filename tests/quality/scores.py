"""Scores of extracted quotes against a reading by hand.

A quote is found if its span and a span that was read share at least ``OVERLAP`` of the
characters that they cover together; each is matched once.  Of what is found, the
boundaries, the speaker, the role and the organisation are right or wrong.  A role is
right in its resolved or its written form, case and ``;`` ``,`` ``…`` ``.`` folded.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from pressfind.model import Quote, Span

OVERLAP = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A quote as read by hand; ``spans`` has the first choice and others that count.

    ``roles`` are the forms that count as right, folded.  An organisation is judged
    only where ``judged`` says that the reading has one.
    """

    spans: tuple[Span, ...]
    speaker: str | None
    roles: frozenset[str | None]
    organisation: str | None = None
    judged: bool = True


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts over any number of releases."""

    extracted: int = 0
    wanted: int = 0
    matched: int = 0
    exact: int = 0
    speaker: int = 0
    role: int = 0
    organisation: int = 0
    judged: int = 0

    def add(self, other: "Tally") -> None:
        """Count in what another tally has."""
        for field in fields(self):
            total = getattr(self, field.name) + getattr(other, field.name)
            setattr(self, field.name, total)

    def scores(self) -> dict[str, float]:
        """Return each score; where there is nothing to judge, it is 1."""
        return {
            "precision": _ratio(self.matched, self.extracted),
            "recall": _ratio(self.matched, self.wanted),
            "F1": _ratio(2 * self.matched, self.extracted + self.wanted),
            "exact": _ratio(self.exact, self.matched),
            "speaker": _ratio(self.speaker, self.matched),
            "role": _ratio(self.role, self.matched),
            "organisation": _ratio(self.organisation, self.judged),
        }


def _ratio(right: int, of: int) -> float:
    return right / of if of else 1.0


def tally(quotes: Sequence[Quote], reading: Sequence[Wanted]) -> Tally:
    """Count what of one release was found, and how well."""
    counts = Tally(extracted=len(quotes), wanted=len(reading))
    for quote, wanted in match(quotes, reading):
        counts.matched += 1
        counts.exact += quote.span in wanted.spans
        counts.speaker += quote.speaker.name == wanted.speaker
        counts.role += has_role(quote, wanted)
        counts.judged += wanted.judged
        counts.organisation += (
            wanted.judged and quote.speaker.organisation == wanted.organisation
        )
    return counts


def match(
    quotes: Sequence[Quote], reading: Sequence[Wanted]
) -> Iterable[tuple[Quote, Wanted]]:
    """Yield each quote that was found with what was read there."""
    free = list(quotes)
    for wanted in reading:
        best = max(free, key=lambda quote: _best(quote, wanted), default=None)
        if best is not None and _best(best, wanted) >= OVERLAP:
            free.remove(best)
            yield best, wanted


def has_role(quote: Quote, wanted: Wanted) -> bool:
    """Tell whether a quote has a role that counts as right."""
    speaker = quote.speaker
    return bool(
        wanted.roles & {fold_role(speaker.role), fold_role(speaker.role_as_written)}
    )


def fold_role(role: str | None) -> str | None:
    """Return a role without case and what parts its halves."""
    return (role and " ".join(re.sub(r"[;,….]", " ", role).casefold().split())) or None


def print_table(rows: dict[str, Tally]) -> str:
    """Return the scores of each source as a table."""
    names = list(Tally().scores())
    head = f"\n{'source':<26}" + "".join(f"{name:>13}" for name in names)
    lines = [head + f"{'quotes':>8}"]
    for source, counts in rows.items():
        cells = "".join(f"{value:>13.3f}" for value in counts.scores().values())
        lines.append(f"{source:<26}{cells}{counts.wanted:>8}")
    return "\n".join(lines) + "\n"


def _best(quote: Quote, wanted: Wanted) -> float:
    return max(_overlap(quote.span, span) for span in wanted.spans)


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    together = max(one.end, other.end) - min(one.start, other.start)
    return max(shared, 0) / together
