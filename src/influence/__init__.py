"""influence: a score of what others did with what you published, with its whole receipt.

import influence

result = influence.score("export.csv")
result.score, result.networks[0].lines[0].points

with influence.read("downloads/") as events:   # read once, score often
    influence.score(events, set=["x.like.weight=2"])
    influence.whatif(events, without=["mastodon"]).scenarios[0].difference
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from influence.answers import Difference, Next, Sensitivity, WhatIf
    from influence.api import (
        Events,
        calibrate,
        check,
        diff,
        next_point,
        posts,
        rank,
        read,
        score,
        sensitivity,
        trend,
        whatif,
    )
    from influence.calibration import Calibration
    from influence.errors import ConfigError, InfluenceError, InputError, PartialError, UsageError
    from influence.events import Event
    from influence.pages import badge, card, report
    from influence.ranking.ranking import Ranking
    from influence.ranking.spark import SparkRanking, rank_on_spark
    from influence.result import Result
    from influence.scoring.statement import sql
    from influence.verification import verify
    from influence.weights import Weights

_HOMES = {
    "answers": ("Difference", "Next", "Sensitivity", "WhatIf"),
    "api": (
        "Events",
        "calibrate",
        "check",
        "diff",
        "next_point",
        "posts",
        "rank",
        "read",
        "score",
        "sensitivity",
        "trend",
        "whatif",
    ),
    "calibration": ("Calibration",),
    "errors": ("ConfigError", "InfluenceError", "InputError", "PartialError", "UsageError"),
    "events": ("Event",),
    "pages": ("badge", "card", "report"),
    "ranking.ranking": ("Ranking",),
    "ranking.spark": ("SparkRanking", "rank_on_spark"),
    "result": ("Result",),
    "scoring.statement": ("sql",),
    "verification": ("verify",),
    "weights": ("Weights",),
}

__all__ = [
    "Calibration",
    "ConfigError",
    "Difference",
    "Event",
    "Events",
    "InfluenceError",
    "InputError",
    "Next",
    "PartialError",
    "Ranking",
    "Result",
    "Sensitivity",
    "SparkRanking",
    "UsageError",
    "Weights",
    "WhatIf",
    "badge",
    "calibrate",
    "card",
    "check",
    "diff",
    "next_point",
    "posts",
    "rank",
    "rank_on_spark",
    "read",
    "report",
    "score",
    "sensitivity",
    "sql",
    "trend",
    "verify",
    "whatif",
]


def __getattr__(name: str) -> Any:
    """Import a name's home only when it is asked for: the command line starts without what a run does not use."""
    import importlib

    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"influence.{home}"), name)
    raise AttributeError(f"module 'influence' has no attribute {name!r}")
