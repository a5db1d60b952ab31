"""A true result has no findings, and no number of it can be changed without one."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from influence.errors import InputError
from influence.result import (
    Result,
)
from influence.verification import Finding, verify
from influence.worked import work

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


def test_findings_are_plain_data() -> None:
    assert str(Finding("x: points", "no")) == "x: points: no"
    assert Finding("a", "b") == Finding("a", "b")
