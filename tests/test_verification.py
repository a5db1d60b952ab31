"""A true result has no findings, and no number of it can be changed without one."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from influence.errors import InfluenceError, InputError
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
from influence.verification import Finding, verify
from influence.weights import Combine, NetworkWeights, Signal, Weights
from influence.worked import Worked, WorkedNetwork, WorkedSignal, work

FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLES = ("worked_example", "mean_example")
Plain = dict[str, Any]
Place = tuple[str | int, ...]


def plain(name: str = "worked_example") -> Plain:
    data: Plain = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return data


def result_of(data: Plain) -> Result:
    return Result.from_json(json.dumps(data))


def findings(data: Plain) -> list[str]:
    return [str(finding) for finding in verify(result_of(data))]


def changed(change: Callable[[Plain], object], name: str = "worked_example") -> list[str]:
    data = plain(name)
    change(data)
    return findings(data)


# True results


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_true_result_has_no_findings(name: str) -> None:
    assert findings(plain(name)) == []


def test_the_worked_example_of_the_design_gives_exactly_its_numbers() -> None:
    worked = work(result_of(plain()))
    assert (worked.points, worked.low, worked.high, worked.coverage) == (6579, 6492, 7250, Fraction(4, 5))
    linkedin, x = worked.networks
    assert [(s.kind, s.points, s.of) for s in x.signals] == [
        ("like", 1483, 2000),
        ("comment", 2432, 4000),
        ("share", 2565, 4000),
    ]
    assert [(s.kind, s.points, s.of) for s in linkedin.signals] == [("like", 1788, 3333), ("comment", 2867, 6667)]
    assert (x.points, x.contributes) == (6480, 5869)
    assert (linkedin.points, linkedin.contributes, linkedin.coverage) == (4655, 710, Fraction(3, 5))


def test_the_files_numbers_are_shown_within_their_decimals() -> None:
    amounts = [signal.amount for signal in work(result_of(plain())).signals.values()]
    assert amounts == pytest.approx([138.88, 18.52, 925.38, 65.67, 130], abs=0.005)


def test_a_result_without_any_network_is_true_and_could_be_anything() -> None:
    data = plain()
    data.update(networks=[], posts=[], activity=[], unscored=[], score=0, points=0, low=0, high=100, coverage=0)
    assert findings(data) == []


# Changed numbers


UNHELD = {
    ("unscored", 0, "count"),  # the activity of a kind that does not score is not held
    ("weights", "values", "same_person"),  # nor who did what
    ("mean_example", "weights", "values", "combine", "points"),  # not used under the rule `mean`
    ("mean_example", "weights", "values", "networks", "guestbook", "signals", "comment", "full"),  # of unknown signals
    ("mean_example", "weights", "values", "networks", "guestbook", "signals", "like", "full"),
    ("mean_example", "weights", "values", "networks", "default", "signals", "comment", "full"),
    ("mean_example", "weights", "values", "networks", "default", "signals", "interaction", "full"),  # not standing in
    ("mean_example", "weights", "values", "networks", "default", "signals", "interaction", "weight"),
    ("mean_example", "posts", 0, "lines", 0, "count"),  # nor what the posts that are not listed received
    ("mean_example", "other_posts", "posts"),  # any number that the left counts allow
}
"""What a result does not hold, or what moved nothing in it."""


def numbers(data: Any, place: Place = ()) -> Iterator[tuple[Place, float]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        yield from numbers(item, (*place, key))
    if isinstance(data, int | float):
        yield place, data


def put(data: Any, place: Place, value: Any) -> None:
    for key in place[:-1]:
        data = data[key]
    data[place[-1]] = value


def others(place: Place, number: float) -> list[float]:
    """Values a little beside a number: by more than its decimals leave open."""
    step = {"amount": 0.02, "value": 0.0003, "coverage": 0.0003, "score": 0.01, "low": 0.01, "high": 0.01}
    by = step.get(str(place[-1]), 1)
    return [round(number + by, 6), round(number - by, 6), number * 2 + 1]


CHANGES = [
    pytest.param(name, place, other, id=f"{name}-{'.'.join(map(str, place))}={other:g}")
    for name in EXAMPLES
    for place, number in numbers(plain(name))
    if place not in UNHELD and (name, *place) not in UNHELD
    for other in others(place, number)
]


@pytest.mark.parametrize(("name", "place", "other"), CHANGES)
def test_every_changed_number_is_found(name: str, place: Place, other: float) -> None:
    data = plain(name)
    put(data, place, other)
    try:
        result = result_of(data)
    except InputError:
        return  # the contract itself refuses it
    assert verify(result)


def test_the_changes_cover_the_whole_receipt() -> None:
    assert len(CHANGES) > 300


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_missing_entry_is_found(name: str) -> None:
    original = plain(name)
    lists = ["networks", "posts", "activity", *(("networks", n, "lines") for n in range(2))]
    for where in lists:
        path = (where,) if isinstance(where, str) else where
        entries = original
        for key in path:
            entries = entries[key]
        for index in range(len(entries)):
            data = copy.deepcopy(original)
            put(data, path, [entry for n, entry in enumerate(entries) if n != index])
            assert findings(data), (path, index)


def test_a_finding_says_what_is_claimed_and_what_the_recomputation_gives() -> None:
    said = changed(lambda data: data["networks"][1]["lines"][0].update(points=1484))
    assert said == ["x: like: points: the result says 1484; what it holds gives 1483"]
    said = changed(lambda data: data.update(score=80.5))
    assert said == ["score: the result says 80.5; what it holds gives 65.79"]
    said = changed(lambda data: data["networks"][0]["lines"][0].update(amount=200))
    assert said == ["linkedin: like: amount: the result says 200; what it holds gives 138.8812068"]
    said = changed(lambda data: data["posts"][1].update(contributes=2324))
    assert said == [
        "posts: x: 2: contributes: the result says 2324; what it holds gives 2323",
        "posts: they add up to 6580, the others to 0; together it should be 6579",
    ]


# What is not a number


def day(data: Plain, text: str | None, index: int = 0) -> None:
    data["activity"][index]["day"] = text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda d: day(d, "2026-08-22"),
            "2026-08-22: 300 (damped 300) is outside the window, 90 days up to 2026-11-20",
        ),
        (
            lambda d: day(d, "2026-11-21"),
            "2026-11-21: 300 (damped 300) is outside the window, 90 days up to 2026-11-20",
        ),
        (lambda d: day(d, "2026-02-30"), "2026-02-30: 300 (damped 300) is not on a day (YYYY-MM-DD)"),
        (lambda d: day(d, "20261101"), "20261101: 300 (damped 300) is not on a day (YYYY-MM-DD)"),
        (lambda d: d.update(as_of=None), "has a day, and the result has none to count from"),
        (lambda d: d.update(as_of="soon"), "as_of: soon is not a day (YYYY-MM-DD)"),
        (
            lambda d: d.update(first="2026-10-02"),
            "first: the result says 2026-10-02; its activity begins on 2026-10-01",
        ),
        (lambda d: d.update(first=None), "first: the result says nothing; its activity begins on 2026-10-01"),
        (lambda d: d.update(last="2026-11-19"), "last: the result says 2026-11-19; its activity ends on 2026-11-20"),
        (lambda d: d.update(first="2026-08-22"), "2026-08-22 to 2026-11-20 is not inside the 90 days up to 2026-11-20"),
        (lambda d: d.update(window_days=91), "window_days: the result says 91; what it holds gives 90"),
        (
            lambda d: d["activity"].append(d["activity"][0]),
            "linkedin: like: 2026-10-01: the result has it more than once",
        ),
        (lambda d: d["activity"][0].update(damped=301), "is damped to more than itself, or to less than nothing"),
        (lambda d: d["activity"][0].update(damped=-1), "is damped to more than itself, or to less than nothing"),
        (lambda d: d["activity"][0].update(count=-1), "-1 (damped 300) has no believable count"),
        (lambda d: d["activity"][0].update(network="z"), "the result has linkedin, x; it should have linkedin, x, z"),
        (lambda d: d["activity"][0].update(kind="view"), "linkedin: view: the result neither scores it nor lists it"),
        (lambda d: d["activity"][0].update(kind="share"), "the result says that it is unknown; it is measured"),
        (lambda d: d["networks"].reverse(), "the result has x, linkedin; it should have linkedin, x, in this order"),
        (lambda d: d["networks"].append(d["networks"][0]), "the result has linkedin, x, linkedin; it should have"),
        (lambda d: d["networks"][0]["lines"].reverse(), "lines for share, comment, like; it should have like, comment"),
        (lambda d: d["networks"][0]["lines"].pop(), "lines for like, comment; it should have like, comment, share"),
        (
            lambda d: d["networks"][0]["lines"][2].update(kind="view"),
            "it should have like, comment, share, in this order",
        ),
        (lambda d: d["networks"][1]["lines"][0].update(curve="linear"), "curve: the result says linear; what it holds"),
        (lambda d: d["posts"].append(d["posts"][0]), "posts: x: 1: the result has it more than once"),
        (
            lambda d: d["posts"][0].update(network="z"),
            "posts: z: like: posts have it, and the result does not score it",
        ),
        (lambda d: d["posts"][0]["lines"][0].update(count=-5), "posts: x: 1: like: -5, 1343: less than nothing"),
        (lambda d: d["posts"][0]["lines"].append(d["posts"][0]["lines"][0]), "x: 1: like: the result has it more than"),
        (lambda d: d["other_posts"].update(posts=1), "1 posts contribute 0; the listed ones leave a count of 0"),
        (lambda d: d["unscored"].append(d["unscored"][0]), "unscored: x: view: the result has it more than once"),
        (
            lambda d: d["unscored"][0].update(kind="like"),
            "the result says that it does not score; by its weights it does",
        ),
        (lambda d: d["unscored"][0].update(count=-1), "unscored: x: view: -1 is less than nothing"),
    ],
)
def test_what_cannot_be_is_found(change: Callable[[Plain], object], said: str) -> None:
    assert any(said in finding for finding in changed(change)), changed(change)


def test_damping_stronger_than_one_person_could_cause_is_found() -> None:
    data = plain("mean_example")
    data["activity"][0]["damped"] = 8
    assert any("one person alone would give 8.45154" in finding for finding in findings(data))
    data["activity"][0]["damped"] = 8.5  # possible: all the others by the same person
    assert not any("one person alone" in finding for finding in findings(data))


def test_interaction_beside_finer_signals_is_found() -> None:
    data = plain("mean_example")
    line = data["networks"][1]["lines"][1]
    data["networks"][0]["lines"].append(line)
    assert (
        "forum: the result has lines for like, comment, interaction; it should have like, comment, in this order"
        in (findings(data))
    )


def test_left_out_posts_may_hold_the_rest_and_no_more() -> None:
    data = plain()
    left = data["posts"].pop()
    data["other_posts"] = {"posts": 1, "contributes": left["contributes"]}
    assert findings(data) == []
    data["other_posts"]["posts"] = 341
    assert findings(data) == [
        "other_posts: the result says that 341 posts contribute 710; the listed ones leave a count of 340"
    ]


# Weights


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: w.clear(), "the result's weights are no weights: empty: not a weights file"),
        (lambda w: w["networks"].clear(), "networks: `default` is missing"),
        (lambda w: w.update(half_life_days=0), "half_life_days: input should be greater than"),
        (lambda w: w.update(half_live_days=1), "half_live_days: unknown key"),
        (
            lambda w: w["networks"]["default"]["signals"].clear(),
            "networks.default.signals: no signal with a weight above 0",
        ),
        (
            lambda w: w["networks"]["default"].update(voice=-1),
            "networks.default.voice: input should be greater than or",
        ),
        (lambda w: w["networks"]["default"]["signals"]["like"].pop("full"), "signals.like: `full` is missing"),
        (lambda w: w["networks"].update({"\x1b[31m": 3}), "networks.\\x1b[31m: input should be an object"),
        (lambda w: w.update(networks="none"), "networks: input should be an object"),
        (lambda w: w.update(networks=[[[[[[[[[1]]]]]]]]]), "networks: input should be an object"),
    ],
)
def test_weights_that_are_none_are_found(change: Callable[[Plain], object], said: str) -> None:
    (finding,) = changed(lambda data: change(data["weights"]["values"]))
    assert finding.startswith("weights: ")
    assert said in finding


def test_weights_beyond_all_sense_are_computed_with() -> None:
    def change(data: Plain) -> None:
        data["weights"]["values"]["half_life_days"] = 1e-6
        signals = data["weights"]["values"]["networks"]["default"]["signals"]
        signals["like"] = {"weight": 20, "curve": "loglogistic", "median": 1e-6, "p90": 1e15}
        signals["comment"] = {
            "weight": 40,
            "curve": "loglogistic",
            "median": 1.9999999999999996,
            "p90": 1.9999999999999998,
        }
        signals["share"] = {"weight": 40, "curve": "log", "full": 1e-6}

    assert "x: share: points: the result says 2565; what it holds gives 4000" in changed(change)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("same_person=0.5", None),
        ("default.like.weight=20", None),
        ("combine.points=6", None),
        ("default.like.weight=21", "default.like.weight=21 would give other weights than the result holds"),
        ("combine.rule=mean", "combine.rule=mean would give other weights than the result holds"),
        ("x.like.weight=2", "x.like.weight=2 cannot be set: --set x.like.weight=2: no 'x' in the weights"),
        ("nonsense", "nonsense cannot be set: --set nonsense: give KEY=VALUE"),
    ],
)
def test_settings_must_be_in_the_weights(setting: str, said: str | None) -> None:
    found = changed(lambda data: data["weights"].update(settings=[setting]))
    assert [finding.partition("settings: ")[2].partition("\\n")[0] for finding in found] == ([said] if said else [])


def test_a_later_setting_of_the_same_number_wins() -> None:
    assert changed(lambda data: data["weights"].update(settings=["window_days=30", "window_days=90"])) == []


# Any result


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


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(absurd_results())
def test_no_result_is_too_absurd(result: Result) -> None:
    found = verify(result)
    assert all(str(finding).isprintable() and len(str(finding)) < 2000 for finding in found)
    try:
        explain.to_text(result)
    except InfluenceError:
        assert found


@given(st.text(max_size=5), st.sampled_from(KINDS), st.text(max_size=12) | st.none(), st.integers(), st.floats())
def test_no_activity_is_too_absurd(network: str, kind: Any, day: str | None, count: int, damped: float) -> None:
    result = result_of(plain())
    row = Activity(network=network, kind=kind, day=day, count=count, damped=damped)
    assert verify(replace(result, activity=[*result.activity, row]))


def test_findings_are_plain_data() -> None:
    assert str(Finding("x: points", "no")) == "x: points: no"
    assert Finding("a", "b") == Finding("a", "b")
