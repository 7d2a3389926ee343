"""A tree back into query text: printing and parsing again gives the same tree."""

from pressfind.query.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    Exact,
    Identifier,
    InQuote,
    Names,
    Not,
    Or,
    Query,
    Text,
    text_links,
)


def print_query(query: Query) -> str:
    """Return ``query`` in the query language; everything is the empty text.

    Some of several parts, which no query text asks for, are printed as any of them.
    """
    return "" if isinstance(query, Everything) else _print(query)


def _print(query: Query) -> str:  # noqa: PLR0911  # one line for each kind of node
    match query:
        case Text():
            return _print_text(query)
        case And(parts):
            return " AND ".join(_print_part(part, Or) for part in parts)
        case Or(parts) | AtLeast(parts=parts):
            return " OR ".join(_print(part) for part in parts)
        case Not(part):
            return f"NOT {_print_part(part, And | Or)}"
        case DateRange():
            return f"date:{query.first or ''}..{query.last or ''}"
        case Identifier(value):
            return f'id:"{value}"'
        case Names(words=words, field=field, whole=whole):
            words = (f'"{" ".join(words)}"',) if whole else words
            return f"{field}:({' AND '.join(words)})"
        case InQuote(part):
            return f"({_print(part)})"
        case Everything():
            return "date:..9999 OR NOT date:..9999"


def _print_part(part: Query, grouped: object) -> str:
    text = _print(part)
    return f"({text})" if isinstance(part, grouped) else text  # type: ignore[arg-type]


def _print_text(text: Text) -> str:
    field = f"{text.fields[0]}:" if len(text.fields) == 1 else ""
    if not text.phrase:
        # Behind title: two slashes would be an address's.
        slashes = field and text.written.startswith("//")
        return f"{field}({text.written})" if slashes else field + text.written
    # All words of a phrase are exact or none is.
    exact = "=" if any(isinstance(link, Exact) for link in text_links(text)) else ""
    near = "" if text.near is None else f"~{text.near}"
    return f'{field}{exact}"{text.written}"{near}'
