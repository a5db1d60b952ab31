"""Changes single values in the text of a YAML file; every other character stays: comments, order, style."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_NOT_PLAIN = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])
_REST_OF_LINE = re.compile(r"[^\r\n]*")


@dataclass(slots=True)
class _Change:
    """What becomes of a mapping: keys with their values (those that it lacks are added), and keys that are `gone`. What
    is added stands where the first of those was that are gone, else at the end."""

    values: dict[str, Any] = field(default_factory=dict)
    gone: tuple[str, ...] = ()


def edited(text: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    """The text of a file whose data is `old`, as `yamlfile.parse` reads it, so that it becomes `new`. A mapping in
    which something changes must not be empty."""
    file = _File(text)
    return file.cut(cut for path, change in _changes(old, new, ()) for cut in file.change(file.at(path), change))


def _changes(old: dict[str, Any], new: dict[str, Any], path: Path) -> Iterator[tuple[Path, _Change]]:
    change = _Change(gone=tuple(old.keys() - new.keys()))
    for key, value in new.items():
        before = old.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            yield from _changes(before, value, (*path, key))
        elif key not in old or before != value:
            change.values[key] = value
    if change.values or change.gone:
        yield path, change


def copied(text: str, path: Path, name: str) -> str:
    """The text of a file with the entry at a path once more under another name, as the last of its mapping."""
    file = _File(text)
    parent = file.at(path[:-1])
    key, value = next(pair for pair in parent.value if pair[0].value == path[-1])
    start, end = key.end_mark.index, file.end(value)
    if parent.flow_style:
        return file.cut([file.behind(parent, f", {_scalar(name)}{text[start:end]}")])
    before = file.newline * 2 + _indent(parent)
    return file.cut([file.behind(parent, f"{before}{_scalar(name)}{text[start : file.line_end(end)]}")])


_Cut = tuple[int, int, str]
"""From where to where, and what stands there instead."""


class _File:
    """A text, and where in it what is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Any = yaml.compose(text, Loader=_LOADER)
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def at(self, path: Path) -> yaml.MappingNode:
        """The mapping at a path."""
        node: yaml.MappingNode = self.root
        for part in path:
            node = next(value for key, value in node.value if key.value == part)
        return node

    def cut(self, cuts: Iterable[_Cut]) -> str:
        text = self.text
        for start, end, instead in sorted(cuts, reverse=True):
            text = text[:start] + instead + text[end:]
        return text

    def change(self, mapping: yaml.MappingNode, change: _Change) -> Iterator[_Cut]:
        held = {key.value: (key, value) for key, value in mapping.value}
        yield from (self._replaced(held[name][1], value) for name, value in change.values.items() if name in held)
        added = [f"{_scalar(name)}: {_scalar(value)}" for name, value in change.values.items() if name not in held]
        between = ", " if mapping.flow_style else self.newline + _indent(mapping)
        places = [(key.start_mark.index, self.end(value)) for name, (key, value) in held.items() if name in change.gone]
        if added and places:
            yield (*places.pop(0), between.join(added))
        elif added:
            yield self.behind(mapping, "".join(between + one for one in added))
        yield from (self._removed(*place, bool(mapping.flow_style)) for place in places)

    def behind(self, mapping: yaml.MappingNode, addition: str) -> _Cut:
        """Something more behind the last entry of a mapping, and behind the comment on its line."""
        end = self.end(mapping.value[-1][1])
        end = end if mapping.flow_style else self.line_end(end)
        return end, end, addition

    def end(self, node: yaml.Node) -> int:
        """Where a value ends, or the last value in it; the mark of what takes whole lines lies further on."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        end = int(node.end_mark.index)
        in_lines = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return len(self.text[:end].rstrip()) if in_lines else end

    def line_end(self, place: int) -> int:
        found = _REST_OF_LINE.match(self.text, place)
        return found.end() if found else place

    def _replaced(self, node: yaml.Node, value: Any) -> _Cut:
        start = int(node.start_mark.index)
        space = " " if self.text[start - 1 : start] == ":" else ""  # there was nothing behind the colon
        return start, self.end(node), space + _scalar(value)

    def _removed(self, start: int, end: int, flow: bool) -> _Cut:
        """An entry that goes, with the comma or the line that was its own."""
        after = self.text[end : self.line_end(end)]
        if flow:
            comma = re.match(r"[ \t]*,[ \t]*", after)
            return start, end + (comma.end() if comma else 0), ""
        line = self.text.rfind("\n", 0, start) + 1
        if after.strip():
            return start, end + len(after) - len(after.lstrip()), ""
        return line, self.line_end(end) + len(self.newline), ""


def _indent(mapping: yaml.MappingNode) -> str:
    return " " * int(mapping.value[0][0].start_mark.column)


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text.lower() not in _NOT_PLAIN


def _scalar(value: Any) -> str:
    """A key or a value, in quotes where it is not plain."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and _is_plain(value):
        return value
    text = json.dumps(value, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08X}" for letter in text)
