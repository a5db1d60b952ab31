"""YAML as people write it by hand: strict, and every error knows its line.

PyYAML keeps the last of two equal keys and reads `on` and `no` as booleans; here a duplicate key, an alias or a tag
is an error, and only null, true, false and plain numbers are anything but text.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import yaml

from influence.errors import ConfigError, did_you_mean

T = TypeVar("T")
Path = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 20
_MAX_DIGITS = 40


_INT = re.compile(r"[-+]?[0-9][0-9_]*")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.?[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*\.")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: `data` as dicts, lists and scalars, and the line (from 1) of every key in it."""

    name: str
    data: Any
    lines: dict[Path, int]

    def error(self, path: Path, message: str, hint: str = "") -> ConfigError:
        """An error at a key, named as people write it: `weights.yaml:12: networks.x.voice: ...`."""
        line = next((self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), 1)
        dotted = ".".join(map(str, path))
        return ConfigError(f"{self.name}:{line}: {dotted + ': ' if dotted else ''}{message}", hint)


def decoded(content: bytes, name: str) -> str:
    """The text of a file. Raises ConfigError with the line that is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ConfigError(f"{name}:{line}: not UTF-8 text", "Save the file as UTF-8.") from None


def parse(text: str, name: str) -> YamlFile:
    """Read one YAML document. Raises ConfigError with file and line."""
    try:
        reader = _Reader(name, yaml.parse(text, Loader=_LOADER))
        return YamlFile(name, reader.document(), reader.lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = getattr(error, "position", 0)
        where = f"{name}:{mark.line + 1 if mark else text.count(chr(10), 0, place) + 1}"
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
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
            raise self._error(event, f"nested more than {_MAX_DEPTH} deep")
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


def scalar(text: str, name: str) -> Any:
    """The value of one YAML scalar, as `--set KEY=VALUE` gives it."""
    value = parse(text, name).data
    if isinstance(value, dict | list) and value:
        raise ConfigError(f"{name}: {text!r} is not a single value")
    return value


def check(document: YamlFile, model: type[T]) -> T:
    """Hold a document against a dataclass with pydantic. Raises ConfigError with the line of the first thing wrong:
    a file written by hand is mended one error at a time. (As JSON, because strict pydantic takes a mapping for a
    dataclass only there.)"""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(model).validate_json(json.dumps(document.data))
    except ValidationError as error:
        errors = sorted(error.errors(include_url=False), key=lambda one: not _is_unknown_key(one))
        first = errors[0]
        path = _known_path(document, first["loc"])
        if first["type"] in ("missing", "missing_argument"):
            raise document.error((*path, first["loc"][-1]), "is missing") from None
        if _is_unknown_key(first):
            hint = did_you_mean(str(path[-1]), _fields_at(model, path[:-1]))
            raise document.error(path, "unknown key", hint) from None
        raise document.error(path, _sentence(first["msg"])) from None


def _is_unknown_key(error: Any) -> bool:
    return error["type"] in ("unexpected_keyword_argument", "extra_forbidden") or error["loc"][-1:] == ("[key]",)


def _known_path(document: YamlFile, loc: tuple[str | int, ...]) -> Path:
    """pydantic's location without its own words for the branches of a union and the keys of a mapping."""
    path: Path = ()
    for part in loc:
        if (*path, part) in document.lines:
            path = (*path, part)
    return path


def _sentence(message: str) -> str:
    return message[:1].lower() + message[1:]


def _fields_at(model: Any, path: Path) -> list[str]:
    """The keys a dataclass knows at a path, for suggestions."""
    for part in path:
        if dataclasses.is_dataclass(model):
            model = get_type_hints(model).get(str(part))
        elif get_origin(model) is dict:
            model = get_args(model)[1]
        while get_origin(model) not in (dict, None) and not dataclasses.is_dataclass(model):
            model = next((arg for arg in get_args(model) if arg is not type(None)), None)
    if dataclasses.is_dataclass(model):
        return [field.name for field in dataclasses.fields(model)]
    if get_origin(model) is dict:
        return [str(word) for word in get_args(get_args(model)[0])]
    return []


def build(model: type[T], data: Any) -> T:
    """The dataclass that `check` would give, unchecked: for the files that are shipped, which the tests check."""
    return cast(T, _build(model, data))


def _build(model: Any, data: Any) -> Any:
    origin, args = get_origin(model), get_args(model)
    if dataclasses.is_dataclass(model) and isinstance(data, dict):
        anything: Any = model
        hints = _hints(anything)
        return model(**{key: _build(hints[key], value) for key, value in data.items()})  # type: ignore[operator]
    if origin is dict:
        return {key: _build(args[1], value) for key, value in data.items()}
    if origin in (list, tuple):
        return origin(_build(args[0], item) for item in data)
    if origin is Annotated:
        return _build(args[0], data)
    if origin in (Union, UnionType):
        return _build_union(args, data)
    return data


def _build_union(args: tuple[Any, ...], data: Any) -> Any:
    for arg in args:
        shape = get_origin(arg) or arg
        shape = dict if dataclasses.is_dataclass(arg) else shape
        fits = isinstance(shape, type) and isinstance(data, shape)
        if fits:
            return _build(arg, data)
    return data


@functools.cache
def _hints(model: Hashable) -> dict[str, Any]:
    return get_type_hints(model)
