"""Front matter: what stands above a Markdown text, in YAML or TOML.

Of YAML only what front matter has is read: scalars, folded and kept lines, lists of
scalars.  PyYAML isn't used, since it refuses what people write by hand ("title: Ports:
a new pier"), makes ``no`` of Norway, and can be told to grow without end.
"""

import json
import re
import tomllib
from collections.abc import Iterator

from pressfind.values import frozen

_FENCES = {"---": "---", "+++": "+++"}
_MOST_LINES = 200
_KEY = re.compile(r"(?P<key>[A-Za-z][\w-]*)\s*:(?:\s+(?P<value>.*))?$")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*\S)\s*$")
_BLOCK = re.compile(r"[|>][+-]?\d?$")
_COMMENT = re.compile(r"(?:^|\s+)#.*$")

Value = str | list[str]


@frozen
class FrontMatter:
    """Values by key, and the number of lines that they take, fences included."""

    values: dict[str, Value]
    lines: int
    problem: str | None = None


def read_front_matter(lines: list[str]) -> FrontMatter | None:
    """Return what stands above a text, or None if it begins without a fence.

    Keys are lower-case.  What can't be read is left out and said as ``problem``.
    """
    fence = lines[0].rstrip() if lines else ""
    if fence not in _FENCES:
        return None
    closing = (fence, "..." if fence == "---" else fence)
    numbered = enumerate(lines[1:_MOST_LINES], 1)
    end = next((place for place, line in numbered if line.rstrip() in closing), None)
    if end is None:
        return None
    inside = lines[1:end]
    if fence == "---":
        return FrontMatter(dict(_read_yaml(inside)), end + 1)
    try:
        values = tomllib.loads("\n".join(inside))
    except tomllib.TOMLDecodeError as error:
        return FrontMatter({}, end + 1, f"its front matter isn't TOML: {error}")
    return FrontMatter(dict(_keep_plain(values)), end + 1)


def _keep_plain(values: dict[str, object]) -> Iterator[tuple[str, Value]]:
    for key, value in values.items():
        if isinstance(value, list):
            yield key.lower(), [str(item) for item in value]
        elif not isinstance(value, dict):
            yield key.lower(), str(value)


def _read_yaml(lines: list[str]) -> Iterator[tuple[str, Value]]:
    key = None
    held: list[str] = []
    for line in [*lines, "end:"]:
        match = _KEY.match(line)
        if match is None:
            held.append(line)
            continue
        if key is not None:
            yield key, _read_value(held)
        key, held = match["key"].lower(), [match["value"] or ""]


def _read_value(held: list[str]) -> Value:
    first = held[0].strip()
    rest = [line for line in held[1:] if line.strip()]
    if _BLOCK.match(first):
        joint = "\n" if first[0] == "|" else " "
        return joint.join(line.strip() for line in rest)
    items = [match["value"] for line in rest if (match := _ITEM.match(line))]
    if not _COMMENT.sub("", first) and items:
        return [_read_scalar(item) for item in items]
    if not first:  # a map, which no property of a release is
        return ""
    if first.startswith("["):
        whole = " ".join([first, *(line.strip() for line in rest)])
        inside = _COMMENT.sub("", whole).removeprefix("[").removesuffix("]")
        return [_read_scalar(item) for item in inside.split(",") if item.strip()]
    return _read_scalar(" ".join([first, *(line.strip() for line in rest)]))


def _read_scalar(text: str) -> str:
    plain = text.strip()
    if plain[:1] == "'":
        end = re.search(r"(?<!')'(?:'')*(?!')", plain[1:] + " ")
        inside = plain[1 : end.start() + 1] if end else plain[1:]
        return inside.replace("''", "'")
    if plain[:1] == '"':
        try:
            value, _ = json.JSONDecoder().raw_decode(plain)
        except ValueError:
            return plain.strip('"')
        return str(value)
    return _COMMENT.sub("", plain).strip()
