"""A search program of Typer, Rich and stock Whoosh, as their manuals show it."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from whoosh import index
from whoosh.qparser.default import MultifieldParser

app = typer.Typer()


@app.command()
def search(
    folder: str, text: str, limit: Annotated[int, typer.Option("--limit")] = 10
) -> None:
    """Draw a table of the hits."""
    opened = index.open_dir(folder)
    query = MultifieldParser(["title", "body"], opened.schema).parse(text)
    table = Table("date", "title", "snippet")
    with opened.searcher() as searcher:
        for hit in searcher.search(query, limit=limit):
            snippet = escape(hit.highlights("body", top=2))
            table.add_row(str(hit["date"]), escape(hit["title"]), snippet)
    Console().print(table)


if __name__ == "__main__":
    app()
