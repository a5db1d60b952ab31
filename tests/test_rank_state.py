"""`influence rank --state`: sums remembered by day give the scores of a full run, and a killed run leaves no trace."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import influence
from cases import TODAY, Plain, Row, examples, files, row, rows, weights, weights_text, write_rows
from influence.ranking.ranking import Ranked

PROFILES = ("ann", "bob", "Bob", None)
FIRST = "profile,network,kind,count,time\nann,x,like,120,2026-11-01\nbob,x,like,9,2026-11-02\n"
SECOND = "profile,network,kind,count,time\nbob,x,comment,5,2026-11-03\ncy,x,like,9,2026-11-03\n"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    command = [str(Path(sys.executable).with_name("influence")), "rank", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True)


def ranked(*events: Path, **how: object) -> list[Ranked]:
    with influence.rank(*events, **how) as ranking:  # type: ignore[arg-type]
        return list(ranking)


@pytest.fixture
def days(tmp_path: Path) -> Path:
    (tmp_path / "1.csv").write_text(FIRST, "utf-8")
    (tmp_path / "2.csv").write_text(SECOND, "utf-8")
    return tmp_path


@examples(40)
@given(rows(profiles=PROFILES, most=40), weights(), weights(), st.sampled_from((None, TODAY)))
def test_day_by_day_is_what_a_full_run_gives(made: list[Row], by: Plain, other: Plain, as_of: object) -> None:
    made.append(row("x", "like", 3, "2026-11-02", profile="ann"))
    parts = [part for part in (made[::3], made[1::3], made[2::3]) if part]
    with files(*parts, form="csv") as paths, tempfile.TemporaryDirectory() as state:
        weighings = [paths[0].with_name(f"{number}.yaml") for number in range(2)]
        for path, one in zip(weighings, (by, other), strict=True):
            path.write_text(weights_text(one), "utf-8")
        distinct = {path.read_bytes(): path for path in paths}
        for number in range(1, len(paths) + 1):
            if any(one["profile"] for part in parts[:number] for one in part):
                ranked(paths[number - 1], weights=weighings[0], state=state, as_of=as_of)
            else:
                with pytest.raises(influence.InputError, match="no row names a profile"):
                    ranked(paths[number - 1], weights=weighings[0], state=state)
        for path in weighings:
            expected = ranked(*distinct.values(), weights=path, as_of=as_of)
            assert ranked(weights=path, state=state, as_of=as_of) == expected
            assert ranked(*paths, weights=path, state=state, as_of=as_of) == expected


def test_a_file_is_counted_once_whatever_it_is_called(days: Path) -> None:
    assert run("1.csv", "--state", "kept", cwd=days).returncode == 0
    (days / "again.csv").write_text(FIRST, "utf-8")
    done = run("1.csv", "again.csv", "2.csv", "--state", "kept", "--to", "csv", cwd=days)
    assert done.stdout == run("1.csv", "2.csv", "--to", "csv", cwd=days).stdout
    assert "again.csv: 1 file left out" in done.stderr.decode()
    (days / "1.csv").unlink()
    (days / "2.csv").unlink()
    assert run("--state", "kept", "--to", "csv", cwd=days).stdout == done.stdout
    assert run("--state", "kept", "--to", "csv", "--as-of", "2026-11-01", cwd=days).stdout != done.stdout


def test_other_contents_of_the_same_name_count_too(days: Path) -> None:
    run("1.csv", "--state", "kept", cwd=days)
    (days / "1.csv").write_text(SECOND, "utf-8")
    done = run("1.csv", "--state", "kept", "--to", "csv", cwd=days)
    assert "the state has other contents of this name too" in done.stderr.decode()
    (days / "1.csv").write_text(FIRST, "utf-8")
    assert done.stdout == run("1.csv", "2.csv", "--to", "csv", cwd=days).stdout


def test_many_parts_become_one(days: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("influence.ranking.state.MOST_PARTS", 3)
    for number in range(5):
        (days / "day.csv").write_text(f"profile,network,kind,count\nann,x,like,{number}\n", "utf-8")
        with influence.rank(days / "day.csv", state=days / "kept"):
            pass
    held = json.loads((days / "kept" / "manifest.json").read_text("utf-8"))
    assert len(held["files"]) == 5
    assert len(held["parts"]) == len(list((days / "kept").glob("*.parquet"))) == 2
    (days / "all.csv").write_text(f"profile,network,kind,count\nann,x,like,{sum(range(5))}\n", "utf-8")
    assert ranked(state=days / "kept") == ranked(days / "all.csv")


@pytest.mark.parametrize(
    "manifest, told",
    [
        ("", "nothing in it yet"),
        ("{}", "not a manifest"),
        ('{"files": [], "parts": [], "schema": 2}', "later version"),
        ('{"files": [], "parts": ["part-1.parquet"]}', "missing"),
    ],
)
def test_errors_say_what_is_wrong(tmp_path: Path, manifest: str, told: str) -> None:
    (tmp_path / "kept").mkdir()
    if manifest:
        (tmp_path / "kept" / "manifest.json").write_text(manifest, "utf-8")
    done = run("--state", "kept", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (4, b"")
    assert told in done.stderr.decode()


def test_strict_keeps_nothing_of_a_file_with_a_bad_row(days: Path) -> None:
    (days / "bad.csv").write_text(SECOND + "ann,x,like,many,\n", "utf-8")
    run("1.csv", "--state", "kept", cwd=days)
    assert run("bad.csv", "--state", "kept", "--strict", cwd=days).returncode == 6
    assert run("--state", "kept", "--to", "csv", cwd=days).stdout == run("1.csv", "--to", "csv", cwd=days).stdout


def test_one_run_at_a_time(days: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    run("1.csv", "--state", "kept", cwd=days)
    with (days / "kept" / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run("2.csv", "--state", "kept", cwd=days)
    assert done.returncode == 2
    assert "another run is using it" in done.stderr.decode()


# Killed

KILLED = """
import os, signal, sys
left = int(sys.argv.pop(1))
def hook(event, arguments):
    global left
    if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.chmod") and wanted(event, arguments):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
def wanted(event, arguments):
    name = str(arguments[0])
    return "kept" in name or "out.csv" in name
sys.addaudithook(hook)
from influence.cli import main
main()
"""
"""A run that kills itself at the Nth time it touches the state or the output."""


def scratch(folder: Path) -> dict[str, str]:
    """The environment of a run that leaves its scratch files here: who is killed does not clear up."""
    (folder / "scratch").mkdir(exist_ok=True)
    return os.environ | {"TMPDIR": str(folder / "scratch")}


def killed(at: int, arguments: Sequence[str], cwd: Path) -> bool:
    command = [sys.executable, "-c", KILLED, str(at), *arguments]
    done = subprocess.run(command, cwd=cwd, env=scratch(cwd), capture_output=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0


@pytest.mark.thorough
def test_killed_anywhere_the_old_output_is_whole_and_the_state_usable(days: Path) -> None:
    output = ["--to", "csv", "-o", "out.csv"]
    assert run("1.csv", "--state", "kept", *output, cwd=days).returncode == 0
    before = (days / "out.csv").read_bytes()
    after = run("1.csv", "2.csv", "--to", "csv", cwd=days).stdout
    at = 0
    while killed(at := at + 1, ["rank", "2.csv", "--state", "kept", *output], cwd=days):
        assert (days / "out.csv").read_bytes() in (before, after)
        held = run("--state", "kept", "--to", "csv", cwd=days)
        assert held.stdout in (before, after), held.stderr.decode()
        manifest = json.loads((days / "kept" / "manifest.json").read_text("utf-8"))
        assert sorted(manifest["parts"]) == sorted(path.name for path in (days / "kept").glob("*.parquet"))
        assert at < 100
    assert at > 8
    assert (days / "out.csv").read_bytes() == after
    assert run("2.csv", "--state", "kept", "--to", "csv", cwd=days).stdout == after


@pytest.mark.thorough
def test_killed_at_any_time(tmp_path: Path) -> None:
    chance = random.Random(1)
    made = [
        row("x", "like", number % 7, f"2026-11-{number % 20 + 1:02}", profile=f"p{number % 997}")
        for number in range(200_000)
    ]
    write_rows(tmp_path / "1.csv", made[:50_000])
    write_rows(tmp_path / "2.csv", made[50_000:])
    run("1.csv", "--state", "kept", cwd=tmp_path)
    before, after = (run(*names, "--to", "csv", cwd=tmp_path).stdout for names in (["1.csv"], ["1.csv", "2.csv"]))
    command = [str(Path(sys.executable).with_name("influence")), "rank", "2.csv", "--state", "kept"]
    for _ in range(15):
        process = subprocess.Popen(
            command, cwd=tmp_path, env=scratch(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.1, 1.5))
        process.kill()
        process.wait()
        assert run("--state", "kept", "--to", "csv", cwd=tmp_path).stdout in (before, after)
    assert run("2.csv", "--state", "kept", "--to", "csv", cwd=tmp_path).stdout == after
