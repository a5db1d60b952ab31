"""The ranking as a careful user of Miller would write it, but for each network's points and the percentile: what
`influence rank` is measured against.

python bench/ranked_by_miller.py EVENTS.csv OUT.csv, with the shipped weights (logarithmic curves, doubling). Its verbs
do what they can, as they are much faster than its language.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from influence import weights

NETWORKS = ("x", "instagram", "linkedin", "mastodon")
KINDS = ("like", "comment", "repost", "share")
"""What the invented events hold."""


def main(source: str, target: str) -> None:
    """The newest day first; then fade, sum, score each signal, add up networks, rank."""
    by = weights.load().weights
    newest = miller("--icsv", "--ojson", "stats1", "-a", "max", "-f", "time", source)
    last = json.loads(newest)[0]["time_max"][:10]
    of, full = signals(by)
    half_life, window, doubling = by.half_life_days, by.window_days, by.combine.points
    newest_day = days(f'"{last}T00:00:00Z"')
    verbs = [
        ["put", f"""$age = {newest_day} - {days("$time")};
            $amount = $age < {window} ? $count * 2 ** (-$age / {half_life}) : 0"""],
        ["stats1", "-a", "sum", "-f", "amount", "-g", "profile,network,kind"],
        ["put", f"""begin {{ @of = {json.dumps(of)}; @full = {json.dumps(full)} }}
            name = $network . " " . $kind;
            $points = is_present(@of[name])
              ? floor(@of[name] * min(1, log1p($amount_sum) / log1p(@full[name])) + 0.5) : 0"""],
        ["stats1", "-a", "sum", "-f", "points", "-g", "profile,network"],
        ["put", f"$loud = 2 ** ($points_sum / 100 / {doubling}) - 1"],
        ["stats1", "-a", "sum", "-f", "loud", "-g", "profile"],
        ["put", f"$points = min(10000, floor(100 * {doubling} * log(1 + $loud_sum) / log(2) + 0.5))"],
        ["sort", "-nr", "points"],
        ["put", """begin { @count = 0; @points = -1; @position = 0 }
            @count += 1;
            if ($points != @points) { @position = @count }
            @points = $points;
            $position = @position"""],
        ["cut", "-o", "-f", "position,profile,points"],
    ]  # fmt: skip
    chain = [word for verb in verbs for word in ("then", *verb)][1:]
    Path(target).write_text(miller("--icsv", "--ocsv", *chain, source), "utf-8")


def miller(*arguments: str) -> str:
    """What Miller prints."""
    return subprocess.run(["mlr", *arguments], check=True, capture_output=True, text=True).stdout


def days(time: str) -> str:
    """A time as whole days since 1970."""
    return f'strptime({time}, "%Y-%m-%dT%H:%M:%SZ") // 86400'


def signals(by: weights.Weights) -> tuple[dict[str, float], dict[str, float]]:
    """For each network and kind the points that it can give, and the amount that gives all of them."""
    of, full = {}, {}
    for network in NETWORKS:
        own = {kind: one for kind, one in by.of(network).signals.items() if kind in KINDS}
        whole = sum(one.weight for one in own.values())
        for kind, one in own.items():
            of[f"{network} {kind}"] = float(10_000 * one.weight / whole)
            full[f"{network} {kind}"] = float(one.full or 0)
    return of, full


if __name__ == "__main__":
    main(*sys.argv[1:])
