"""Answers to questions about a score: contracts like the result, which each of them holds as it is `before`.

Points are whole hundredths. `contributes` and every difference of it add up: signals to their network, networks to the
combined score. Each class that is a `Contract` has its JSON Schema in `docs/`.
"""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Final, Literal

from influence.checkup import Check
from influence.events import Kind
from influence.insights import Posts, Report, Trend
from influence.record import record
from influence.result import CLOSED, Contract, Points, Result, Share, WeightsUsed

SCHEMA: Final = 1
"""The version of these contracts; it grows when a name leaves or changes its meaning."""


@record
class LineChange:
    """A signal in a scenario: its own `points`, what it `contributes`, and what it did `before`. `points` is None where
    the scenario does not score it."""

    __pydantic_config__: ClassVar = CLOSED

    kind: Kind
    points: Points | None
    contributes: Points
    before: Points
    difference: int


@record
class NetworkChange:
    """A network in a scenario: its own `points`, what it `contributes`, and what it did `before`. `points` is None
    where the scenario is without it."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    points: Points | None
    contributes: Points
    before: Points
    difference: int
    lines: list[LineChange]


@record
class Alternative:
    """The score of one scenario, and its difference from the score before."""

    __pydantic_config__: ClassVar = CLOSED

    name: str
    score: float
    points: Points
    difference: int
    low: float
    high: float
    coverage: Share
    weights: WeightsUsed
    networks: list[NetworkChange]
    notes: list[str] = field(default_factory=list)


@record
class WhatIf(Contract):
    """The score as it is, and what it would be in each scenario."""

    __pydantic_config__: ClassVar = CLOSED

    schema: Literal[1] = SCHEMA
    before: Result
    scenarios: list[Alternative]


@record
class Nudge:
    """A number of the weights changed to `value`, and what the score is then."""

    __pydantic_config__: ClassVar = CLOSED

    value: float
    points: Points
    difference: int


@record
class Move:
    """How far one number of the weights moves the score. `key` is what `--set` calls it; `swing` the points between the
    lowest and the highest of the three scores."""

    __pydantic_config__: ClassVar = CLOSED

    key: str
    value: float
    down: Nudge
    up: Nudge
    swing: Points


@record
class Order:
    """Two networks of which the `first` is louder than the `second`, and the choices that turn them round."""

    __pydantic_config__: ClassVar = CLOSED

    first: str
    second: str
    turned_by: list[str]


@record
class PresetScore:
    """The score under a shipped preset."""

    __pydantic_config__: ClassVar = CLOSED

    name: str
    title: str
    score: float
    points: Points
    difference: int
    networks: list[NetworkChange]


@record
class Sensitivity(Contract):
    """How far each number of the weights, `by` so much down and up, moves the score, most first; the score under each
    preset; and the pairs of networks whose order depends on one of these choices."""

    __pydantic_config__: ClassVar = CLOSED

    schema: Literal[1] = SCHEMA
    before: Result
    by: float
    moves: list[Move]
    presets: list[PresetScore]
    orders: list[Order]


@record
class NextLine:
    """What one signal alone would take. `open`: `add` is the smallest whole number of additional activity that reaches
    the target, and `points` the combined score with it. `full`: it has all the points it can have. `short`: not even
    all of its points reach the target; `points` is the combined score with them. `unknown`: no file measures it."""

    __pydantic_config__: ClassVar = CLOSED

    kind: Kind
    status: Literal["open", "full", "short", "unknown"]
    count: int | None = None
    add: int | None = None
    points: Points | None = None


@record
class NextNetwork:
    """The signals of one network, in the weights' order."""

    __pydantic_config__: ClassVar = CLOSED

    network: str
    lines: list[NextLine]


@record
class Next(Contract):
    """What `target` points, one whole point of the combined score more, would take of each signal alone: arithmetic,
    not advice."""

    __pydantic_config__: ClassVar = CLOSED

    schema: Literal[1] = SCHEMA
    before: Result
    target: int
    networks: list[NextNetwork]


@record
class Cause:
    """What moved the score, and by how much; `network` and `kind` where it is one signal's."""

    __pydantic_config__: ClassVar = CLOSED

    cause: str
    network: str | None = None
    kind: str | None = None
    points: int


@record
class Difference(Contract):
    """The points of two results and what lies between them: the points of the causes add up to `difference`. `notes`:
    what is different beside the counts, and what the two results do not tell."""

    __pydantic_config__: ClassVar = CLOSED

    schema: Literal[1] = SCHEMA
    before: Points
    after: Points
    difference: int
    causes: list[Cause]
    notes: list[str] = field(default_factory=list)

    def by_cause(self) -> dict[str, int]:
        """The points of each cause, all networks and kinds together."""
        sums: dict[str, int] = {}
        for one in self.causes:
            sums[one.cause] = sums.get(one.cause, 0) + one.points
        return sums


CONTRACTS: dict[str, type[Contract]] = {
    "result": Result,
    "whatif": WhatIf,
    "sensitivity": Sensitivity,
    "next": Next,
    "diff": Difference,
    "trend": Trend,
    "posts": Posts,
    "report": Report,
    "check": Check,
}
"""Everything that is written as JSON by a schema, by the name of its schema."""
