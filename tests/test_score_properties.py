"""What holds of every score, by random inputs."""

from __future__ import annotations

import dataclasses
import datetime
import json
import random
from collections import Counter
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import influence
import oracle
from cases import (
    TODAY,
    Case,
    Plain,
    Row,
    cases,
    examples,
    files,
    lines_of,
    network_of,
    row,
    rows,
    score,
    score_files,
    scored,
    weights,
)
from influence.result import Result, json_schema
from test_score_oracle import differences

# The receipt adds up


@examples(25)
@given(cases(), st.integers(0, 4))
def test_the_receipt_adds_up_at_every_level(case: Case, listed: int) -> None:
    with files(case.rows, form=case.form) as paths, influence.read(*paths) as events:
        assert_adds_up(score_files(case, [events]))
        assert_lists(score_files(case, [events], posts=listed), score_files(case, [events]), listed)


def assert_adds_up(result: Result) -> None:
    assert sum(one.contributes for one in result.networks) == result.points
    earned: Counter[tuple[str, str]] = Counter()
    for post in result.posts:
        assert sum(line.contributes for line in post.lines) == post.contributes
        earned.update({(post.network, line.kind): line.contributes for line in post.lines})
    for network in result.networks:
        lines = lines_of(result, network.network)
        assert sum(line.points for line in lines.values()) == network.points
        assert sum(line.contributes for line in lines.values()) == network.contributes
        assert sum(line.of for line in lines.values()) == (10_000 if any(line.weight for line in lines.values()) else 0)
        assert {kind: earned[network.network, kind] for kind in lines} == {
            k: one.contributes for k, one in lines.items()
        }


def assert_lists(some: Result, whole: Result, listed: int) -> None:
    """A result that lists some posts has the others in one sum, and is otherwise the same."""
    assert some.posts == whole.posts[:listed]
    assert some.other_posts.posts == len(whole.posts[listed:])
    assert some.other_posts.contributes == sum(post.contributes for post in whole.posts[listed:])
    assert dataclasses.replace(
        some, posts=[], other_posts=whole.other_posts, weights=whole.weights
    ) == dataclasses.replace(whole, posts=[])


@examples(25)
@given(st.one_of(cases(), cases(tied=True)))
def test_a_result_follows_its_schema_and_comes_back_from_its_json(case: Case) -> None:
    result = score(case)
    jsonschema.validate(json.loads(result.to_json()), json_schema())
    assert Result.from_json(result.to_json()) == result


# More never scores less


UNFADED = {"half_life_days": None}
UNDAMPED = {"same_person": 1}


@st.composite
def more_activity(draw: Any) -> tuple[Case, list[Row]]:
    """A case, and more of what it has measured. A person's old activity weakens the newer one's fade (the design
    damps a person's count before fading), so either nothing fades, or nobody is damped, or the new rows name nobody."""
    case = draw(cases())
    known = [(one["network"], one["kind"]) for one in case.rows]
    more = draw(rows(most=6))
    rule = draw(st.sampled_from(("unfaded", "undamped", "nobody")))
    general = {"unfaded": UNFADED, "undamped": UNDAMPED, "nobody": {}}[rule]
    for one in more:
        one["network"], one["kind"] = draw(st.sampled_from(known))
        one["actor"] = None if rule == "nobody" else one["actor"]
    return dataclasses.replace(case, weights=case.weights | general, as_of=case.as_of or TODAY), more


@examples(25)
@given(more_activity())
def test_more_activity_never_lowers_a_score(drawn: tuple[Case, list[Row]]) -> None:
    case, more = drawn
    before, after = score(case), score(case, more)
    assert after.points >= before.points
    assert after.low >= before.low
    assert after.high >= before.high
    for one in before.networks:
        now, lines = network_of(after, one.network), lines_of(after, one.network)
        assert now.points >= one.points
        assert now.low >= one.low
        for kind, line in lines_of(before, one.network).items():
            assert lines[kind].points >= line.points


@examples(25)
@given(cases(), rows(most=8, networks=("added",)), st.floats(1, 40).map(lambda d: round(Decimal(d), 4)))
def test_another_network_never_lowers_the_combined_score(case: Case, more: list[Row], doubling: Decimal) -> None:
    combine = {"rule": "doubling", "points": doubling}
    case = dataclasses.replace(case, weights=case.weights | {"combine": combine}, as_of=TODAY)
    before, after = score(case), score(case, more)
    assert after.points >= before.points
    assert after.low >= before.low
    assert after.high >= before.high


# What does not matter


@examples(25)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_files_does_not_matter(case: Case, chance: random.Random) -> None:
    shuffled = chance.sample(case.rows, len(case.rows))
    cut = chance.randint(1, len(shuffled))
    first, second = shuffled[:cut], shuffled[cut:]
    if not second or first == second:  # (a file that is a copy of another is read once)
        first, second = shuffled, [row("new", "view", 0)]
        case = dataclasses.replace(case, rows=[*case.rows, *second])
    assert same(scored(score(dataclasses.replace(case, rows=first), second)), scored(score(case)))


def same(one: Any, other: Any) -> bool:
    """Equal, but for the last binary digit of a sum in another order."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == (pytest.approx(other, rel=1e-14) if isinstance(one, float) else other))


@examples(25)
@given(cases(), st.randoms(use_true_random=False))
def test_an_event_in_two_halves_is_the_same_event(case: Case, chance: random.Random) -> None:
    at = chance.randrange(len(case.rows))
    whole = case.rows[at]
    part = chance.randint(0, whole["count"])
    halves = [whole | {"count": part}, whole | {"count": whole["count"] - part}]
    split = dataclasses.replace(case, rows=[*case.rows[:at], *halves, *case.rows[at + 1 :]])
    assert same(scored(score(split)), scored(score(case)))


@examples(10)
@given(cases(), st.sampled_from(("FORMAT json", "FORMAT csv, HEADER", "FORMAT parquet")))
def test_written_events_score_as_what_they_were_read_from(case: Case, how: str) -> None:
    with files(case.rows, form=case.form) as (path,), influence.read(path) as events:
        written = path.with_name("written." + {"FORMAT json": "ndjson", "FORMAT parquet": "parquet"}.get(how, "csv"))
        events.write(written, how)
        assert scored(score_files(case, [written])) == scored(score_files(case, [events]))


# One of many


@examples(15)
@given(cases())
def test_one_network_with_one_voice_scores_what_it_scores(case: Case) -> None:
    name = case.rows[0]["network"]
    blocks = {key: block | {"voice": 1} for key, block in case.weights["networks"].items()}
    made = [one | {"network": name} for one in case.rows]
    result = score(dataclasses.replace(case, rows=made, weights=case.weights | {"networks": blocks}))
    (network,) = result.networks
    assert (result.score, result.low, result.high) == (network.score, network.low, network.high)
    assert (result.coverage, network.contributes) == (network.coverage, network.points)


@examples(20)
@given(rows(profiles=("ann", "bob", "Bob")), weights(), st.sampled_from((None, TODAY)))
def test_one_profile_of_several(made: list[Row], by: Plain, as_of: datetime.date | None) -> None:
    named = {one["profile"] for one in made}
    for name in named:
        case = Case(made, by, as_of, profile=name)
        assert differences(score(case), oracle.score(made, by, as_of, name)) == []
    if len(named) > 1:
        with pytest.raises(influence.UsageError, match="--profile"):
            score(Case(made, by, as_of))
