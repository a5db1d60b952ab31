"""The result: one contract for the JSON, the Python API and every renderer, which show only what it holds.

Points are whole hundredths of a point, so that every sum is exact; `score` is the same number divided by 100, as
people read it. The JSON Schema in `schema/` is generated from these classes.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections.abc import Hashable
from dataclasses import field
from typing import Annotated, Any, ClassVar, Final, Literal, cast, get_args, get_type_hints

from influence.errors import InputError
from influence.events import Kind
from influence.jsontext import written
from influence.limits import Limit
from influence.record import record

SCHEMA: Final = 1
"""The version of the contract; it grows when a name leaves or changes its meaning."""

_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that a terminal would obey, and half a character, which is no UTF-8: JSON can write them as escapes."""

CLOSED: dict[str, Any] = {"extra": "forbid"}

Points = Annotated[int, Limit(ge=0, le=10_000)]
Share = Annotated[float, Limit(ge=0, le=1)]
Base = Literal["impression", "reach", "view", "follower"]
"""What a response is measured against."""


@record
class MeasuredLine:
    """A signal that was scored. `count`: raw, in the window; `amount`: after time and same-person damping (two
    decimals); `value`: the curve's, 0 to 1 (four decimals); `points` of `of`, of which `contributes` reach the
    combined score. `full`, or `median` and `p90`, by curve."""

    __pydantic_config__: ClassVar = CLOSED

    kind: Kind
    status: Literal["measured"] = "measured"
    count: int
    amount: float
    value: Share
    weight: float
    curve: Literal["log", "linear", "loglogistic"]
    full: float | None = None
    median: float | None = None
    p90: float | None = None
    of: Points
    points: Points
    contributes: Points


@record
class UnknownLine:
    """A signal that no file could measure: unknown is not zero."""

    __pydantic_config__: ClassVar = CLOSED

    kind: Kind
    status: Literal["unknown"] = "unknown"
    weight: float


@record
class Network:
    """One network's score, what it adds to the combined one, and its signals in the weights' order. `low` and `high`:
    the score if everything unknown were nothing, or full."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    score: float
    points: Points
    low: float
    high: float
    coverage: Share
    voice: float
    contributes: Points
    lines: list[MeasuredLine | UnknownLine]


@record
class PostLine:
    """What one kind earned a post."""

    __pydantic_config__: ClassVar = CLOSED

    kind: Kind
    count: int
    contributes: Points


@record
class Post:
    """A post and what it contributes to the combined score. `post` is None for activity without a post."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    post: str | None
    time: str | None = None
    url: str | None = None
    label: str | None = None
    contributes: Points
    lines: list[PostLine]


@record
class OtherPosts:
    """The posts that `--posts N` left out of the list, so that it still adds up."""

    __pydantic_config__: ClassVar = CLOSED

    posts: int = 0
    contributes: Points = 0


@record
class Activity:
    """What happened on one day: `count` as the files give it, `damped` after same-person damping and before fading
    (equal to `count` where no file names people). `day` is None for totals without a day."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    kind: Kind
    day: str | None
    count: int
    damped: float


@record
class Unscored:
    """A kind that was read and does not score, and why."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    kind: Kind
    count: int
    why: str


@record
class Input:
    """One file that was read (inside an archive: ARCHIVE/MEMBER). `made` counts what you did yourself."""

    __pydantic_config__: ClassVar = CLOSED

    source: str
    sha256: str
    format: str
    networks: list[str]
    kinds: list[str]
    rows: int
    posts: int
    events: int
    first: str | None
    last: str | None
    made: dict[str, int] = field(default_factory=dict)
    unknown_columns: list[str] = field(default_factory=list)


@record
class LeftOut:
    """Something that was understood and does not count, and why. `count` is in units of `what`."""

    __pydantic_config__: ClassVar = CLOSED

    what: str
    count: int
    why: str
    source: str | None = None

    @property
    def amount(self) -> str:
        """How much of what is no activity: "1 row", "1,240 rows"."""
        return f"{self.count:,} {self.what.removesuffix('s') if self.count == 1 else self.what}"


@record
class Example:
    """Where a problem was seen: the row (in a table as a spreadsheet numbers it, else the record's position from 1)."""

    __pydantic_config__: ClassVar = CLOSED

    record: int | None
    value: str


@record
class Problem:
    """What could not be read in one file: what, why it is wrong, what to do, how often, and the first few."""

    __pydantic_config__: ClassVar = CLOSED

    source: str
    what: str
    why: str
    do: str
    count: int
    examples: list[Example] = field(default_factory=list)


@record
class WeightsUsed:
    """The weights of the result: the file, its SHA-256, the `--set` on top, and all of the numbers in force."""

    __pydantic_config__: ClassVar = CLOSED

    path: str
    sha256: str
    settings: list[str] = field(default_factory=list)
    values: dict[str, Any]


@record
class Response:
    """How people answer what is published on a network: interactions per thousand of `base`, over the posts of the
    window that have one, with a 95 % interval from a bootstrap over posts; `before`: the same for the window before."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    base: Base
    posts: int
    interactions: int
    of: int
    rate: float
    low: float
    high: float
    before: float | None = None


@record
class Heavy:
    """How much of one signal's amount rests on one post, and on one person where people are known."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    kind: Kind
    post: str | None
    label: str | None = None
    of_post: Share
    person: str | None = None
    of_person: Share | None = None


@record
class TopPost:
    """The post that contributes most, and its share of the whole score."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    post: str
    share: Share
    label: str | None = None


@record
class TopPerson:
    """The person whose activity contributes most, and its share of the whole score: of each signal, what the person's
    part of the amount contributes."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    person: str
    share: Share


@record
class Without:
    """The score without the `posts` posts that contribute most."""

    __pydantic_config__: ClassVar = CLOSED

    posts: int
    points: Points
    difference: int


@record
class OddDay:
    """A day on which far more was received than usual: `count` beside the `usual` of the days with activity."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    day: str
    count: int
    usual: float


@record
class Fragility:
    """How much of the number to believe. `low` and `high`: the score's own 95 % interval from a bootstrap over posts;
    `h_index`: so many posts have at least so many interactions each. Facts, and no accusation."""

    __pydantic_config__: ClassVar = CLOSED

    low: Points
    high: Points
    h_index: int
    heaviest: list[Heavy]
    without: list[Without]
    odd_days: list[OddDay] = field(default_factory=list)
    top_post: TopPost | None = None
    top_person: TopPerson | None = None


class Contract:
    """What is written as JSON, by a committed schema."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data, exactly as the JSON holds it."""
        plain: dict[str, Any] = _plain(self)
        return plain

    def to_json(self, indent: bool = True) -> str:
        """JSON text, by the committed schema; without `indent` in one line."""
        text = written(self.to_dict()) if indent else json.dumps(self.to_dict(), ensure_ascii=False)
        return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@record
class Result(Contract):
    """A score and its whole receipt. `response` and `fragility` where they were asked for."""

    __pydantic_config__: ClassVar = CLOSED

    schema: Literal[1] = SCHEMA
    method: Literal[1] = 1
    version: str
    profile: str | None
    as_of: str | None
    window_days: int
    first: str | None
    last: str | None
    weights: WeightsUsed
    score: float
    points: Points
    low: float
    high: float
    coverage: Share
    networks: list[Network]
    posts: list[Post]
    other_posts: OtherPosts = field(default_factory=OtherPosts)
    activity: list[Activity]
    unscored: list[Unscored]
    inputs: list[Input]
    left_out: list[LeftOut]
    problems: list[Problem]
    warnings: list[str]
    response: list[Response] | None = None
    fragility: Fragility | None = None

    @classmethod
    def from_json(cls, text: str | bytes, name: str = "result") -> Result:
        """Read a saved result, held against the contract. Raises InputError."""
        from pydantic import ValidationError

        if not text.strip():
            raise InputError(f"{name}: nothing in it", _WHAT_A_RESULT_IS)
        try:
            return _adapter(cast(Hashable, cls)).validate_json(text)  # type: ignore[no-any-return]
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "the file"
            raise InputError(
                f"{name}: not a result of influence: {place}: {first['msg']}",
                _WHAT_A_RESULT_IS,
            ) from None


_WHAT_A_RESULT_IS = "A result is what `influence score --json` writes; an export is for `influence score`."


def is_result(head: bytes) -> bool:
    """Whether a file that starts like this is a saved result."""
    return re.match(rb'\s*\{\s*"schema":\s*\d+,\s*"method":\s*\d+,', head) is not None


_LEFT_OUT_WHEN_NONE = {
    (MeasuredLine, "full"),
    (MeasuredLine, "median"),
    (MeasuredLine, "p90"),
    (Result, "response"),
    (Result, "fragility"),
}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    names = _names(cast(Hashable, type(value)))
    if names is None:
        return value
    cls = type(value)
    return {
        name: _plain(item)
        for name in names
        if (item := getattr(value, name)) is not None or (cls, name) not in _LEFT_OUT_WHEN_NONE
    }


@functools.cache
def _names(cls: Hashable) -> tuple[str, ...] | None:
    return tuple(f.name for f in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else None


@functools.cache
def _adapter(contract: Hashable) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(cast(Any, contract))


def json_schema(contract: type[Contract] = Result) -> dict[str, Any]:
    """The JSON Schema of a contract, the same with every version of pydantic."""
    import inspect

    schema: dict[str, Any] = _adapter(cast(Hashable, contract)).json_schema()
    classes = _classes(contract, {})
    for cls, part in [(contract, schema), *((classes[name], part) for name, part in schema["$defs"].items())]:
        rest = {name: value for name, value in part.items() if name != "description"}
        part.clear()
        part.update({"description": inspect.getdoc(cls), **rest})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _classes(cls: Any, found: dict[str, Any]) -> dict[str, Any]:
    """Every dataclass that a type is made of, by name."""
    if dataclasses.is_dataclass(cls) and isinstance(cls, type) and cls.__name__ not in found:
        found[cls.__name__] = cls
        for part in get_type_hints(cls).values():
            _classes(part, found)
    for part in get_args(cls):
        _classes(part, found)
    return found
