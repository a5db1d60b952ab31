"""`--map`: a file of no known format for one run, by what a person says of its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

import influence
from influence.errors import InputError, UsageError

TABLE = """Tag,Beitrag,Herzen,Antworten,Funken
2026-10-01,kumo-post-1,12,3,7
2026-10-13,kumo-post-2,5,0,9
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (path := tmp_path / "kumo.csv").write_text(TABLE, "utf-8")
    return path


def test_the_doctor_knows_a_format_that_is_none_of_its_own(table: Path) -> None:
    found = influence.check(table, map=["Herzen=like", "kumo=network"])
    assert found.files[0].measures == ["like", "comment"]
    assert found.files[0].columns["like"] == "Herzen"


def test_what_nobody_explained_is_told(table: Path) -> None:
    found = influence.score(table, map=["Herzen=like", "kumo=network"])
    assert found.inputs[0].unknown_columns == ["Funken"]
    assert any("Funken" in warning for warning in found.warnings)


def test_the_network_alone_may_be_all_that_is_missing(table: Path) -> None:
    with influence.read(table, map=["kumo=network"]) as events:
        assert sum(event.count for event in events if event.kind == "comment") == 3


def test_a_column_that_is_not_there(table: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Herzn=like: it has no such column; did you mean 'Herzen'"):
        influence.score(table, map=["Herzn=like"])
    (known := tmp_path / "events.csv").write_text("network,kind,count\nx,like,5\n", "utf-8")
    for run in (influence.score, influence.check):
        with pytest.raises(UsageError, match="no file has a column 'Herzn'"):
            run(known, map=["Herzn=like"])
