"""A second statement of the arithmetic (method 1), slow and plain, to hold the program against.

It shares no code with the program and was written from the design alone: raw rows and the plain data of a weights
file in, every whole hundredth out. No number here is a float. What is rational is a Fraction; what is not is a
Decimal of 60 digits, and two of them count as equal when they agree to 40 decimals, so that exact ties and exact
halves are decided as in the mathematics: numbers of this size that differ at all differ long before that.
"""

from __future__ import annotations

import datetime
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import floor
from typing import Any

Row = Mapping[str, Any]
Plain = Mapping[str, Any]

FULL = 10_000
HALF = Fraction(1, 2)
CONTEXT = Context(prec=60)
DECIMALS = Decimal(1).scaleb(-40)


@dataclass
class Post:
    """What one signal got for one post."""

    count: int
    amount: Decimal
    contributes: int = 0


@dataclass
class Line:
    """One measured signal. `posts` are in alphabetical order, "no post" (None) last; `days` hold count and damped."""

    of: int
    count: int
    amount: Decimal
    value: Decimal
    points: int
    posts: dict[str | None, Post]
    days: dict[datetime.date | None, tuple[int, Decimal]]
    contributes: int = 0


@dataclass
class Network:
    """One network: `lines` are its scored signals and `unknown` the unmeasured ones, both in the weights' order."""

    points: int
    low: int
    high: int
    coverage: Fraction
    voice: Fraction
    lines: dict[str, Line]
    unknown: list[str]
    unscored: dict[str, int]
    contributes: int = 0


@dataclass
class Score:
    """The whole result, networks in alphabetical order."""

    as_of: datetime.date | None
    points: int
    low: int
    high: int
    coverage: Fraction
    networks: dict[str, Network]


@dataclass
class Part:
    """An event that counts, and what it adds: `damped` before fading, `part` after."""

    row: Row
    day: datetime.date | None
    damped: Decimal
    part: Decimal


def score(rows: Sequence[Row], weights: Plain, as_of: datetime.date | None = None, profile: str | None = None) -> Score:
    """The score of one profile's rows (None: of all rows). The rows of others still say what is measured."""
    with localcontext(CONTEXT):
        day = as_of or max((d for d in map(utc_day, rows) if d), default=None)
        own = [row for row in rows if profile is None or row.get("profile") == profile]
        networks = {
            name: network_score(
                [row for row in own if row["network"] == name],
                {row["kind"] for row in rows if row["network"] == name},
                weights,
                weights["networks"].get(name) or weights["networks"]["default"],
                day,
            )
            for name in sorted({row["network"] for row in own})
        }
        return combined(networks, weights["combine"], day)


# One network


def network_score(
    rows: Sequence[Row], measured: set[str], weights: Plain, block: Plain, as_of: datetime.date | None
) -> Network:
    """One network by its own block of weights."""
    signals: Mapping[str, Plain] = block["signals"]
    scored = scored_signals(signals, measured)
    ofs = largest_remainder(FULL, [decimal(rational(signals[kind]["weight"])) for kind in scored])
    kinds = sorted({row["kind"] for row in rows})
    parts = {kind: parts_of([row for row in rows if row["kind"] == kind], weights, as_of) for kind in kinds}
    lines = {kind: line(parts.get(kind, []), signals[kind], of) for kind, of in zip(scored, ofs, strict=True)}
    points = sum(one.points for one in lines.values())
    coverage = coverage_of(signals, scored)
    low = floor(points * coverage + HALF)
    return Network(
        points=points,
        low=low,
        high=min(FULL, low + floor(FULL * (1 - coverage) + HALF)),
        coverage=coverage,
        voice=rational(block.get("voice", 1)),
        lines=lines,
        unknown=[kind for kind in signals if kind not in measured and kind != "interaction"],
        unscored={kind: sum(p.row["count"] for p in found) for kind, found in parts.items() if kind not in scored},
    )


def scored_signals(signals: Mapping[str, Plain], measured: set[str]) -> list[str]:
    """The measured signals; a total that is not split only where there is no other."""
    split = [kind for kind in signals if kind in measured and kind != "interaction"]
    return split or [kind for kind in signals if kind in measured]


def coverage_of(signals: Mapping[str, Plain], scored: Sequence[str]) -> Fraction:
    """The part of the weight that could be measured, at most 1."""
    known = sum((rational(signals[kind]["weight"]) for kind in scored), Fraction(0))
    whole = sum((rational(signal["weight"]) for kind, signal in signals.items() if kind != "interaction"), Fraction(0))
    return min(Fraction(1), known / whole)


# One signal


def line(parts: Sequence[Part], signal: Plain, of: int) -> Line:
    """One signal's points and everything they are made of."""
    amount = sum((one.part for one in parts), Decimal(0))
    value = curve(amount, signal)
    return Line(
        of=of,
        count=sum(one.row["count"] for one in parts),
        amount=amount,
        value=value,
        points=rounded(of * value),
        posts={post: post_of([p for p in parts if p.row.get("post") == post]) for post in posts_in_order(parts)},
        days={day: day_sums([p for p in parts if p.day == day]) for day in {p.day for p in parts}},
    )


def post_of(parts: Sequence[Part]) -> Post:
    """What one post got."""
    return Post(sum(one.row["count"] for one in parts), sum((one.part for one in parts), Decimal(0)))


def posts_in_order(parts: Sequence[Part]) -> list[str | None]:
    """The posts by their id; what has none comes last."""
    found = {one.row.get("post") for one in parts}
    return [*sorted(post for post in found if post is not None), *([None] if None in found else [])]


def day_sums(parts: Sequence[Part]) -> tuple[int, Decimal]:
    """A day's count and damped count."""
    return sum(one.row["count"] for one in parts), sum((one.damped for one in parts), Decimal(0))


def parts_of(rows: Sequence[Row], weights: Plain, as_of: datetime.date | None) -> list[Part]:
    """The rows of one network and kind that count, each with what it adds to the amount."""
    counting = [row for row in rows if counts(row, weights, as_of)]
    by_actor: dict[str, int] = defaultdict(int)
    for row in counting:
        if row.get("actor") is not None:
            by_actor[row["actor"]] += row["count"]
    found = []
    for row in counting:
        damping = damped(by_actor[row["actor"]], str(weights["same_person"])) if row.get("actor") is not None else 1
        whole = row["count"] * Decimal(damping)
        found.append(Part(row, utc_day(row), whole, whole * fade(age(row, as_of), half_life(weights))))
    return found


def counts(row: Row, weights: Plain, as_of: datetime.date | None) -> bool:
    """Whether a row lies in the window; one without a day always does."""
    days = age(row, as_of)
    return days is None or 0 <= days < weights["window_days"]


def age(row: Row, as_of: datetime.date | None) -> int | None:
    """Whole days from a row's day to the day of the score."""
    day = utc_day(row)
    return (as_of - day).days if day and as_of else None


def half_life(weights: Plain) -> str | None:
    """The half-life as text, None for no fading."""
    return None if weights["half_life_days"] is None else str(weights["half_life_days"])


@functools.cache
def fade(days: int | None, halves_in: str | None) -> Decimal:
    """2^(-age / half-life)."""
    if days is None or halves_in is None:
        return Decimal(1)
    with localcontext(CONTEXT):
        return Decimal(2) ** (-days / Decimal(halves_in))


@functools.cache
def damped(count: int, same_person: str) -> Decimal:
    """C^(same_person - 1): what each of one person's C counts is worth."""
    if count == 0:
        return Decimal(0)
    with localcontext(CONTEXT):
        return Decimal(count) ** (Decimal(same_person) - 1)


def curve(amount: Decimal, signal: Plain) -> Decimal:
    """An amount as a value between 0 and 1."""
    name = signal.get("curve", "log")
    if amount == 0:
        return Decimal(0)
    if name == "loglogistic":
        median, p90 = number(signal["median"]), number(signal["p90"])
        k = Decimal(9).ln() / (p90 / median).ln()
        return 1 / (1 + ((median / amount).ln() * k).exp())
    full = number(signal["full"])
    return min(Decimal(1), amount / full if name == "linear" else (1 + amount).ln() / (1 + full).ln())


# All networks


def combined(networks: dict[str, Network], combine: Plain, as_of: datetime.date | None) -> Score:
    """The networks' scores as one, and what each of them, its signals and its posts contribute."""
    voices = [one.voice for one in networks.values()]
    made = Score(
        as_of=as_of,
        points=combine_points([one.points for one in networks.values()], voices, combine),
        low=combine_points([one.low for one in networks.values()], voices, combine),
        high=combine_points([one.high for one in networks.values()], voices, combine),
        coverage=mean([one.coverage for one in networks.values()], voices),
        networks=networks,
    )
    parts = [loudness(one.points, one.voice, combine) for one in networks.values()]
    for one, contributes in zip(networks.values(), largest_remainder(made.points, parts), strict=True):
        share_network(one, contributes)
    return made


def share_network(network: Network, contributes: int) -> None:
    """Share a network's contribution over its signals, and theirs over posts."""
    network.contributes = contributes
    lines = list(network.lines.values())
    for one, share in zip(lines, largest_remainder(contributes, [Decimal(one.points) for one in lines]), strict=True):
        one.contributes = share
        shares = largest_remainder(share, [post.amount for post in one.posts.values()])
        for post, part in zip(one.posts.values(), shares, strict=True):
            post.contributes = part


def combine_points(points: Sequence[int], voices: Sequence[Fraction], combine: Plain) -> int:
    """Several networks' hundredths as one number of hundredths."""
    if combine.get("rule", "doubling") == "mean":
        return floor(mean(list(map(Fraction, points)), voices) + HALF)
    doubling = number(combine.get("points", 6))
    loud = sum((loudness(p, v, combine) for p, v in zip(points, voices, strict=True)), Decimal(0))
    return min(FULL, rounded(100 * doubling * (1 + loud).ln() / Decimal(2).ln()))


def loudness(points: int, voice: Fraction, combine: Plain) -> Decimal:
    """E, by which the combined score is shared; for a weighted mean the part in its sum."""
    if combine.get("rule", "doubling") == "mean":
        return decimal(voice * points)
    return decimal(voice) * (Decimal(2) ** (Decimal(points) / 100 / number(combine.get("points", 6))) - 1)


def mean(values: Sequence[Fraction], voices: Sequence[Fraction]) -> Fraction:
    """The mean by voice; 0 where nobody has one."""
    whole = sum(voices, Fraction(0))
    loud = sum((value * voice for value, voice in zip(values, voices, strict=True)), Fraction(0))
    return loud / whole if whole else Fraction(0)


# Numbers


def rational(value: Any) -> Fraction:
    """A number of a weights file exactly as it is written."""
    return Fraction(str(value))


def number(value: Any) -> Decimal:
    """The same for what meets irrational numbers."""
    return decimal(rational(value))


def decimal(value: Fraction) -> Decimal:
    """A fraction to 60 digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def rounded(value: Decimal) -> int:
    """floor(x + 0.5) in hundredths, where 40 nines after the point are the next whole number."""
    return floor((value + Decimal("0.5")).quantize(DECIMALS))


def largest_remainder(total: int, parts: Iterable[Decimal]) -> list[int]:
    """Share `total` by parts in whole numbers; what is left goes to the largest remainders, the first of equal ones."""
    parts = list(parts)
    whole = sum(parts, Decimal(0))
    if whole == 0:
        return [0] * len(parts)
    quotas = [(total * part / whole).quantize(DECIMALS) for part in parts]
    shares = [floor(quota) for quota in quotas]
    order = sorted(range(len(parts)), key=lambda at: shares[at] - quotas[at])
    for at in order[: total - sum(shares)]:
        shares[at] += 1
    return shares


def utc_day(row: Row) -> datetime.date | None:
    """A row's UTC day, None where it has no time."""
    text = row.get("time")
    if text is None:
        return None
    moment = datetime.datetime.fromisoformat(text)
    return (moment.astimezone(datetime.UTC) if moment.tzinfo else moment).date()
