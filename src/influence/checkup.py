"""What the export doctor says: a contract like the result. Days are those of UTC, written YYYY-MM-DD."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Final, Literal

from influence.events import Kind
from influence.record import record
from influence.result import CLOSED, Contract, Example, LeftOut, Problem, Share

SCHEMA: Final = 1
"""The version of this contract; it grows when a name leaves or changes its meaning."""


@record
class Gap:
    """So many `days` in a row without anything, from the `first` to the `last` of them."""

    __pydantic_config__: ClassVar = CLOSED

    first: str
    last: str
    days: int


@record
class Doubt:
    """Values that are possible and odd, how often, and the first few. `kind`: which counts, where it is about one."""

    __pydantic_config__: ClassVar = CLOSED

    what: Literal["all zero", "likes above views", "posted on the export's day", "negative", "rounded id", "doubtful"]
    kind: Kind | None = None
    count: int
    why: str
    examples: list[Example] = field(default_factory=list)


@record
class File:
    """One file that was read. `checked`: the versions of the format that were seen; `columns`: which of its names a
    table has, by what they are to us; `lacks`: kinds that the format knows and this file has no count of; `never`:
    kinds that no such export can know. `days` are those with a row; `gaps` all those between them in a file by day,
    else the longest. `instead`: what to download, where nothing in the file was received from others."""

    __pydantic_config__: ClassVar = CLOSED

    source: str
    format: str
    title: str
    checked: list[str]
    per: Literal["post", "day", "event"]
    networks: list[str]
    rows: int
    posts: int
    first: str | None
    last: str | None
    days: int
    gaps: list[Gap]
    measures: list[str]
    lacks: list[str]
    never: list[Kind]
    columns: dict[str, str]
    unknown_columns: list[str]
    made: dict[str, int]
    doubts: list[Doubt]
    instead: str | None = None


@record
class Overlap:
    """Two files of one network that tell of the same posts, or of the same days: how many, and for days from when to
    when."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    of: Literal["posts", "days"]
    files: list[str]
    count: int
    first: str | None = None
    last: str | None = None


@record
class Download:
    """A known export that would measure more: where to get it, which unmeasured `kinds` it has, and how much coverage
    of all networks together they are."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    format: str
    title: str
    get: str
    kinds: list[Kind]
    gain: Share


@record
class Missing:
    """A signal of the weights that no file measures, how much of the coverage of all networks together it is, and the
    exports that measure it."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    kind: Kind
    share: Share
    formats: list[str]


@record
class Check(Contract):
    """What exports hold, what is odd about them, what they cannot say, and which download would say most of it
    (`next`). `received` is false where nothing in them comes from others, so that there is no score; `missing` is
    sorted by share, the largest first."""

    __pydantic_config__: ClassVar = CLOSED

    schema: Literal[1] = SCHEMA
    version: str
    weights: str
    received: bool
    coverage: Share
    files: list[File]
    overlaps: list[Overlap]
    left_out: list[LeftOut]
    problems: list[Problem]
    missing: list[Missing]
    next: Download | None = None
