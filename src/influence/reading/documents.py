"""JSON: where the documents of a file start and end, what is in the first of them, and what type DuckDB reads them as.

A file is a stream of documents: the items of one array, one document a line, or documents one after the other. A
format's records are the documents themselves, or a list inside them (`orderedItems[]`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any, TextIO

from influence.record import record

_ASSIGNMENT = re.compile(r"\s*[A-Za-z_$][\w$.\[\]]*\s*=\s*")
_TOKEN = re.compile(r'\s*(?:([{}\[\],:])|("(?:[^"\\]|\\.)*")|([-+.\w]+))', re.DOTALL)
_DECODER = json.JSONDecoder(strict=False)
_MARK = re.compile(r'\\.|["{}\[\]\n]', re.DOTALL)
_SPACE = re.compile(r"\s*")
_NAMED = re.compile(r"(.*)\[(\w+)=([^\]]+)\]")
_SHOWN = 80
_MAX_DEPTH = 60
_MAX_RECORD, _MAX_DOCUMENT = 1 << 24, 1 << 25
UNCLOSED = "a quote or bracket does not close"
HEAD = 1 << 20
"""How many characters are looked at for where a list starts, and read at once."""
_LOOK, _LOOK_LONG = 1 << 16, 1 << 22
"""How much is looked at, piece by piece, of what is cut or damaged: of a head, and of all."""
_FEW, _MANY = 20, 1000
"""How many items of a list, and values of an object, tell what is in it."""


@record
class Documents:
    """What the head of a JSON file tells. `start`: how many characters come before the JSON (a JavaScript assignment to
    `name`); `array`: the documents are the items of one array; `lines`: they are one a line; `whole`: the first one
    ends in the head; `first`: those that the head holds, the last one perhaps cut; `unseen`: there is more in the first
    one than was looked at."""

    start: int
    array: bool = False
    lines: bool = False
    whole: bool = False
    first: list[Any]
    name: str = ""
    unseen: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether it is one document of which the head has only a part: what lies behind that is not known."""
        return not (self.array or self.whole)


def look(text: str) -> Documents | None:
    """What a text that starts like this holds, or None where it is not JSON."""
    assignment = _ASSIGNMENT.match(text)
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


def look_at_all(text: str, found: Documents) -> Documents:
    """What the whole text holds of which the head had only a part: what is in each list is told by its first items."""
    value, end = _first(text, found.start, _LOOK_LONG)
    return replace(found, whole=end is not None, first=[_few(value)])


def _few(value: Any, depth: int = 0) -> Any:
    """A value with only the first items of each list, and nothing that lies too deep."""
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, list):
        return [_few(item, depth + 1) for item in value[:_FEW]]
    if isinstance(value, dict):
        return {key: _few(item, depth + 1) for key, item in islice(value.items(), _MANY)}
    return value


def _first(text: str, start: int, longest: int = _LOOK) -> tuple[Any, int | None]:
    """The first value from there on and where it ends; as far as the text has it, with None, where it is cut."""
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return _partial(text[: start + longest], start)


def _partial(text: str, start: int) -> tuple[Any, int | None]:
    """The value that starts there, as far as the text has it, and where it ends (None: not in this text).
    Not JSON: (None, None)."""
    stack: list[Any] = []
    keys: list[str | None] = []
    position = start
    value: Any = None
    while (token := _TOKEN.match(text, position)) is not None:
        position = token.end()
        mark, string, word = token.groups()
        if mark in ("{", "["):
            if len(stack) >= _MAX_DEPTH:
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
            plain = _string(string) if string else word
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


def _string(token: str) -> str:
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
    for token in _TOKEN.finditer(text, start):
        mark, string, _ = token.groups()
        if mark in ("{", "["):
            keys.append(name)
            if mark == opening and list(keys[1:]) == path[:-1]:
                return token.start(1)
            name = None
        elif mark in ("}", "]"):
            keys = keys[:-1]
            if not keys:
                return None
        name = _string(string) if string else name if mark == ":" else None
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


def longer(size: int) -> str:
    """Why a record is not read that is longer than a size, in characters."""
    return f"it is longer than {size >> 20} million characters"


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read: how it starts, and why not."""

    text: str
    why: str


def records(
    text: TextIO,
    path: list[str],
    lines: bool = False,
    nested: Sequence[list[str]] = (),
    follow: Callable[[], None] = lambda: None,
) -> Iterator[Any]:
    """The records of a file, read slowly and forgivingly: each on its own, one that is not JSON as Broken. `lines`: its
    documents are one a line. `nested`: the ways from a record to those inside it, which follow it. `follow` is called
    where in a document more follows the list of records than what closes around it."""
    for one in _records(_Window(text, follow), path, lines):
        yield from _unfolded(one, nested) if nested else [one]


def _unfolded(outermost: Any, nested: Sequence[list[str]]) -> Iterator[Any]:
    """A record, and after each those that were inside it."""
    waiting = [outermost]
    while waiting:
        one = waiting.pop()
        inside = [] if isinstance(one, Broken) else [taken for path in nested for taken in _taken(one, path)]
        waiting += reversed([_record(item) for item in inside])
        yield one


def _taken(record: Any, path: list[str]) -> list[Any]:
    """What a record holds at a path, taken out of it: the items of a list, or the one object."""
    held = [value for value in values(record, path[:-1] if path[-1] == "[]" else path) if value]
    if path[-1] == "[]":
        lists = [value for value in held if isinstance(value, list)]
        taken = [item for value in lists for item in value]
        for value in lists:
            value.clear()
        return taken
    taken = [dict(value) for value in held if isinstance(value, dict)]
    for value in held:
        if isinstance(value, dict):
            value.clear()
    return taken


def _records(window: _Window, path: list[str], lines: bool) -> Iterator[Any]:
    while mark := window.document():
        if mark == "[" and not lines:
            for item in _items(window):
                yield from _inside(item, path)
            window.leave(1)
        elif path and not lines and window.enter(path):
            yield from map(_record, _items(window, path[-1]))
            window.leave(len(path))
        else:
            longest = _MAX_RECORD if lines or not path else _MAX_DOCUMENT
            yield from _inside(window.value(lines=True, longest=longest), path)


def _inside(document: Any, path: list[str]) -> Iterator[Any]:
    """The records of one document."""
    yield from map(_record, values(document, path) if path and not isinstance(document, Broken) else [document])


def _record(value: Any) -> Any:
    """A record as it is, or where it is no object, as Broken."""
    return value if isinstance(value, dict | Broken) else Broken(json.dumps(value)[:_SHOWN], "it has no fields")


def _items(window: _Window, step: str = "[]") -> Iterator[Any]:
    """The items of the array, or the values or pairs of the object, that opens at the window's position."""
    window.position += 1
    key = None
    while (mark := window.peek()) not in ("]", "}", ""):
        if mark in (",", ":"):
            window.position += 1
        elif step != "[]" and key is None:
            key = window.value()
        else:
            value = window.value()
            yield {"key": key, "value": value} if step == "{:}" and not isinstance(value, Broken) else value
            key = None
    if not mark:
        yield Broken("", "the file ends in the middle of its list")


class _Window:
    """A text read piece by piece, with the place reached in it."""

    def __init__(self, text: TextIO, follow: Callable[[], None]) -> None:
        self._file = text
        self._follow = follow
        self.text = text.read(HEAD).lstrip("\ufeff")
        self.position = 0

    def peek(self) -> str:
        """The next character that is no space, or "" at the end."""
        while True:
            match = _SPACE.match(self.text, self.position)
            self.position = match.end() if match else self.position
            if self.position < len(self.text) or not self._more():
                return self.text[self.position : self.position + 1]

    def document(self) -> str:
        """Move to the next document, past an assignment before it; how it opens, or "" at the end."""
        while self.peek() == ";":
            self.position += 1
        assignment = _ASSIGNMENT.match(self.text, self.position)
        self.position = assignment.end() if assignment else self.position
        return self.peek()

    def enter(self, path: list[str]) -> bool:
        """Move to where the list at a path opens, in the document at the position; False where it is not seen."""
        if len(self.text) - self.position < HEAD:
            self._more()
        opens = list_start(self.text, self.position, path)
        if opens is not None:
            self.position = opens
        return opens is not None

    def leave(self, depth: int) -> None:
        """Past the end of a document of which so many brackets are open."""
        while depth > 0 and self.peek():
            token = _TOKEN.match(self.text, self.position)
            if (token is None or token.end() == len(self.text)) and self._more():  # it may be cut there
                continue
            self.position = token.end() if token else self.position + 1
            if token and token[1] not in ("}", "]"):
                self._follow()
            depth += (token[1] in ("{", "[")) - (token[1] in ("}", "]")) if token else 0

    def value(self, lines: bool = False, longest: int = _MAX_RECORD) -> Any:
        """The value at the position, which moves behind it. `lines`: of one that is no JSON, the line is skipped."""
        while True:
            try:
                value, self.position = _DECODER.raw_decode(self.text, self.position)
                return value
            except (ValueError, RecursionError) as error:
                cut = getattr(error, "pos", 0) >= len(self.text) - 16 or "Unterminated" in str(error)
                large = len(self.text) - self.position >= longest
                if isinstance(error, RecursionError):
                    return self._past(lines, "its lists lie too deep in each other")
                if cut and large:
                    return self._past(lines, longer(longest))
                if not (cut and self._more()):
                    return self._skip(lines)

    def _skip(self, lines: bool) -> Broken:
        """Past a value that is not JSON: behind its last bracket, or to the next line where documents are lines."""
        start = self.position
        self.position = _line_end(self.text, start) if lines else _bracket_end(self.text, start)
        return Broken(self.text[start : min(self.position, start + _SHOWN)], UNCLOSED)

    def _past(self, lines: bool, why: str) -> Broken:
        """Past a value that is JSON, however long or deep."""
        broken = Broken(self.text[self.position : self.position + _SHOWN], why)
        depth, quoted, ends = 0, False, "\n" if lines else "}]"
        while True:
            for found in _MARK.finditer(self.text, self.position):
                mark, self.position = found[0], found.end()
                quoted ^= mark == '"'
                depth += 0 if quoted else (mark in "{[") - (mark in "}]")
                if not quoted and depth <= 0 and mark in ends:
                    return broken
            self.position = len(self.text) - self.text.endswith("\\")
            if not self._more():
                self.position = len(self.text)
                return broken

    def _more(self) -> bool:
        left = self.text[self.position :]
        piece = self._file.read(max(HEAD, len(left)))  # what is tried again must be twice as long, or it takes for ever
        if piece:
            self.text = left + piece
            self.position = 0
        return bool(piece)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _bracket_end(text: str, start: int) -> int:
    depth = 0
    for token in _TOKEN.finditer(text, start):
        mark = token.group(1)
        depth += (mark in ("{", "[")) - (mark in ("}", "]"))
        if mark in ("}", "]") and depth <= 0:
            return token.end()
    return len(text)
