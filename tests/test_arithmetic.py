"""The arithmetic, formula by formula, against numbers that were worked out by hand."""

from __future__ import annotations

import math
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence import arithmetic
from influence.weights import Combine, Signal

DOUBLING = Combine(rule="doubling", points=6)
MEAN = Combine(rule="mean")

amounts = st.floats(0, 1e15)
fulls = st.floats(1e-3, 1e15)
all_points = st.integers(0, 10_000)
voices = st.integers(0, 10_000_000).map(lambda micros: micros / 1_000_000)
combines = st.builds(Combine, rule=st.sampled_from(["doubling", "mean"]), points=st.floats(1, 100))


@st.composite
def signals(draw: st.DrawFn) -> Signal:
    curve = draw(st.sampled_from(["log", "linear", "loglogistic"]))
    if curve == "loglogistic":
        median = draw(st.floats(1e-3, 1e9))
        return Signal(weight=1, curve=curve, median=median, p90=median * draw(st.floats(1.001, 1e6)))
    return Signal(weight=1, curve=curve, full=draw(fulls))


def log(weight: float = 1, full: float = 100) -> Signal:
    return Signal(weight=weight, full=full)


@pytest.mark.parametrize(
    ("age", "half_life", "left"),
    [(0, 45, 1), (45, 45, 0.5), (90, 45, 0.25), (None, 45, 1), (1000, None, 1), (90, 1e-320, 0)],
)
def test_fade_halves_every_half_life(age: int | None, half_life: float | None, left: float) -> None:
    assert arithmetic.fade(age, half_life) == left


@pytest.mark.parametrize(("count", "same_person", "worth"), [(100, 0.5, 10), (100, 1, 100), (100, 0, 1), (0, 0, 0)])
def test_damping_makes_a_hundred_likes_of_one_person_ten(count: int, same_person: float, worth: float) -> None:
    assert count * arithmetic.damping(count, same_person) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("amount", "signal", "value"),
    [
        (0, log(), 0),
        (9, log(full=99), 0.5),
        (99, log(full=99), 1),
        (1e9, log(full=99), 1),
        (25, Signal(weight=1, curve="linear", full=100), 0.25),
        (101, Signal(weight=1, curve="linear", full=100), 1),
        (0, Signal(weight=1, curve="loglogistic", median=10, p90=90), 0),
        (10, Signal(weight=1, curve="loglogistic", median=10, p90=90), 0.5),
        (90, Signal(weight=1, curve="loglogistic", median=10, p90=90), 0.9),
        (1e-300, Signal(weight=1, curve="loglogistic", median=10, p90=11), 0),
    ],
)
def test_curves(amount: float, signal: Signal, value: float) -> None:
    assert arithmetic.value(amount, signal) == pytest.approx(value, abs=1e-12)


def test_a_curve_without_its_numbers_is_an_error() -> None:
    with pytest.raises(ValueError, match="linear lacks its numbers"):
        arithmetic.value(1, Signal(weight=1, curve="linear"))


@given(signals(), amounts, amounts)
def test_more_is_never_worth_less(signal: Signal, one: float, other: float) -> None:
    less, more = (arithmetic.value(amount, signal) for amount in sorted((one, other)))
    assert 0 <= less <= more <= 1


@pytest.mark.parametrize(
    ("total", "parts", "shares"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (10_000, [20, 40], [3333, 6667]),
        (1, [0.1 + 0.2, 0.3], [1, 0]),
        (1, [0.3, 0.1 + 0.2], [1, 0]),
        (1, [Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**30)], [0, 1]),
        (5, [0, 0], [0, 0]),
        (5, [0.0], [0]),
        (0, [1, 2], [0, 0]),
        (7, [], []),
        (3, [0, 1], [0, 3]),
        (6579, [215.517, 1781.89], [710, 5869]),
    ],
)
def test_apportion_rounds_up_the_largest_remainders_and_the_first_of_equals(
    total: int, parts: list[float | Fraction], shares: list[int]
) -> None:
    assert arithmetic.apportion(total, parts) == shares


@given(
    st.integers(0, 10_000), st.lists(st.integers(0, 10**12), max_size=12) | st.lists(st.floats(0, 1e12), max_size=12)
)
def test_apportion_adds_up_and_stays_within_one_of_the_exact_share(total: int, parts: list[float]) -> None:
    shares = arithmetic.apportion(total, parts)
    assert sum(shares) == (total if any(parts) else 0)
    assert all(
        abs(share - quota) < 1 + 1e-9 for share, quota in zip(shares, arithmetic.quotas(total, parts), strict=True)
    )


@given(st.integers(0, 10_000), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_apportion_gives_a_larger_part_no_less(total: int, parts: list[int]) -> None:
    shares = arithmetic.apportion(total, parts)
    by_part = [share for _, share in sorted(zip(parts, shares, strict=True))]
    assert by_part == sorted(by_part)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_apportion_gives_floats_what_it_gives_whole_numbers(total: int, parts: list[int]) -> None:
    assert arithmetic.apportion(total, [part / 7 for part in parts]) == arithmetic.apportion(total, parts)


def test_shares_are_exact_for_weights_as_they_are_written() -> None:
    assert arithmetic.shares([0.1, 0.2, 0.7]) == [1000, 2000, 7000]
    assert arithmetic.shares([0.000001, 0.000001, 0.000001]) == [3334, 3333, 3333]
    assert arithmetic.shares([0, 0]) == [0, 0]


def test_an_exact_half_is_not_lost_to_binary_noise() -> None:
    assert 50 * 0.29 < 14.5
    assert arithmetic.points(50, 0.29) == 15
    assert arithmetic.points(50, 0.2899) == 14
    assert arithmetic.half_up(Fraction(1, 2)) == 1
    assert arithmetic.half_up(Fraction(49, 100)) == 0


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_signal_never_earns_more_than_it_can(of: int, value: float) -> None:
    assert 0 <= arithmetic.points(of, value) <= of


def test_interaction_scores_only_where_nothing_finer_is_measured() -> None:
    order = ["like", "interaction", "share"]
    assert arithmetic.scored(order, {"share", "interaction", "like", "view"}) == ["like", "share"]
    assert arithmetic.scored(order, {"interaction", "view"}) == ["interaction"]
    assert arithmetic.scored(order, {"view"}) == []


@pytest.mark.parametrize(
    ("measured", "part"),
    [
        (["like", "comment"], Fraction(3, 5)),
        (["interaction"], Fraction(1, 2)),
        ([], 0),
        (["share", "comment", "like"], 1),
    ],
)
def test_coverage_is_the_measured_part_of_all_but_interaction(measured: list[str], part: Fraction) -> None:
    block = {"like": log(20), "comment": log(40), "interaction": log(50), "share": log(40)}
    assert arithmetic.coverage(block, measured) == part


def test_coverage_is_at_most_one_and_exact() -> None:
    assert arithmetic.coverage({"like": log(20), "interaction": log(50)}, ["interaction"]) == 1
    assert arithmetic.coverage({"like": log(0.1), "share": log(0.2)}, ["like"]) == Fraction(1, 3)
    assert arithmetic.coverage({"interaction": log(50)}, ["interaction"]) == 0


@given(all_points, st.fractions(0, 1))
def test_low_and_high_hold_the_score_between_them(points: int, coverage: Fraction) -> None:
    low = arithmetic.low(points, coverage)
    assert 0 <= low <= points
    assert low <= arithmetic.high(low, coverage) <= 10_000
    assert arithmetic.high(arithmetic.low(points, Fraction(1)), Fraction(1)) == points


def test_low_and_high_of_the_worked_example() -> None:
    assert arithmetic.low(4655, Fraction(3, 5)) == 2793
    assert arithmetic.high(2793, Fraction(3, 5)) == 6793
    assert arithmetic.low(1, Fraction(1, 2)) == 1  # an exact half goes up
    assert arithmetic.high(9999, Fraction(1, 2)) == 10_000


@given(all_points, combines)
def test_one_network_alone_scores_what_it_scores(points: int, combine: Combine) -> None:
    assert arithmetic.combined([points], [1], combine) == points


@given(st.lists(st.tuples(all_points, voices), max_size=6), st.tuples(all_points, voices), st.floats(1, 100))
def test_another_network_never_lowers_the_score(
    networks: list[tuple[int, float]], another: tuple[int, float], d: float
) -> None:
    combine = Combine(rule="doubling", points=d)
    fewer, more = (
        arithmetic.combined([points for points, _ in some], [voice for _, voice in some], combine)
        for some in (networks, [*networks, another])
    )
    assert 0 <= fewer <= more <= 10_000


def test_five_networks_at_forty_are_not_ninety() -> None:
    assert arithmetic.combined([4000] * 5, [1] * 5, DOUBLING) == 5386
    assert arithmetic.combined([4000] * 2, [1] * 2, DOUBLING) == 4596
    assert arithmetic.combined([9900] * 9, [1] * 9, DOUBLING) == 10_000
    assert arithmetic.combined([], [], DOUBLING) == 0
    assert arithmetic.combined([4000], [0], DOUBLING) == 0


def test_twice_the_influence_is_so_many_points_more() -> None:
    assert arithmetic.level(7, DOUBLING) == pytest.approx(1800)
    assert arithmetic.level(15, DOUBLING) - arithmetic.level(7, DOUBLING) == pytest.approx(600)


def test_mean_is_exact_and_rounds_half_up() -> None:
    assert arithmetic.combined([1, 2], [1, 1], MEAN) == 2
    assert arithmetic.combined([0, 1], [0.500001, 0.5], MEAN) == 0
    assert arithmetic.combined([5000, 2500], [2, 1], MEAN) == 4167
    assert arithmetic.combined([5000, 2500], [0, 0], MEAN) == 0
    assert arithmetic.combined([], [], MEAN) == 0
    assert arithmetic.mean([Fraction(1, 3), 1], [0.1, 0.2]) == Fraction(7, 9)


def test_loudness_is_what_the_combined_score_is_shared_by() -> None:
    assert arithmetic.loudness(600, 0.5, DOUBLING) == pytest.approx(0.5)
    assert arithmetic.loudness(0, 1, DOUBLING) == 0
    assert arithmetic.loudness(4655, 0.3, MEAN) == Fraction(13965, 10)
    assert math.isclose(arithmetic.loudness(4655, 1, DOUBLING), 215.517, abs_tol=1e-3)


def test_importing_the_arithmetic_loads_nothing_heavy() -> None:
    script = "import sys, influence.arithmetic; print(*{'pydantic', 'rich', 'duckdb', 'click'} & sys.modules.keys())"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
