"""The vocabulary of a format file: how to recognise an export, where its records are, and which field is what.

Fields are found by name, never by position. A name is a column's header in a table and a dotted path in a JSON record
(`object.likes.totalItems`; `tags[].type` is that of the first in a list, `data[name=reach].value` that of the one whose
`name` is reach; `signs[+].count` is all of a list added up, `signs{+}` all values of an object), also where a script
has written a whole record into a cell of a table (`public_metrics.like_count`).
Where a network translates its headers, a field has a list of names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, fields
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from influence.events import Kind
from influence.limits import Limit
from influence.record import record

STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}

Name = Annotated[str, Limit(min_length=1)]
Names = Name | Annotated[list[Name], Limit(min_length=1)]
Reader = Literal["table", "documents", "parquet"]


def names(value: str | list[str]) -> list[str]:
    """A name or a list of names, as a list."""
    return [value] if isinstance(value, str) else value


@record
class Time:
    """When. `formats` are strptime patterns, or `iso`, `epoch` (seconds), `epoch_ms`; of several, the one that reads
    most of the file's values is used for all of them, so that 02/03 and 13/03 are not read by different ones.
    `month_day` is a day without a year (`April 12`, `8 de marzo`). `%Z` at the end is a zone's short name, which is
    passed over: IST is the name of three. `join`: the names are parts of one time. `until`: the column with the day of
    the export, by which all of them had happened."""

    __pydantic_config__: ClassVar = STRICT

    names: Names
    formats: Names = "iso"
    join: bool = False
    until: Name | None = None


@record
class Words:
    """A field whose words are the file's own: `values` maps them to ours. A word that is not there is a problem,
    unless `values` is empty: then the words are ours already. `assumed`: words that do not say it, where the value is
    what they most often are, and the result says so."""

    __pydantic_config__: ClassVar = STRICT

    names: Names
    values: dict[str, str] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)


@record
class Fields:
    """Where in a record the event model's columns are, but for the counts. `network`, `kind`, `count`, `profile` and
    `actor` are for files that name them in each record."""

    __pydantic_config__: ClassVar = STRICT

    time: Time | None = None
    post: Names | None = None
    url: Names | None = None
    label: Names | None = None
    network: Words | None = None
    kind: Words | None = None
    count: Names | None = None
    profile: Names | None = None
    actor: Names | None = None
    source: Names | None = None
    record: Names | None = None


FIELDS: tuple[str, ...] = tuple(one.name for one in fields(Fields))
"""Our names of what a record may hold beside its counts."""


@record
class Recognise:
    """What a file must have to be of this format: `fields` (ours, by any of their names), further `names` of its own
    (each an alternative list; in a table's, `*` stands for anything), and a name like one of `files` (globs, for what
    only the name of the file, or of the JavaScript variable that it fills, tells). `last`: only where it is of no other
    format, as its names are those that people give the columns of tables of their own; then `doubt` is a regular
    expression for names that it does not know, and of which one is enough to leave a table alone, as they may say what
    another is taken for."""

    __pydantic_config__: ClassVar = STRICT

    fields: list[str] = field(default_factory=list)
    names: list[Names] = field(default_factory=list)
    files: list[Name] = field(default_factory=list)
    line: str | None = None
    without: list[Name] = field(default_factory=list)
    last: bool = False
    doubt: Name | None = None


@record
class Skip:
    """Records that are not scored: those whose field `where` (one of ours, or a name of the file) `starts` with a
    text, is one of some `values`, `matches` a regular expression, is `blank`, is `present`, or is the `same` as another
    field. They are yours (`made`), or not understood (`problem`), or simply something else (`why`). `beside`: only
    where another record of the same profile, actor, post and time has one of these values in that field. `unless`: not
    where one of these says something."""

    __pydantic_config__: ClassVar = STRICT

    where: Names
    starts: str | None = None
    values: Names | None = None
    matches: str | None = None
    blank: bool = False
    present: bool = False
    same: Name | None = None
    beside: Names | None = None
    unless: Names | None = None
    made: str | None = None
    problem: str | None = None
    why: str | None = None

    def fields(self) -> list[str]:
        """The fields that it looks at."""
        return names(self.where) + ([self.same] if self.same else []) + names(self.unless or [])


@record
class Nested:
    """Where a record holds further ones, and they further ones again, as a comment its answers: in a `field`, and in it
    at the path `records`; without one, the field is the one further record. `of`: only in the records at this path of
    the format's, where other files use the field's name for something else."""

    __pydantic_config__: ClassVar = STRICT

    field: Name
    records: Name | None = None
    of: Name | None = None

    @property
    def path(self) -> str:
        """The way from a record to those inside it."""
        return f"{self.field}.{self.records}" if self.records else self.field


@record
class Format:
    """One kind of export. `per` says what a record is: a post with its totals, a day's totals, or one event. `get` is
    where to click to download it; `never` the kinds that it cannot know, and `only` those that it knows of some
    networks only (of two kinds with one name, it tells whose that is); `left` what it holds and is left on purpose, by
    reason; `made` what you did, where a file holds nothing else; `instead` which download has the numbers.

    `records` is the path to the records of a JSON file (or several, of which the first that is there is taken):
    `data.children[]` is each item of a list, `toots{}` each value of an object, `followers{:}` each `key` and `value`.
    Several formats may read one file, each its own records. `each` is the kind of every record, where each is one
    event. `id_pattern` is a regular expression whose group is the post's id in a longer text. `excerpt`: the file lists
    only some posts (the best) or events (the latest), so that totals know more. `own_ids`: its posts' ids are its own
    (a picture's path), and no other export knows them. `accounts`: its `profile` is one of several accounts that its
    owner may have, so that all are scored together until one is asked for. `mojibake`: texts are UTF-8 bytes written as
    Latin-1. `columns` and `delimiter` are for tables without a header, told by `recognise.line`, a regular expression
    for their lines. `added`: names whose counts are added to those of a kind, where the file splits what the network's
    other files give as one. `unless`: kinds of which a record's number is not its own where it has one of these names
    (a comment's, that of its thread). `dotted`: its counts are whole, and a dot in one stands between thousands
    (12.345). `open_ended`: the last column of a table, whose further values stand in cells without a heading.
    `words`: a list of what a network calls the same thing in other languages (`words/youtube.yaml`): each
    name here that is one of its words stands for all that are listed under it, too."""

    __pydantic_config__: ClassVar = STRICT

    title: Name
    network: Name | None = None
    words: Name | None = None
    checked: Annotated[list[Name], Limit(min_length=1)]
    get: str = ""
    reader: Reader | list[Reader]
    records: str | Annotated[list[str], Limit(min_length=1)] = ""
    nested: Nested | Annotated[list[Nested], Limit(min_length=1)] | None = None
    excerpt: bool = False
    own_ids: bool = False
    accounts: bool = False
    mojibake: bool = False
    dotted: bool = False
    columns: list[Name] = field(default_factory=list)
    delimiter: str = ","
    open_ended: Name | None = None
    id_pattern: str | None = None
    each: Kind | None = None
    per: Literal["post", "day", "event"]
    recognise: Recognise
    fields: Fields = field(default_factory=Fields)
    kinds: dict[Kind, Names] = field(default_factory=dict)
    added: dict[Kind, Annotated[list[Name], Limit(min_length=1)]] = field(default_factory=dict)
    unless: dict[Kind, Annotated[list[Name], Limit(min_length=1)]] = field(default_factory=dict)
    skip: list[Skip] = field(default_factory=list)
    left: dict[str, Names] = field(default_factory=dict)
    never: list[Kind] = field(default_factory=list)
    only: dict[Kind, Annotated[list[Name], Limit(min_length=1)]] = field(default_factory=dict)
    made: str | None = None
    instead: str = ""
    id: str = ""
    file: str = ""

    @property
    def nests(self) -> list[Nested]:
        """The ways in which a record may hold further ones."""
        return self.nested if isinstance(self.nested, list) else [self.nested] if self.nested else []

    @cached_property
    def paths(self) -> list[str]:
        """The paths to the records, the first that a file has being the one that is read."""
        return names(self.records)

    @property
    def measures(self) -> list[str]:
        """The kinds that it can hold; [] where that is up to the file."""
        said = self.fields.kind.values.values() if self.fields.kind else ()
        return list(dict.fromkeys([*self.kinds, *([self.each] if self.each else []), *said]))

    @property
    def networks(self) -> list[str]:
        """The networks that it can hold; [] where that is up to the file."""
        said = self.fields.network.values.values() if self.fields.network else ()
        return [self.network] if self.network else sorted(set(said))

    def measures_of(self, network: str) -> list[str]:
        """The kinds that it can hold of a network."""
        only: dict[str, list[str]] = dict(self.only.items())
        held = network in self.networks
        return [kind for kind in self.measures if held and network in only.get(kind, [network])]

    @property
    def is_log(self) -> bool:
        """Whether its records name who acted on whom: a log of many people, and nobody's own export."""
        return bool(self.network and self.fields.profile and self.fields.actor)

    @cached_property
    def readers(self) -> list[str]:
        return [self.reader] if isinstance(self.reader, str) else list(self.reader)

    def names_of(self, own: str) -> list[str]:
        """The file's names for one of our fields or kinds; [] where the format has none."""
        if own in self.kinds:
            return names(self.kinds[own])
        value = getattr(self.fields, own, None)
        if isinstance(value, Time | Words):
            return names(value.names)
        return names(value) if value else []

    def own_fields(self) -> Iterator[str]:
        """Our names of all that this format can find, kinds included."""
        for own in FIELDS:
            if getattr(self.fields, own) is not None:
                yield own
        yield from self.kinds

    def added_names(self) -> list[str]:
        """The file's names whose counts are added to a kind's."""
        return [name for group in self.added.values() for name in group]

    def unless_names(self) -> list[str]:
        """The file's names by which a record's number is known not to be its own."""
        return [name for group in self.unless.values() for name in group]

    def left_names(self) -> list[str]:
        """The file's names that are known and left on purpose."""
        return [name for group in self.left.values() for name in names(group)]

    def is_left(self, name: str) -> bool:
        """Whether a name of the file, in whatever case, is left on purpose; `*` in a name stands for anything."""
        patterns = (pattern.casefold() for pattern in self.left_names() if "*" in pattern)
        return any(fnmatchcase(name.casefold(), pattern) for pattern in patterns)

    @cached_property
    def needed(self) -> tuple[tuple[str, ...], ...]:
        """What a file must have: for each, the names of which one must be there. What is said by day says which."""
        day = ["time"] if self.per == "day" and self.fields.time and "time" not in self.recognise.fields else []
        own = (self.names_of(name) for name in [*self.recognise.fields, *day])
        return tuple(map(tuple, (*own, *map(names, self.recognise.names))))

    @cached_property
    def every_name(self) -> frozenset[str]:
        """All of the file's names that this format knows."""
        return frozenset(self.known_names())

    def known_names(self) -> set[str]:
        """All of the file's names that this format knows; any other is drift."""
        known = {name for own in self.own_fields() for name in self.names_of(own)}
        known.update(self.left_names())
        known.update(self.added_names())
        known.update(self.unless_names())
        known.update(name for group in self.recognise.names for name in names(group))
        known.update(name for rule in self.skip for name in rule.fields())
        return known
