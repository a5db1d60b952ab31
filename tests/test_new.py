"""`influence formats new` in a terminal: it asks what it must, again until it is understood."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import influence

TABLE = """Gadget;Tag;Ende;Herzen;\x1b[31mrot
p1;01/11/2026;02/11/2026;120;7
p2;04/11/2026;05/11/2026;80;3
"""


def in_a_terminal(folder: Path, *arguments: str, typed: str) -> tuple[int, str]:
    """The exit code of a command with its streams on a terminal, and what was seen there."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    command = [str(Path(sys.executable).with_name("influence")), *arguments]
    with subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:  # Linux says so that the other end is closed
            pass
    os.close(ours)
    return process.returncode, seen.decode()


def test_it_asks_until_it_is_understood(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TABLE, "utf-8")
    new = ["formats", "new", "in.csv", "--id", "my-posts", "--column", "Herzen=like"]
    code, seen = in_a_terminal(tmp_path, *new, typed="9\nTag=tiem\nNone=time\n1\n1\nexample\n")
    assert code == 0, seen
    assert "several columns are days" in seen
    assert "  1  Tag=time" in seen
    assert seen.count("that is none of them") == 3
    assert "\x1b" not in seen
    score = influence.score(tmp_path / "in.csv", formats=[tmp_path / "my-posts.yaml"])
    assert (score.networks[0].network, score.networks[0].lines[0].count) == ("example", 200)


def test_who_stops_answering_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TABLE, "utf-8")
    code, seen = in_a_terminal(tmp_path, "formats", "new", "in.csv", typed="1\n\x04")
    assert code not in (0, 1), seen
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
