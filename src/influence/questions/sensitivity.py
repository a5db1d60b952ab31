"""Sensitivity: how far each number of the weights moves the score, and which choices turn two networks round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from influence import arithmetic
from influence.answers import Move, Nudge, Order, PresetScore, Sensitivity
from influence.errors import UsageError
from influence.presets import catalogue
from influence.questions.asked import Asked, changes
from influence.questions.choices import Choice, choices
from influence.result import Network
from influence.scoring.run import Outcome
from influence.scoring.scenarios import Scenario
from influence.weights import Weights


def ask(asked: Asked, by: float) -> Sensitivity:
    """Every number that the score rests on, a part `by` down and up, and every preset: one run. Raises UsageError."""
    if not 0 < by < 1:
        raise UsageError(f"--by {by:g}: not a part between 0 and 1", "Write a quarter as 0.25 or as 25%.")
    numbers = choices(asked.file.weights, asked.result.networks)
    nudged = [(one, one.nearest(one.value * (1 + part))) for one in numbers for part in (-by, by)]
    presets = {name: catalogue.put_on(name, asked.file).weights for name in catalogue.names()}
    tried = [*(one.change(value) for one, value in nudged), *presets.values()]
    outcomes = asked.run([replace(asked.today, weights=weights) for weights in tried])
    moved, under = outcomes[: len(nudged)], outcomes[len(nudged) :]
    nudges = [_nudge(asked, value, outcome) for (_, value), outcome in zip(nudged, moved, strict=True)]
    moves = [_move(asked, *three) for three in zip(numbers, nudges[::2], nudges[1::2], strict=True)]
    labels = [f"{one.key}={value:.15g}" for one, value in nudged] + [f"the preset {name}" for name in presets]
    return Sensitivity(
        before=asked.result,
        by=by,
        moves=sorted(moves, key=lambda move: -move.swing),
        presets=[_preset(asked, name, outcome) for name, outcome in zip(presets, under, strict=True)],
        orders=_orders(asked.result.networks, asked.today, list(zip(labels, tried, outcomes, strict=True))),
    )


def _nudge(asked: Asked, value: float, outcome: Outcome) -> Nudge:
    return Nudge(value=value, points=outcome.points, difference=outcome.points - asked.result.points)


def _move(asked: Asked, choice: Choice, down: Nudge, up: Nudge) -> Move:
    three = (asked.result.points, down.points, up.points)
    return Move(key=choice.key, value=choice.value, down=down, up=up, swing=max(three) - min(three))


def _preset(asked: Asked, name: str, outcome: Outcome) -> PresetScore:
    return PresetScore(
        name=name,
        title=catalogue.preset(name).title,
        score=outcome.points / 100,
        points=outcome.points,
        difference=outcome.points - asked.result.points,
        networks=changes(asked.result.networks, outcome.networks),
    )


def _orders(networks: Sequence[Network], today: Scenario, tried: Sequence[tuple[str, Weights, Outcome]]) -> list[Order]:
    """The pairs of networks, the louder first, that some choice turns round."""
    now = _loudness(networks, today.weights)
    then = [(label, _loudness(outcome.networks, weights)) for label, weights, outcome in tried]
    pairs = [sorted(pair, key=lambda name: -now[name]) for pair in combinations(now, 2)]
    orders = [
        Order(first=first, second=second, turned_by=[label for label, loud in then if loud[first] < loud[second]])
        for first, second in pairs
        if now[first] > now[second]
    ]
    return [order for order in orders if order.turned_by]


def _loudness(networks: Iterable[Network], weights: Weights) -> Mapping[str, float]:
    """What each network is before rounding in the combined score."""
    return {one.network: float(arithmetic.loudness(one.points, one.voice, weights.combine)) for one in networks}
