"""Every folder in examples/ with an `events.ndjson` or `error.txt` is a test: the export, and what it must give."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import influence
from cases import thinned

EXAMPLES = Path(__file__).parents[1] / "examples"
EXPECTED = ("events.ndjson", "error.txt")
FOLDERS = sorted({path.parent for name in EXPECTED for path in EXAMPLES.glob(f"*/{name}")})


def given(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name not in EXPECTED)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_gives_these_events(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    paths = [path.name for path in given(folder)]
    if (folder / "error.txt").exists():
        with pytest.raises(influence.InputError) as raised:
            influence.read(*paths)
        assert str(raised.value) + "\n" == (folder / "error.txt").read_text("utf-8")
        return
    with influence.read(*paths) as events:
        events.write(tmp_path / "events.ndjson")
    got = (tmp_path / "events.ndjson").read_text("utf-8")
    if os.environ.get("UPDATE_EXAMPLES"):
        (folder / "events.ndjson").write_text(got, "utf-8")
    wanted = (folder / "events.ndjson").read_text("utf-8")
    assert [json.loads(line) for line in got.splitlines()] == [json.loads(line) for line in wanted.splitlines()]


@pytest.mark.parametrize(
    "folder", thinned((one for one in FOLDERS if (one / "events.ndjson").exists()), 4), ids=lambda one: one.name
)
def test_gives_the_same_where_there_is_much(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large files are read in another way: on all cores, and their events stay in the table of their records."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr("influence.reading.read._MUCH", 0)
    with influence.read(*(path.name for path in given(folder))) as events:
        assert events.store.much
        events.write(tmp_path / "events.ndjson")
    wanted = (folder / "events.ndjson").read_text("utf-8")
    got = (tmp_path / "events.ndjson").read_text("utf-8")
    assert [json.loads(line) for line in got.splitlines()] == [json.loads(line) for line in wanted.splitlines()]


@pytest.mark.parametrize("folder", [one for one in FOLDERS if (one / "error.txt").exists()], ids=lambda one: one.name)
def test_says_the_same_where_there_is_much(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file of what you did yourself has no column that is read, and is not damaged."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr("influence.reading.read._MUCH", 0)
    with pytest.raises(influence.InputError) as raised:
        influence.read(*(path.name for path in given(folder)))
    assert str(raised.value) + "\n" == (folder / "error.txt").read_text("utf-8")


def test_every_shipped_format_has_an_example() -> None:
    from influence.formats.catalogue import load_shipped

    assert set(load_shipped()) <= {folder.name for folder in FOLDERS}


def test_what_is_added_to_a_count_is_none_alone(tmp_path: Path) -> None:
    """Other reactions without the likes are not the likes."""
    text = (EXAMPLES / "crowdtangle-api" / "input.json").read_text("utf-8")
    path = tmp_path / "input.json"
    path.write_text(text.replace('"likeCount"', '"otherCount"'), "utf-8")
    with influence.read(path) as events:
        (given,) = events.inputs
    assert set(given.kinds) == {"post", "comment", "share"}
