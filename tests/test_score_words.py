"""What the design says of the score in words, by example."""

from __future__ import annotations

import dataclasses
import datetime
import subprocess
import sys
from decimal import Decimal
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest

import influence
from cases import (
    DAY,
    TODAY,
    Case,
    Plain,
    Row,
    day_before,
    linear_likes,
    lines_of,
    network_of,
    row,
    score,
    scored,
    weights_text,
    write_rows,
)
from influence.events import KINDS
from influence.result import Result


def of_one(signals: Plain, **more: Any) -> Plain:
    """Weights with one block for all networks, nothing fading or damped but what `more` says."""
    general: Plain = {"method": 1, "window_days": 90, "half_life_days": None, "same_person": 1}
    general |= {"combine": {"rule": "doubling", "points": 6}, "networks": {"default": {"voice": 1, "signals": signals}}}
    return general | more


LIKES = of_one(linear_likes(10_000))
"""A like is a hundredth of a point."""


def amount(*made: Row, **more: Any) -> float:
    """The amount of likes that rows of the network x add up to, as of TODAY."""
    return lines_of(score(Case(list(made), LIKES | more, as_of=TODAY)), "x")["like"].amount


def likes(count: int, day: str | None = DAY, **more: Any) -> Row:
    return row("x", "like", count, day, **more)


# The worked example of the design


WORKED_WEIGHTS = of_one(
    {
        "like": {"weight": 20, "full": 10_000},
        "comment": {"weight": 40, "full": 1_000},
        "share": {"weight": 40, "full": 2_000},
    },
    half_life_days=45,
    same_person=Decimal("0.5"),
)
WORKED_ROWS = [
    row("x", "like", 1_240, "2026-11-01"),
    row("x", "comment", 88, "2026-11-01"),
    row("x", "share", 130, "2026-11-20"),
    row("linkedin", "like", 300, "2026-10-01"),
    row("linkedin", "comment", 40, "2026-10-01"),
]


def test_the_worked_example() -> None:
    result = score(Case(WORKED_ROWS, WORKED_WEIGHTS))
    assert (result.as_of, result.first, result.last) == ("2026-11-20", "2026-10-01", "2026-11-20")
    assert (result.score, result.points, result.low, result.high, result.coverage) == (65.79, 6579, 64.92, 72.5, 0.8)
    assert [(one.network, one.contributes) for one in result.networks] == [("linkedin", 710), ("x", 5869)]
    x, linkedin = network_of(result, "x"), network_of(result, "linkedin")
    assert (x.score, x.points, x.low, x.high, x.coverage) == (64.8, 6480, 64.8, 64.8, 1)
    assert (linkedin.score, linkedin.low, linkedin.high, linkedin.coverage) == (46.55, 27.93, 67.93, 0.6)
    assert {k: (one.points, one.of) for k, one in lines_of(result, "x").items()} == {
        "like": (1483, 2000),
        "comment": (2432, 4000),
        "share": (2565, 4000),
    }
    assert {k: (one.points, one.of) for k, one in lines_of(result, "linkedin").items()} == {
        "like": (1788, 3333),
        "comment": (2867, 6667),
    }
    like = lines_of(result, "linkedin")["like"]
    assert (like.count, like.amount, like.value, like.contributes) == (300, 138.88, 0.5364, 273)
    assert [one.to_dict() if hasattr(one, "to_dict") else dataclasses.asdict(one) for one in linkedin.lines[2:]] == [
        {"kind": "share", "status": "unknown", "weight": 40}
    ]


# Time


def test_an_undated_event_counts_whole_on_any_day() -> None:
    for as_of in (None, TODAY, datetime.date(1999, 1, 1)):
        case = Case([likes(50, None)], LIKES | {"half_life_days": 1, "window_days": 1}, as_of=as_of)
        result = score(case)
        assert (result.points, lines_of(result, "x")["like"].amount) == (50, 50)
        assert result.as_of == (as_of and as_of.isoformat())


def test_the_window_counts_its_days_and_no_other() -> None:
    assert [amount(likes(1, day_before(age)), window_days=7) for age in (-1, 0, 6, 7)] == [0, 1, 1, 0]
    assert [amount(likes(1, day_before(age)), window_days=1) for age in (-1, 0, 1)] == [0, 1, 0]


def test_days_are_days_in_utc() -> None:
    late, early = likes(1, "2026-11-20T23:30:00-02:00"), likes(1, "2026-11-21T01:00:00+05:00")
    assert amount(late) == 0
    assert amount(early) == 1
    assert score(Case([late], LIKES)).as_of == "2026-11-21"


def test_the_day_is_the_newest_of_the_whole_input() -> None:
    made = [likes(4, day_before(10)), row("y", "post", 1, DAY)]
    result = score(Case(made, LIKES | {"half_life_days": 10}))
    assert (result.as_of, lines_of(result, "x")["like"].amount) == (DAY, 2)


def test_an_event_as_old_as_the_half_life_counts_half() -> None:
    halved = [amount(likes(8, day_before(age)), half_life_days=10) for age in (0, 10, 20, 30)]
    assert halved == [8, 4, 2, 1]
    assert amount(likes(8, day_before(30)), half_life_days=None) == 8


# People


@pytest.mark.parametrize(("same_person", "worth"), [(0, 1), (Decimal("0.5"), 10), (Decimal("0.25"), 3.16), (1, 100)])
def test_one_persons_hundred_likes(same_person: Any, worth: float) -> None:
    once, often = [likes(100, actor="ann")], [likes(1, actor="ann", post=str(n)) for n in range(100)]
    assert amount(*once, same_person=same_person) == worth
    assert amount(*often, same_person=same_person) == worth
    assert amount(*once, likes(100), likes(1, actor="bob"), same_person=same_person) == worth + 101


def test_a_person_is_damped_within_one_network_and_kind() -> None:
    signal = {"weight": 1, "curve": "linear", "full": 10_000}
    made = [likes(9, actor="ann"), row("x", "comment", 16, DAY, actor="ann"), row("y", "like", 25, DAY, actor="ann")]
    result = score(Case(made, of_one({"like": signal, "comment": signal}, same_person=Decimal("0.5"))))
    assert {kind: line.amount for kind, line in lines_of(result, "x").items()} == {"like": 3, "comment": 4}
    assert lines_of(result, "y")["like"].amount == 5


def test_a_persons_old_and_new_likes_share_one_damping() -> None:
    made = [likes(12, actor="ann"), likes(4, day_before(10), actor="ann"), likes(84, day_before(90), actor="ann")]
    assert amount(*made, same_person=Decimal("0.5"), half_life_days=10) == 3.5  # (12 + 4/2) * 16^-0.5


def test_nothing_from_somebody_is_nothing() -> None:
    for same_person in (0, Decimal("0.5"), 1):
        assert amount(likes(0, actor="ann"), same_person=same_person) == 0


# Curves


def points_of(count: int, **signal: Any) -> int:
    return score(Case([likes(count)], of_one({"like": {"weight": 3} | signal}))).points


def test_each_curve_at_its_marks() -> None:
    assert [points_of(count, full=8) for count in (0, 2, 8, 800)] == [0, 5_000, 10_000, 10_000]
    assert [points_of(count, curve="log", full=8) for count in (0, 2, 8)] == [0, 5_000, 10_000]
    assert [points_of(count, curve="linear", full=8) for count in (0, 2, 8, 800)] == [0, 2_500, 10_000, 10_000]
    fisk = {"curve": "loglogistic", "median": 3, "p90": 27}
    assert [points_of(count, **fisk) for count in (0, 1, 3, 9, 27)] == [0, 2_500, 5_000, 7_500, 9_000]


def test_an_exact_half_rounds_up() -> None:
    assert [points_of(count, curve="linear", full=20_000) for count in (1, 2, 3, 19_999)] == [1, 1, 2, 10_000]
    signals = {
        kind: {"weight": 1, "curve": "loglogistic", "median": 7, "p90": 11} for kind in ("like", "share", "save")
    }
    result = score(Case([row("x", kind, 7, DAY) for kind in signals], of_one(signals)))
    assert [(line.of, line.points) for line in lines_of(result, "x").values()] == [
        (3334, 1667),
        (3333, 1667),
        (3333, 1667),
    ]


# Shares


@pytest.mark.parametrize(
    ("shares", "ofs"),
    [
        ([1, 4, 1], [1667, 6667, 1666]),
        ([4, 1, 7], [3334, 833, 5833]),
        (["0.1", "0.2", "0.3"], [1667, 3333, 5000]),
        (["0.1"] * 3, [3334, 3333, 3333]),
        (["0.000001", "9999.999999"], [0, 10_000]),
        ([0, 2, 0], [0, 10_000, 0]),
    ],
)
def test_signals_share_10_000_points_by_largest_remainder(shares: list[Any], ofs: list[int]) -> None:
    kinds = ("share", "like", "comment")
    signals = {kind: {"weight": weight, "full": 9} for kind, weight in zip(kinds, shares, strict=False)}
    result = score(Case([row("x", kind, 1, DAY) for kind in signals], of_one(signals)))
    assert [line.of for line in lines_of(result, "x").values()] == ofs


def test_equal_posts_take_turns_by_name_and_no_post_is_last() -> None:
    made = [likes(1, post=post) for post in (None, "b", "9", "10", "B")]
    result = score(Case(made, of_one(linear_likes(6_250))))
    assert result.points == 8
    assert {one.post: one.contributes for one in result.posts} == {"10": 2, "9": 2, "B": 2, "b": 1, None: 1}


def test_equal_posts_stay_equal_whatever_the_way_there() -> None:
    """Ten likes of one person who gave 100 are worth one like, also where ten tenths are not quite one."""
    tenths = [likes(1, post="b", actor="ann")] * 10
    made = [*tenths, likes(90, actor="ann"), likes(1, post="c"), likes(1_013)]
    by = of_one(linear_likes(Decimal("20039.14")), same_person=Decimal("0.5"))
    result = score(Case(made, by))
    assert result.points == 511  # of which each gets 511/1024, and that ends in a 5 at the tenth decimal
    assert {one.post: one.contributes for one in result.posts} == {"b": 1, "c": 0, None: 510}


def test_equal_networks_take_turns_by_name() -> None:
    made = [row(name, "like", 3, DAY) for name in ("zeta", "beta", "alpha")]
    result = score(Case(made, LIKES | {"combine": {"rule": "mean", "points": 6}}))
    assert [(one.network, one.contributes) for one in result.networks] == [("alpha", 1), ("beta", 1), ("zeta", 1)]
    combined = score(
        Case([likes(1) | {"network": name} for name in "cba"], LIKES | {"combine": {"rule": "doubling", "points": 100}})
    )
    assert [(one.network, one.contributes) for one in combined.networks] == [("a", 1), ("b", 1), ("c", 1)]


# Networks together


def test_five_at_40() -> None:
    made = [row(name, "like", 4_000, DAY) for name in "abcde"]
    assert score(Case(made, LIKES)).score == 53.86
    assert score(Case(made, LIKES | {"combine": {"rule": "mean", "points": 6}})).score == 40


def voiced(rule: str, **blocks: Any) -> Plain:
    signals = LIKES["networks"]["default"]["signals"]
    networks = {name: {"voice": voice, "signals": signals} for name, voice in blocks.items()}
    return LIKES | {"combine": {"rule": rule, "points": 6}, "networks": networks}


def test_voices() -> None:
    made = [row("a", "like", 3_000, DAY), row("b", "like", 600, DAY)]
    assert score(Case(made, voiced("mean", default=1, a=2))).score == 22
    assert score(Case(made, voiced("doubling", default=1, a=0))).score == 6
    assert score(Case(made, voiced("doubling", default=0, b=3))).score == 12  # 6 * log2(1 + 3 * (2^1 - 1))
    assert score(Case(made, voiced("mean", default=0, b=3))).score == 6


@pytest.mark.parametrize("rule", ["doubling", "mean"])
def test_nobody_has_a_voice(rule: str) -> None:
    result = score(Case([likes(3_000)], voiced(rule, default=0)))
    assert (result.points, result.low, result.high) == (0, 0, 0)
    assert [(one.points, one.contributes) for one in result.networks] == [(3_000, 0)]


def test_the_combined_score_stops_at_100() -> None:
    made = [row(name, "like", 10_000, DAY) for name in "abc"]
    result = score(Case(made, LIKES))
    assert (result.score, result.low, result.high) == (100, 100, 100)
    assert [one.contributes for one in result.networks] == [3_334, 3_333, 3_333]


# Unknown is not zero


TWO = of_one({kind: {"weight": 1, "curve": "linear", "full": 100} for kind in ("like", "comment")})


def test_nothing_measured_is_not_the_same_as_not_measured() -> None:
    unknown = score(Case([likes(50)], TWO))
    assert (unknown.score, unknown.low, unknown.high, unknown.coverage) == (50, 25, 75, 0.5)
    zero = score(Case([likes(50), row("x", "comment", 0)], TWO))
    assert (zero.score, zero.low, zero.high, zero.coverage) == (25, 25, 25, 1)
    assert [(line.kind, line.status) for line in network_of(zero, "x").lines] == [
        ("like", "measured"),
        ("comment", "measured"),
    ]


def test_a_kind_outside_the_window_or_of_somebody_else_is_measured() -> None:
    old = score(Case([likes(50), row("x", "comment", 7, day_before(400))], TWO))
    assert (old.score, old.coverage, lines_of(old, "x")["comment"].count) == (25, 1, 0)
    others = [
        likes(50, profile="me"),
        row("x", "comment", 7, DAY, profile="you"),
        row("y", "like", 7, DAY, profile="you"),
    ]
    mine = score(Case(others, TWO, profile="me"))
    assert (mine.score, mine.coverage, [one.network for one in mine.networks]) == (25, 1, ["x"])


WITH_TOTAL = of_one(
    {
        "interaction": {"weight": 1, "curve": "linear", "full": 1_000},
        "like": {"weight": 1, "curve": "linear", "full": 100},
        "comment": {"weight": 3, "curve": "linear", "full": 100},
    }
)


def test_a_total_stands_in_only_where_nothing_finer_is_measured() -> None:
    total = row("x", "interaction", 500, DAY)
    alone = score(Case([total], WITH_TOTAL))
    assert (alone.score, alone.coverage, alone.low, alone.high) == (50, 0.25, 12.5, 87.5)
    assert [(line.kind, line.status) for line in network_of(alone, "x").lines] == [
        ("interaction", "measured"),
        ("like", "unknown"),
        ("comment", "unknown"),
    ]
    beside = score(Case([total, likes(0)], WITH_TOTAL))
    assert (beside.score, beside.coverage, list(lines_of(beside, "x"))) == (0, 0.25, ["like"])
    assert [(one.kind, one.count) for one in beside.unscored] == [("interaction", 500)]
    elsewhere = score(Case([total, row("y", "like", 100, DAY)], WITH_TOTAL))
    assert {one.network: one.points for one in elsewhere.networks} == {"x": 5_000, "y": 10_000}


def test_a_heavy_total_covers_no_more_than_everything() -> None:
    heavy = {"interaction": {"weight": 9, "full": 9}, "like": {"weight": 1, "full": 9}}
    result = score(Case([row("x", "interaction", 2, DAY)], of_one(heavy)))
    assert (result.coverage, result.points, result.low, result.high) == (1, 4771, 47.71, 47.71)


def test_a_network_of_its_own_block_takes_nothing_from_the_default() -> None:
    own = {"voice": 1, "signals": {"comment": {"weight": 1, "curve": "linear", "full": 10}}}
    by = LIKES | {"networks": LIKES["networks"] | {"x": own}}
    made = [row("x", "comment", 4, DAY), likes(9_000), row("unheard of", "like", 2_000, DAY)]
    result = score(Case(made, by))
    assert {one.network: one.points for one in result.networks} == {"x": 4_000, "unheard of": 2_000}
    assert [(one.network, one.kind, one.count) for one in result.unscored] == [("x", "like", 9_000)]


def test_a_network_that_only_published_could_be_anything() -> None:
    result = score(Case([likes(1_000), row("y", "post", 3, DAY)], LIKES))
    y = network_of(result, "y")
    assert (y.points, y.low, y.high, y.coverage) == (0, 0, 100, 0)
    assert (result.score, result.low, result.high, result.coverage) == (10, 10, 100, 0.5)


def test_what_a_chosen_profile_leaves_out_is_counted(tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("profile,network,kind,count\nann,x,like,3\nbob,x,like,4\nbob,x,comment,1\n,x,like,5\n")
    left_out = influence.score(events, profile="ann").left_out
    assert {one.why: one.count for one in left_out} == {"of other profiles than ann": 2, "they name no profile": 1}


@pytest.mark.thorough
def test_more_signals_than_a_small_number_holds(tmp_path: Path) -> None:
    """Every network of a file has signals of its own, and nothing says how many networks there are."""
    names = ["".join(letters) for letters in product("bcde", *[ascii_lowercase] * 2)]
    made = [f"{name},{kind},3" for name in names for kind in KINDS]
    events, own = tmp_path / "events.csv", tmp_path / "weights.yaml"
    events.write_text("\n".join(["network,kind,count", *made]), encoding="utf-8")
    own.write_text(weights_text(of_one({kind: {"weight": 1, "full": 10} for kind in KINDS})), encoding="utf-8")
    result = influence.score(events, weights=own, posts=3)
    assert sum(len(network.lines) for network in result.networks) > 2**15
    assert sum(post.contributes for post in result.posts) + result.other_posts.contributes == result.points


# Through a pipe


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_events_through_a_pipe_score_as_the_file_does(tmp_path: Path, form: str) -> None:
    export, weights_file = tmp_path / "a.csv", tmp_path / "weights.yaml"
    made = [*WORKED_ROWS, likes(9, None, post="p", actor="ann"), row("x", "reach", 0, "2026-11-19T22:30:00Z", post="q")]
    write_rows(export, made)
    weights_file.write_text(weights_text(WORKED_WEIGHTS), encoding="utf-8")
    piped = run(["events", str(export), "--to", form])
    scoring = ["--json", "--weights", str(weights_file)]
    direct, through = run(["score", str(export), *scoring]), run(["score", "-", *scoring], piped)
    assert scored(Result.from_json(through)) == scored(Result.from_json(direct))


def run(arguments: list[str], stdin: bytes = b"") -> bytes:
    """What the command prints."""
    command = [sys.executable, "-m", "influence", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=True, timeout=60).stdout
