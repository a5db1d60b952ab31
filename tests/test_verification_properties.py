"""What the arithmetic gives is true, whatever the weights and the days; and no result is too absurd to be checked."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from cases import examples
from influence.errors import InfluenceError
from influence.events import KINDS
from influence.render import explain
from influence.result import (
    Activity,
    MeasuredLine,
    Network,
    OtherPosts,
    Post,
    PostLine,
    Result,
    UnknownLine,
    Unscored,
    WeightsUsed,
)
from influence.verification import verify
from influence.weights import Combine, NetworkWeights, Signal, Weights
from influence.worked import Worked, WorkedNetwork, WorkedSignal, work
from test_verification import EXAMPLES, Place, Plain, plain, put, result_of


def signals() -> st.SearchStrategy[Signal]:
    weight = st.sampled_from([0.0, 0.333333, 1.0, 7.5, 20.0])
    return st.builds(
        Signal, weight=weight, curve=st.sampled_from(["log", "linear"]), full=st.floats(0.5, 1e6)
    ) | st.builds(
        lambda weight, median, times: Signal(weight=weight, curve="loglogistic", median=median, p90=median * times),
        weight,
        st.floats(0.5, 1e4),
        st.floats(1.5, 100),
    )


def blocks() -> st.SearchStrategy[NetworkWeights]:
    kinds = st.dictionaries(st.sampled_from(["comment", "share", "interaction", "view"]), signals())
    return st.builds(
        lambda voice, like, others: NetworkWeights(voice=voice, signals={**others, "like": like}),
        st.sampled_from([0.0, 0.25, 1.0, 3.123456]),
        st.builds(Signal, weight=st.sampled_from([1.0, 5.5]), full=st.floats(0.5, 1e6)),
        kinds,
    )


def all_weights() -> st.SearchStrategy[Weights]:
    return st.builds(
        Weights,
        method=st.just(1),
        window_days=st.just(90),
        half_life_days=st.none() | st.floats(0.5, 365),
        same_person=st.floats(0, 1),
        combine=st.builds(Combine, rule=st.sampled_from(["doubling", "mean"]), points=st.floats(1, 100)),
        networks=st.fixed_dictionaries({"default": blocks()}, optional={"x": blocks()}),
        why=st.just({}),
        source=st.just({}),
    )


def activities() -> st.SearchStrategy[list[Activity]]:
    days = st.sampled_from([None, "2026-11-20", "2026-11-01", "2026-08-23"])
    rows = st.builds(
        lambda network, kind, day, count: Activity(network=network, kind=kind, day=day, count=count, damped=count),
        st.sampled_from(["x", "linkedin", "forum"]),
        st.sampled_from(["like", "comment", "share", "interaction", "view"]),
        days,
        st.integers(0, 10**9),
    )
    return st.lists(rows, max_size=20, unique_by=lambda row: (row.network, row.kind, row.day))


def bare(used: Weights, rows: list[Activity]) -> Result:
    """A result that holds this and claims nothing yet."""
    return Result(
        version="0.1.0", profile=None, as_of="2026-11-20", window_days=90, first="2026-08-23", last="2026-11-20",
        weights=WeightsUsed(path="weights.yaml", sha256="", values=used.numbers()),
        score=0, points=0, low=0, high=0, coverage=0, networks=[], posts=[], activity=rows, unscored=[], inputs=[],
        left_out=[], problems=[], warnings=[],
    )  # fmt: skip


def claim(used: Weights, rows: list[Activity]) -> Result:
    """The result that claims just what the arithmetic gives, all of it earned without a post."""
    worked = work(bare(used, rows))
    return replace(
        bare(used, [row for row in rows if (row.network, row.kind) in worked.signals]),
        points=worked.points,
        **scores(worked),
        networks=[claim_network(network) for network in worked.networks],
        posts=[claim_post(network) for network in worked.networks],
    )


def scores(worked: Worked | WorkedNetwork) -> dict[str, float]:
    hundredths = {"score": worked.points, "low": worked.low, "high": worked.high}
    return {name: points / 100 for name, points in hundredths.items()} | {"coverage": round(float(worked.coverage), 4)}


def claim_network(network: WorkedNetwork) -> Network:
    measured = {signal.kind: signal for signal in network.signals}
    return Network(
        network=network.network,
        points=network.points,
        **scores(network),
        voice=network.weights.voice,
        contributes=network.contributes,
        lines=[
            claim_line(measured[kind])
            if kind in measured
            else UnknownLine(kind=kind, weight=network.weights.signals[kind].weight)
            for kind in network.kinds
        ],
    )


def claim_line(signal: WorkedSignal) -> MeasuredLine:
    weights = signal.signal
    return MeasuredLine(
        kind=signal.kind, count=signal.count, amount=round(signal.amount, 2), value=round(signal.value, 4),
        weight=weights.weight, curve=weights.curve, full=weights.full, median=weights.median, p90=weights.p90,
        of=signal.of, points=signal.points, contributes=signal.contributes,
    )  # fmt: skip


def claim_post(network: WorkedNetwork) -> Post:
    lines = [PostLine(kind=s.kind, count=s.count, contributes=s.contributes) for s in network.signals]
    return Post(network=network.network, post=None, contributes=network.contributes, lines=lines)


@examples(200)
@given(all_weights(), activities())
def test_a_result_that_claims_what_the_arithmetic_gives_is_true_and_adds_up(
    used: Weights, rows: list[Activity]
) -> None:
    result = claim(used, rows)
    assert verify(Result.from_json(result.to_json())) == []
    if sum(network.voice * network.points for network in result.networks):
        assert sum(network.contributes for network in result.networks) == result.points
    for network in result.networks:
        measured = [line for line in network.lines if isinstance(line, MeasuredLine)]
        assert sum(line.points for line in measured) == network.points
        assert sum(line.contributes for line in measured) == network.contributes
        assert sum(line.of for line in measured) == (10_000 if any(line.weight for line in measured) else 0)


absurd_texts = st.none() | st.sampled_from(
    ["", "x", "default", "2026-11-20", "9999-12-31", "\x1b[2J", "\ud800", "\u202e"]
)
absurd_counts = st.sampled_from([0, 1, -1, 10**15, 10**30, 10**400, -(10**400), 10**5000])
absurd_floats = st.sampled_from([0.0, -1.0, 0.5, 1e308, -1e308, 5e-324, math.inf, -math.inf, math.nan])
absurd_values = absurd_texts | absurd_counts | absurd_floats | st.sampled_from([[], {}, True, {"like": {}}])


def places(data: Any, place: Place = ()) -> Iterator[Place]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        yield (*place, key)
        yield from places(item, (*place, key))


def absurd(item: Any) -> st.SearchStrategy[Any]:
    """Something of the same type, as the contract asks for, and beyond all sense."""
    if isinstance(item, list):
        return st.sampled_from([[], item * 2, item[::-1]])
    if isinstance(item, dict):
        return st.just(item)
    texts = absurd_texts.filter(lambda text: text is not None)
    if item is None:
        return absurd_texts
    return texts if isinstance(item, str) else absurd_counts if isinstance(item, int) else absurd_floats


@st.composite
def absurd_results(draw: st.DrawFn) -> Result:
    """A result as no program writes it, made without the contract's checks."""
    data = plain(draw(st.sampled_from(EXAMPLES)))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.sampled_from(list(places(data))))
        item = data
        for key in place:
            item = item[key]
        put(data, place, draw(absurd_values if place[:2] == ("weights", "values") else absurd(item)))
    return build(data)


def build(data: Plain) -> Result:
    fields = {name: value for name, value in data.items() if name not in ("networks", "posts", "activity", "unscored")}
    fields["weights"] = WeightsUsed(**data["weights"])
    fields["other_posts"] = OtherPosts(**data["other_posts"])
    fields["networks"] = [
        Network(**{**one, "lines": [line(each) for each in one["lines"]]}) for one in data["networks"]
    ]
    fields["posts"] = [Post(**{**one, "lines": [PostLine(**each) for each in one["lines"]]}) for one in data["posts"]]
    fields["activity"] = [Activity(**one) for one in data["activity"]]
    fields["unscored"] = [Unscored(**one) for one in data["unscored"]]
    return Result(**fields)


def line(data: Plain) -> MeasuredLine | UnknownLine:
    return MeasuredLine(**data) if "of" in data else UnknownLine(**data)


@examples(300)
@given(absurd_results())
def test_no_result_is_too_absurd(result: Result) -> None:
    found = verify(result)
    assert all(str(finding).isprintable() and len(str(finding)) < 2000 for finding in found)
    try:
        explain.to_text(result)
    except InfluenceError:
        assert found


@examples(200)
@given(st.text(max_size=5), st.sampled_from(KINDS), st.text(max_size=12) | st.none(), st.integers(), st.floats())
def test_no_activity_is_too_absurd(network: str, kind: Any, day: str | None, count: int, damped: float) -> None:
    result = result_of(plain())
    row = Activity(network=network, kind=kind, day=day, count=count, damped=damped)
    assume(row not in nothing_more(result))
    assert verify(replace(result, activity=[*result.activity, row]))


def test_activity_of_nothing_is_true() -> None:
    """An undated 0 shows what was measured, as `score` writes it, and changes no number."""
    result = result_of(plain())
    for row in nothing_more(result):
        assert verify(replace(result, activity=[*result.activity, row])) == []


def nothing_more(result: Result) -> list[Activity]:
    measured = dict.fromkeys((row.network, row.kind) for row in result.activity)
    return [Activity(network=network, kind=kind, day=None, count=0, damped=0.0) for network, kind in measured]
