"""Prints the oldest version of every dependency that pyproject.toml allows, as constraints for pip."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path


def lowest(requirement: str) -> str:
    """`click>=8.2` as `click==8.2`. Raises ValueError for a requirement without a lower bound."""
    found = re.fullmatch(r"([\w.-]+)>=([\d.]+)(,.*)?", requirement)
    if found is None:
        raise ValueError(f"{requirement!r} has no lower bound to test")
    return f"{found[1]}=={found[2]}"


if __name__ == "__main__":
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    for one in project["dependencies"]:
        print(lowest(one))
