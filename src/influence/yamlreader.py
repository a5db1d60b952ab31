"""YAML read strictly: no alias, no tag, no key twice, no deep nesting, and the line of every key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from influence.errors import ConfigError

Path = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 20
_TOO_DEEP = f"nested more than {_MAX_DEPTH} deep"
_MAX_DIGITS = 40


_INT = re.compile(r"[-+]?[0-9][0-9_]*")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.?[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*\.")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def read(text: str, name: str) -> tuple[Any, dict[Path, int]]:
    """The one document of a text, as dicts, lists and scalars, and the line (from 1) of every key in it. Raises
    ConfigError with file and line."""
    try:
        reader = _Reader(name, yaml.parse(text, Loader=_LOADER))
        return reader.document(), reader.lines
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = getattr(error, "position", 0)
        where = f"{name}:{mark.line + 1 if mark else text.count(chr(10), 0, place) + 1}"
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        if "nesting depth" in problem:  # newer readers have a limit of their own, and may come to it first
            raise ConfigError(f"{where}: {_TOO_DEEP}") from None
        raise ConfigError(f"{where}: {problem}", "The file must be plain YAML.") from None


class _Reader:
    """Turns PyYAML's events into plain values and remembers the line of each."""

    def __init__(self, name: str, events: Iterator[yaml.Event]) -> None:
        self.name = name
        self.events = events
        self.lines: dict[Path, int] = {(): 1}

    def document(self) -> Any:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return {}
        data = self._value(next(self.events), ())
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._error(after, "a second document: the file must hold one")
        return data

    def _value(self, event: yaml.Event, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent):
            raise self._error(event, "an alias (*name) is not allowed; write the value out")
        if len(path) > _MAX_DEPTH:
            raise self._error(event, _TOO_DEEP)
        if (tag := getattr(event, "tag", None)) not in (None, "!"):
            raise self._error(event, f"the tag {tag!r} is not allowed")
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(item, (*path, index)) for index, item in enumerate(self._until(yaml.SequenceEndEvent))]
        return self._scalar(event)

    def _mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._error(event, "a key must be a word")
            key = str(event.value)
            if key in mapping:
                first = self.lines[(*path, key)]
                raise self._error(event, f"the key {key!r} is here twice; the first is on line {first}")
            self.lines[(*path, key)] = _line(event)
            mapping[key] = self._value(next(self.events), (*path, key))
        return mapping

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event

    def _scalar(self, event: Any) -> Any:
        text = str(event.value)
        if not event.implicit[0]:  # it was quoted
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INT.fullmatch(text):
            return self._number(int, text, event)
        return self._number(float, text, event) if _FLOAT.fullmatch(text) else text

    def _number(self, kind: type[int] | type[float], text: str, event: yaml.Event) -> int | float:
        if len(text) > _MAX_DIGITS:
            raise self._error(event, f"a number of more than {_MAX_DIGITS} digits")
        return kind(text.replace("_", ""))

    def _error(self, event: yaml.Event, message: str) -> ConfigError:
        return ConfigError(f"{self.name}:{_line(event)}: {message}")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
