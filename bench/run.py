"""Speed as ratios against something measured in the same run: `make bench`.

`python bench/run.py start formats` runs only these; `--readme` writes the table into the README, with machine and date.
Each module of MODULES has `figures()`, which yields what it measured, one Figure after the other.
"""

from __future__ import annotations

import datetime
import importlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from measure import ROOT, Figure

MODULES = ("start", "archive", "formats", "questions", "rank")
OPEN, CLOSE = "<!-- measured: make bench -->\n", "<!-- end -->"


def measured(modules: list[str]) -> Iterator[Figure]:
    """What the modules measure, told as it comes."""
    for module in modules:
        for figure in importlib.import_module(module).figures():
            print(f"{'' if figure.kept else '! '}{figure.name}: {figure.told} ({figure.limit_told})", flush=True)
            yield figure


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table, with machine and date."""
    rows = [f"| {one.name} | {one.told} | {one.limit_told} |" for one in figures]
    return "\n".join([f"{machine()}, {datetime.date.today()}:", "", "| | | limit |", "|---|---|---|", *rows]) + "\n"


def machine() -> str:
    """The processor, its cores, and the versions that matter."""
    import duckdb

    names = [line for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    processor = names[0].partition(": ")[2] if names else platform.processor() or platform.machine()
    return f"{os.cpu_count()} cores of {processor}, Python {platform.python_version()}, DuckDB {duckdb.__version__}"


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def write_readme(text: str) -> None:
    """Put the table where the README has room for it."""
    readme = ROOT / "README.md"
    before, opening, rest = readme.read_text("utf-8").partition(OPEN)
    _, closing, after = rest.partition(CLOSE)
    if not (opening and closing):
        raise SystemExit(f"README.md has no room for it, from {OPEN.strip()} to {CLOSE}")
    readme.write_text(f"{before}{opening}{text}{closing}{after}", "utf-8")


def main() -> None:
    """Run the modules that are named, or all. Ends with 1 where a limit is not kept."""
    named = [name for name in sys.argv[1:] if not name.startswith("-")]
    figures = list(measured(named or list(MODULES)))
    if "--readme" in sys.argv:
        write_readme(table(figures))
    sys.exit(any(not one.kept for one in figures))


if __name__ == "__main__":
    main()
