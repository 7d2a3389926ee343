"""The measures: index, warm, cold, extraction, pages; engines take turns within each.

A B C A B C, so that a machine that gets slower gets slower for all, and ratios are of
what ran side by side.  A first round isn't counted: it fills the caches, and memory is
watched in it, which slows most who has all cores at work.
"""

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from tests.bench import ours
from tests.bench.entrants import (
    FTS5,
    TYPER,
    WHOOSH,
    WHOOSH_CLI,
    Setting,
    WarmEngine,
    ask_worker,
    cold_commands,
    ensure_index,
    index_commands,
    index_once,
)
from tests.bench.measure import (
    MEGABYTE,
    BenchError,
    Cost,
    Sampler,
    count_bytes,
    paired_ratio,
    percentile,
    run_process,
)
from tests.bench.pages import PAGE_BYTES
from tests.bench.queries import Kind
from tests.bench.records import Figures, Row

SLOW_S = 120
"""What takes longer is indexed once, and counted: its ratio is far from 1 anyway."""

COLD_KINDS = (Kind.TERM, Kind.OR, Kind.AND, Kind.PHRASE)
"""What the scripts can be asked: a query without dates."""

EXTRACTED = 500
"""How many releases are extracted to measure it."""
PAGES = 1_000
"""How many pages are read to measure it."""

_NOTHING_FOUND = 1


def measure_index(setting: Setting) -> list[Row]:
    """Index in fresh processes, as often as was asked for."""
    commands = index_commands(setting)
    watched = {
        name: index_once(setting, name, command, sampled=True)
        for name, command in commands.items()
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(setting.runs):
        for name, command in commands.items():
            if watched[name].seconds < SLOW_S:
                costs[name].append(index_once(setting, name, command))
            elif not costs[name]:
                costs[name].append(watched[name])
    seconds = {name: [cost.seconds for cost in costs[name]] for name in costs}
    return [
        Row(
            measure="index",
            size=setting.corpus.releases,
            peer=name,
            figures=_index_figures(setting, name, seconds)
            | _memory_figures(watched[name]),
        )
        for name in commands
    ]


def measure_warm(setting: Setting) -> list[Row]:
    """Ask all queries of engines that stay open, a process for each."""
    times: dict[tuple[str, str], list[list[float]]] = {}
    found: dict[str, Figures] = {}
    with ExitStack() as stack:
        engines = {}
        for name in setting.names:
            ensure_index(setting, name)
            engines[name] = stack.enter_context(WarmEngine(setting, name))
        for name, engine in engines.items():
            with Sampler(engine.process.pid) as sampler:
                answer = engine.ask("snippets")
            memory = sampler.peak()
            largest = memory.largest / MEGABYTE if memory else None
            found[name] = {"hits": answer["hits"], "largest_mb": largest}
        for _ in range(setting.runs):
            for mode in ("plain", "snippets"):
                for name, engine in engines.items():
                    passes = times.setdefault((name, mode), [])
                    passes.append(engine.ask(mode)["ms"])
    return [
        Row(
            measure="warm",
            size=setting.corpus.releases,
            peer=name,
            figures=_warm_figures(name, times) | found[name],
        )
        for name in setting.names
    ]


def measure_cold(setting: Setting) -> list[Row]:
    """Ask one query of each kind, each in a fresh process that prints what it finds."""
    commands = cold_commands(setting)
    first = {query.kind: query for query in reversed(setting.queries)}
    queries = [first[kind] for kind in COLD_KINDS if kind in first]
    if not queries:
        raise BenchError(f"cold needs a query of one of: {', '.join(COLD_KINDS)}")
    watched = {
        name: _run_cold(command(queries[0]), setting, sampled=True)
        for name, command in commands.items()
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(setting.runs):
        for query in queries:
            for name, command in commands.items():
                costs[name].append(_run_cold(command(query), setting))
    times = {name: [c.seconds * 1e3 for c in costs[name]] for name in costs}
    return [
        Row(
            measure="cold",
            size=setting.corpus.releases,
            peer=name,
            figures={
                **_cold_figures(name, times),
                **_memory_figures(watched[name]),
                "bytes_written": statistics.median(c.written for c in costs[name]),
            },
        )
        for name in commands
    ]


def measure_extraction(setting: Setting) -> list[Row]:
    """Read and extract the first releases in one process on one core."""
    words = ("extract", str(setting.corpus.path), str(EXTRACTED))
    answers = [ask_worker(*words) for _ in range(setting.runs)]
    passes = [answer["extract_ms"] for answer in answers]
    figures: Figures = {
        "read_ms": statistics.median(answer["read_ms"] for answer in answers),
        "extract_mean_ms": statistics.median(map(statistics.mean, passes)),
        "extract_median_ms": statistics.median(map(statistics.median, passes)),
        "extract_p95_ms": statistics.median(percentile(p, 0.95) for p in passes),
        "releases": len(passes[0]),
    }
    size = setting.corpus.releases
    return [Row(measure="extraction", size=size, peer=ours.NAME, figures=figures)]


def measure_pages(setting: Setting) -> list[Row]:
    """Read the first releases as pages of the web, in one process on one core."""
    count = min(PAGES, setting.corpus.releases)
    words = ("pages", str(setting.corpus.path), str(count))
    seconds = min(ask_worker(*words)["seconds"] for _ in range(setting.runs))
    figures: Figures = {"pages_per_s": count / seconds, "kb": PAGE_BYTES / 1e3}
    size = setting.corpus.releases
    return [Row(measure="pages", size=size, peer=ours.NAME, figures=figures)]


MEASURES: dict[str, Callable[[Setting], list[Row]]] = {
    "index": measure_index,
    "warm": measure_warm,
    "cold": measure_cold,
    "extraction": measure_extraction,
    "pages": measure_pages,
}


def _index_figures(
    setting: Setting, name: str, seconds: dict[str, list[float]]
) -> Figures:
    corpus = setting.corpus
    median = statistics.median(seconds[name])
    return {
        "seconds": median,
        "releases_per_s": corpus.releases / median,
        "mb_per_s": corpus.text_bytes / MEGABYTE / median,
        "time_to_fts5": paired_ratio(seconds[name], seconds.get(FTS5, [])),
        "time_to_whoosh": paired_ratio(seconds[name], seconds.get(WHOOSH, [])),
        "size_to_text": count_bytes(setting.place_of(name)) / corpus.text_bytes,
        "runs": len(seconds[name]),
    }


def _memory_figures(cost: Cost) -> Figures:
    peak = cost.memory
    return {
        "largest_mb": peak.largest / MEGABYTE if peak else None,
        "together_mb": peak.together / MEGABYTE if peak else None,
    }


def _warm_figures(
    name: str, times: dict[tuple[str, str], list[list[float]]]
) -> Figures:
    figures: Figures = {}
    for mode in ("plain", "snippets"):
        for label, share in (("median", 0.5), ("p95", 0.95)):
            mine = [percentile(times_, share) for times_ in times[name, mode]]
            base = [percentile(times_, share) for times_ in times.get((FTS5, mode), [])]
            figures[f"{mode}_{label}_ms"] = statistics.median(mine)
            figures[f"{mode}_{label}_to_fts5"] = paired_ratio(mine, base)
    figures["snippets_alone_ms"] = statistics.median(_differences(name, times))
    return figures


def _cold_figures(name: str, times: dict[str, list[float]]) -> Figures:
    mine = times[name]
    return {
        "median_ms": statistics.median(mine),
        "p95_ms": percentile(mine, 0.95),
        "time_to_typer": paired_ratio(mine, times.get(TYPER, [])),
        "time_to_whoosh_cli": paired_ratio(mine, times.get(WHOOSH_CLI, [])),
        "time_to_fts5": paired_ratio(mine, times.get(FTS5, [])),
    }


def _differences(
    name: str, times: dict[tuple[str, str], list[list[float]]]
) -> Iterator[float]:
    passes = zip(times[name, "plain"], times[name, "snippets"], strict=True)
    for plain, snippets in passes:
        for without, along in zip(plain, snippets, strict=True):
            yield along - without


def _run_cold(
    command: Sequence[str], setting: Setting, *, sampled: bool = False
) -> Cost:
    return run_process(
        command,
        folder=setting.folder,
        sampled=sampled,
        accepted=(0, _NOTHING_FOUND) if "--json" in command else (0,),
    )
