"""Why a match has its score: the sum of ``scoring``, taken apart again."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh.evaluation import Evaluation
from pressfind.engines.whoosh.fields import SAID
from pressfind.engines.whoosh.scoring import Place, Scorer
from pressfind.engines.whoosh.segment import Segment
from pressfind.model.explanations import Explanation, Occurred, Part
from pressfind.query.tree import Text, find_readings, positive_texts
from pressfind.schema import K1, QUOTE, Target


def explain(
    segments: Sequence[Segment],
    scorer: Scorer,
    request: Request,
    matches: Matches,
) -> list[Explanation]:
    """Return the parts of the score of each match of a page."""
    evaluations = [Evaluation(segment) for segment in segments]
    explaining = _Explaining(evaluations, scorer, request.target is Target.QUOTES)
    texts = Counter(filter(scorer.scores, positive_texts(request.query)))
    parts: list[list[Part]] = [[] for _ in matches.page]
    for text, times in texts.items():
        places = [match.place or (0, 0) for match in matches.page]
        for mine, part in zip(
            parts, explaining.explain_text(text, times, places), strict=True
        ):
            if part is not None:
                mine.append(part)
    count = scorer.documents
    return [Explanation(documents=count, parts=tuple(mine)) for mine in parts]


class _Explaining:
    """Takes scores of one search apart, text by text."""

    def __init__(
        self, evaluations: Sequence[Evaluation], scorer: Scorer, quotes: bool
    ) -> None:
        self._evaluations = evaluations
        self._scorer = scorer
        self._quotes = quotes

    def explain_text(
        self, text: Text, times: int, places: Sequence[Place]
    ) -> Iterator[Part | None]:
        """Yield for each document what a text adds to its score, None for nothing."""
        matching = sum(e.count(text, self._quotes) for e in self._evaluations)
        idf = self._scorer.find_idf(matching)
        for place in places:
            occurred = tuple(self._find_occurred(text, *place))
            frequency = sum(one.value for one in occurred)
            part = Part(
                text=text.written,
                times=times,
                documents=matching,
                idf=idf,
                frequency=frequency,
                score=times * idf * frequency / (K1 + frequency),
                occurred=occurred,
            )
            yield part if occurred else None

    def _find_occurred(
        self, text: Text, number: int, document: int
    ) -> Iterator[Occurred]:
        evaluation = self._evaluations[number]
        within = frozenset([document])
        for reading, share in find_readings(text):
            for name, lists in evaluation.postings(reading, self._quotes, within):
                count = sum(
                    int(frequency)
                    for owners, frequencies in lists
                    for owner, frequency in zip(owners, frequencies, strict=True)
                    if owner == document
                )
                if count:
                    length = evaluation.segment.lengths(name)[document]
                    norm = self._scorer.norms(name)[length]
                    yield Occurred(
                        field=QUOTE.name if name == SAID else name,
                        name=reading.written,
                        count=count,
                        share=share,
                        length=length,
                        norm=norm,
                        value=share * count * norm,
                    )
