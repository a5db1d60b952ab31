"""Reads everything a person hands over into one store."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import duckdb

from influence.errors import InputError, UsageError
from influence.files import why
from influence.formats.catalogue import Catalogue, find
from influence.reading import alike, local, once
from influence.reading.load import Loaded, load
from influence.reading.match import WEB_PAGE, Match, NoMatch, choose, match
from influence.reading.records import FILE
from influence.reading.sources import AGAIN, ForeignError, Source, UnreadableError, Walk, whole
from influence.reading.store import Store
from influence.result import Input, LeftOut, Problem

_MUCH = 1 << 18
"""From this size on, in bytes, a file is read on every core."""

_LARGE = 1 << 26
"""From this size on, in bytes, a file is read in bounded memory."""

_LOST = (errno.ENOENT, errno.EIO, errno.ESTALE, errno.ENXIO, errno.ENODEV, errno.ETIMEDOUT)
"""What is wrong where a file that could be opened is not there any more."""


@dataclass(slots=True)
class Reading:
    """What was read: the store with its events, and all that the files told beside them."""

    store: Store
    loaded: list[Loaded] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def inputs(self) -> list[Input]:
        return [one.input for one in self.loaded]


def read(
    store: Store,
    paths: Sequence[str | os.PathLike[str]],
    catalogue: Catalogue,
    only_format: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Reading:
    """Read files, folders, archives and `-` into the store. `columns`: what a person says that columns are, whatever
    their format says. Raises InputError where a file the person named cannot be
    read, or where nothing in all of them was received from others."""
    return _run(store, paths, catalogue, only_format, columns).finish()


def look(
    store: Store,
    paths: Sequence[str | os.PathLike[str]],
    catalogue: Catalogue,
    only_format: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Reading:
    """As `read`, but what is told twice stays in the store, and files that hold nothing received are read too. Raises
    InputError where a file the person named cannot be read, or none can."""
    return _run(store, paths, catalogue, only_format, columns).gather()


def _run(
    store: Store,
    paths: Sequence[str | os.PathLike[str]],
    catalogue: Catalogue,
    only_format: str | None,
    columns: Mapping[str, str] | None = None,
) -> Run:
    return Run(Reading(store), Walk(paths, store.scratch), _chosen(catalogue, only_format), dict(columns or {}))


def _chosen(catalogue: Catalogue, only_format: str | None) -> Catalogue:
    return {only_format: find(catalogue, only_format)} if only_format is not None else catalogue


@dataclass(slots=True)
class Run:
    """Reads one file after the other; `reading` is what it has read, `unknown` what is of no known format, and why."""

    reading: Reading
    walk: Walk
    catalogue: Catalogue
    given: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    held: dict[tuple[int | str, ...], list[tuple[str, local.Local]]] = field(default_factory=dict)
    unknown: list[tuple[str, NoMatch]] = field(default_factory=list)
    nothing_received: list[str] = field(default_factory=list)
    repeats: bool = False

    def gather(self) -> Reading:
        """Read all files. Raises InputError where there is none that can be read."""
        for source in self.walk:
            try:
                self.take(source)
            except UnreadableError as error:
                reason = error.message.removeprefix(f"{source.name}: ")
                if isinstance(error, ForeignError) and not source.named:
                    self.unknown.append((source.name, NoMatch(reason, error.hint)))
                    continue
                self.walk.refuse(source.name, reason, source.named, error.hint)
            except OSError as error:
                if error.errno not in _LOST:
                    raise
                reason = f"{source.name}: was lost while it was read ({why(error)})"
                raise InputError(reason, "Run it again when nothing moves it or takes its disk away.") from None
        self._note_the_rest()
        for name in self.given.keys() - self.used if self.reading.loaded else ():
            raise UsageError(f"--map {name}={self.given[name]}: no file has a column {name!r}")
        if not self.reading.loaded:
            raise self.nothing()
        return self.reading

    def finish(self) -> Reading:
        """Read all files and settle what they tell twice."""
        self.gather()
        if not any(kind != "post" for one in self.reading.inputs for kind in one.kinds):
            raise self.nothing()
        return self.settle()

    def settle(self) -> Reading:
        """Take out what is told twice."""
        if len(self.reading.loaded) > 1 or self.repeats:
            self.reading.left_out += once.settle(self.reading.store)
            store = self.reading.store
            self.reading.warnings += [*alike.not_found(store), *once.uncovered(store), *once.apart(store)]
        return self.reading

    def take(self, source: Source) -> None:
        """Read one file. Raises UnreadableError, and InputError where it is of no known format and the person named
        it."""
        found = match(source, self.catalogue)
        if self.given:
            from influence.reading.guess.mapped import mapped  # few runs have a column to explain

            found = mapped(source, found, self.catalogue, self.given, self.used)
        chosen = found if isinstance(found, NoMatch) else choose(found)
        if isinstance(chosen, NoMatch):
            self._unknown(source, chosen)
            return
        table = any(one.layout for one in chosen)
        kept = local.keep(source, self.reading.store.scratch, table=table)
        if kept.size > _MUCH:
            self.reading.store.use_every_core()
        if kept.size > _LARGE:
            self.reading.store.spare_memory()
        same_size = self.held.setdefault((kept.size, *_said_by_name(source, chosen)), [])
        for name, other in same_size:
            if other.sha256 == kept.sha256:
                why = f"the very same file as {name}"
                self.reading.left_out.append(LeftOut(what="files", count=1, why=why, source=source.name))
                return
        same_size.append((source.name, kept))
        for one in chosen:
            self._load(source, one, kept)

    def _load(self, source: Source, chosen: Match, kept: local.Local) -> None:
        try:
            loaded = load(self.reading.store, chosen, kept, source.name, len(self.reading.loaded))
        except duckdb.OutOfMemoryException:
            raise UnreadableError(
                f"{source.name}: needs more memory than there is", "Split it into smaller files."
            ) from None
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise UnreadableError(f"{source.name}: is damaged ({reason})", AGAIN) from None
        self._keep(chosen, loaded)

    def _keep(self, chosen: Match, loaded: Loaded) -> None:
        self.reading.loaded.append(loaded)
        self.reading.left_out += loaded.left_out
        self.repeats |= loaded.repeats
        self.reading.problems += loaded.problems
        self.reading.warnings += [f"{loaded.input.source}: {warning}" for warning in loaded.warnings]
        if loaded.input.unknown_columns:
            unknown = ", ".join(loaded.input.unknown_columns[:5])
            self.reading.warnings.append(f"{loaded.input.source}: {chosen.format.id} does not know: {unknown}")
        if not loaded.received:
            self.nothing_received.append(_what_it_is(chosen, loaded))

    def _unknown(self, source: Source, reason: NoMatch) -> None:
        if source.named:
            raise _refusal(source.name, reason)
        if not reason.sure:
            self.unknown.append((source.name, reason))
        else:
            why, do = reason.near[:1].lower() + reason.near[1:].rstrip("."), "say what its columns are, with --map"
            self.reading.problems.append(Problem(source=source.name, what=reason.why, why=why, do=do, count=1))

    def _note_the_rest(self) -> None:
        if self.unknown:
            names = ", ".join(name for name, _ in self.unknown[:3])
            why = f"of no known format ({names}{', ...' if len(self.unknown) > 3 else ''})"
            self.reading.left_out.append(LeftOut(what="files", count=len(self.unknown), why=why))
        if self.walk.media:
            why = "pictures, films and the like, which hold no numbers"
            self.reading.left_out.append(LeftOut(what="files", count=self.walk.media, why=why))
        if astray := [whole(name) for name in self.walk.astray]:
            why = f"links to other folders, or to nothing ({', '.join(astray[:3])}{', ...' if len(astray) > 3 else ''})"
            self.reading.left_out.append(LeftOut(what="files", count=len(astray), why=why))
        for name, reason, hint in self.walk.unreadable:
            self.reading.problems.append(
                Problem(source=name, what="a file that cannot be read", why=reason, do=_do(hint), count=1)
            )

    def _first_problem(self) -> str:
        """The first record that could not be read, as an example of what to mend."""
        for problem in self.reading.problems:
            for example in problem.examples[:1]:
                value = f" ({example.value})" if example.value else ""
                return f"The first: {problem.source}:{example.record}{value}: {problem.why}; {problem.do}."
        return ""

    def nothing(self) -> InputError:
        """Why there is nothing to score, in the order in which it helps."""
        if self.nothing_received:
            return InputError("\n".join(self.nothing_received), self._first_problem())
        if self.reading.problems:
            first = self.reading.problems[0]
            return InputError(f"{first.source}: {first.what}: {first.why}", f"What to do: {first.do}.")
        if len(self.unknown) == 1 and not self.walk.media:
            return _refusal(*self.unknown[0])
        looked = ", ".join(str(os.fspath(path)) for path in self.walk.paths)
        files = len(self.unknown) + self.walk.media
        seen = f" ({files} file{'s' * (files != 1)} looked at)" if files else ""
        pages = any(reason.near == WEB_PAGE for _, reason in self.unknown)
        hint = WEB_PAGE if pages else "`influence formats list` shows what can be read."
        return InputError(f"{looked}: no export that can be read{seen}", hint)


def _said_by_name(source: Source, chosen: list[Match]) -> Iterator[str]:
    """What the name of a file says beside its bytes: of which formats it is, and to one that reads the name, that. Two
    charts of days without anything differ in their titles alone."""
    yield from (one.format.id for one in chosen)
    if any(FILE in one.format.known_names() for one in chosen):
        yield PurePosixPath(source.name).name


def _refusal(name: str, reason: NoMatch) -> InputError:
    """Why a file is not read, and what to do."""
    do = reason.near or "`influence formats list` shows what can be read; --formats DIR adds your own."
    return InputError(f"{name}: {reason.why}", do)


def _do(hint: str) -> str:
    return hint[:1].lower() + hint[1:].rstrip(".")


def _what_it_is(chosen: Match, loaded: Loaded) -> str:
    one = chosen.format
    holds = f"{loaded.input.rows:,} record{'s' * (loaded.input.rows != 1)}"
    if one.made:
        holds += f" of your own: {one.made}"
    elif loaded.input.made:
        holds += "".join(f", {count:,} of your own {name}s" for name, count in loaded.input.made.items())
    holds += "".join(f", {out.amount} left out: {out.why}" for out in loaded.left_out)
    bad = sum(problem.count for problem in loaded.problems)
    wrong = f" ({bad:,} could not be read: {loaded.problems[0].what})" if bad else ""
    what = f"{loaded.input.source}: {one.title}: nothing received from others in it ({holds}){wrong}."
    return f"{what} {one.instead or f'`influence formats show {one.id}` says where to get one that has.'}"
