"""What each stage of `influence rank` costs, from one to a hundred million events, and what a day more costs.

`python bench/scale.py` measures and writes the table into docs/scale.md. Seconds are of the processor, all cores
together: they do not depend on what else the machine is doing.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import rank
from measure import ROOT
from run import machine

SIZES = (1_000_000, 10_000_000, 100_000_000)
LIMIT = "2GiB"
DOCUMENT = ROOT / "docs" / "scale.md"
OPEN, CLOSE = "<!-- measured: python bench/scale.py -->\n", "<!-- end -->"
STAGES = ("read and sum", "settle names", "score", "write")


def stages(arguments: list[str], out: str) -> dict[str, float]:
    """One ranking in this process: processor seconds by stage, and the peak memory in MiB. `arguments`: files, and
    before them --state with a folder where one is used."""
    import influence
    from influence.ranking import standings, sums

    spent = dict.fromkeys(STAGES, 0.0)
    for module, name, stage in (
        (sums, "insert", STAGES[0]),
        (sums, "mean", STAGES[1]),
        (standings, "stand", STAGES[2]),
    ):
        setattr(module, name, _timed(getattr(module, name), spent, stage))
    state = arguments[1] if arguments[0] == "--state" else None
    files = arguments[2:] if state else arguments
    start = time.process_time()
    with influence.rank(*files, state=state, memory_limit=LIMIT) as ranking:
        before = time.process_time()
        ranking.write(out)
        spent[STAGES[3]] = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return spent | {"all": time.process_time() - start, "peak": peak}


def _timed(function: Callable[..., Any], spent: dict[str, float], stage: str) -> Callable[..., Any]:
    def run(*args: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **named)
        finally:
            spent[stage] += time.process_time() - start

    return run


def measured(folder: Path, *arguments: str) -> dict[str, float]:
    """What `stages` says in a process of its own."""
    command = [sys.executable, __file__, "--stages", str(folder / "out.csv"), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def table(folder: Path) -> str:
    """The table of all sizes, and of a state of the largest to which one more day of it is added."""
    rows = []
    for size in SIZES:
        path = folder / f"{size}.parquet"
        if not path.exists():
            rank.write(path, size)
        found = measured(folder, str(path))
        rows.append((f"{size // 1_000_000} million events, {path.stat().st_size / 2**20:,.0f} MiB", found))
        print(rows[-1], flush=True)
    day = folder / "day.parquet"
    largest = folder / f"{SIZES[-1]}.parquet"
    duckdb.execute(f"COPY (SELECT * FROM '{largest}' LIMIT {SIZES[-1] // 91}) TO '{day}'")
    first = folder / "first.parquet"
    duckdb.execute(f"COPY (SELECT * FROM '{folder / f'{SIZES[1]}.parquet'}') TO '{first}'")
    measured(folder, "--state", str(folder / "state"), str(first))
    kept = sum(one.stat().st_size for one in (folder / "state").iterdir()) / 2**20
    found = measured(folder, "--state", str(folder / "state"), str(day))
    rows.append((f"1.1 million more, added to the state of 10 million ({kept:,.0f} MiB)", found))
    print(rows[-1], flush=True)
    head = f"| | {' | '.join(STAGES)} | all | peak, MiB |\n|---|{'---|' * (len(STAGES) + 2)}"
    cells = [(name, *(f"{one[stage]:.1f}" for stage in (*STAGES, "all")), f"{one['peak']:,.0f}") for name, one in rows]
    return f"{machine()}; processor seconds:\n\n{head}\n" + "".join(f"| {' | '.join(row)} |\n" for row in cells)


def main() -> None:
    """Measure, and write the document; or one ranking for another process."""
    if sys.argv[1:2] == ["--stages"]:
        print(json.dumps(stages(sys.argv[3:], sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as name:
        found = table(Path(sys.argv[1] if len(sys.argv) > 1 else name))
    before, opening, rest = DOCUMENT.read_text("utf-8").partition(OPEN)
    _, closing, after = rest.partition(CLOSE)
    DOCUMENT.write_text(f"{before}{opening}{found}{closing}{after}", "utf-8")


if __name__ == "__main__":
    main()
