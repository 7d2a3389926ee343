"""A Typer command that does nothing: what any command of a Typer program takes."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def search(
    folder: str, text: str, limit: Annotated[int, typer.Option("--limit")] = 10
) -> None:
    """Take the same words as a search, and print nothing."""


if __name__ == "__main__":
    app()
