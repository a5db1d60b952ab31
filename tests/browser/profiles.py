"""Profiles whose results the report's arithmetic is held against: the examples, and invented ones made to be hard."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
TODAY = datetime.date(2026, 11, 20)
KINDS = ("like", "comment", "share", "repost", "save")
COUNTS = (0, 1, 2, 3, 4, 7, 9, 16, 25, 100, 333, 5_000, 10_000, 123_457, 10**9)

Row = dict[str, Any]
Plain = dict[str, Any]


def row(network: str, kind: str, count: int, age: int | None, **more: Any) -> Row:
    """One canonical event, so many days before TODAY."""
    time = None if age is None else (TODAY - datetime.timedelta(days=age)).isoformat()
    return {"network": network, "kind": kind, "count": count, "time": time, **more}


def rows(random: Random, networks: tuple[str, ...], most: int, actors: tuple[str | None, ...] = (None,)) -> list[Row]:
    """Events of many days, some of them of none, the first on TODAY."""
    ages = (0, 0, 1, 6, 7, 29, 30, 31, 44, 45, 89, None)
    return [
        row(
            random.choice(networks),
            random.choice(KINDS),
            random.choice((*COUNTS, random.randint(0, 3_000))),
            random.choice((*ages, random.randint(0, 120))) if number else 0,
            post=random.choice((None, "a", "b", "c")),
            actor=random.choice(actors),
        )
        for number in range(most)
    ]


HALVES = range(1, 41)
"""Amounts that a logarithmic curve values at an exact half, where all of it is their square."""

WEIGHTS = {"like": 1, "comment": 2}


def halves() -> tuple[list[Row], Plain]:
    """Signals of 1,666.5 points, a network of 10,000 points at a coverage of 1/32, and their weights."""
    events = [row(f"n{amount}", kind, amount, 0) for amount in HALVES for kind in WEIGHTS]
    half = {
        f"n{amount}": {
            "signals": {kind: {"weight": weight, "full": (amount + 1) ** 2 - 1} for kind, weight in WEIGHTS.items()}
        }
        for amount in HALVES
    }
    full = {"signals": {"like": {"weight": 1, "full": 1}, "share": {"weight": 31, "full": 1}}}
    return [*events, row("full", "like", 1, 0)], half | {"full": full, "default": full}


def loud() -> tuple[list[Row], Plain]:
    """Networks whose loudness adds up to 63: six doublings of 6.0025 points are an exact half of a hundredth."""
    voices = {"alpha": 1, "linkedin": 3, "x": 0.2}
    signals = {"like": {"weight": 1, "curve": "linear", "full": 10_000}}
    blocks = {name: {"voice": voice, "signals": signals} for name, voice in voices.items()}
    return [row(name, "like", 2_401, 0) for name in voices], blocks | {"default": {"signals": signals}}


def profiles(folder: Path) -> dict[str, tuple[Path, Path | None]]:
    """What to score and its weights (None: the shipped ones), by name. Files are written to the folder."""
    names = ("alpha", "instagram", "mastodon.social", "x", "youtube")
    invented = {
        "undated": [row("x", "like", 1_240, None), row("x", "repost", 3, None), row("alpha", "comment", 77, 0)],
        "totals": [row("linkedin", "interaction", 900, 3), row("x", "like", 0, 0), row("x", "interaction", 5, 1)],
        "nothing": [row("x", "impression", 900, 3)],
        "one of each": [row(name, "like", 1, 0) for name in names],
        "days": rows(Random("days"), names, 4_000),
        "people": rows(Random("people"), names, 300, (None, "ann", "bob", "eve")),
        "people of one day": [row("x", "like", 9, 0, actor="ann"), row("x", "comment", 40, 60), row("x", "like", 1, 0)],
    }
    own = {"halves": halves(), "loud": loud()}
    for name, (_, networks) in own.items():
        general = {"method": 1, "window_days": 90, "half_life_days": None, "same_person": 0.5}
        weights = general | {"combine": {"rule": "doubling", "points": 6.0025}, "networks": networks}
        (folder / f"{name}.yaml").write_text(json.dumps(weights), encoding="utf-8")
    for name, events in {**invented, **{name: events for name, (events, _) in own.items()}}.items():
        lines = "".join(json.dumps(event) + "\n" for event in events)
        (folder / f"{name}.ndjson").write_text(lines, encoding="utf-8")
    return {
        "demo": (EXAMPLES / "demo", None),
        "worked": (EXAMPLES / "worked" / "events.csv", EXAMPLES / "worked" / "weights.yaml"),
        **{name: (folder / f"{name}.ndjson", None) for name in invented},
        **{name: (folder / f"{name}.ndjson", folder / f"{name}.yaml") for name in own},
    }
