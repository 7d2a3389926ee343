"""Query text into a tree, by recursive descent.

    query    = clause { [ AND | OR ] clause }     AND, also unwritten, binds before OR
    clause   = ( NOT | "-" ) clause | FIELD clause | operand
             | ( "date:" | "id:" ) ( WORD | PHRASE )
    operand  = [ "=" ] WORD | PATTERN | FUZZY | [ "=" ] PHRASE [ NEAR ] | "(" query ")"
    PATTERN  = a word with "*" or "?" between letters, or "*" behind two or more
    FUZZY    = WORD "~" [ "1" | "2" ]
    NEAR     = "~" NUMBER

Words that are one quantity or one range, as in 3 billion or 10 to 12, are one operand.
Punctuation alone is no word and asks for nothing; a query of nothing else is an
error, as is every operator without its operand.
"""

import datetime
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pressfind.errors import QueryError
from pressfind.query.lexer import (
    EDITS,
    Kind,
    Token,
    is_searchable,
    read_tokens,
    without_marks,
)
from pressfind.query.slots import (
    MOST_JOINED,
    count_joined,
    read_pattern,
    read_slots,
    replace_links,
)
from pressfind.query.tree import (
    DateRange,
    Everything,
    Exact,
    Fuzzy,
    Identifier,
    Not,
    Query,
    Slot,
    Text,
    conjoin,
    disjoin,
)
from pressfind.schema import DATE, ID

MAX_DEPTH = 100
"""Deepest nesting that is read; deeper ones are no person's query."""

MAX_VARIANTS = 50
"""Most words with ``*``, ``?`` or ``~``: each is compared with a whole vocabulary."""

MAX_WORDS = 500
"""Most words and phrases of one query: each takes its time, and may find everything."""


def parse_query(text: str, today: datetime.date) -> Query:
    """Return the tree of ``text``; raise ``QueryError`` with a column.

    No text, or white space, is everything.

    >>> parse_query("", datetime.date(2024, 1, 1))
    Everything()
    """
    if not text.strip():
        return Everything()
    tokens = [
        token
        for token, before in _with_previous(read_tokens(text))
        if token.kind is not Kind.WORD
        or is_searchable(token.value)
        or (before is not None and before.kind in _NEED_OPERAND)
    ]
    if not tokens:
        column = len(text) - len(text.lstrip())
        raise QueryError("there is no word to search for", text, column)
    sought = [token for token in tokens if token.kind in _SOUGHT]
    if len(sought) > MAX_WORDS:
        reason = f"a query has at most {MAX_WORDS} words; this one has {len(sought)}"
        raise QueryError(reason, text, sought[MAX_WORDS].column)
    return _Parser(text, tokens, today).parse()


_NEED_OPERAND = {Kind.FIELD, Kind.MINUS}
_SOUGHT = {Kind.WORD, Kind.PATTERN, Kind.FUZZY, Kind.PHRASE}


def _with_previous(
    tokens: Iterator[Token],
) -> Iterator[tuple[Token, Token | None]]:
    previous = None
    for token in tokens:
        yield token, previous
        previous = token


class _Parser:
    """One pass over the tokens of one query."""

    def __init__(
        self, text: str, tokens: Sequence[Token], today: datetime.date
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._today = today
        self._next = 0
        self._depth = 0
        self._variants = 0

    def parse(self) -> Query:
        query = self._read_any(None)
        if (token := self._peek()) is not None:
            raise QueryError("nothing is open here to close", self._text, token.column)
        return query

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, *kinds: Kind) -> Token | None:
        token = self._peek()
        if token is None or token.kind not in kinds:
            return None
        self._next += 1
        return token

    def _read_any(self, field: str | None) -> Query:
        parts = [self._read_all(field)]
        while operator := self._take(Kind.OR):
            self._need_operand(operator)
            parts.append(self._read_all(field))
        return disjoin(tuple(parts))

    def _read_all(self, field: str | None) -> Query:
        parts = [self._read_clause(field)]
        while (token := self._peek()) and token.kind not in (Kind.OR, Kind.CLOSE):
            if operator := self._take(Kind.AND):
                self._need_operand(operator)
            parts.append(self._read_clause(field))
        return conjoin(tuple(parts))

    def _need_operand(self, operator: Token) -> None:
        token = self._peek()
        if token is None or token.kind in (Kind.AND, Kind.OR, Kind.CLOSE):
            after = operator.value + (":" if operator.kind is Kind.FIELD else "")
            raise QueryError(f"a word must follow {after}", self._text, operator.column)

    def _read_clause(self, field: str | None) -> Query:
        token = self._peek()
        assert token is not None  # noqa: S101  # callers have looked
        self._depth += 1
        if self._depth > MAX_DEPTH:
            reason = f"nested more than {MAX_DEPTH} deep"
            raise QueryError(reason, self._text, token.column)
        try:
            return self._read_token(token, field)
        finally:
            self._depth -= 1

    def _read_token(self, token: Token, field: str | None) -> Query:
        self._next += 1
        if token.kind in (Kind.NOT, Kind.MINUS):
            self._need_operand(token)
            part = self._read_clause(field)
            return part.part if isinstance(part, Not) else Not(part)
        if token.kind is Kind.FIELD:
            self._need_operand(token)
            if token.value in (DATE, ID):
                return self._read_value(token)
            return self._read_clause(token.value)
        if token.kind is Kind.OPEN:
            return self._read_group(token, field)
        if token.kind in (Kind.AND, Kind.OR):
            reason = f"a word must stand before {token.value}"
            raise QueryError(reason, self._text, token.column)
        if token.kind is Kind.CLOSE:
            raise QueryError("nothing is open here to close", self._text, token.column)
        return self._read_text(token, field)

    def _read_group(self, opening: Token, field: str | None) -> Query:
        following = self._peek()
        if following is None:
            raise QueryError(
                "this parenthesis is never closed", self._text, opening.column
            )
        if following.kind is Kind.CLOSE:
            reason = "there is nothing between these parentheses"
            raise QueryError(reason, self._text, opening.column)
        query = self._read_any(field)
        if self._take(Kind.CLOSE) is None:
            raise QueryError(
                "this parenthesis is never closed", self._text, opening.column
            )
        return query

    def _read_text(self, token: Token, field: str | None) -> Text:
        text = token.value
        if token.kind is Kind.WORD and not token.exact:
            text = self._take_joined(token)
        slots = self._read_slots(token, text)
        if not slots:
            raise QueryError("there is no word here", self._text, token.column)
        phrase = token.kind is Kind.PHRASE
        written = " ".join(text.split())
        if token.kind is Kind.FUZZY:
            written += f"~{token.number if token.number != EDITS[0] else ''}"
        return Text(
            slots=slots,
            written=written if phrase or not token.exact else f"={written}",
            phrase=phrase,
            near=token.number if phrase else None,
            fields=() if field is None else (field,),
        )

    def _take_joined(self, token: Token) -> str:
        """Return the word, with those behind it that are its unit or end its range."""
        ahead = self._tokens[self._next : self._next + MOST_JOINED - 1]
        plain = takewhile(lambda t: t.kind is Kind.WORD and t.is_plain, ahead)
        words = [following.value for following in plain]
        further = count_joined([token.value, *words]) - 1
        self._next += further
        return " ".join([token.value, *words[:further]])

    def _read_slots(self, token: Token, text: str) -> tuple[Slot, ...]:
        if token.kind in (Kind.PATTERN, Kind.FUZZY):
            self._variants += 1
            if self._variants > MAX_VARIANTS:
                reason = f"more than {MAX_VARIANTS} words with *, ? or ~"
                raise QueryError(reason, self._text, token.column)
        if token.kind is Kind.PATTERN:
            return (read_pattern(text),)
        slots = read_slots(text)
        if token.kind is Kind.FUZZY:
            edits = token.number or EDITS[0]
            return replace_links(slots, lambda form: Fuzzy(form, edits))
        return replace_links(slots, Exact) if token.exact else slots

    def _read_value(self, field: Token) -> Query:
        token = self._take(Kind.WORD, Kind.PHRASE)
        value = without_marks(token.value) if token and token.is_plain else ""
        if token is None or not value:
            reason = f"{field.value}: takes one value; with spaces, in quotation marks"
            raise QueryError(reason, self._text, field.column)
        if field.value == ID:
            return Identifier(value)
        return self._read_date(token)

    def _read_date(self, token: Token) -> DateRange:
        from pressfind.query.dates import read_days

        first, dots, last = token.value.partition("..")
        try:
            if not dots:
                days = read_days(first, self._today)
                return DateRange(first=days[0], last=days[1])
            since = read_days(first, self._today)[0] if first.strip() else None
            until = read_days(last, self._today)[1] if last.strip() else None
        except ValueError as error:
            raise QueryError(str(error), self._text, token.column) from None
        if since is None and until is None:
            raise QueryError("a range needs one end at least", self._text, token.column)
        if since and until and since > until:
            reason = "this range ends before it begins"
            raise QueryError(reason, self._text, token.column)
        return DateRange(first=since, last=until)
