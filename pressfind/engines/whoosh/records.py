"""The releases of a segment: stored as JSON, and found by id, key or ordinal.

Ordinals number releases in the order in which they were written.  A record is a line of
JSON and, behind it, the texts of blocks as they are: to escape and to scan these would
take most of the time.  Values stand in the order of the model's fields, so a change of
the model is a change of the index's format.
"""

import datetime
import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressfind.engines.base import Stored
from pressfind.engines.whoosh.dictionary import Strings, write_strings
from pressfind.engines.whoosh.sections import SectionFile, SectionWriter, narrow
from pressfind.model import (
    Block,
    BlockKind,
    Evidence,
    Quote,
    QuoteKind,
    Release,
    Source,
    Span,
    Speaker,
)
from pressfind.values import constructor_of

if TYPE_CHECKING:
    from pressfind.engines.whoosh.frames import FrameReader
    from pressfind.model.indexes import Version

_decode = json.JSONDecoder().raw_decode  # loads() looks for white space as well
_KINDS = tuple(BlockKind)
_QUOTE_KINDS = tuple(QuoteKind)
_EVIDENCE = tuple(Evidence)
# Made in the fastest way: a page of ten releases has a hundred blocks.
_make_block, _make_span = constructor_of(Block), constructor_of(Span)
_make_quote, _make_speaker = constructor_of(Quote), constructor_of(Speaker)
_make_release, _make_source = constructor_of(Release), constructor_of(Source)
# Made once: ``json.dumps`` makes an encoder for each call.  Lists of values hold no
# cycle to look for.
_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode


class RecordWriter:
    """Writes the releases of a segment as they come, and how to find them."""

    def __init__(self, path: Path) -> None:
        from pressfind.engines.whoosh.frames import FrameWriter

        self._file = SectionWriter(path)
        self._frames = FrameWriter(self._file.add_parts("records"))
        self._documents = array("I")
        self._ids: list[bytes] = []
        self._keys, self._counts = array("Q"), array("I")
        self._sketches = array("Q")

    def add(
        self,
        document: int,
        name: bytes,
        keys: Iterable[int],
        sketch: int,
        packed: bytes,
    ) -> None:
        """Add a release by its document in the segment, its id and what is stored."""
        before = len(self._keys)
        self._keys.extend(keys)
        self._counts.append(len(self._keys) - before)
        self._ids.append(name)
        self._sketches.append(sketch)
        self._documents.append(document)
        self._frames.add(packed)

    def close(self) -> None:
        """Finish the file."""
        dictionary = self._frames.finish()
        self._file.add("dictionary", dictionary)
        self._file.add("ends", narrow(self._frames.ends))
        self._file.add("documents", narrow(self._documents))
        write_strings(self._file, "ids", self._ids)
        order = sorted(range(len(self._ids)), key=self._ids.__getitem__)
        self._file.add("id_order", narrow(order))
        self._write_keys()
        self._file.add("sketches", self._sketches)
        self._file.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._file.abandon()

    def _write_keys(self) -> None:
        """Write keys with the ordinals of the releases that have them, both ways."""
        import numpy as np  # what only reads does without

        keys = np.array(self._keys)
        owners = np.repeat(np.arange(len(self._ids)), self._counts)
        order = np.lexsort((owners, keys))
        owners = owners[order]
        places = np.argsort(owners, kind="stable")
        self._file.add("keys", array("Q", keys[order].tobytes()))
        self._file.add("key_owners", narrow(owners.tolist()))
        self._file.add("own_keys", narrow(places.tolist()))
        self._file.add(
            "own_keys.starts", narrow([*accumulate(self._counts, initial=0)])
        )


class RecordFile:
    """The releases of a mapped segment, by ordinal; needs no other file."""

    def __init__(self, path: Path) -> None:
        file = SectionFile(path)
        self._path = path
        self._file = file
        self._records = file.array("records")
        self._ends = file.array("ends")
        self._order = file.array("id_order")
        self._own_keys = file.array("own_keys")
        self._own_starts = file.array("own_keys.starts")
        self.ids = Strings(file, "ids")
        self.keys = file.array("keys")
        """All keys of all releases, ascending."""
        self.key_owners = file.array("key_owners")
        """The ordinal of the release that has each of them."""
        self.sketches = file.array("sketches")
        self.documents = file.array("documents")
        """The document of each release in its segment, ascending."""

    @cached_property
    def _frames(self) -> "FrameReader":
        from pressfind.engines.whoosh.frames import FrameReader

        return FrameReader(self._path, self._file.array("dictionary"))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def read(self, ordinal: int) -> Stored:
        """Return a stored release."""
        whole, versions = unpack(self.packed(ordinal))
        return Stored(
            release=whole,
            versions=versions,
            keys=self.keys_of(ordinal),
            sketch=self.sketches[ordinal],
        )

    def read_release(self, ordinal: int) -> Release:
        """Return a release without the versions that it was merged from."""
        (release, _), texts = _parse(self.packed(ordinal))
        return _unpack_release(release, texts)

    def packed(self, ordinal: int) -> bytes:
        """Return a release as it was packed."""
        start, end = self._ends[ordinal], self._ends[ordinal + 1]
        return self._frames.read(self._records[start:end])

    def find_ids(self, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Yield id and ordinal of the releases whose ids begin so, in order of ids."""
        ids, order = self.ids, self._order
        place = bisect_left(order, prefix, key=ids.__getitem__)
        while place < len(order) and (name := ids[order[place]]).startswith(prefix):
            yield name, order[place]
            place += 1

    def find_key(self, key: int) -> Iterator[int]:
        """Yield the ordinals of the releases that have a key."""
        place = bisect_left(self.keys, key)
        while place < len(self.keys) and self.keys[place] == key:
            yield self.key_owners[place]
            place += 1

    def keys_of(self, ordinal: int) -> frozenset[int]:
        """Return the keys of a release."""
        start, end = self._own_starts[ordinal : ordinal + 2]
        return frozenset(map(self.keys.__getitem__, self._own_keys[start:end]))

    def keys_from(self, ordinal: int, least: int) -> list[int]:
        """Return the keys of a release that are not less than ``least``."""
        start, end = self._own_starts[ordinal : ordinal + 2]
        own = map(self.keys.__getitem__, self._own_keys[start:end])
        return [key for key in own if key >= least]


def pack(stored: Stored) -> bytes:
    """Return a release and its versions as bytes."""
    release = stored.release
    texts: list[str] = []
    values = [
        _pack_release(release, texts),
        [_pack_version(version, release, texts) for version in stored.versions],
    ]
    line = _encode([*values, list(map(len, texts))])
    # A file's name can hold anything.
    return "".join([line, "\n", *texts]).encode("utf-8", "surrogatepass")


def unpack(packed: bytes) -> "tuple[Release, tuple[Version, ...]]":
    """Return the release and the versions that ``pack`` was given."""
    (release, versions), texts = _parse(packed)
    whole = _unpack_release(release, texts)
    return whole, tuple(_unpack_version(v, whole, texts) for v in versions)


def _parse(packed: bytes) -> tuple[list[Any], Iterator[str]]:
    """Return what a record holds, and in the same order the texts of its blocks."""
    record = packed.decode("utf-8", "surrogatepass")
    (*values, lengths), end_of_line = _decode(record)
    ends = accumulate(lengths, initial=end_of_line + 1)
    return values, iter([record[start:end] for start, end in pairwise(ends)])


def _pack_version(version: "Version", whole: Release, texts: list[str]) -> list[Any]:
    # Most releases have one version, which differs in its id or its tags at most.
    own = version.release
    same = own is whole or replace(own, id=whole.id, tags=whole.tags) == whole
    return [
        version.origin,
        own.id,
        list(own.tags),
        None if same else _pack_release(own, texts),
    ]


def _unpack_version(
    values: list[Any], whole: Release, texts: Iterator[str]
) -> "Version":
    from pressfind.model.indexes import Version

    origin, identifier, tags, other = values
    if other is None:
        own = replace(whole, id=identifier, tags=tuple(tags))
    else:
        own = _unpack_release(other, texts)
    return Version(origin=origin, release=own)


def _pack_release(release: Release, texts: list[str]) -> list[Any]:
    source = release.source
    texts += [block.text for block in release.blocks]
    return [
        release.id,
        release.title,
        [source.path, source.line_start, source.line_end],
        release.given_id,
        release.department,
        release.date and release.date.isoformat(),
        release.lead is not None,
        list(release.tags),
        release.url,
        [(_KINDS.index(block.kind), block.line) for block in release.blocks],
        [_pack_quote(quote) for quote in release.quotes],
    ]


def _unpack_release(values: list[Any], texts: Iterator[str]) -> Release:
    identifier, title, source, given, department, day, *others = values
    led, tags, url, blocks, quotes = others
    path, first, last = source
    made = tuple(
        [
            _make_block(kind=_KINDS[kind], text=text, line=line)
            for (kind, line), text in zip(blocks, texts, strict=False)
        ]
    )
    return _make_release(
        id=identifier,
        title=title,
        source=_make_source(path=path, line_start=first, line_end=last),
        given_id=given,
        department=department,
        date=day and datetime.date.fromisoformat(day),
        lead=made[0].text if led else None,
        tags=tuple(tags),
        url=url,
        blocks=made,
        quotes=tuple(map(_unpack_quote, quotes)),
    )


def _pack_quote(quote: Quote) -> list[Any]:
    speaker = quote.speaker
    return [
        *(quote.span.start, quote.span.end),
        _QUOTE_KINDS.index(quote.kind),
        _EVIDENCE.index(quote.evidence),
        *(speaker.name, speaker.as_written, speaker.role, speaker.role_as_written),
        *(speaker.organisation, quote.attribution, quote.line_start, quote.line_end),
        *([quote.ended_by] if quote.ended_by else []),  # most quotes lack it
    ]


def _unpack_quote(values: list[Any]) -> Quote:
    start, end, kind, evidence, name, written, role, role_written = values[:8]
    organisation, attribution, line_start, line_end, *ended = values[8:]
    return _make_quote(
        span=_make_span(start, end),
        kind=_QUOTE_KINDS[kind],
        evidence=_EVIDENCE[evidence],
        speaker=_make_speaker(
            name=name,
            as_written=written,
            role=role,
            role_as_written=role_written,
            organisation=organisation,
        ),
        attribution=attribution,
        line_start=line_start,
        line_end=line_end,
        ended_by=ended[0] if ended else None,
    )
