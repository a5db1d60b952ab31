"""Workbooks: a large one is read by a process beside ours, and must give what a small one gives."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import cast

import pytest

import influence
from hostile import Case
from hostile_more import rows, workbook, workbooks
from influence.errors import InfluenceError
from influence.reading import beside
from influence.result import Result

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*/*.xls*"))
HEADER = ("network", "kind", "count", "post")
WORKBOOKS = [case for case in workbooks() if case.name.startswith("a workbook") and "in.xlsx" in case.files]
Read = Callable[[Path], "Result | str"]


def here(path: Path) -> Result | str:
    """What a workbook gives, or why it is not read."""
    try:
        return influence.score(path)
    except InfluenceError as error:
        return str(error)


@pytest.fixture(params=["beside", "ends too soon", "cannot start"])
def apart(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Read:
    """The same, where every workbook is a large one."""

    started, python = tmp_path / "started", tmp_path / "python"
    then = f'exec {sys.executable} "$@"' if request.param == "beside" else "printf half"
    python.write_text(f"#!/bin/sh\necho >> {started}\n{then}\n", encoding="utf-8")
    python.chmod(0o644 if request.param == "cannot start" else 0o755)

    def read(path: Path) -> Result | str:
        monkeypatch.setattr(beside, "LARGE", 0)
        monkeypatch.setattr(sys, "executable", str(python))
        found = here(path)
        if isinstance(found, Result):  # one that is refused may be so before a process has begun
            assert started.exists() == (request.param != "cannot start" and sys.platform == "linux")
        return found

    return read


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_process_beside_gives_the_same(path: Path, apart: Read) -> None:
    expected = here(path)
    assert isinstance(expected, Result)
    assert expected.inputs[0].events > 0
    assert apart(path) == expected


@pytest.mark.parametrize("case", WORKBOOKS, ids=lambda case: case.name)
def test_a_process_beside_says_the_same(case: Case, apart: Read, tmp_path: Path) -> None:
    ((name, content),) = case.files.items()
    (path := tmp_path / name).write_bytes(cast(bytes, content))
    expected = here(path)
    assert apart(path) == expected


def test_a_large_workbook(tmp_path: Path) -> None:
    random, count = Random(5), 20_000
    cells = [("x", "like", number % 7, f"{random.getrandbits(400):x}") for number in range(count)]
    path = tmp_path / "events.xlsx"
    path.write_bytes(workbook(rows(HEADER, *cells)))
    assert path.stat().st_size > beside.LARGE
    result = influence.score(path)
    assert result.inputs[0].rows == count
    assert result.networks[0].lines[0].count == sum(number % 7 for number in range(count))


def test_a_table_away_from_the_corner(tmp_path: Path) -> None:
    data = rows(HEADER, ("x", "like", 7, "p1"))
    for column, other in zip("DCBA", "GFED", strict=True):
        data = data.replace(f'"{column}', f'"{other}')
    (path := tmp_path / "events.xlsx").write_bytes(workbook(data))
    assert influence.score(path).networks[0].lines[0].count == 7
