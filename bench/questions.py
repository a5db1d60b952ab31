"""What moves the score: every question about an export of 10,000 posts beside a plain `score` of it, and how long a
save of the weights takes to show."""

from __future__ import annotations

import csv
import datetime
import os
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from measure import INFLUENCE, Figure, in_turn

from influence.weights import shipped_path

POSTS = 10_000
DAYS = 3 * 365
LAST = datetime.date(2026, 11, 20)
WORDS = ("orchard", "violin", "glacier", "meadow", "kettle", "pepper", "harbour", "compass", "lantern", "ribbon")
SAVES = 15
HEADER = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
    "Profile visits,Detail Expands,URL Clicks"
)

QUESTIONS = {
    "`whatif --set --add --against` three presets": (
        *("whatif", "--set", "x.like.weight=20", "--add", "x.comment=+10%", "--set", "half_life_days=30"),
        *("--against", "equal", "--against", "ranker", "--against", "altmetric"),
    ),
    "`sensitivity`": ("sensitivity",),
    "`next`": ("next",),
    "`trend`, 157 weeks": ("trend",),
    "`trend --every day`, 1,095 days": ("trend", "--every", "day"),
    "`posts --by usual`": ("posts", "--by", "usual"),
    "`posts --json`": ("posts", "--json"),
    "`score --response --json`": ("score", "--response", "--json"),
    "`score --fragility`": ("score", "--fragility"),
    "`score --baseline`": ("score", "--baseline", "old.json"),
}


def write(path: Path) -> None:
    """An invented X analytics export, its posts spread over three years."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER.split(","))
        for number in range(POSTS):
            rows.writerow(_post(chance, number))


def _post(chance: random.Random, number: int) -> list[object]:
    day = LAST - datetime.timedelta(days=number * DAYS // POSTS)
    identifier, likes = 19 * 10**17 + number * 7919, int(chance.paretovariate(1.2) * 5)
    text = " ".join(chance.choices(WORDS, k=13))
    reach, received = likes * 40 + chance.randint(0, 500), [chance.randint(0, most) for most in (3, 2, 1, 9, 12)]
    link = f"https://x.com/ada_example/status/{identifier}"
    return [identifier, f"{day:%a, %b %d, %Y}", text, link, reach, likes, likes * 2, *received, 1, 0, 2]


def figures(runs: int = 5) -> Iterator[Figure]:
    """Each question, and the watch."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "content.csv")
        export, old = str(folder / "content.csv"), str(folder / "old.json")
        plain = (INFLUENCE, "score", export)
        subprocess.run([*plain, "--as-of", "2026-11-01", "--json", "-o", old], check=True)
        for title, (command, *options) in QUESTIONS.items():
            asked = (INFLUENCE, command, export, *(old if option == "old.json" else option for option in options))
            yield Figure(f"{title} of {POSTS:,} posts / `score`", in_turn(asked, plain, runs), 2)
        yield Figure(
            f"`score --watch` of {POSTS:,} posts: a save to the score", 1000 * _watched(folder), 100, unit="ms"
        )


def _watched(folder: Path) -> float:
    """Seconds from a save of the weights to the last line that shows the score, the median of several."""
    weights = folder / "weights.yaml"
    text = shipped_path().read_text("utf-8")
    weights.write_text(text, "utf-8")
    command = [INFLUENCE, "score", "content.csv", "--watch", "--weights", "weights.yaml"]
    environment = os.environ | {"PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stderr.readline()
        halves = [text.replace("half_life_days: 45", f"half_life_days: {days}") for days in range(30, 30 + SAVES)]
        took = [_save(weights, half, process.stdout) for half in halves]
        process.terminate()
    return statistics.median(took)


def _save(weights: Path, text: str, shown: IO[bytes]) -> float:
    """Seconds from a save until the sum of what changed is read."""
    start = time.perf_counter()
    weights.write_text(text, "utf-8")
    while line := shown.readline():
        if line.startswith(b"  sum") and b"of 100.00" not in line and time.perf_counter() > start + 0.001:
            return time.perf_counter() - start
    raise SystemExit("the watch ended")
