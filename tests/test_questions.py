"""`whatif`, `sensitivity`, `next` and `trend`: each answer held against the plain score of what it says."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import influence
from cases import DAY, TODAY, Case, cases, examples, files, row, weights_text
from influence.answers import CONTRACTS, NetworkChange
from influence.cli import influence as program
from influence.result import json_schema

DEMO = Path(__file__).parents[1] / "examples" / "demo"


@contextmanager
def asked(case: Case) -> Iterator[tuple[influence.Events, dict[str, Any]]]:
    """The events of a case, and how they are scored."""
    with files(case.rows, form=case.form) as paths, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.yaml"
        path.write_text(weights_text(case.weights), "utf-8")
        with influence.read(*paths) as events:
            yield events, {"weights": path, "as_of": case.as_of}


def adds_up(networks: list[NetworkChange], before: int, after: int) -> None:
    assert sum(one.before for one in networks) == before
    assert sum(one.contributes for one in networks) == after
    for one in networks:
        assert one.difference == one.contributes - one.before
        assert sum(line.contributes for line in one.lines) == one.contributes
        assert sum(line.before for line in one.lines) == one.before
        assert all(line.difference == line.contributes - line.before for line in one.lines)


# What if


@examples(25)
@given(cases())
def test_nothing_changed_changes_nothing(case: Case) -> None:
    with asked(case) as (events, how):
        answer = influence.whatif(events, **how)
    (one,) = answer.scenarios
    assert (one.name, one.difference, one.points) == ("nothing changed", 0, answer.before.points)
    assert (one.low, one.high, one.coverage) == (answer.before.low, answer.before.high, answer.before.coverage)
    assert all(network.difference == 0 for network in one.networks)
    assert all(line.difference == 0 for network in one.networks for line in network.lines)
    adds_up(one.networks, answer.before.points, one.points)


@examples(25)
@given(cases(), st.randoms(use_true_random=False))
def test_a_scenario_is_the_score_of_what_it_says(case: Case, chance: random.Random) -> None:
    settings = chance.sample(["window_days=7", "half_life_days=3", "same_person=0.25", "default.voice=2"], 2)
    with asked(case) as (events, how):
        before = influence.score(events, **how)
        gone = chance.choice(before.networks).network
        others = [one.network for one in before.networks if one.network != gone]
        (changed,) = influence.whatif(events, set=settings, **how).scenarios
        (without,) = influence.whatif(events, without=[gone], **how).scenarios
        (both,) = influence.whatif(events, set=settings, without=[gone], **how).scenarios
        assert changed.points == influence.score(events, set=settings, **how).points
        if others:
            assert without.points == influence.score(events, networks=others, **how).points
            assert both.points == influence.score(events, networks=others, set=settings, **how).points
        else:
            assert (without.points, both.points) == (0, 0)
    for one in (changed, without, both):
        assert one.difference == one.points - before.points
        adds_up(one.networks, before.points, one.points)


@examples(25)
@given(cases(), st.integers(0, 5000), st.integers(0, 500), st.randoms(use_true_random=False))
def test_added_activity_is_as_if_it_had_been_exported(
    case: Case, count: int, percent: int, chance: random.Random
) -> None:
    one = chance.choice([row for row in case.rows if row["kind"] != "post"])
    network, kind = one["network"], one["kind"]
    with asked(case) as (events, how):
        (added,) = influence.whatif(events, add=[f"{network}.{kind}=+{count}"], **how).scenarios
        (more,) = influence.whatif(events, add=[f"{network}.{kind}=+{percent}%"], **how).scenarios
        before = influence.score(events, **how)
    assert added.points >= before.points or case.weights["combine"]["rule"] == "mean"
    assert more.points >= before.points
    exported = row(network, kind, count, before.as_of)
    with files(case.rows, [exported], form=case.form) as paths, asked(case) as (_, how):
        assert added.points == influence.score(*paths, **how | {"as_of": before.as_of}).points


def whatif(*arguments: str) -> Any:
    done = CliRunner().invoke(program, ["whatif", str(DEMO), *arguments, "--json"], standalone_mode=False)
    plain = json.loads(done.stdout)
    jsonschema.validate(plain, json_schema(CONTRACTS["whatif"]))
    return plain


def test_each_against_is_a_scenario_of_its_own(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    shipped = Path(__file__).parents[1] / "weights.yaml"
    mine.write_text(shipped.read_text("utf-8").replace("half_life_days: 45", "half_life_days: 20"), "utf-8")
    plain = whatif("--without", "mastodon", "--against", "equal", "--against", str(mine))
    assert [one["name"] for one in plain["scenarios"]] == ["without mastodon", "equal", str(mine)]
    assert set(plain["scenarios"][0]) >= {"name", "points", "difference", "networks"}
    assert plain["before"]["points"] == influence.score(DEMO).points
    assert plain["scenarios"][2]["points"] == influence.score(DEMO, weights=mine).points
    assert plain["scenarios"][0]["points"] == influence.score(DEMO, networks=["instagram", "x"]).points


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"without": ["mastodn"]}, "did you mean 'mastodon'"),
        ({"add": ["x.like=50"]}, None),
        ({"add": ["x.like=-50"]}, "activity can only come"),
        ({"add": ["x.lik=+50"]}, "did you mean 'like'"),
        ({"add": ["x.quote=+10%"]}, "no file measures it"),
        ({"against": ["equl"]}, "did you mean 'equal'"),
        ({"set": ["x.lik.weight=2"]}, "did you mean 'like'"),
    ],
)
def test_what_cannot_be_asked_says_what_to_ask(arguments: dict[str, list[str]], message: str | None) -> None:
    if message is None:
        assert influence.whatif(DEMO, **arguments).scenarios[0].difference > 0  # type: ignore[arg-type]
        return
    with pytest.raises(influence.UsageError) as error:
        influence.whatif(DEMO, **arguments)  # type: ignore[arg-type]
    assert message in str(error.value)


# Sensitivity


@examples(10)
@given(cases(), st.sampled_from((0.1, 0.25, 0.5)), st.randoms(use_true_random=False))
def test_each_nudge_is_the_score_with_that_number(case: Case, by: float, chance: random.Random) -> None:
    with asked(case) as (events, how):
        answer = influence.sensitivity(events, by=by, **how)
        before = answer.before.points
        swings = [move.swing for move in answer.moves]
        assert swings == sorted(swings, reverse=True)
        for move in chance.sample(answer.moves, min(3, len(answer.moves))):
            for nudge in (move.down, move.up):
                if move.key.endswith(".median"):
                    continue  # its other percentile moves with it
                assert nudge.points == influence.score(events, set=[f"{move.key}={nudge.value:.15g}"], **how).points
                assert nudge.difference == nudge.points - before
            points = (before, move.down.points, move.up.points)
            assert move.swing == max(points) - min(points)
        for preset in answer.presets:
            (against,) = influence.whatif(events, against=[preset.name], **how).scenarios
            assert (preset.points, preset.difference) == (against.points, against.difference)
            adds_up(preset.networks, before, preset.points)


def test_the_order_of_two_networks_depends_on_a_choice(tmp_path: Path) -> None:
    """x has many likes, mastodon fewer comments: a comment that weighs more turns them round."""
    export = tmp_path / "events.csv"
    lines = ["x,like,900,", "x,comment,1,", "mastodon,like,1,", "mastodon,comment,60,"]
    export.write_text("\n".join(["network,kind,count,time", *(line + DAY for line in lines)]) + "\n", "utf-8")
    block = "{voice: 1, signals: {like: {weight: 50, full: 1000}, comment: {weight: 50, full: 100}}}"
    text = "{method: 1, window_days: 90, half_life_days: 45, same_person: 0.5, combine: {rule: doubling, points: 6}, "
    (tmp_path / "weights.yaml").write_text(f"{text}networks: {{default: {block}}}}}", "utf-8")
    answer = influence.sensitivity(export, weights=tmp_path / "weights.yaml")
    (order,) = answer.orders
    turned = [one for one in order.turned_by if one.startswith("default.")]
    assert turned
    for choice in turned:
        networks = influence.score(export, weights=tmp_path / "weights.yaml", set=[choice]).networks
        points = {one.network: one.points for one in networks}
        assert points[order.first] < points[order.second]
    shown = CliRunner().invoke(
        program, ["sensitivity", str(export), "--weights", str(tmp_path / "weights.yaml")], standalone_mode=False
    )
    assert f"That {order.first} is louder than {order.second} depends on a choice" in shown.stdout


# The next whole point


@examples(25)
@given(cases())
def test_next_is_the_smallest_number_that_does_it(case: Case) -> None:
    with asked(case) as (events, how):
        answer = influence.next_point(events, **how)
        assert answer.target == answer.before.points + 100
        measured = {(one.network, line.kind): line for one in answer.before.networks for line in one.lines}
        for network in answer.networks:
            for line in network.lines:
                was = measured[network.network, line.kind]
                if line.status == "unknown":
                    assert was.status == "unknown"
                    continue
                assert was.status == "measured"
                if line.status == "full":
                    assert was.points == was.of
                elif line.status == "open" and line.add is not None and line.add < 10**11:
                    key = f"{network.network}.{line.kind}"
                    (enough,) = influence.whatif(events, add=[f"{key}=+{line.add}"], **how).scenarios
                    (less,) = influence.whatif(events, add=[f"{key}=+{line.add - 1}"], **how).scenarios
                    assert enough.points == line.points >= answer.target > less.points
                elif line.status == "short":
                    (most,) = influence.whatif(
                        events, add=[f"{network.network}.{line.kind}=+{10**12}"], **how
                    ).scenarios
                    assert most.points <= (line.points or 0) < answer.target


def test_next_of_the_demo_is_labelled_as_arithmetic() -> None:
    shown = CliRunner().invoke(program, ["next", str(DEMO)], standalone_mode=False).stdout
    assert "arithmetic with these weights, and not advice" in " ".join(shown.split())
    plain = json.loads(CliRunner().invoke(program, ["next", str(DEMO), "--json"], standalone_mode=False).stdout)
    jsonschema.validate(plain, json_schema(CONTRACTS["next"]))


# Trend


@examples(10)
@given(cases(), st.sampled_from(("day", "week", "month")), st.randoms(use_true_random=False))
def test_each_day_of_a_trend_is_the_score_as_of_it(case: Case, every: Any, chance: random.Random) -> None:
    with asked(case) as (events, how):
        try:
            trend = influence.trend(events, every=every, **how)
        except influence.InputError:
            assert all(one["time"] is None for one in case.rows)
            return
        for day in chance.sample(trend.days, min(3, len(trend.days))):
            scored = influence.score(events, **how | {"as_of": day.as_of})
            assert (day.points, day.networks) == (scored.points, {n.network: n.points for n in scored.networks})


# The order of files and rows


@examples(10)
@given(cases(tied=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_answer(case: Case, chance: random.Random) -> None:
    shuffled = chance.sample(case.rows, len(case.rows))
    half = len(shuffled) // 2
    told = []
    for lists in ([case.rows], [shuffled[half:], shuffled[:half]] if half else [shuffled]):
        with files(*lists, form=case.form) as paths, asked(case) as (_, how), influence.read(*paths) as events:
            how["as_of"] = case.as_of or TODAY
            posts = influence.posts(events, by="usual", **how).to_dict()["posts"]
            sensitive = influence.sensitivity(events, **how)
            fragile = influence.score(events, fragility=True, response=True, **how)
            told.append((posts, sensitive.moves, sensitive.orders, fragile.fragility, fragile.response))
    assert told[0] == told[1]
