"""The benchmark: pressfind beside FTS5, tantivy and stock Whoosh, in one run.

    pip install -e ".[bench]"
    python -m tests.bench --out DIR
    python -m tests.bench --out DIR --from FILE.jsonl.gz --queries FILE.json --runs 5

The first makes its corpora from a seed, so anyone can run it; the second takes the
first releases of a file.  ``--sizes``, ``--peers`` and ``--measures`` make it shorter.

DIR gets ``rows.jsonl``, a line for each row as soon as it is known, and ``report.md``,
the tables; corpora and indexes stay in it, and are used again where they still fit.
Runs are recorded by hand in ``RECORDS.md`` and compared by people: quote the ratios of
one run, not its times, and on a machine that does nothing else.

- ``index``: whole commands in fresh processes, each as durable as it is by default;
  pressfind also reads, extracts quotes and people, and decides identities.
- ``warm``: ten hits of every query from an index that stays open, with snippets and
  without.  pressfind also counts all matches exactly.
- ``cold``: a fresh process that prints ten hits; files are in the page cache.
- ``extraction``: one process, one core; snippets are in ``warm``, as what they add.
- ``pages``: the same releases as web pages, read and not extracted; seconds of CPU.
"""
