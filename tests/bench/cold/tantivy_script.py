"""Ask tantivy one question and print its hits: ``tantivy_script.py FOLDER QUERY``."""

import sys
from importlib import import_module


def main(folder: str, text: str) -> None:
    """Print the date, title and snippet of ten hits."""
    tantivy = import_module("tantivy")  # by name: linters run where it isn't installed
    index = tantivy.Index.open(folder)
    searcher = index.searcher()
    query = index.parse_query(text, ["title", "body"])
    maker = tantivy.SnippetGenerator.create(searcher, query, index.schema, "body")
    maker.set_max_num_chars(240)
    for _, address in searcher.search(query, 10).hits:
        document = searcher.doc(address)
        snippet = maker.snippet_from_doc(document).to_html()
        shown = [str(document.get_first(name)) for name in ("date", "title")]
        sys.stdout.write("\t".join([*shown, snippet]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
