"""A declaration as a format file to read and edit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from influence.formats.model import Format, names

_BARE = re.compile(r"[A-Za-z][\w .()/-]*[\w)]")


def to_yaml(one: Format, notes: Sequence[str] = ()) -> str:
    """The text of a format file; `notes` are comments for whoever edits it."""
    return "".join(f"{line}\n" for line in _lines(one, notes))


def _lines(one: Format, notes: Sequence[str]) -> Iterator[str]:
    yield "# What each line means: `influence formats show x-content --yaml`, and CONTRIBUTING.md."
    yield from (f"# {' '.join(note.split())}" for note in notes)
    yield f"title: {_text(one.title)}"
    if one.network:
        yield f"network: {_text(one.network)}"
    yield f"checked: [{', '.join(map(_text, one.checked))}]  # which versions of the export"
    yield 'get: ""  # where to click to download it'
    yield f"reader: {_list(one.reader)}"
    if one.records:
        yield f"records: {_text(names(one.records)[0])}"
    yield f"per: {one.per}  # what a record is: post, day or event"
    yield "recognise:  # what a file must have to be of this format"
    yield f"  fields: [{', '.join(one.recognise.fields)}]"
    if one.recognise.names:
        yield f"  names: [{', '.join(map(_list, one.recognise.names))}]"
    if one.recognise.files:
        yield f"  files: [{', '.join(map(_text, one.recognise.files))}]"
    yield from _fields(one)
    yield "kinds:  # a kind of activity: the column that counts it (a list of names where it is translated)"
    yield from (f"  {kind}: {_list(name)}" for kind, name in one.kinds.items())
    if one.dotted:
        yield "dotted: true  # a dot in a count stands between thousands: 12.345"
    if one.left:
        yield "left:  # why a column is left: which ones"
        yield from _groups(one.left)
    yield "never: []  # kinds that such an export can never know"


def _fields(one: Format) -> Iterator[str]:
    fields = one.fields
    plain = ("post", "url", "label", "actor", "profile")
    said = {own: value for own in plain if (value := getattr(fields, own))}
    if not (said or fields.time or fields.network):
        return
    yield "fields:"
    if fields.time:
        yield f"  time: {{names: {_list(fields.time.names)}, formats: {_list(fields.time.formats)}}}"
    if fields.network:
        yield f"  network: {{names: {_list(fields.network.names)}}}"
    yield from (f"  {own}: {_list(value)}" for own, value in said.items())


def _groups(groups: Mapping[str, str | list[str]]) -> Iterator[str]:
    for why, group in groups.items():
        yield f"  {_text(why)}: [{', '.join(map(_text, names(group)))}]"


def _list(value: str | Sequence[str]) -> str:
    return _text(value) if isinstance(value, str) else f"[{', '.join(map(_text, value))}]"


def _text(value: str) -> str:
    bare = _BARE.fullmatch(value) and value.lower() not in ("null", "true", "false", "yes", "no", "on", "off")
    return value if bare else json.dumps(value, ensure_ascii=False)
