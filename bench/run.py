"""Speed as ratios against something measured in the same run: `make bench`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import archive

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "examples" / "x-content" / "input.csv"
INFLUENCE = str(Path(sys.executable).with_name("influence"))
PYTHON = [sys.executable, "-c"]

PAIRS = {
    "score, small CSV, --json / imports and connect": (
        [INFLUENCE, "score", str(SMALL), "--json"],
        [*PYTHON, "import click, yaml, pydantic, duckdb; duckdb.connect()"],
        1.5,
    ),
    "--help / import click": ([INFLUENCE, "--help"], [*PYTHON, "import click"], 1.5),
}


def seconds(command: list[str]) -> float:
    """Wall time of one whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def main(runs: int = 15) -> None:
    """Each pair in turn, A B A B; the median of the ratios pair by pair."""
    for name, (ours, theirs, most) in PAIRS.items():
        seconds(ours), seconds(theirs)
        ratios = [seconds(ours) / seconds(theirs) for _ in range(runs)]
        print(f"{name}: {statistics.median(ratios):.2f} (at most {most})")


if __name__ == "__main__":
    main()
    archive.main()
