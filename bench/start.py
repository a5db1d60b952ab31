"""Start-up: what `influence` costs beside the bare imports that it cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

from measure import INFLUENCE, PYTHON, ROOT, Figure, in_turn

SMALL = str(ROOT / "examples" / "x-content" / "input.csv")


def figures(runs: int = 15) -> Iterator[Figure]:
    """A small score, and the help."""
    bare = (*PYTHON, "import click, yaml, pydantic, duckdb; duckdb.connect()")
    ratio = in_turn((INFLUENCE, "score", SMALL, "--json"), bare, runs)
    yield Figure("`score` of a small CSV, `--json` / import click, yaml, pydantic, duckdb and connect", ratio, 1.5)
    ratio = in_turn((INFLUENCE, "--help"), (*PYTHON, "import click"), runs)
    yield Figure("`--help` / import click", ratio, 1.5)
