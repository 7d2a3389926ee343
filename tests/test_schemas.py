"""What is printed has the shape that its schema promises, and no other key."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pressfind.indexing import Job, update_index
from pressfind.model import Filters, Matching, Question
from pressfind.model.uses import Direction, UserKind
from pressfind.printers import counts, records, uses, verdicts
from pressfind.printers.schemas import list_schemas, read_schema
from pressfind.printers.understanding import understanding_record
from pressfind.searching import (
    export_releases,
    find_whole,
    read_status,
    search_quotes,
    search_releases,
)
from pressfind.searching.facets import FACETS, count_facet
from pressfind.searching.people import find_speakers
from pressfind.searching.understanding import understand
from pressfind.searching.uses import find_uses
from pressfind.searching.verifying import verify_words
from pressfind.sources import list_forms
from tests.conftest import SAMPLE

DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def outputs(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[dict[str, Any]]]:
    index = tmp_path_factory.mktemp("schemas") / ".pressfind"
    update_index(Job(index=index, cwd=SAMPLE, now_ns=0, paths=(str(SAMPLE),)))
    return {name: list(found) for name, found in _print_all(index)}


def _print_all(index: Path) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    question = Question(text="the", limit=0)
    releases = list(export_releases(index, Question(limit=0), DAY))
    found = search_releases(index, question, DAY)
    quotes = search_quotes(index, question, DAY)
    ids = [release.id for release in releases]
    why = replace(question, text="HSO ferries", matching=Matching.ANY, explain=True)
    found_why = search_releases(index, why, DAY)
    quotes_why = search_quotes(index, why, DAY)
    yield "search", map(records.page_record, (found, found_why))
    yield "quotes", map(records.page_record, (quotes, quotes_why))
    hits = (*found.hits, *found_why.hits)
    yield "search-line", chain(_lines(hits), _lines(hits, query_id="1"))
    yield "quotes-line", _lines((*quotes.hits, *quotes_why.hits))
    yield "query", _understood(index)
    altered = "The rules have been [at last] relaxed, and I want to be plain"
    given = (altered, "Orders agreed during the week", "zyzzyva")
    found_words = (verify_words(index, words, DAY) for words in given)
    yield "verify", map(verdicts.verdict_record, found_words)
    for direction in Direction:
        yield direction.value, _uses(index, direction)
    yield "export", map(records.export_record, releases)
    yield "show", iter([records.show_record(find_whole(index, ids))])
    yield "sources", iter([records.forms_record(list_forms())])
    yield (
        "facets",
        (
            counts.facet_record(count_facet(index, field, question, DAY))
            for field in FACETS
        ),
    )
    speakers = find_speakers(index, question, DAY)
    yield "speakers", iter([counts.speakers_record(speakers)])
    yield "status", iter([records.status_record(read_status(index, check=True))])


def _uses(index: Path, direction: Direction) -> Iterator[dict[str, Any]]:
    for by in (None, *UserKind):
        for text in ("coffee", "title:eye", "zyzzyva"):
            question = Question(text=text)
            found = find_uses(index, question, DAY, direction=direction, by=by)
            yield uses.uses_record(found)


def _understood(index: Path) -> Iterator[dict[str, Any]]:
    for text in ("HSO", '-"a b" (ca* OR id:x) date:2024 d~', "speaker:e quote:=f", ""):
        question = Question(text=text, filters=Filters(tag=("g",)))
        for quotes in (False, True):
            yield understanding_record(understand(index, question, DAY, quotes=quotes))


def _lines(hits: Any, **named: str) -> Iterator[dict[str, Any]]:
    stream = io.StringIO()
    records.print_json_lines(hits, stream, **named)
    return map(json.loads, stream.getvalue().splitlines())


@pytest.mark.parametrize("name", list_schemas())
def test_real_output_has_the_shape_of_its_schema(
    name: str, outputs: dict[str, list[dict[str, Any]]]
) -> None:
    schema = json.loads(read_schema(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert outputs[name]
    assert [
        error for output in outputs[name] for error in validator.iter_errors(output)
    ] == []


def test_there_is_a_schema_for_every_output_and_for_no_other(
    outputs: dict[str, list[dict[str, Any]]],
) -> None:
    assert sorted(outputs) == list_schemas()


@pytest.mark.parametrize("name", list_schemas())
def test_a_key_that_the_schema_does_not_name_is_refused_wherever_it_stands(
    name: str, outputs: dict[str, list[dict[str, Any]]]
) -> None:
    schema = json.loads(read_schema(name))
    validator = jsonschema.Draft202012Validator(schema)
    output = json.loads(json.dumps(outputs[name][0]))
    accepted = []
    for place, value in list(_objects(output, "$")):
        value["unknown"] = 1
        if validator.is_valid(output):
            accepted.append(place)
        del value["unknown"]
    assert accepted == []


@pytest.mark.parametrize("name", ["search", "quotes", "facets", "speakers"])
def test_an_empty_page_has_the_shape_of_its_schema_too(
    name: str, empty_pages: dict[str, dict[str, Any]]
) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(read_schema(name)))
    assert list(validator.iter_errors(empty_pages[name])) == []


@pytest.fixture
def empty_pages(sample_index: Path) -> dict[str, dict[str, Any]]:
    question = Question(text="zyzzyva")
    return {
        "search": records.page_record(search_releases(sample_index, question, DAY)),
        "quotes": records.page_record(search_quotes(sample_index, question, DAY)),
        "facets": counts.facet_record(
            count_facet(sample_index, "month", question, DAY)
        ),
        "speakers": counts.speakers_record(find_speakers(sample_index, question, DAY)),
    }


def _objects(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield place, value
        for key, inner in list(value.items()):
            yield from _objects(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _objects(inner, f"{place}[{number}]")


@pytest.mark.parametrize("name", list_schemas())
def test_the_keys_of_an_output_are_in_the_order_of_its_schema(
    name: str, outputs: dict[str, list[dict[str, Any]]]
) -> None:
    assert list(outputs[name][0]) == json.loads(read_schema(name))["required"]
