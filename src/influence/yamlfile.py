"""YAML as people write it by hand: strict, and every error knows its line.

PyYAML keeps the last of two equal keys and reads `on` and `no` as booleans; here a duplicate key, an alias or a tag
is an error, and only null, true, false and plain numbers are anything but text.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from influence.errors import ConfigError, did_you_mean

T = TypeVar("T")
Path = tuple[str | int, ...]


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
    from influence.yamlreader import read  # most runs read no YAML: what is shipped is there as JSON too

    return YamlFile(name, *read(text, name))


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
    make = _maker(cast(Hashable, model))
    return cast(T, make(data) if make else data)


@functools.cache
def _maker(model: Hashable) -> Callable[[Any], Any] | None:
    """What turns plain data into a type; None where it is of that type already."""
    origin, args = get_origin(model), get_args(model)
    if dataclasses.is_dataclass(model):
        return _maker_of_dataclass(model)
    if origin in (Union, UnionType):
        return _maker_of_union(args)
    part = _maker(args[-1]) if origin in (dict, list, tuple) and args[-1] is not Ellipsis else None
    if origin is tuple and args[-1] is Ellipsis:
        part = _maker(args[0])
    if origin in (list, tuple):
        return lambda data: origin(part(item) if part else item for item in data) if part or origin is tuple else data
    if part is None:
        return None
    return lambda data: {key: part(value) for key, value in data.items()}


def _maker_of_dataclass(model: Any) -> Callable[[Any], Any]:
    parts = {name: part for name, hint in _hints(model).items() if (part := _maker(hint))}
    return lambda data: model(**{key: parts[key](value) if key in parts else value for key, value in data.items()})


def _maker_of_union(args: tuple[Any, ...]) -> Callable[[Any], Any] | None:
    """By the shape of the data: a dataclass is made of a mapping."""
    cases = [(dict if dataclasses.is_dataclass(arg) else get_origin(arg) or arg, _maker(arg)) for arg in args]
    if not any(make for _, make in cases):
        return None
    makers = {shape: make for shape, make in cases if make}
    return lambda data: makers[type(data)](data) if type(data) in makers else data


@functools.cache
def _hints(model: Hashable) -> dict[str, Any]:
    return get_type_hints(model)
