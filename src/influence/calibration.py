"""Weights from a cohort: what counts as full is a percentile of what its profiles have, by the score's own amounts.

Of a signal, those profiles are looked at that received any of it. With the others among them, whatever is rare would be
full at next to nothing (of accounts of which two in a hundred are ever quoted, the 99th percentile is a single quote).
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from influence.errors import InputError, UsageError
from influence.events import Kind
from influence.result import Problem
from influence.scored import refuse_problems, refuse_too_many
from influence.scoring.run import day_number, iso_day, steps
from influence.scoring.scenarios import Scenario, write_fadings
from influence.weights import Curve, WeightsFile, check, data_with
from influence.yamledit import copied, edited
from influence.yamlfile import parse

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from influence.reading.read import Reading

_CALIBRATED = "calibrated: "


@dataclass(frozen=True, kw_only=True)
class CalibratedSignal:
    """What became of a signal of a network in the cohort: of how many `profiles` that received any, its numbers
    `before` and `now` ({"full": 12300.0}), and where they are as before, why (`left`)."""

    network: str
    kind: Kind
    profiles: int
    before: dict[str, float]
    now: dict[str, float]
    left: str = ""


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """A weights file made from a cohort: its `text`, what became of each signal, the networks that it has from
    `default` because the file lacked them, those of the file that are not in the cohort, and the day of the amounts,
    the first and last day that counted (ISO; None: no day known), how many rows name no profile (`nameless`: they are
    nobody's), and what of the input was wrong."""

    text: str
    signals: list[CalibratedSignal]
    added: list[str]
    absent: list[str]
    as_of: str | None
    first: str | None
    last: str | None
    nameless: int
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a signal is set. `percentile`: which of the amounts is `full`; `curve`: give every signal this one, None: its
    own; `min_profiles`: leave a signal that fewer received."""

    percentile: float = 99.0
    curve: Curve | None = None
    min_profiles: int = 100

    def __post_init__(self) -> None:
        if not 0 < self.percentile < 100:
            raise UsageError(f"--percentile {self.percentile:g}: not between 0 and 100", "One in a hundred is 99.")
        if self.min_profiles < 1:
            raise UsageError(f"--min-profiles {self.min_profiles}: not at least 1", "For example --min-profiles 100")

    def numbers(self, signal: dict[str, Any]) -> dict[str, float]:
        """The numbers that a signal's curve takes, each with its percentile."""
        is_loglogistic = (self.curve or signal.get("curve")) == "loglogistic"
        return {"median": 50.0, "p90": 90.0} if is_loglogistic else {"full": self.percentile}


_Cohort = dict[tuple[str, str], tuple[int, dict[float, float]]]
"""By network and kind: how many profiles received any, and the amounts at the percentiles."""


def calibrate(
    read: Reading,
    file: WeightsFile,
    wanted: Wanted,
    as_of: str | datetime.date | None = None,
    strict: bool = False,
) -> Calibration:
    """The weights file with each signal's numbers from the cohort that was read. `as_of`: the day of the amounts,
    default the newest. Raises InputError where no signal has enough profiles."""
    refuse_problems(read.problems, strict)
    connection = read.store.connection
    connection.execute("""CREATE OR REPLACE TEMP VIEW events AS
        SELECT profile, network, kind, count, day, post, actor FROM event_rows""")
    refuse_too_many(connection)
    newest, networks, nameless = _row(
        connection,
        "SELECT max(day), list_sort(list(DISTINCT network)), count(*) FILTER (profile IS NULL) FROM events",
    )
    day = day_number(as_of) if as_of is not None else newest
    cohort = _cohort(connection, Scenario(weights=file.weights, as_of=day), {wanted.percentile, 50.0, 90.0})
    first, last = map(iso_day, _row(connection, _DAYS, {"day": day, "window": file.weights.window_days}))

    document = parse(file.text, file.path)
    settled = data_with(document, file.settings)
    known = settled["networks"]
    signals = [one for name in networks for one in _signals(name, known.get(name, known["default"]), cohort, wanted)]
    if all(one.left for one in signals):
        raise _too_few(signals, wanted)
    set_now = {one.network for one in signals if not one.left}
    added = [name for name in networks if name in set_now - known.keys()]
    text = edited(file.text, document.data, settled)
    for name in added:
        text = copied(text, ("networks", "default"), name)
    days = " to ".join(dict.fromkeys(day for day in (first, last) if day)) or "no days known"
    return Calibration(
        text=_written(text, file.path, signals, wanted, days),
        signals=signals,
        added=added,
        absent=[name for name in known if name not in networks and name != "default"],
        as_of=iso_day(day),
        first=first,
        last=last,
        nameless=nameless,
        problems=read.problems,
    )


_DAYS = "SELECT min(day), max(day) FROM events WHERE day <= $day AND day > $day - $window"

_RANKED = """
SELECT network, kind, max(profiles), {amounts} FROM (
  SELECT network, kind, amount, row_number() OVER signal AS place,
         count(*) OVER (PARTITION BY network, kind) AS profiles
  FROM ({chain} SELECT * FROM amounts) AS a WHERE amount > 0 AND profile IS NOT NULL
  WINDOW signal AS (PARTITION BY network, kind ORDER BY amount)
) AS ranked GROUP BY network, kind"""
"""The nearest rank: the smallest amount that so many per cent of the profiles do not exceed."""


def _cohort(connection: DuckDBPyConnection, scenario: Scenario, percentiles: Collection[float]) -> _Cohort:
    write_fadings(connection, {scenario.fading: 0})
    amounts = ", ".join(f"min(amount) FILTER (place >= profiles * {one!r} / 100 - 1e-9)" for one in percentiles)
    rows = connection.execute(_RANKED.format(amounts=amounts, chain=steps("faded", "damped", "amounts"))).fetchall()
    return {
        (network, kind): (profiles, dict(zip(percentiles, found, strict=True)))
        for network, kind, profiles, *found in rows
    }


def _signals(network: str, block: dict[str, Any], cohort: _Cohort, wanted: Wanted) -> Iterator[CalibratedSignal]:
    """What becomes of each signal of a network."""
    for kind, signal in block["signals"].items():
        profiles, amounts = cohort.get((network, kind), (0, {}))
        before = {name: float(signal[name]) for name in ("full", "median", "p90") if name in signal}
        now, left = before, ""
        if profiles < wanted.min_profiles:
            left = f"{profiles:,} of the {wanted.min_profiles:,} profiles that are needed"
        else:
            now = {name: _three_digits(amounts[place]) for name, place in wanted.numbers(signal).items()}
            if len(set(now.values())) < len(now):
                now, left = before, "its median and its 90th percentile are the same"
        yield CalibratedSignal(network=network, kind=kind, profiles=profiles, before=before, now=now, left=left)


def _three_digits(amount: float) -> float:
    return min(max(float(f"{amount:.3g}"), 1e-6), 1e15)


def _written(text: str, name: str, signals: list[CalibratedSignal], wanted: Wanted, days: str) -> str:
    """The text with the numbers of the signals that are not left as they were. Raises ConfigError where it is no
    weights file any more."""
    before = parse(text, name).data
    after = copy.deepcopy(before)
    for one in signals:
        if not one.left:
            _write(after["networks"][one.network]["signals"][one.kind], one, wanted, days)
    text = edited(text, before, after)
    check(parse(text, name))
    return text


def _write(signal: dict[str, Any], one: CalibratedSignal, wanted: Wanted, days: str) -> None:
    """Write a signal's numbers, and where they come from behind its own why."""
    for name in one.before:
        del signal[name]
    if wanted.curve and wanted.curve != signal.get("curve", "log"):
        signal["curve"] = wanted.curve
    signal |= one.now
    what = (
        f"full is percentile {wanted.percentile:g}" if "full" in one.now else "median and p90 are percentiles 50 and 90"
    )
    said = f"{_CALIBRATED}{what} of {one.profiles:,} profiles that received any, {days}, to three digits"
    own = signal.get("why", "").partition(_CALIBRATED)[0].removesuffix("; ")
    signal["why"] = f"{own}; {said}" if own else said


def _too_few(signals: list[CalibratedSignal], wanted: Wanted) -> InputError:
    most = max(signals, key=lambda one: one.profiles)
    return InputError(
        f"no signal can be set: the one that most profiles received, {most.kind} of {most.network}, has {most.left}",
        "Give a larger cohort (events with a column `profile`), or a smaller --min-profiles.",
    )


def _row(connection: DuckDBPyConnection, sql: str, values: Any = None) -> tuple[Any, ...]:
    return connection.execute(sql, values).fetchone() or ()
