"""The files of events that a person hands over: found, told apart, and each put where DuckDB can read it."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from influence.errors import InputError
from influence.formats import catalogue
from influence.reading import local
from influence.reading.local import Local
from influence.reading.match import Match, NoMatch, choose, match
from influence.reading.sources import STDIN, Source, UnreadableError, Walk
from influence.reading.store import Store
from influence.result import LeftOut, Problem

FORMAT = "events"
"""The one format that is ranked: canonical events."""

_HINT = "rank reads canonical events; `influence events EXPORT` writes an export as such."


@dataclass(frozen=True, slots=True)
class Input:
    """One file of events: what people know it by, how it is laid out and where it lies."""

    name: str
    matched: Match
    kept: Local


@dataclass(slots=True)
class Inputs:
    """All files of events, and what is not one of them."""

    files: list[Input] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find(store: Store, paths: Sequence[str | os.PathLike[str]]) -> Inputs:
    """The files of events at some paths, folders and patterns ("events/2026-*.parquet"). Raises InputError where one
    that is named is none, and where there is none at all."""
    known = catalogue.load_shipped()
    walk = Walk([one for path in paths for one in _expanded(os.fspath(path))], store.scratch)
    found, unknown = Inputs(), []
    sizes: dict[int, list[Input]] = {}
    for source in walk:
        try:
            chosen = match(source, {FORMAT: catalogue.find(known, FORMAT)})
            if isinstance(chosen, NoMatch) or isinstance(one := choose(chosen), NoMatch):
                _refuse(source, chosen)
                unknown.append(source.name)
                continue
            read = Input(source.name, one[0], local.as_it_lies(source, store.scratch))
        except UnreadableError as error:
            walk.refuse(source.name, error.message.removeprefix(f"{source.name}: "), source.named, error.hint)
            continue
        same = _same(read, sizes.setdefault(read.kept.size, []))
        if same:
            why = f"the very same file as {same}"
            found.left_out.append(LeftOut(what="files", count=1, why=why, source=read.name))
            continue
        sizes[read.kept.size].append(read)
        found.files.append(read)
    found.left_out += _not_read(unknown, walk)
    found.problems += _unreadable(walk)
    if not found.files:
        raise InputError(f"{', '.join(os.fspath(path) for path in paths)}: no file of events in it", _HINT)
    return found


def _expanded(path: str) -> list[str]:
    """The paths that a pattern stands for, where the shell has left it as it was written."""
    if path == STDIN or not glob.has_magic(path) or os.path.lexists(path):
        return [path]
    found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  (Path.glob wants a folder to start from)
    if not found:
        raise InputError(
            f"{path}: nothing is called like that", "Give files, folders or a pattern such as 'events/*.csv'."
        )
    return found


def _refuse(source: Source, reason: NoMatch | object) -> None:
    if source.named and isinstance(reason, NoMatch):
        raise InputError(f"{source.name}: {reason.why}", reason.near or _HINT)


def _same(read: Input, others: list[Input]) -> str:
    """The name of the file that holds the very same bytes, or ""."""
    return next((one.name for one in others if _hash(one.kept.path) == _hash(read.kept.path)), "")


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _not_read(unknown: list[str], walk: Walk) -> Iterator[LeftOut]:
    if unknown:
        shown = ", ".join(unknown[:3]) + (", ..." if len(unknown) > 3 else "")
        yield LeftOut(what="files", count=len(unknown), why=f"not canonical events ({shown})")
    if walk.media:
        yield LeftOut(what="files", count=walk.media, why="pictures, films and the like, which hold no numbers")


def _unreadable(walk: Walk) -> Iterator[Problem]:
    for name, reason, hint in walk.unreadable:
        do = hint[:1].lower() + hint[1:].rstrip(".")
        yield Problem(source=name, what="a file that cannot be read", why=reason, do=do, count=1)
