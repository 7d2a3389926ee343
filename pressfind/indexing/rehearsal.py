"""What a run would read: each file as what, what it would give, and why not.

Nothing is written, and no index is made.  Files are read alone, so two that hold the
same release give it twice here.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from pressfind.engines import open_engine
from pressfind.errors import UsageError
from pressfind.indexing import DEFAULT_ROOT, Job
from pressfind.indexing.scope import check_there, find_name, find_named
from pressfind.indexing.settling import STDIN
from pressfind.indexing.tasks import (
    check_regular,
    describe_repairs,
    extract_documents,
    unreadable,
)
from pressfind.model import Skipped
from pressfind.model.indexes import Preview
from pressfind.sources import Documents, read_records, read_stream


def rehearse_index(job: Job) -> Iterator[Preview]:
    """Yield what each file of a run would give, in the order of their names."""
    base = job.index.absolute().parent
    roots = _find_roots(job, base)
    for root in roots:
        check_there(base, root)
    closed: list[Skipped] = []
    found = find_named(
        roots, job.index, lambda name, error: closed.append(unreadable(name, error))
    )
    for file in sorted(found, key=lambda f: f.path if isinstance(f, Skipped) else f[0]):
        if isinstance(file, Skipped):
            yield Preview(path=file.path, skipped=(file,))
        else:
            yield _preview(*file)
    for skip in closed:
        yield Preview(path=skip.path, skipped=(skip,))
    if STDIN in job.paths and job.stdin is not None:
        yield _count(STDIN, "JSON Lines", read_records(job.stdin))


def _find_roots(job: Job, base: Path) -> list[str]:
    """Return the roots that a run with these paths would look at."""
    named = [find_name(job.cwd / path, base) for path in job.paths if path != STDIN]
    if named or job.paths:
        return named
    if job.index.exists():
        with closing(open_engine(job.index)) as engine:
            return list(engine.catalogue().roots)
    default = job.cwd / DEFAULT_ROOT
    if not default.exists():
        raise UsageError(f"nothing to read: name a PATH, there is no {default}")
    return [find_name(default, base)]


def _preview(name: str, path: str) -> Preview:
    try:
        check_regular(Path(path).stat())
        with Path(path).open("rb") as stream:
            reading = read_stream(stream, name)
            return _count(name, reading.form, reading.documents)
    except OSError as error:
        return Preview(path=name, skipped=(unreadable(name, error),))


def _count(name: str, form: str, documents: Documents) -> Preview:
    result = extract_documents(documents, name, lambda _: None)
    return Preview(
        path=name,
        form=form,
        releases=result.releases,
        skipped=result.skipped,
        warnings=(*result.warnings, *describe_repairs(result.repairs)),
    )
