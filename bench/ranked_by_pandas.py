"""The same ranking as a careful pandas user would write it: what `influence rank` is measured against.

python bench/ranked_by_pandas.py EVENTS.csv OUT.csv [PARSER], with the shipped weights (logarithmic curves, doubling).
PARSER: of pandas' parsers c (its own), or pyarrow (Arrow's, on all cores).
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from influence import weights


def main(source: str, target: str, parser: str = "c") -> None:
    """Read, fade, sum, score each signal, add up networks, rank."""
    by = weights.load().weights
    events = pd.read_csv(
        source,
        engine="pyarrow" if parser == "pyarrow" else "c",
        usecols=["profile", "network", "kind", "count", "time"],
        dtype={"profile": "category", "network": "category", "kind": "category", "count": "int64"},
        parse_dates=["time"],
    )
    day = events.pop("time").dt.tz_localize(None).astype("datetime64[s]").astype("int64") // 86_400
    age = day.max() - day
    events["amount"] = events.pop("count") * np.exp2(-age / by.half_life_days) * (age < by.window_days)
    amounts = events.groupby(["profile", "network", "kind"], observed=True, sort=False)["amount"].sum().reset_index()
    scores = {name: network(amounts[amounts["network"] == name], by, name) for name in amounts["network"].unique()}
    table = pd.DataFrame(scores)
    loud = (np.exp2(table.fillna(0) / 100 / by.combine.points) - 1).sum(axis=1)
    table["points"] = np.minimum(10_000, np.floor(100 * by.combine.points * np.log2(1 + loud) + 0.5)).astype("int64")
    table["position"] = table["points"].rank(method="min", ascending=False).astype("int64")
    table["percentile"] = 100 * (table["points"].rank(method="min") - 1) / len(table)
    table.sort_values("position").to_csv(target)


def network(amounts: pd.DataFrame, by: weights.Weights, name: str) -> pd.Series:
    """The points of each profile on one network."""
    signals = {kind: one for kind, one in by.of(name).signals.items() if kind in set(amounts["kind"])}
    whole = sum(one.weight for one in signals.values())
    of = amounts["kind"].map({kind: 10_000 * one.weight / whole for kind, one in signals.items()}).astype("float64")
    full = amounts["kind"].map({kind: one.full for kind, one in signals.items()}).astype("float64")
    value = np.minimum(1, np.log1p(amounts["amount"]) / np.log1p(full))
    points = np.floor(of * value + 0.5).fillna(0)
    return points.groupby(amounts["profile"], observed=True, sort=False).sum()


if __name__ == "__main__":
    main(*sys.argv[1:])
