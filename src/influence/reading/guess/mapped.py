"""For one run: a file with what a person says of its columns, `--map`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from influence.errors import InputError, did_you_mean
from influence.formats.catalogue import Catalogue
from influence.formats.model import Format, Recognise, Time, Words
from influence.reading.guess.propose import TIMES, UNCLEAR, propose
from influence.reading.guess.seen import Seen, look
from influence.reading.guess.words import LEFT, OWN
from influence.reading.match import Match, NoMatch
from influence.reading.sources import Source


def mapped(source: Source, found: list[Match] | NoMatch, catalogue: Catalogue, given: dict[str, str],
           used: set[str]) -> list[Match] | NoMatch:  # fmt: skip
    """The formats of a file with what a person said of its columns put first; for a file of no known format, the one
    that its names and values propose. `used` gets the columns that the file has."""
    seen = look(source, catalogue)
    if seen is None:
        return found
    here = {name: own for name, own in given.items() if seen.name_of(name)}
    networks = {name: own for name, own in given.items() if own == "network" and name not in here}
    if not here and isinstance(found, list):
        return found
    if not here and isinstance(found, NoMatch) and not (networks and source.named):
        return NoMatch(found.why, _no_such_column(given, seen) if source.named else found.near)
    used.update(here, networks)
    if isinstance(found, list):
        return [replace(one, format=_with(one.format, here)) for one in found]
    made = propose(seen, catalogue, here | networks, identifier=_identifier(source.name))
    if made.format is None:
        asks = [question.to_say("--map") for question in made.questions]
        raise InputError(f"{source.name}: {asks[0][0]}", asks[0][1])
    told = {why: group for why, group in made.format.left.items() if why != UNCLEAR}  # the others are told as unknown
    return [
        Match(
            format=replace(made.format, left=told, recognise=Recognise()),
            encoding=seen.encoding,
            layout=seen.layout,
            documents=seen.documents,
            records=seen.records,
        )
    ]


def _no_such_column(given: Mapping[str, str], seen: Seen) -> str:
    """Why what a person said of a file's columns does not help to read it."""
    name, own = next(iter(given.items()))
    hint = did_you_mean(name, seen.columns) or f"it has {', '.join([*seen.columns][:12])}."
    return f"--map {name}={own}: it has no such column; {hint}"


def _identifier(name: str) -> str:
    stem = PurePosixPath(name).name.partition(".")[0]
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "new"


def _with(declared: Format, given: Mapping[str, str]) -> Format:
    """A format that takes some columns for what a person said they are."""
    kinds: dict[Any, Any] = dict(declared.kinds)
    fields: dict[str, Any] = {}
    left = {why: [n for n in group if n not in given] for why, group in _groups(declared.left).items()}
    for name, own in given.items():
        role, _, how = own.partition(":")
        kinds = {kind: rest for kind, group in _groups(kinds).items() if (rest := [n for n in group if n != name])}
        if role == LEFT:
            left.setdefault("said to be left", []).append(name)
        elif role == "time":
            before = declared.fields.time.formats if declared.fields.time else ["iso", *TIMES]
            fields["time"] = Time(names=name, formats=how or before)
        elif role == "network":
            fields["network"] = Words(names=name)
        elif role in OWN:
            fields[role] = name
        else:
            kinds[role] = [name]
    return replace(
        declared,
        kinds=kinds,
        fields=replace(declared.fields, **fields),
        left={why: group for why, group in left.items() if group},
    )


def _groups(groups: Mapping[Any, Any]) -> dict[Any, list[str]]:
    return {key: [value] if isinstance(value, str) else list(value) for key, value in groups.items()}
