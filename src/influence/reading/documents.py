"""JSON: where the documents of a file start and end, what is in the first of them, and what type DuckDB reads them as.

A file is a stream of documents: the items of one array, one document a line, or documents one after the other. A
format's records are the documents themselves, or a list inside them (`orderedItems[]`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from influence.record import record

ASSIGNMENT = re.compile(r"\s*[A-Za-z_$][\w$.\[\]]*\s*=\s*")
TOKEN = re.compile(r'\s*(?:([{}\[\],:])|("(?:[^"\\]|\\.)*")|([-+.\w]+))', re.DOTALL)
DECODER = json.JSONDecoder(strict=False)
_NAMED = re.compile(r"(.*)\[(\w+)=([^\]]+)\]")
MAX_DEPTH = 60
UNCLOSED = "a quote or bracket does not close"
_LOOK = 1 << 16
"""How much is looked at, piece by piece, of what is cut or damaged."""
FEW, MANY = 20, 1000
"""How many items of a list, and values of an object, tell what is in it."""


@record
class Documents:
    """What the head of a JSON file tells. `start`: how many characters come before the JSON (a JavaScript assignment to
    `name`); `array`: the documents are the items of one array; `lines`: they are one a line; `whole`: the first one
    ends in the head; `first`: those that the head holds, the last one perhaps cut."""

    start: int
    array: bool = False
    lines: bool = False
    whole: bool = False
    first: list[Any]
    name: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether the head has only a part of the first document: what lies behind that is not known."""
        return not self.whole and not (self.array and self.first[1:])

    def seen(self, first: list[Any], *, whole: bool) -> Documents:
        """The same, after more than the head was looked at."""
        return replace(self, first=first, whole=whole)


def look(text: str) -> Documents | None:
    """What a text that starts like this holds, or None where it is not JSON."""
    assignment = ASSIGNMENT.match(text)
    start = assignment.end() if assignment else len(text) - len(text.lstrip())
    name = assignment[0].rstrip("= \n\r\t").lstrip() if assignment else ""
    if text[start : start + 1] not in ("{", "["):
        return None
    value, end = _first(text, start)
    if isinstance(value, list):
        return Documents(start=start, array=True, whole=end is not None, first=value, name=name)
    if not isinstance(value, dict):
        return None
    if end is None:
        return Documents(start=start, first=[value], name=name)
    lines = "\n" not in text[start:end] and text[end:].lstrip(" \r\t")[:1] in ("\n", "")
    more = [_first(line, 0)[0] for line in text[end:].splitlines()[1:20]] if lines else []
    first = [value, *(item for item in more if item is not None)]
    return Documents(start=start, lines=lines, whole=True, first=first, name=name)


def few(value: Any, depth: int = 0) -> Any:
    """A value with only the first items of each list, and nothing that lies too deep."""
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, list):
        return [few(item, depth + 1) for item in value[:FEW]]
    if isinstance(value, dict):
        return {key: few(item, depth + 1) for key, item in islice(value.items(), MANY)}
    return value


def _first(text: str, start: int, longest: int = _LOOK) -> tuple[Any, int | None]:
    """The first value from there on and where it ends; as far as the text has it, with None, where it is cut."""
    try:
        return DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return _partial(text[: start + longest], start)


def _partial(text: str, start: int) -> tuple[Any, int | None]:
    """The value that starts there, as far as the text has it, and where it ends (None: not in this text).
    Not JSON: (None, None)."""
    stack: list[Any] = []
    keys: list[str | None] = []
    position = start
    value: Any = None
    while (token := TOKEN.match(text, position)) is not None:
        position = token.end()
        mark, string, word = token.groups()
        if mark in ("{", "["):
            if len(stack) >= MAX_DEPTH:
                break
            value = {} if mark == "{" else []
            if stack:
                _put(stack, keys, value)
            stack.append(value)
            keys.append(None)
        elif mark in ("}", "]"):
            if not stack:
                break
            value = stack.pop()
            keys.pop()
            if not stack:
                return value, position
        elif mark is None and stack:
            plain = string_of(string) if string else word
            if isinstance(stack[-1], dict) and keys[-1] is None:
                keys[-1] = plain
            else:
                _put(stack, keys, plain)
    return (stack[0] if stack else None), None


def _put(stack: list[Any], keys: list[str | None], value: Any) -> None:
    if isinstance(stack[-1], list):
        stack[-1].append(value)
    elif keys[-1] is not None:
        stack[-1][keys[-1]] = value
        keys[-1] = None


def string_of(token: str) -> str:
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return token[1:-1]


def steps(path: str) -> list[str]:
    """A path's steps: `object.tags[].type` is object, tags, [], type; `{}` is every value of an object, `{:}` its pairs
    of a `key` and a `value`; `[+]` and `{+}` are all items, or values, added up; `[name=reach]` is those items of a
    list whose `name` is reach."""
    return list(parted(path))


@cache
def parted(path: str) -> tuple[str, ...]:
    """The steps of a path, which are asked for again and again: for each file, those of every format."""
    return tuple(step for part in path.split(".") if part for step in _step(part))


def named(step: str) -> tuple[str, str] | None:
    """The field by which a step chooses items of a list, and what that must be; None where it chooses none."""
    match = _NAMED.fullmatch(step)
    return (match[2], match[3]) if match else None


def joined(path: Iterable[str]) -> str:
    """The path of these steps, as it is written."""
    return "".join(step if step.startswith(("[", "{")) else f".{step}" for step in path).removeprefix(".")


def _step(part: str) -> Iterator[str]:
    if chosen := _NAMED.fullmatch(part):
        if chosen[1]:
            yield chosen[1]
        yield part[len(chosen[1]) :]
        return
    for every in ("[]", "{}", "{:}", "[+]", "{+}"):
        name, brackets, _ = part.partition(every)
        if brackets:
            if name:
                yield name
            yield every
            return
    yield part


_MARKS = ("[", "{")
"""How a step begins that is no name."""


def values(document: Any, path: Iterable[str]) -> list[Any]:
    """All values at a path: one, or one for each item of the lists on the way."""
    found = [document]
    for step in path:
        if step[:1] not in _MARKS:
            found = [value[step] for value in found if isinstance(value, dict) and step in value]
        elif step in ("[]", "[+]"):
            found = [item for value in found if isinstance(value, list) for item in value]
        elif step in ("{}", "{+}"):
            found = [item for value in found if isinstance(value, dict) for item in value.values()]
        elif step == "{:}":
            pairs = (pair for value in found if isinstance(value, dict) for pair in value.items())
            found = [{"key": key, "value": value} for key, value in pairs]
        elif chosen := named(step):
            items = (item for value in found if isinstance(value, list) for item in value)
            found = [item for item in items if isinstance(item, dict) and item.get(chosen[0]) == chosen[1]]
        else:
            found = [value[step] for value in found if isinstance(value, dict) and step in value]
    return found


def unbroken(value: Any) -> Any:
    """A value with its texts, and the names in it, right that are UTF-8 bytes written as if they were Latin-1."""
    if isinstance(value, str):
        try:
            return value.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return value
    if isinstance(value, list):
        return [unbroken(item) for item in value]
    if isinstance(value, dict):
        return {unbroken(key): unbroken(item) for key, item in value.items()}
    return value


def list_start(text: str, start: int, path: list[str]) -> int | None:
    """Where the list at a path (`data`, `children`, `[]`), or the object of which all is wanted, opens in the document
    that starts there and may be cut."""
    opening = "[" if path[-1] == "[]" else "{"
    keys: list[str | None] = []
    name: str | None = None
    for token in TOKEN.finditer(text, start):
        mark, string, _ = token.groups()
        if mark in ("{", "["):
            keys.append(string_of(name) if name else None)
            if mark == opening and list(keys[1:]) == path[:-1]:
                return token.start(1)
            name = None
        elif mark in ("}", "]"):
            keys = keys[:-1]
            if not keys:
                return None
        name = string or (name if mark == ":" else None)
    return None


def list_end(tail: str, path: list[str]) -> int | None:
    """How many characters of a file's tail follow the list at a path: with that list empty, the rest is right."""
    opening = "".join(f"{{{json.dumps(step)}:" for step in path if step != "[]") + "[]"
    position = len(tail)
    while (position := tail.rfind("]", 0, position)) >= 0:
        try:
            json.loads(opening + tail[position + 1 :].rstrip().rstrip(";"))
            return len(tail) - position - 1
        except ValueError:
            continue
    return None
