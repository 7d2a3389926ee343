"""The query language: text into a frozen tree that every engine answers."""

from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.printer import print_query

__all__ = ["parse_query", "plan", "print_query"]
