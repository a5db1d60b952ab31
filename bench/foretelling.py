"""Foretelling who is reposted: the scores of a week's first days, and simpler orders, against the rest of the week.

Where the week is cut, who is compared, what is foretold and how that is measured was settled before any of it was
computed; nothing is tuned.
"""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from attacks import Attacked, attacked
from higgs import (
    ABLATIONS,
    CALIBRATED,
    OURS,
    Log,
    baselines,
    calibrated,
    date_of,
    different,
    log_of,
    pairs,
    received,
    scores,
    weights_of,
)
from orders import Skill, skills

import influence

CUTS = (3, 4, 5)
"""The first part is so many whole days, for scores go by days."""

MAIN = 4
"""The first whole day that ends after half of the week."""

MANY = 10
"""How many interactions in the first part make a person one of `OF_MANY`."""

SAMPLES, SEED = 1_000, 20_120_704
ALL, OF_MANY = "everybody", "many"
PEOPLE, NEW_PEOPLE = "people", "new people"
"""What is foretold: how many different others repost someone in the rest; and of those, who had not acted on them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One way to cut the week. `people` by population; `few`: the part of them all that received one act or two;
    `known`: which part of those that were reposted later, and of those who reposted them, was about people who had
    received anything before; `skills` by what is foretold and population: how well each order does it."""

    people: dict[str, int]
    few: float
    known: tuple[float, float]
    skills: dict[tuple[str, str], dict[str, Skill]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the page tells: events and the people who received them, the first and last day, the parts by days."""

    events: int
    people: int
    first: datetime.date
    last: datetime.date
    parts: dict[int, Part]
    attacks: list[Attacked]


def part(events: Path, log: Log, days: int) -> Part:
    """Foretell the rest of the week from its first days; at the main cut with other choices, and new people too."""
    last = int(log.day.min()) + days - 1
    before, after = log.where(log.day <= last), log.where(log.day > last)
    files = {OURS: weights_of(())}
    if days == MAIN:
        files |= {name: weights_of(choices) for name, (_, choices) in ABLATIONS.items()}
        files[CALIBRATED[0]] = calibrated(events, last)
    orders = scores(events, log, last, files) | baselines(before, files[OURS])
    reposters, had = different(after, "repost"), received(before)
    foretold = {PEOPLE: reposters}
    if days == MAIN:
        foretold[NEW_PEOPLE] = different(after, "repost", but=pairs(before))
    populations = {ALL: had > 0, OF_MANY: had >= MANY}
    known = float((had[reposters > 0] > 0).mean()), float(reposters[had > 0].sum() / reposters.sum())
    few = float((had[had > 0] <= 2).mean())
    made = Part({name: int(who.sum()) for name, who in populations.items()}, few, known)
    for what, outcome in foretold.items():
        for name, who in populations.items():
            of = {order: values[who] for order, values in orders.items()}
            made.skills[what, name] = skills(of, outcome[who], OURS, SAMPLES, SEED)
    return made


def findings(path: str) -> Findings:
    """Everything, from the file."""
    with tempfile.TemporaryDirectory() as scratch:
        events = Path(scratch) / "events.parquet"
        with influence.read(path) as read:
            log = log_of(read)
            read.write(events, "FORMAT parquet")
        first, last = int(log.day.min()), int(log.day.max())
        return Findings(
            events=len(log.day),
            people=int((received(log) > 0).sum()),
            first=date_of(first),
            last=date_of(last),
            parts={days: part(events, log, days) for days in CUTS},
            attacks=list(attacked(events, log)),
        )
