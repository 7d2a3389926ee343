"""Ask FTS5 one question and print its hits: ``fts5_script.py FOLDER QUERY``."""

import sqlite3
import sys


def main(folder: str, text: str) -> None:
    """Print the date, title and snippet of ten hits."""
    connection = sqlite3.connect(f"{folder}/releases.db")
    rows = connection.execute(
        "SELECT date, title, snippet(releases, 1, '[', ']', '…', 40) FROM releases "
        "WHERE releases MATCH ? ORDER BY rank LIMIT 10",
        (text,),
    )
    for row in rows:
        sys.stdout.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
