"""Bad input gives a clear message and the right exit code, or a right score with the problem counted.

Each case of `hostile.py` runs in this process, and what a person would see must be what `bad_input.txt` says;
UPDATE_SNAPSHOTS=1 writes that file anew, to be read before it is committed.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import hostile
import hostile_more
from cases import thinned
from hostile import Case
from influence import cli

SNAPSHOT = Path(__file__).with_name("bad_input.txt")
PATIENCE = 60
"""Seconds after which a case counts as hanging; hundreds of times what it needs."""

MOST_LINES = 12
CODES = {0, 2, 3, 4, 5, 6}


def laid_out(case: Case, folder: Path) -> None:
    for name, content in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.mkdir(exist_ok=True)
        elif callable(content):
            content(path)
        else:
            path.write_bytes(content)


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError("it hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def answer(case: Case, folder: Path, patch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of a case."""
    laid_out(case, folder)
    patch.chdir(folder)
    patch.setattr(tempfile, "tempdir", None)
    for name in ("INFLUENCE_WEIGHTS", "COLUMNS", "FORCE_COLOR"):
        patch.delenv(name, raising=False)
    patch.setenv("XDG_CONFIG_HOME", str(folder / "no-config"))
    for name, value in case.environ.items():
        patch.setenv(name, value)
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(case.stdin), "utf-8"))
    patch.setattr(sys, "stdout", out)
    patch.setattr(sys, "stderr", err)
    with no_longer_than(PATIENCE):
        code = cli.run(case.arguments)
    out.flush()
    err.flush()
    return code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()


def told(case: Case, code: int, out: str, err: str) -> str:
    """All of it as the snapshot holds it."""
    command = " ".join(
        json.dumps(word, ensure_ascii=True) if not word.isprintable() else word for word in case.arguments
    )
    lines = [f"## {case.name}", f"$ influence {command[:120]}{'...' * (len(command) > 120)}", f"exit {code}"]
    shown = scored(json.loads(out)) if out.startswith('{\n  "schema"') else out.splitlines()
    lines += [f"  {line[:160]}".rstrip() for line in shown[:MOST_LINES]]
    most = 1 if err.startswith("Usage:") else MOST_LINES  # what click says below that differs by its version
    lines += [f"! {line[:400]}" for line in err.splitlines()[:most]]
    return "\n".join(lines)


def scored(result: dict[str, Any]) -> list[str]:
    """A result in a line for each network, and what it says that it did not count."""
    lines = []
    for network in result["networks"]:
        seen = [f"{line['kind']} {line['count']}" for line in network["lines"] if line["status"] == "measured"]
        lines.append(f"{shown(network['network'])} {network['points']}: {', '.join(seen)}")
    lines += [f"unscored {shown(one['network'])} {one['kind']} {one['count']}" for one in result["unscored"]]
    lines += [f"left out {one['count']} {one['what']}: {one['why']}" for one in result["left_out"]]
    lines += [f"problem {one['count']}: {one['what']}" for one in result["problems"]]
    return lines


def shown(text: str) -> str:
    return json.dumps(text) if not text.isascii() or not text.isprintable() else text[:60]


def unsafe(text: str) -> set[str]:
    """Characters that a terminal would obey."""
    kinds = {letter: unicodedata.category(letter) for letter in set(text) - {"\n"}}
    return {
        letter
        for letter, kind in kinds.items()
        if kind in ("Cc", "Cs") or letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    }


def expected() -> dict[str, str]:
    if not SNAPSHOT.exists():
        return {}
    sections = re.split(r"\n\n(?=## )", SNAPSHOT.read_text("utf-8").strip())
    return {section.split("\n")[0].removeprefix("## "): section for section in sections}


ALL = [*hostile.cases(), *hostile_more.cases()]
EXPECTED = expected()
MADE: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def snapshot() -> Iterator[None]:
    yield
    if os.environ.get("UPDATE_SNAPSHOTS"):
        kept = EXPECTED | MADE
        SNAPSHOT.write_text("\n\n".join(kept[case.name] for case in ALL if case.name in kept) + "\n", "utf-8")


@pytest.mark.parametrize("case", thinned(ALL, 5), ids=lambda case: case.name)
def test_is_answered(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        code, out, err = answer(case, tmp_path, patch)
    MADE[case.name] = told(case, code, out, err)
    assert "Traceback" not in err
    assert "internal error" not in err
    assert code in CODES
    assert not unsafe(err)
    assert case.arguments[0] == "events" or not unsafe(out.replace("\r\n", "\n"))
    if not os.environ.get("UPDATE_SNAPSHOTS"):
        assert MADE[case.name] == EXPECTED.get(case.name)
