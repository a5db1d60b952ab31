"""The files of events that a person hands over: found, told apart, and each put where DuckDB can read it."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from influence.errors import InputError
from influence.formats import catalogue
from influence.ranking.exports import Exports
from influence.reading import local
from influence.reading.local import Local
from influence.reading.match import Match, NoMatch, choose, match
from influence.reading.sources import STDIN, Source, UnreadableError, Walk
from influence.reading.store import Store
from influence.result import LeftOut, Problem

FORMAT = "events"
"""The format that is summed as it lies: canonical events. An export of any other becomes a file of them first."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file of events: what people know it by, how it is laid out and where it lies."""

    name: str
    matched: Match
    kept: Local


@dataclass(slots=True)
class Inputs:
    """All files of events, and what is not one of them. `exports`: whether one was made from exports."""

    files: list[Input] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    exports: bool = False


def find(store: Store, paths: Sequence[str | os.PathLike[str]]) -> Inputs:
    """The files of events at some paths, folders and patterns ("events/2026-*.parquet"). Raises InputError where one
    that is named is none, and where there is none at all."""
    known = catalogue.load()
    walk = Walk([one for path in paths for one in _expanded(os.fspath(path))], store.scratch)
    found = Inputs()
    with Exports(known, store.scratch) as exports:
        _take(store, walk, found, exports)
        written = exports.write()
        found.exports = written is not None
    for source in Walk([written] if written else [], store.scratch):
        found.files += filter(None, [_events(source, known, store.scratch)])
    found.left_out += [*exports.left_out, *_not_read(exports.unknown, walk)]
    found.problems += [*exports.problems, *_unreadable(walk)]
    if not found.files:
        raise exports.nothing or InputError(
            f"{', '.join(os.fspath(path) for path in paths)}: no file of events in it",
            "rank reads events of many profiles; `influence formats list` shows what else can be read.",
        )
    return found


def _take(store: Store, walk: Walk, found: Inputs, exports: Exports) -> None:
    """Sort the files of a walk: canonical events that no file before held, and exports."""
    sizes: dict[int, list[Input]] = {}
    for source in walk:
        try:
            read = _events(source, exports.known, store.scratch)
            if read is None:
                exports.take(source)
                continue
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


def _events(source: Source, known: catalogue.Catalogue, scratch: Path) -> Input | None:
    """A file of canonical events, or None where it is something else. Raises UnreadableError."""
    found = match(source, {FORMAT: catalogue.find(known, FORMAT)})
    chosen = found if isinstance(found, NoMatch) else choose(found)
    if isinstance(chosen, NoMatch):
        return None
    kept = local.keep(source, scratch, table=chosen[0].layout is not None, hashed=False)
    return Input(source.name, chosen[0], kept)


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


def _same(read: Input, others: list[Input]) -> str:
    """The name of the file that holds the very same bytes, or ""."""
    return next((one.name for one in others if one.kept.sha256 == read.kept.sha256), "")


def _not_read(unknown: list[str], walk: Walk) -> Iterator[LeftOut]:
    if unknown:
        shown = ", ".join(unknown[:3]) + (", ..." if len(unknown) > 3 else "")
        yield LeftOut(what="files", count=len(unknown), why=f"of no known format ({shown})")
    if walk.media:
        yield LeftOut(what="files", count=walk.media, why="pictures, films and the like, which hold no numbers")


def _unreadable(walk: Walk) -> Iterator[Problem]:
    for name, reason, hint in walk.unreadable:
        do = hint[:1].lower() + hint[1:].rstrip(".")
        yield Problem(source=name, what="a file that cannot be read", why=reason, do=do, count=1)
