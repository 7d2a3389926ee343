"""What to ask where nothing has all words of a query: fewer of them, or others.

Only words and phrases that the query asks for side by side can be missing.  What else
it asks stays: what it excludes, dates, groups, and what must hold in one quote.

Function words, which join others and say nothing of what a text is about, are asked for
only where all words are insisted on: beside other words they neither count nor score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeGuard

from pressfind.query.tree import (
    And,
    AtLeast,
    Not,
    Or,
    Query,
    Text,
    conjoin,
    positive_texts,
)
from pressfind.schema import FIELDS

FUNCTION_WORDS = frozenset(
    [
        *("a", "an", "the", "this", "that", "these", "those"),
        *("and", "or", "but", "nor", "if", "than", "then", "so"),
        *("because", "whether", "while", "although"),
        *("of", "in", "on", "at", "by", "for", "from", "to", "with", "without"),
        *("within", "about", "as", "into", "onto", "upon", "between"),
        *("i", "me", "my", "we", "our", "you", "your", "he", "him", "his", "she"),
        *("her", "it", "its", "they", "them", "their"),
        *("is", "are", "was", "were", "be", "been", "being", "am"),
        *("do", "does", "did", "doing", "done", "has", "have", "had", "having"),
        *("can", "could", "would", "should", "shall", "must"),
        *("what", "which", "who", "whom", "whose", "when", "where", "why", "how"),
        *("there", "here", "any", "some", "such", "all", "other", "not"),
        *("anyone", "anything", "someone", "something"),
        *("everyone", "everything"),
    ]
)
"""The closed classes of English: words of grammar, as in questions.

Left out are those that releases use as names or nouns: may, will, might, us, no.
"""

_FUNCTION_SLOTS = {(((word,),),) for word in FUNCTION_WORDS}


def count_words(query: Query) -> int:
    """Return how many words and phrases of a parsed query may be missing: 0 or more."""
    return len(_words(query))


def content_words(query: Query) -> tuple[Text, ...]:
    """Return the words and phrases that are asked for unless all are insisted on.

    They are all but function words, or all where there are no others.
    """
    words = _words(query)
    return tuple(word for word in words if not _is_function_word(word)) or words


def function_words(query: Query) -> tuple[str, ...]:
    """Return, as written, what is asked for only where all words are insisted on."""
    content = content_words(query)
    others = (word.written for word in _words(query) if word not in content)
    return tuple(dict.fromkeys(others))


def relax(query: Query, count: int, among: Sequence[Text] = ()) -> Query:
    """Return a parsed query that asks for at least so many of its content words.

    One of ``among`` must be there too, if there are any: it doesn't score again.
    """
    content, words = content_words(query), _words(query)
    if not isinstance(query, And) or not words:
        return query
    if count == len(content):
        return conjoin(tuple(p for p in query.parts if p in content or p not in words))
    least: tuple[Query, ...] = (AtLeast(count, content),)
    if among:
        least += (Not(conjoin(tuple(Not(word) for word in among))),)
    return conjoin((*least, *(part for part in query.parts if part not in words)))


def plain_words(query: Query) -> dict[str, Text]:
    """Return the single words that a query asks for, by their folded form."""
    words = {}
    for text in positive_texts(query):
        if len(text.slots) == len(text.slots[0]) == len(text.slots[0][0]) == 1:
            (((link,),),) = text.slots
            if isinstance(link, str) and link.isalpha():
                words[link] = text
    return words


def replace_words(query: Query, others: Mapping[str, str]) -> Query:
    """Return a parsed query with other words for those that ``others`` names."""
    match query:
        case Text(slots=((((str(link),)),),)) if link in others:
            other = others[link]
            return replace(query, slots=(((other,),),), written=other)
        case And(parts) | Or(parts):
            return replace(query, parts=tuple(replace_words(p, others) for p in parts))
        case Not(part):
            return Not(replace_words(part, others))
    return query


def _words(query: Query) -> tuple[Text, ...]:
    parts = query.parts if isinstance(query, And) else ()
    return tuple(part for part in parts if _may_be_missing(part))


def _may_be_missing(query: Query) -> TypeGuard[Text]:
    if not isinstance(query, Text):
        return False
    return not any(FIELDS[name].of_quote for name in query.fields)


def _is_function_word(text: Text) -> bool:
    # In capitals it is another word: WHO, IT.
    plain = not (text.phrase or text.fields) and not text.written[1:].isupper()
    return plain and text.slots in _FUNCTION_SLOTS
