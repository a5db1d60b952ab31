"""Is a result true? Its score is worked out again from what it holds, and every number of its receipt is compared.

What a result does not hold cannot be checked here: the files it was read from (so neither which of their kinds were
measured nor the counts of what did not score), what each person did, and what a single post received on which day (so
posts are held against the signals that they must add up to). Weights that nothing was scored with move no number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from influence import arithmetic, weights
from influence.errors import InfluenceError, InputError
from influence.result import MeasuredLine, Network, Post, Result, UnknownLine
from influence.worked import BELIEVABLE, Worked, WorkedNetwork, WorkedSignal, parse_day, work
from influence.yamlfile import YamlFile

T = TypeVar("T")

AMOUNT = 0.01
"""Amounts are given with two decimals ..."""

SHARE = 0.0001
"""... values and coverage with four: within one of the last, a number is the same."""

NOISE = 1e-9
"""Computed numbers agree to this part of themselves."""

MOST_TEXT = 300
"""No more of a result's own words goes into a sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something untrue: where in the result, and what it says beside what it should."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def verify(result: Result) -> list[Finding]:
    """Everything in a result that does not follow from what it holds. Empty: it is true."""
    try:
        worked = work(result)
    except InputError as error:
        return [Finding("weights", _text(error.message))]
    return [
        *_settings(result, worked),
        *_score("", result, worked),
        *_days(result, worked),
        *_networks(result, worked),
        *_activity(result, worked),
        *_posts(result, worked),
        *_unscored(result, worked),
    ]


def _settings(result: Result, worked: Worked) -> Iterator[Finding]:
    """The settings were put on top of the file, so putting them on once more changes nothing."""
    yield from _same("window_days", result.window_days, worked.weights.window_days)
    settings, again = result.weights.settings, YamlFile("settings", result.weights.values, {})
    try:
        if weights.with_settings(again, settings).numbers() != worked.weights.numbers():
            yield Finding("weights: settings", f"{_list(settings)} would give other weights than the result holds")
    except (InfluenceError, ValueError, re.error) as error:
        yield Finding("weights: settings", f"{_list(settings)} cannot be set: {_text(str(error))}")


def _score(where: str, claimed: Result | Network, gives: Worked | WorkedNetwork) -> Iterator[Finding]:
    yield from _same(_at(where, "points"), claimed.points, gives.points)
    yield from _same(_at(where, "score"), claimed.score, gives.points / 100)
    yield from _same(_at(where, "low"), claimed.low, gives.low / 100)
    yield from _same(_at(where, "high"), claimed.high, gives.high / 100)
    yield from _near(_at(where, "coverage"), claimed.coverage, float(gives.coverage), SHARE)


def _days(result: Result, worked: Worked) -> Iterator[Finding]:
    """The first and last day cover the activity and lie in the window (kinds that do not score may reach further)."""
    for name, text in (("as_of", result.as_of), ("first", result.first), ("last", result.last)):
        if text is not None and parse_day(text) is None:
            yield Finding(name, f"{_text(text)} is not a day (YYYY-MM-DD)")
    days = sorted(day.day for signal in worked.signals.values() for day in signal.days if day.day)
    if days and not (result.first and result.first <= days[0]):
        yield Finding("first", f"the result says {_text(result.first)}; its activity begins on {days[0]}")
    if days and not (result.last and result.last >= days[-1]):
        yield Finding("last", f"the result says {_text(result.last)}; its activity ends on {days[-1]}")
    yield from _window(result, worked.weights.window_days)


def _window(result: Result, window_days: int) -> Iterator[Finding]:
    as_of, first, last = parse_day(result.as_of), parse_day(result.first), parse_day(result.last)
    if not (as_of and first and last):
        return
    if not 0 <= (as_of - last).days <= (as_of - first).days < window_days:
        yield Finding("first, last", f"{first} to {last} is not inside the {window_days} days up to {as_of}")


def _networks(result: Result, worked: Worked) -> Iterator[Finding]:
    claimed = [network.network for network in result.networks]
    expected = [network.network for network in worked.networks]
    if claimed != expected:
        yield Finding("networks", f"the result has {_list(claimed)}; it should have {_list(expected)}, in this order")
    again = {network.network: network for network in worked.networks}
    for network in result.networks:
        yield from _network(network, again[network.network])


def _network(network: Network, gives: WorkedNetwork) -> Iterator[Finding]:
    where = _at(network.network)
    yield from _score(where, network, gives)
    yield from _same(_at(where, "voice"), network.voice, gives.weights.voice)
    yield from _same(_at(where, "contributes"), network.contributes, gives.contributes)
    kinds = [line.kind for line in network.lines]
    if kinds != gives.kinds:
        yield Finding(
            where, f"the result has lines for {_list(kinds)}; it should have {_list(gives.kinds)}, in this order"
        )
    signals = {signal.kind: signal for signal in gives.signals}
    for line in network.lines:
        if isinstance(line, UnknownLine):
            yield from _unknown(_at(where, line.kind), line, gives)
        elif line.kind in signals:
            yield from _line(_at(where, line.kind), line, signals[line.kind])


def _unknown(where: str, line: UnknownLine, gives: WorkedNetwork) -> Iterator[Finding]:
    if any(signal.kind == line.kind for signal in gives.signals):
        yield Finding(where, "the result says that it is unknown; it is measured, for there is activity of it")
    if line.kind in gives.weights.signals:
        yield from _same(_at(where, "weight"), line.weight, gives.weights.signals[line.kind].weight)


def _line(where: str, line: MeasuredLine, gives: WorkedSignal) -> Iterator[Finding]:
    yield from _near(_at(where, "amount"), line.amount, gives.amount, AMOUNT)
    yield from _near(_at(where, "value"), line.value, gives.value, SHARE)
    for name in ("weight", "curve", "full", "median", "p90"):
        yield from _same(_at(where, name), getattr(line, name), getattr(gives.signal, name))
    for name in ("count", "of", "points", "contributes"):
        yield from _same(_at(where, name), getattr(line, name), getattr(gives, name))


def _activity(result: Result, worked: Worked) -> Iterator[Finding]:
    for refused in worked.refused:
        row = refused.row
        where = _at("activity", row.network, row.kind, row.day or "no day")
        yield Finding(where, f"{_text(row.count)} (damped {_text(row.damped)}) {refused.why}")
    for name, again, day in _twice((row.network, row.kind, row.day) for row in result.activity):
        yield Finding(_at("activity", name, again, day or "no day"), "the result has it more than once")
    known = worked.signals.keys() | {(row.network, row.kind) for row in result.unscored}
    for name, kind in sorted({(row.network, row.kind) for row in result.activity} - known):
        yield Finding(_at("activity", name, kind), "the result neither scores it nor lists it as unscored")
    for names, signal in worked.signals.items():
        yield from _damped(_at("activity", *names), signal, worked.weights.same_person)


def _damped(where: str, signal: WorkedSignal, same_person: float) -> Iterator[Finding]:
    """Damping is strongest where one person did all of it."""
    most = arithmetic.damping(signal.count, same_person)
    for day in signal.days:
        if day.damped < day.count * most * (1 - NOISE):
            least = _text(day.count * most)
            message = f"the result damps {_text(day.count)} to {_text(day.damped)}; one person alone would give {least}"
            yield Finding(_at(where, day.day or "no day"), message)


def _posts(result: Result, worked: Worked) -> Iterator[Finding]:
    """The posts add up: each to its lines, all to the score, and those of a signal to the signal."""
    for network, post in _twice((post.network, post.post) for post in result.posts):
        yield Finding(_at("posts", network, post or "no post"), "the result has it more than once")
    for each in result.posts:
        yield from _each_post(each)
    listed = sum(post.contributes for post in result.posts)
    if listed + result.other_posts.contributes != worked.points:
        adds = f"add up to {_text(listed)}, the others to {_text(result.other_posts.contributes)}"
        yield Finding("posts", f"they {adds}; together it should be {worked.points}")
    yield from _other_posts(result, worked)
    yield from _posts_of_signals(result, worked)


def _other_posts(result: Result, worked: Worked) -> Iterator[Finding]:
    """The posts that `--posts` left out have each received something, and have nothing where there are none."""
    others = result.other_posts
    received = sum(signal.count for signal in worked.signals.values())
    left = received - sum(line.count for post in result.posts for line in post.lines)
    if not 0 <= others.posts <= max(left, 0) or others.contributes < 0 or (others.contributes and not others.posts):
        claim = f"{_text(others.posts)} posts contribute {_text(others.contributes)}"
        yield Finding("other_posts", f"the result says that {claim}; the listed ones leave a count of {_text(left)}")


def _each_post(post: Post) -> Iterator[Finding]:
    where = _at("posts", post.network, post.post or "no post")
    yield from _same(_at(where, "contributes"), post.contributes, sum(line.contributes for line in post.lines))
    for again in _twice(line.kind for line in post.lines):
        yield Finding(_at(where, again), "the result has it more than once")
    for line in post.lines:
        if min(line.count, line.contributes) < 0:
            yield Finding(_at(where, line.kind), f"{_text(line.count)}, {_text(line.contributes)}: less than nothing")


def _posts_of_signals(result: Result, worked: Worked) -> Iterator[Finding]:
    """What the listed posts have of each signal: all of it, or where `--posts` left some out, no more than it."""
    counts: Counter[tuple[str, str]] = Counter()
    contributions: Counter[tuple[str, str]] = Counter()
    for post in result.posts:
        for line in post.lines:
            counts[post.network, line.kind] += line.count
            contributions[post.network, line.kind] += line.contributes
    for name, kind in sorted(counts.keys() - worked.signals.keys()):
        yield Finding(_at("posts", name, kind), "posts have it, and the result does not score it")
    complete = not result.other_posts.posts
    for names, signal in worked.signals.items():
        yield from _sum(_at("posts", *names, "count"), counts[names], signal.count, complete)
        yield from _sum(_at("posts", *names, "contributes"), contributions[names], signal.contributes, complete)


def _sum(where: str, claimed: int, gives: int, complete: bool) -> Iterator[Finding]:
    if claimed > gives or (complete and claimed < gives):
        yield Finding(where, f"the posts add up to {_text(claimed)}; the signal has {_text(gives)}")


def _unscored(result: Result, worked: Worked) -> Iterator[Finding]:
    for name, again in _twice((row.network, row.kind) for row in result.unscored):
        yield Finding(_at("unscored", name, again), "the result has it more than once")
    for row in result.unscored:
        where = _at("unscored", row.network, row.kind)
        if (row.network, row.kind) in worked.signals:
            yield Finding(where, "the result says that it does not score; by its weights it does")
        if row.count < 0:
            yield Finding(where, f"{_text(row.count)} is less than nothing")


def _same(where: str, claimed: Any, gives: Any) -> Iterator[Finding]:
    if claimed != gives:
        yield Finding(where, f"the result says {_text(claimed)}; what it holds gives {_text(gives)}")


def _near(where: str, claimed: float, gives: float, within: float) -> Iterator[Finding]:
    within += abs(gives) * NOISE
    if not gives - within <= claimed <= gives + within:
        yield Finding(where, f"the result says {_text(claimed)}; what it holds gives {_text(gives)}")


def _twice(items: Iterable[T]) -> list[T]:
    return [item for item, times in Counter(items).items() if times > 1]


def _at(*names: str) -> str:
    return ": ".join(_printable(name) for name in names if name)


def _printable(text: str) -> str:
    """Text from a result, harmless to a terminal."""
    return text if text.isprintable() else text.encode("unicode_escape").decode()


def _text(claimed: Any) -> str:
    if isinstance(claimed, float):
        return f"{claimed:.10g}"
    if isinstance(claimed, int) and abs(claimed) > BELIEVABLE:
        return "a number of more than 30 digits"  # which Python may refuse to write down
    return "nothing" if claimed is None else _printable(str(claimed))[:MOST_TEXT]


def _list(names: Iterable[str]) -> str:
    return _text(", ".join(names) or "none")
