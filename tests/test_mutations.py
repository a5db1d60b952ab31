"""A changed copy of any example gives the right events or a message: never wrong in silence.

`make test` tries one change of some examples and `make test-all` MOST of each, always the same ones; with
INFLUENCE_THOROUGH=2 all are tried.
"""

from __future__ import annotations

import os
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

import influence
import mutations
from cases import THOROUGH
from influence.formats.catalogue import load_shipped
from influence.formats.model import Format
from influence.reading import read as reading
from influence.reading.store import Store
from mutations import Event, Files, Known, Mutation
from test_examples import FOLDERS, given

CATALOGUE = load_shipped()
EXPORTS = [folder for folder in FOLDERS if folder.name != "events"]
"""Canonical events are taken at their word: what they leave out, they may."""

FEW, MOST = 1, 4
WRITTEN = 1_790_000_000
"""When all files were written, for those whose dates have no year."""


@dataclass
class Outcome:
    """What a person gets: events and notes, or an error."""

    events: list[Event] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    error: str = ""
    known: Known = field(default_factory=Known)


class Stores:
    """One store for many small readings, each of which finds it empty: to open one takes as long as to read."""

    def __init__(self) -> None:
        self.store = Store()

    def empty(self) -> Store:
        if self.store.much:
            self.close()
            self.store = Store()
        for table in ("event_rows", "event_sums", "files", "post_rows"):
            self.store.connection.execute(f"TRUNCATE {table}")
        return self.store

    def close(self) -> None:
        self.store.close()


@pytest.fixture(scope="module")
def stores() -> Iterator[Stores]:
    opened = Stores()
    yield opened
    opened.close()


def read(files: Files, folder: Path, stores: Stores) -> Outcome:
    """What the program makes of these files in a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (WRITTEN, WRITTEN))
    store = stores.empty()
    try:
        got = reading.read(store, [str(folder)], CATALOGUE)
    except influence.InputError as error:
        return Outcome(error=error.message)
    rows = store.connection.execute(
        "SELECT network, kind, count, strftime(time, '%Y-%m-%d'), post, actor, record FROM event_rows"
    ).fetchall()
    columns = got.loaded[0].columns if len(got.loaded) == 1 else {}
    used = [CATALOGUE[one.format] for one in got.inputs]
    parts = frozenset(part for one in used for part in added(one) | summed(one, files))
    events = [Event(*row) for row in rows]
    people = {event.actor for event in events if event.actor}
    return Outcome(events, list(notes(got)), known=Known(columns, parts, telling(got) | people))


def added(declared: Format) -> set[str]:
    """The names whose counts a format adds to others, and those on the way to them."""
    return {step for name in declared.added_names() for step in re.sub(r"[\[{]\+[\]}]", "", name).split(".")}


def summed(declared: Format, files: Files) -> set[str]:
    """The names in objects whose values a format adds up: there may be any, so that none is missed."""
    ways = [name.partition("{+}")[0] for kind in declared.kinds for name in declared.names_of(kind) if "{+}" in name]
    inside = [re.escape(way.rpartition(".")[2]) for way in ways]
    found = [
        re.findall(rf'"{name}"\s*:\s*\{{([^{{}}]*)\}}'.encode(), text) for name in inside for text in files.values()
    ]
    return {key.decode() for objects in found for one in objects for key in re.findall(rb'"([^"]*)"\s*:', one)}


def telling(got: reading.Reading) -> frozenset[str]:
    """The names by which the formats set records aside, of files in which they did, and those behind which further
    records lie: in a record, and in a file that several formats read."""
    left = {one.source for one in got.left_out}
    names = {nest.path for one in got.inputs for nest in CATALOGUE[one.format].nests}
    sources = Counter(one.source for one in got.inputs)
    names |= {path for one in got.inputs if sources[one.source] > 1 for path in CATALOGUE[one.format].paths}
    for one in got.inputs:
        if one.made or one.source in left:
            names |= {name for rule in CATALOGUE[one.format].skip for name in rule.fields()}
    return frozenset(part for name in names for part in re.split(r"[.\[\]{}:]+", name) if part)


def notes(got: reading.Reading) -> Iterator[str]:
    """All that is said beside the events, without the names of files."""
    yield from (f"{one.what}: {one.why} ({one.count})" for one in got.problems)
    yield from (warning.partition(": ")[2] for warning in got.warnings)
    yield from (f"{one.count} {one.what} {one.why.split('/')[-1]}" for one in got.left_out)


def counted(events: list[Event]) -> Counter[Event]:
    return Counter(replace(event, record=None) for event in events)


def nameless(events: list[Event]) -> Counter[Event]:
    return Counter(replace(event, record=None, actor=None, post=None) for event in events)


def is_right(mutation: Mutation, original: list[Event], events: list[Event]) -> bool:
    """Whether these are the events that must come of a mutation where nothing is said about it."""
    if counted(events) == counted(original):
        return True
    if mutation.right is mutations.renamed:
        return all(event.post for event in events) and nameless(events) == nameless(original)
    if mutation.told or mutation.right is mutations.unnamed:
        return False
    if mutation.right is mutations.beginning:
        return not counted(events) - counted(original)
    if mutation.right is mutations.fewer:
        kinds = {event.kind for event in events}
        return nameless(events) == nameless([event for event in original if event.kind in kinds])
    return counted(events) == counted(mutation.right(original))


def judged(mutation: Mutation, original: Outcome, outcome: Outcome) -> str:
    """What is wrong with what came of a mutation; "" where all is well."""
    if outcome.error or set(outcome.notes) - set(original.notes):
        return ""
    if is_right(mutation, original.events, outcome.events):
        return ""
    got, wanted = counted(outcome.events), counted(original.events)
    more, less = list((got - wanted).items())[:2], list((wanted - got).items())[:2]
    return f"{mutation.name}: other events and no word: more {more}, less {less}"


def wrong(folder: Path, scratch: Path, stores: Stores, few: int | None = None) -> list[str]:
    """What is wrong with what comes of an example's mutations, all or a few."""
    files = {path.name: path.read_bytes() for path in given(folder)}
    original = read(files, scratch / "original", stores)
    chance = random.Random(zlib.crc32(folder.name.encode()))
    tried = list(mutations.of(files, original.known, chance))
    if few is not None:
        tried = chance.sample(tried, min(few, len(tried)))
    found = [judged(one, original, read(one.files, scratch / str(number), stores)) for number, one in enumerate(tried)]
    return [reason for reason in found if reason]


@pytest.mark.parametrize("folder", EXPORTS[::4], ids=lambda folder: folder.name)
def test_a_few_changes_give_the_right_events_or_a_message(folder: Path, tmp_path: Path, stores: Stores) -> None:
    assert not wrong(folder, tmp_path, stores, few=FEW)


@pytest.mark.thorough
@pytest.mark.parametrize("folder", EXPORTS, ids=lambda folder: folder.name)
def test_changes_give_the_right_events_or_a_message(folder: Path, tmp_path: Path, stores: Stores) -> None:
    assert not wrong(folder, tmp_path, stores, few=MOST if THOROUGH < 2 else None)


@pytest.mark.parametrize(
    "name",
    [
        "UTF-8 with a mark",
        "UTF-16 with a mark",
        "cp1252",
        "lines that end in CR LF",
        "zipped",
        "tar.gz",
        "gzipped",
        "columns turned round",
        "semicolons and decimal commas",
        "numbers with thousands",
        "dates like 11/3/2026 9:07",
        "blank rows of commas",
    ],
)
def test_what_can_be_read_is_read(name: str, tmp_path: Path, stores: Stores) -> None:
    """No message would do for these: a spreadsheet does them every day."""
    folder = next(folder for folder in FOLDERS if folder.name == "x-content")
    files = {path.name: path.read_bytes() for path in given(folder)}
    original = read(files, tmp_path / "original", stores)
    found = {one.name: one for one in mutations.of(files, original.known, random.Random(1))}
    assert counted(read(found[name].files, tmp_path / "changed", stores).events) == counted(original.events)
