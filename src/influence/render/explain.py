"""The arithmetic of a result with its own numbers put in, line by line, to be redone on paper or in a spreadsheet."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from influence import arithmetic
from influence.render import numbers
from influence.render.numbers import clean, plain
from influence.result import Result
from influence.weights import MICRO, Signal, micro
from influence.worked import Day, Worked, WorkedNetwork, WorkedSignal, work

WIDTH = 100
FULL = arithmetic.FULL


def to_text(result: Result) -> str:
    """The arithmetic of a result as plain text. Raises InputError where the result holds no weights to compute with."""
    worked = work(result)
    blocks = [_head(result, worked), *(_network(network, worked) for network in worked.networks)]
    blocks += [_together(worked), _handed_back(worked)]
    return "\n\n".join("\n".join(_wrapped(block)) for block in blocks) + "\n"


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if len(line) <= WIDTH:
            yield line
        else:
            indent = " " * (len(line) - len(line.lstrip()) + 4)
            yield from textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False)


def _head(result: Result, worked: Worked) -> Iterator[str]:
    yield f"How the score of {numbers.points(worked.points)} comes about"
    yield ""
    if result.score != worked.points / 100 or worked.refused:
        yield f"The result says {numbers.score(result.score)}, not what it holds: `influence verify` says where."
    yield f"The weights are those of {clean(result.weights.path)} (sha256 {clean(result.weights.sha256[:12])})."
    yield from _rules(worked, clean(result.as_of or "a day that nobody knows"))
    yield "Points are whole hundredths: 6480 is a score of 64.80. floor(... + 0.5) rounds halves up; a computed"
    yield f"number gets {arithmetic.NUDGE:.9f} more, so that binary noise cannot lose an exact half."


def _rules(worked: Worked, as_of: str) -> Iterator[str]:
    half_life, same_person = worked.weights.half_life_days, worked.weights.same_person
    fading = "nothing fades" if half_life is None else f"what is {plain(half_life)} days old counts half"
    yield f"What counts is the {worked.weights.window_days} days up to {as_of}; {fading}."
    if any(day.damped != day.count for signal in worked.signals.values() for day in signal.days):
        yield f"'30 as 12.5' is damped: of one person's C activities each counts as C^({plain(same_person)} - 1)."


# One network


def _network(network: WorkedNetwork, worked: Worked) -> Iterator[str]:
    name = clean(network.network)
    yield name
    yield from _shares(network)
    for signal in network.signals:
        yield from _signal(signal, worked.weights.half_life_days)
    if network.signals:
        points = " + ".join(str(signal.points) for signal in network.signals)
        total = f"{points} = {network.points}" if len(network.signals) > 1 else points
        yield f"  {name} = {total}, a score of {numbers.points(network.points)}"
    else:
        yield f"  {name} = 0: nothing that its weights score could be measured"
    yield from _range(network)


def _shares(network: WorkedNetwork) -> Iterator[str]:
    signals = {signal.kind: signal for signal in network.signals}
    if signals:
        yield f"  {FULL} points over what was measured, by weight; the largest remainders round up:"
    weights = [micro(signal.signal.weight) for signal in network.signals]
    total = plain(sum(weights) / MICRO)
    quotas = dict(zip(signals, arithmetic.quotas(FULL, weights), strict=True))
    for kind in network.kinds:
        weight = plain(network.weights.signals[kind].weight)
        if kind in signals:
            share = f"{FULL} x {weight} / {total} = {_six(quotas[kind])} -> {signals[kind].of}"
            stands_in = " (nothing finer was measured)" if kind == arithmetic.INTERACTION else ""
            yield f"    {kind:<12}{share if any(weights) else 0}{stands_in}"
        else:
            yield f"    {kind:<12}unknown: no file could measure it (weight {weight})"


def _signal(signal: WorkedSignal, half_life: float | None) -> Iterator[str]:
    yield f"  {signal.kind}"
    for day in signal.days:
        yield f"    {day.day or 'no day':<12}{_faded(day, half_life)}"
    if not signal.amount:
        yield "    amount = 0, so value = 0 and points = 0"
        return
    value = _six(signal.value)
    yield f"    amount = {_six(signal.amount)}" + (", the sum of these" if len(signal.days) > 1 else "")
    yield from _value(signal.amount, signal.signal, value)
    yield f"    points = floor({signal.of} x {value} + 0.5) = {_floor(signal.of * signal.value, signal.points)}"


def _faded(day: Day, half_life: float | None) -> str:
    damped = _six(day.damped)
    count = str(day.count) if day.damped == day.count else f"{day.count} as {damped}"
    if day.age is None or half_life is None:
        return count
    return f"{count} x 2^(-{day.age} / {plain(half_life)}) = {damped} x {_six(day.fade)} = {_six(day.adds)}"


def _value(amount: float, signal: Signal, value: str) -> Iterator[str]:
    full = signal.full or 0
    if signal.curve == "loglogistic":
        yield from _loglogistic(amount, signal.median or 0, signal.p90 or 0, value)
    elif amount >= full:
        yield f"    value = 1, for the amount is at least full, {plain(full)}"
    elif signal.curve == "linear":
        yield f"    value = {_six(amount)} / {plain(full)} = {value}"
    else:
        logs = f"{_six(math.log1p(amount))} / {_six(math.log1p(full))}"
        yield f"    value = ln(1 + {_six(amount)}) / ln(1 + {plain(full)}) = {logs} = {value}"


def _loglogistic(amount: float, median: float, p90: float, value: str) -> Iterator[str]:
    k = _six(arithmetic.steepness(median, p90))
    yield f"    k = ln(9) / ln({plain(p90)} / {plain(median)}) = {k}"
    yield f"    value = 1 / (1 + ({plain(median)} / {_six(amount)})^{k}) = {value}"


def _range(network: WorkedNetwork) -> Iterator[str]:
    weights = {kind: signal.weight for kind, signal in network.weights.signals.items()}
    measured = [weights[signal.kind] for signal in network.signals]
    whole = [weight for kind, weight in weights.items() if kind != arithmetic.INTERACTION]
    coverage, unknown = network.coverage, 1 - network.coverage
    at_most = " (at most)" if sum(measured) > sum(whole) else ""
    share = f"{_sum(map(plain, measured))} / {_sum(map(plain, whole))} = {coverage}{at_most}"
    if coverage == 1:
        yield f"  coverage = {share}, so low and high are the score itself"
        return
    yield f"  coverage = {share} = {_six(coverage)}" if coverage else f"  coverage = {share}"
    low = _floor(network.points * coverage, network.low)
    yield f"  low = floor({network.points} x {coverage} + 0.5) = {low}, if the unknown were nothing"
    added = arithmetic.half_up(FULL * unknown)
    at_most = " (at most)" if network.low + added > FULL else ""
    high = f"{network.low} + {added} = {network.high}{at_most}"
    yield f"  high = {network.low} + floor({FULL} x {unknown} + 0.5) = {high}, if it were full"


# All networks


def _together(worked: Worked) -> Iterator[str]:
    yield "together"
    voices = _sum(plain(network.weights.voice) for network in worked.networks)
    if not any(network.weights.voice for network in worked.networks):
        yield "  no network has a voice: 0"
    elif worked.weights.combine.rule == "mean":
        yield from _mean(worked, voices)
    else:
        yield from _doubling(worked)
    covered = _sum(f"{plain(network.weights.voice)} x {network.coverage}" for network in worked.networks)
    yield f"  coverage = {covered} / {voices} = {_six(worked.coverage)}"


def _mean(worked: Worked, voices: str) -> Iterator[str]:
    yield "  The mean by voice:"
    for name, points, gives in _levels(worked):
        parts = _sum(f"{plain(n.weights.voice)} x {each}" for n, each in zip(worked.networks, points, strict=True))
        exact = arithmetic.mean(points, [network.weights.voice for network in worked.networks])
        yield f"  {name} = floor({parts} / {voices} + 0.5) = {_floor(exact, gives)}"


def _doubling(worked: Worked) -> Iterator[str]:
    combine = worked.weights.combine
    d = plain(combine.points)
    yield f"  Twice the influence is {d} points more: E = voice x (2^(score / {d}) - 1)"
    for name, points, gives in _levels(worked):
        loud = [
            float(arithmetic.loudness(each, network.weights.voice, combine))
            for network, each in zip(worked.networks, points, strict=True)
        ]
        for network, each, loudness in zip(worked.networks, points, loud, strict=True):
            formula = f"{plain(network.weights.voice)} x (2^({numbers.points(each)} / {d}) - 1)"
            yield f"    {clean(network.network):<12}{formula} = {_six(loudness)}"
        total = " + ".join(map(_six, [1, *loud]))
        exact = _floor(arithmetic.level(sum(loud), combine), gives)
        yield f"  {name} = floor(100 x {d} x log2({total}) + 0.5) = {exact}"


def _levels(worked: Worked) -> Iterator[tuple[str, list[int], int]]:
    """The three scores that are combined: each network's points, and what they give together."""
    yield "points", [network.points for network in worked.networks], worked.points
    yield "low", [network.low for network in worked.networks], worked.low
    yield "high", [network.high for network in worked.networks], worked.high


# And back


def _handed_back(worked: Worked) -> Iterator[str]:
    yield "handed back, the largest remainders round up"
    parts = "E" if worked.weights.combine.rule == "doubling" else "points x voice"
    yield f"  {worked.points} to the networks by {parts}"
    loudness = [network.loudness for network in worked.networks]
    yield from _parts(worked.points, loudness, [(clean(n.network), n.contributes) for n in worked.networks])
    for network in filter(lambda network: network.contributes, worked.networks):
        yield f"  {network.contributes} of {clean(network.network)} to its signals by points"
        points = [signal.points for signal in network.signals]
        yield from _parts(network.contributes, points, [(s.kind, s.contributes) for s in network.signals])
    yield "  and each signal's to its posts, by their part of its amount."


def _parts(total: int, parts: Sequence[float | Fraction], given: list[tuple[str, int]]) -> Iterator[str]:
    whole = _six(sum(parts))
    for part, quota, (name, gets) in zip(parts, arithmetic.quotas(total, parts), given, strict=True):
        share = f"{total} x {_six(part)} / {whole} = {_six(quota)} -> {gets}" if part else "0"
        yield f"    {name:<12}{share}"


# Numbers


def _sum(parts: Iterable[str]) -> str:
    """The parts as one factor of a formula."""
    items = list(parts)
    return f"({' + '.join(items)})" if len(items) > 1 else "".join(items) or "0"


def _six(number: float | Fraction) -> str:
    """Six digits, or two decimals where these say more: enough to redo a sum."""
    exact = float(number)
    if 100_000 <= abs(exact) < 1e15:
        return f"{exact:.2f}".removesuffix(".00")
    return f"{exact:.6g}"


def _floor(number: float | Fraction, gives: int) -> str:
    """`number` + 0.5 rounded down, with as many digits as it takes to see it."""
    exact = float(number) + 0.5
    texts = (f"{exact:.{digits}g}" for digits in range(6, 18))
    text = next((text for text in texts if math.floor(float(text)) == gives), f"{exact:.6g}")
    if math.floor(float(text)) > gives:
        return f"floor({text}) = {gives} (at most)"
    return f"floor({text}) = {gives}"
