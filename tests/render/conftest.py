"""Two results to render: the worked example of the documentation, and a messy one with everything that can be wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from influence.result import Result

HERE = Path(__file__).parent
UPDATE = "UPDATE_SNAPSHOTS"
"""Set this variable to write the snapshots anew; then read the difference."""


def load(name: str) -> Result:
    path = HERE / "results" / f"{name}.json"
    return Result.from_json(path.read_bytes(), path.name)


@pytest.fixture
def worked() -> Result:
    return load("worked")


@pytest.fixture
def messy() -> Result:
    return load("messy")


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Holds a text against the file of that name beside the tests."""

    def hold(name: str, text: str) -> None:
        path = HERE / "snapshots" / name
        if os.environ.get(UPDATE):
            path.write_text(text, encoding="utf-8", newline="")
        assert path.read_bytes().decode("utf-8") == text

    return hold
