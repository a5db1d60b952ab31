"""Trend: the score as of each day, week or month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from influence.errors import InputError
from influence.insights import Trend, TrendDay
from influence.questions.asked import Asked
from influence.scoring.run import EPOCH, iso_day

Every = Literal["day", "week", "month"]
MOST_DAYS = 1500
"""No more days than this in one trend, the newest of them."""


def ask(asked: Asked, every: Every) -> Trend:
    """The score from the first day with activity to the day of the score. Raises InputError where no day is known."""
    last = asked.today.as_of
    first = asked.runs.connection.execute("SELECT min(day) FROM events WHERE kind <> 'post'").fetchone()
    if last is None or not first or first[0] is None:
        raise InputError("no day is known, so there is no trend", "These exports hold totals without days.")
    days = sorted(_back(last, min(first[0], last), every))
    outcomes = asked.run([replace(asked.today, as_of=day) for day in days])
    return Trend(
        every=every,
        days=[
            TrendDay(
                as_of=iso_day(day) or "",
                points=outcome.points,
                networks={network.network: network.points for network in outcome.networks},
            )
            for day, outcome in zip(days, outcomes, strict=True)
        ],
        problems=asked.result.problems,
        warnings=asked.result.warnings,
    )


def _back(last: int, first: int, every: Every) -> Iterator[int]:
    """The days from the last back to the first: each day, each seventh, or the same day of each month."""
    newest = date.fromordinal(last + EPOCH)
    for step in range(MOST_DAYS):
        day = _month_back(newest, step) if every == "month" else newest - timedelta(days=step * _STEP[every])
        if day.toordinal() - EPOCH < first:
            return
        yield day.toordinal() - EPOCH


_STEP = {"day": 1, "week": 7}


def _month_back(newest: date, months: int) -> date:
    """The same day so many months before, or the last of that month."""
    year, month = divmod(newest.year * 12 + newest.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=newest.day - 1), following - timedelta(days=1))
