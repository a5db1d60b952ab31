"""The program against the oracle: random rows and weights, through files, to the last hundredth."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

import oracle
from cases import Case, cases, crowded_cases, examples, loud_cases, score
from influence.result import MeasuredLine, Network, Result


def differences(result: Result, expected: oracle.Score) -> list[str]:
    """Everything in which a result is not what the oracle says."""
    return [
        f"{where}: {got!r}, by the oracle {want!r}" for where, got, want in compared(result, expected) if got != want
    ]


Compared = Iterator[tuple[str, Any, Any]]


def compared(result: Result, expected: oracle.Score) -> Compared:
    yield "as_of", result.as_of, expected.as_of and expected.as_of.isoformat()
    yield "points", result.points, expected.points
    yield "score", result.score, expected.points / 100
    yield "low", result.low, expected.low / 100
    yield "high", result.high, expected.high / 100
    yield "coverage", *shown(result.coverage, expected.coverage, 4)
    yield "networks", [one.network for one in result.networks], list(expected.networks)
    for one in result.networks:
        for what, got, want in compared_network(one, expected.networks[one.network]):
            yield f"{one.network}.{what}", got, want
    yield from compared_posts(result, expected)
    yield from compared_activity(result, expected)
    unscored = {(name, kind): n for name, one in expected.networks.items() for kind, n in one.unscored.items()}
    yield "unscored", {(one.network, one.kind): one.count for one in result.unscored}, unscored


def compared_network(network: Network, expected: oracle.Network) -> Compared:
    yield "points", network.points, expected.points
    yield "score", network.score, expected.points / 100
    yield "low", network.low, expected.low / 100
    yield "high", network.high, expected.high / 100
    yield "coverage", *shown(network.coverage, expected.coverage, 4)
    yield "voice", Fraction(repr(network.voice)), expected.voice
    yield "contributes", network.contributes, expected.contributes
    yield "measured", [one.kind for one in network.lines if one.status == "measured"], list(expected.lines)
    yield "unknown", [one.kind for one in network.lines if one.status == "unknown"], expected.unknown
    for line in network.lines:
        if isinstance(line, MeasuredLine) and line.kind in expected.lines:
            for what, got, want in compared_line(line, expected.lines[line.kind]):
                yield f"{line.kind}.{what}", got, want


def compared_line(line: MeasuredLine, expected: oracle.Line) -> Compared:
    yield "count", line.count, expected.count
    yield "amount", *shown(line.amount, expected.amount, 2)
    yield "value", *shown(line.value, expected.value, 4)
    yield "of", line.of, expected.of
    yield "points", line.points, expected.points
    yield "contributes", line.contributes, expected.contributes


def compared_posts(result: Result, expected: oracle.Score) -> Compared:
    """Every post and "no post": what each kind gave it, and in sum."""
    lines = [(one, line) for one in result.posts for line in one.lines]
    got = {(one.network, one.post, line.kind): (line.count, line.contributes) for one, line in lines}
    want = {
        (name, post, kind): (part.count, part.contributes)
        for name, network in expected.networks.items()
        for kind, line in network.lines.items()
        for post, part in line.posts.items()
        if part.count
    }
    yield "posts", got, want
    yield "posts' lines", len(lines), len(got)
    yield (
        "posts' sums",
        [one.contributes for one in result.posts],
        [sum(p.contributes for p in one.lines) for one in result.posts],
    )


def compared_activity(result: Result, expected: oracle.Score) -> Compared:
    """Every day's counts, before and after same-person damping."""
    want = {
        (name, kind, day and day.isoformat()): sums
        for name, network in expected.networks.items()
        for kind, line in network.lines.items()
        for day, sums in line.days.items()
    }
    got = {(one.network, one.kind, one.day): one for one in result.activity}
    yield "activity", {key: one.count for key, one in got.items()}, {key: count for key, (count, _) in want.items()}
    for key, one in got.items():
        if key in want:
            yield f"activity {key}", one.damped, pytest.approx(float(want[key][1]), rel=1e-12)


def shown(got: float, exact: Decimal | Fraction, places: int) -> tuple[object, object]:
    """A number as shown beside itself where it is the exact one rounded to so many places, else beside that one."""
    digits, whole = Fraction(repr(got)), Fraction(exact)
    step = Fraction(1, 10**places)
    near = abs(digits - whole) <= step / 2 + abs(whole) / 10**12
    return got, got if near and digits % step == 0 else float(whole)


def check(case: Case) -> None:
    assert differences(score(case), oracle.score(case.rows, case.weights, case.as_of, case.profile)) == []


@examples(60)
@given(cases())
def test_any_rows_and_weights(case: Case) -> None:
    check(case)


@examples(60)
@given(cases(tied=True))
def test_ties_and_halves(case: Case) -> None:
    check(case)


@examples(30)
@given(loud_cases())
def test_combined_scores_on_a_half(case: Case) -> None:
    check(case)


@examples(30)
@given(crowded_cases())
def test_equal_posts_by_different_roads(case: Case) -> None:
    check(case)
