"""What a score's posts and days tell: contracts like the result. Points are whole hundredths."""

from __future__ import annotations

from dataclasses import field
from typing import Any, ClassVar, Final, Literal

from influence.record import record
from influence.result import CLOSED, Base, Contract, Points, Problem, Result

SCHEMA: Final = 1
"""The version of these contracts; it grows when a name leaves or changes its meaning."""


@record
class TrendDay:
    """The score as of one day, and each network's own points."""

    __pydantic_config__: ClassVar = CLOSED

    as_of: str
    points: Points
    networks: dict[str, Points]


@record
class Trend(Contract):
    """The score as of each day, week or month. Counts are those known when the export was made, put at the post's
    day: an old day's score is not what would have been seen on that day."""

    __pydantic_config__: ClassVar = CLOSED

    schema: Literal[1] = SCHEMA
    every: Literal["day", "week", "month"]
    days: list[TrendDay]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@record
class PostStanding:
    """A post and how it did. `interactions`: what others did with it; `usual`: the mean of the middle half of the last
    100 settled posts of its network, and `times_usual` how often that; `response`: interactions per thousand of `base`,
    of which there were `of`. `settled` is False for a post too young to compare."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    post: str
    time: str | None
    url: str | None = None
    label: str | None = None
    contributes: Points
    interactions: int
    usual: float | None
    times_usual: float | None
    response: float | None
    base: Base | None
    of: int | None
    settled: bool


@record
class Posts(Contract):
    """Posts, best first, by what they `contributes`, by `response` or by `times_usual`."""

    __pydantic_config__: ClassVar = CLOSED

    schema: Literal[1] = SCHEMA
    by: Literal["earned", "response", "usual"]
    settle_days: int
    posts: list[PostStanding]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@record
class Report(Contract):
    """Everything that a report page shows: a result, and where it was made from exports, how its posts did and what the
    score was before. `weights`: the result's, with the `why` and `source` of each number, where these are known."""

    __pydantic_config__: ClassVar = CLOSED

    schema: Literal[1] = SCHEMA
    result: Result
    posts: Posts | None = None
    trend: Trend | None = None
    weights: dict[str, Any] | None = None
