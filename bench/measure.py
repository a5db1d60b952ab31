"""How speed is measured: whole processes, ours and another in turn, and what comes of it as one row of a table."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INFLUENCE = str(Path(sys.executable).with_name("influence"))
PYTHON = (sys.executable, "-c")

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Python keeps what it compiled, as pip does when it installs."""

Command = Sequence[str]


@dataclass(frozen=True)
class Figure:
    """One thing measured, and what it may be. `value`: how many times the other's time it took, or in another `unit`.
    `limit`: the most it may be, or with `least` the least; None: it is only told."""

    name: str
    value: float
    limit: float | None = None
    least: bool = False
    unit: str = ""

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.least else self.value <= self.limit

    @property
    def limit_told(self) -> str:
        """The limit, for people."""
        return "" if self.limit is None else f"{'at least' if self.least else 'at most'} {self.limit:g}{self._unit}"

    @property
    def told(self) -> str:
        """The value, for people."""
        return f"{self.value:,.0f}{self._unit}" if self.unit else f"{self.value:.2f}"

    @property
    def _unit(self) -> str:
        return f" {self.unit}" if self.unit else ""


def seconds(command: Command) -> float:
    """Wall time of one whole process. Raises CalledProcessError where it fails."""
    start = time.perf_counter()
    nothing = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=nothing, stderr=nothing, cwd=ROOT, env=ENVIRONMENT)
    return time.perf_counter() - start


def in_turn(ours: Command, theirs: Command, runs: int = 3) -> float:
    """How many times as long as theirs ours takes: run A B A B after one unmeasured A B, the median pair by pair."""
    seconds(ours), seconds(theirs)
    return statistics.median(seconds(ours) / seconds(theirs) for _ in range(runs))


def peak(command: Command) -> float:
    """The most memory in MiB that one process has at once, measured from a process that has no other child."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (command,))


def _peak(command: Command) -> float:
    seconds(command)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
