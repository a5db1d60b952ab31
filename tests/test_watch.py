"""`influence score --watch` as a person has it: a process that stays, and files that editors save in their ways."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from tests.test_cli import ENVIRONMENT, WEIGHTS, WORKED, run

import influence

LOUDER = WEIGHTS.replace("like: {weight: 20", "like: {weight: 30")


class Watched:
    """A running `score --watch`, and everything that it has shown."""

    def __init__(self, process: subprocess.Popen[bytes], read: Callable[[], bytes]) -> None:
        self.process, self._read, self._text = process, read, b""
        Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        while data := self._read():
            self._text += data

    @property
    def text(self) -> str:
        return self._text.decode("utf-8", "replace").replace("\r\n", "\n")

    def until(self, wanted: str, after: int = 0) -> int:
        """Wait for a text; where it ends."""
        for _ in range(3000):
            if (found := self.text.find(wanted, after)) >= 0:
                return found + len(wanted)
            assert self.process.poll() is None, self.text
            time.sleep(0.01)
        raise AssertionError(f"{wanted!r} does not come, only: {self.text[after:]}")

    def end(self) -> int:
        """Press Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@contextmanager
def piped(folder: Path, *arguments: str) -> Iterator[Watched]:
    command = [sys.executable, "-m", "influence", "score", "export.csv", "--watch", *arguments]
    process = subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
    )
    assert process.stdout
    try:
        yield Watched(process, lambda: process.stdout.read(65536))  # type: ignore[union-attr]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "weights.yaml").write_text(WEIGHTS, "utf-8")
    (tmp_path / "export.csv").write_text(WORKED, "utf-8")
    return tmp_path


def in_place(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


def by_rename(file: Path, text: str) -> None:
    file.with_suffix(".new").write_text(text, "utf-8")
    file.with_suffix(".new").replace(file)


def moved_away_first(file: Path, text: str) -> None:
    file.replace(f"{file}~")
    time.sleep(0.05)
    file.write_text(text, "utf-8")


def emptied_first(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.flush()
        time.sleep(0.05)
        stream.write(text[:200])
        stream.flush()
        time.sleep(0.05)
        stream.write(text[200:])


def test_the_score_again_at_each_save(folder: Path) -> None:
    before = influence.score(folder / "export.csv", weights=folder / "weights.yaml")
    file = folder / "weights.yaml"
    with piped(folder) as watched:
        place = watched.until("Watching weights.yaml")
        assert f"{before.score:.2f} of 100" in watched.text
        (folder / "export.csv").unlink()  # it is not read again
        for save in (in_place, by_rename, moved_away_first, emptied_first):
            for text, change in ((LOUDER, "default.like.weight=30"), (WEIGHTS, "default.like.weight=20")):
                save(file, text)
                place = watched.until(change, place)
                place = watched.until("sum", place)
        assert "Error" not in watched.text
        assert watched.end() == 0
    assert "Traceback" not in watched.text


def test_what_changed_adds_up_and_is_the_score_with_these_weights(folder: Path) -> None:
    (folder / "louder.yaml").write_text(LOUDER, "utf-8")
    before, after = (
        influence.score(folder / "export.csv", weights=folder / f"{w}.yaml") for w in ("weights", "louder")
    )
    with piped(folder) as watched:
        watched.until("Watching")
        by_rename(folder / "weights.yaml", LOUDER)
        place = watched.until("sum", watched.until("contributes  before  after"))
        total = watched.text[place : watched.until("\n", place)].split()
    assert after.points != before.points
    assert total == [f"{before.score:.2f}", f"{after.score:.2f}", f"{after.score - before.score:+.2f}"]


def test_a_broken_file_shows_why_and_keeps_the_score(folder: Path) -> None:
    score = influence.score(folder / "export.csv", weights=folder / "weights.yaml").score
    with piped(folder, "--set", "default.share.weight=50") as watched:
        place = watched.until("Watching")
        in_place(folder / "weights.yaml", WEIGHTS.replace("weight: 20", "wieght: 20"))
        place = watched.until("did you mean 'weight'?", watched.until("Error: weights.yaml:", place))
        place = watched.until("The score stays", place)
        (folder / "weights.yaml").unlink()
        place = watched.until("Error: weights.yaml: no such file", place)
        in_place(folder / "weights.yaml", LOUDER)
        watched.until("default.like.weight=30", place)
        assert watched.end() == 0
    assert f"{score:.2f} of 100" not in watched.text  # --set is on top of each version


def test_a_file_that_is_not_there_yet(folder: Path) -> None:
    (folder / "weights.yaml").unlink()
    with piped(folder) as watched:
        watched.until("Watching weights.yaml")
        in_place(folder / "weights.yaml", WEIGHTS)
        watched.until("default.share.weight=40")
        assert watched.end() == 0


def test_in_a_terminal(folder: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "influence", "score", "export.csv", "--watch"]
    environment = {key: value for key, value in ENVIRONMENT.items() if key != "NO_COLOR"} | {"TERM": "xterm-256color"}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    watched = Watched(process, lambda: read_terminal(ours))
    try:
        watched.until("Watching")
        in_place(folder / "weights.yaml", LOUDER)
        watched.until("\x1b[1;32m", watched.until("Watching"))
        watched.until("sum", watched.until("default.like.weight=30"))
        assert watched.end() == 0
    finally:
        process.kill()
        os.close(ours)


def read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side has closed
        return b""


@pytest.mark.parametrize("other", [["--json"], ["-o", "x"], ["--fail-under", "3"], ["--baseline", "r.json"]])
def test_a_watch_is_for_a_person(folder: Path, other: list[str]) -> None:
    done = run("score", "export.csv", "--watch", *other, cwd=folder)
    assert done.returncode == 2
    assert b"--watch: shows the score to a person" in done.stderr


def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    command = [sys.executable, "-m", "influence", "score", "export.csv", "--watch"]
    with subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert b"Watching" in process.stderr.readline()
        process.stdout.close()
        in_place(folder / "weights.yaml", LOUDER)
        assert process.wait(60) == 0
        assert process.stderr.read() == b""
