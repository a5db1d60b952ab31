"""JSON read from a stream, piece by piece: its records, what it holds, and where a list lies in it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from influence.reading.documents import (
    ASSIGNMENT,
    DECODER,
    FEW,
    MANY,
    MAX_DEPTH,
    TOKEN,
    UNCLOSED,
    Documents,
    few,
    list_start,
    string_of,
    values,
)

_CUT = "the file ends in the middle of its list"
_SHOWN = 80
PIECE = 1 << 20
"""How many characters are read at once, and so the longest value that is passed in one go."""
_MAX_RECORD, _MAX_DOCUMENT = 1 << 24, 1 << 25

_MARK = re.compile(r'\\.|["{}\[\]\n]', re.DOTALL)
_SPACE = re.compile(r"\s*")
_TEXT = r'"(?:[^"\\]++|\\.)*+"'
_PLAIN = r'[^\[\]{}"]++'
_DEEPEST = 1000
"""How deep brackets may lie in each other; what lies deeper is nobody's export, and is not gone through."""
_LEVELS = 6
"""How deep brackets may lie in each other in a value that is passed in one go. Most records are flatter."""


def _bracketed(levels: int) -> str:
    """The pattern of what a bracket opens and closes."""
    inside = f"{_PLAIN}|{_TEXT}" + (f"|{_bracketed(levels - 1)}" if levels > 1 else "")
    return rf"[\[{{](?:{inside})*+[\]}}]"


_VALUE = re.compile(rf"{_TEXT}|{_bracketed(_LEVELS)}|[-+.\w]++", re.DOTALL)
_VALUES = re.compile(rf"(?:{_PLAIN}|{_TEXT}|{_bracketed(_LEVELS)})*+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read: how it starts, and why not."""

    text: str
    why: str


def longer(size: int) -> str:
    """Why a record is not read that is longer than a size, in characters."""
    return f"it is longer than {size >> 20} million characters"


def records(text: TextIO, path: list[str], lines: bool = False, nested: Sequence[list[str]] = ()) -> Iterator[Any]:
    """The records of a file, read slowly and forgivingly: each on its own, one that is not JSON as Broken. `lines`: its
    documents are one a line. `nested`: the ways from a record to those inside it, which follow it."""
    for one in _records(_Window(text), path, lines):
        yield from _unfolded(one, nested) if nested else [one]


def look_at_all(text: TextIO, found: Documents) -> Documents:
    """What the whole file holds of which the head had only a part: what is in a list is told by its first items."""
    window = _Window(text)
    window.document()
    value = window.few()
    return found.seen(value if found.array and isinstance(value, list) else [value], whole=not window.ended)


def span(text: TextIO, path: list[str]) -> tuple[int, int] | None:
    """From which character on, and up to which, the list at a path of names lies in the one document of a file; None
    where it is not there, or anything does not end, or follows."""
    window = _Window(text)
    window.document()
    if not window.enter(path):
        return None
    start = window.place
    window.over()
    end = window.place
    window.leave(len(path) - 1)
    return (start, end) if not window.document() and not window.ended else None


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
        elif not lines and _is_way(path) and (window.is_long or window.sees(path)):
            if window.enter(path):
                yield from map(_record, _items(window, path[-1]))
                window.leave(len(path))
            elif window.ended:
                yield Broken("", _CUT)
        else:
            longest = _MAX_RECORD if lines or not path else _MAX_DOCUMENT
            yield from _inside(window.value(lines=True, longest=longest), path)


def _is_way(path: list[str]) -> bool:
    """Whether a path goes by names alone to a list, or to an object of which all is wanted."""
    return path[-1:] in (["[]"], ["{}"], ["{:}"]) and not any(step.startswith(("[", "{")) for step in path[:-1])


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
        yield Broken("", _CUT)


class _Window:
    """A text read piece by piece, with the place reached in it. `ended`: whether it ended where brackets were open."""

    def __init__(self, text: TextIO) -> None:
        self._file = text
        first = text.read(PIECE)
        self.text = first.lstrip("\ufeff")
        self.position = 0
        self.ended = False
        self._passed = len(first) - len(self.text)

    @property
    def place(self) -> int:
        """How many characters of the file lie before the position."""
        return self._passed + self.position

    @property
    def is_long(self) -> bool:
        """Whether the value at the position is too long to be looked at in one go."""
        return self._whole() is None and self._holds(PIECE)

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
        assignment = ASSIGNMENT.match(self.text, self.position)
        self.position = assignment.end() if assignment else self.position
        return self.peek()

    def sees(self, path: list[str]) -> bool:
        """Whether the list at a path opens in what is here of the document at the position."""
        return list_start(self.text, self.position, path) is not None

    def enter(self, path: list[str]) -> bool:
        """Move to where the list at a path of names, or the object of which all is wanted, opens in the document at the
        position; False where it is not there, and then past the document."""
        opened = 0
        for name in path[:-1]:
            if self.peek() != "{":
                break
            self.position, opened = self.position + 1, opened + 1
            if not self._field(name):
                break
        else:
            if self.peek() == path[-1][0]:
                return True
        self.leave(opened) if opened else self.over()
        return False

    def _field(self, name: str) -> bool:
        """Move to the value of a field in the object that is open."""
        while self._next():
            found = self.few()
            if self._next():
                if found == name:
                    return True
                self.over()
        return False

    def _next(self) -> bool:
        """Move to the next value in the brackets that are open; False where they close or the text ends."""
        while (mark := self.peek()) in (",", ":"):
            self.position += 1
        return mark not in ("]", "}", "")

    def few(self, depth: int = 0) -> Any:
        """The value at the position, which moves behind it, with only the first items of each list."""
        mark = self.peek()
        if found := self._whole():
            self.position = found.end()
            return _told(found[0])
        self.position += 1
        if mark not in ("{", "[") or depth > MAX_DEPTH:
            return None
        return self._few_items(depth + 1) if mark == "[" else self._few_fields(depth + 1)

    def _few_items(self, depth: int) -> list[Any]:
        items: list[Any] = []
        while len(items) < FEW and self._next():
            items.append(self.few(depth))
        self.leave(1)
        return items

    def _few_fields(self, depth: int) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        while len(fields) < MANY and self._next():
            name = self.few(depth)
            if self._next():
                fields[str(name)] = self.few(depth)
        self.leave(1)
        return fields

    def over(self) -> None:
        """Past the value at the position."""
        mark = self.peek()
        if found := self._whole():
            self.position = found.end()
        else:
            self.position += 1
            self.leave(mark in ("{", "["))

    def leave(self, depth: int) -> None:
        """Past the end of so many brackets that are open."""
        while depth > 0:
            mark = self.peek()
            passed = _VALUES.match(self.text, self.position)
            if not mark:
                self.ended = True
                return
            if passed and passed.end() > self.position:
                self.position = passed.end()
            elif mark in ("]", "}") or self._holds(_MAX_RECORD if mark == '"' else PIECE) or not self._more():
                self.position += 1
                depth += (mark in ("{", "[")) - (mark in ("]", "}"))
                if depth > _DEEPEST:
                    self._file, self.text, self.position = io.StringIO(), "", 0

    def _whole(self) -> re.Match[str] | None:
        """The value at the position, where all of it is here or comes with one more piece."""
        while True:
            found = _VALUE.match(self.text, self.position)
            mark = self.text[self.position : self.position + 1]
            if found and (found.end() < len(self.text) or mark in ('"', "{", "[")):  # a number may go on
                return found
            if self._holds(PIECE if mark in ("{", "[") else _MAX_RECORD) or not self._more():
                return found

    def _holds(self, size: int) -> bool:
        """Whether so much from the position on is here."""
        return len(self.text) - self.position >= size

    def value(self, lines: bool = False, longest: int = _MAX_RECORD) -> Any:
        """The value at the position, which moves behind it. `lines`: of one that is no JSON, the line is skipped."""
        while True:
            try:
                value, self.position = DECODER.raw_decode(self.text, self.position)
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
        piece = self._file.read(max(PIECE, len(left)))  # twice as long each time, or trying again takes for ever
        if piece:
            self.text = left + piece
            self._passed += self.position
            self.position = 0
        return bool(piece)


def _told(text: str) -> Any:
    """What a value says, with only the first items of each list; of what is no JSON, its text."""
    try:
        return few(DECODER.decode(text))
    except (ValueError, RecursionError):
        return string_of(text)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _bracket_end(text: str, start: int) -> int:
    depth = 0
    for token in TOKEN.finditer(text, start):
        mark = token.group(1)
        depth += (mark in ("{", "[")) - (mark in ("}", "]"))
        if mark in ("}", "]") and depth <= 0:
            return token.end()
    return len(text)
