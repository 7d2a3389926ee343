"""Why a hit has its score, in words and as JSON: the parts sum to it."""

from collections.abc import Iterator
from typing import Any

from pressfind.model.explanations import Explanation, Part


def explanation_lines(explanation: Explanation, score: float) -> Iterator[str]:
    """Yield a score, and a line for each part of it."""
    yield f"score {score:.6f}"
    for part in explanation.parts:
        yield _say_part(part, explanation.documents)


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """Return the parts of a score."""
    return {
        "documents": explanation.documents,
        "parts": [
            {
                "text": part.text,
                "score": part.score,
                "times": part.times,
                "documents": part.documents,
                "idf": part.idf,
                "frequency": part.frequency,
                "occurred": [
                    {
                        "field": one.field,
                        "name": one.name,
                        "count": one.count,
                        "share": one.share,
                        "length": one.length,
                        "norm": one.norm,
                        "value": one.value,
                    }
                    for one in part.occurred
                ],
            }
            for part in explanation.parts
        ],
    }


def _say_part(part: Part, documents: int) -> str:
    places = ", ".join(
        f"{one.count} in {one.field}"
        + ("" if one.share == 1 else f" as {one.name} × {one.share:g}")
        for one in part.occurred
    )
    times = "" if part.times == 1 else f" × {part.times}"
    return (
        f"{part.score:.6f} {part.text}: {places}; "
        f"in {part.documents:,} of {documents:,}{times}; "
        f"idf {part.idf:.3f}, frequency {part.frequency:.3f}"
    )
