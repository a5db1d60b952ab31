"""`influence formats new` in a terminal: it asks what it must, again until it is understood."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import influence
from influence.cli import influence as influence_command

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
    code, seen = in_a_terminal(tmp_path, *new, typed="9\nTag=tiem\nNone=time\n1\n1\nexample\nlikes\nlike\ncomment\n")
    assert code == 0, seen
    assert "several columns are days" in seen
    assert "  1  Tag=time" in seen
    assert seen.count("that is none of them") == 3
    assert "\x1b" not in seen
    score = influence.score(tmp_path / "in.csv", formats=[tmp_path / "my-posts.yaml"])
    network = score.networks[0]
    assert (network.network, [line.count for line in network.lines[:2]]) == ("example", [200, 10])
    assert seen.count("it can be ") == 2  # likes are none, and there is a like already


def test_who_stops_answering_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TABLE, "utf-8")
    code, seen = in_a_terminal(tmp_path, "formats", "new", "in.csv", typed="1\n\x04")
    assert code not in (0, 1), seen
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_who_explains_nothing_leaves_the_column(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Tag,Herzen,Likes\n2026-11-02,120,7\n2026-11-05,80,3\n", "utf-8")
    code, seen = in_a_terminal(tmp_path, "formats", "new", "in.csv", "--network", "kumo", typed="\n")
    assert code == 0, seen
    assert "Herzen: holds numbers (120, 80); which kind is it? [left]" in seen
    assert "said to be left: [Herzen]" in (tmp_path / "kumo-export.yaml").read_text("utf-8")


def test_what_it_writes_can_be_used_at_once(tmp_path: Path) -> None:
    """Dots between thousands, an id of one letter, a text of one word."""
    table = "uid,Tag,Text,Likes,Kommentare\na,01.11.2026,Kessel,1.204,3\nb,13.11.2026,Hafen,20,11.000\n"
    (path := tmp_path / "in.csv").write_text(table, "utf-8")
    run = CliRunner().invoke(
        influence_command, ["formats", "new", str(path), "--network", "kumo", "-o", str(tmp_path / "k.yaml")]
    )
    assert run.exit_code == 0, run.output
    assert "Likes: 1.204 is read as 1204" in run.stderr
    assert f"influence score {path} --formats {tmp_path / 'k.yaml'}" in run.stdout
    with influence.read(path, formats=[tmp_path / "k.yaml"]) as events:
        assert {(event.post, event.kind, event.count) for event in events} == {
            ("a", "post", 1), ("a", "like", 1204), ("a", "comment", 3),
            ("b", "post", 1), ("b", "like", 20), ("b", "comment", 11000),
        }  # fmt: skip


def test_a_file_that_is_there_is_told_before_any_question(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TABLE, "utf-8")
    (tmp_path / "k.yaml").write_text("mine", "utf-8")
    code, seen = in_a_terminal(tmp_path, "formats", "new", "in.csv", "-o", "k.yaml", typed="")
    assert code == 2, seen
    assert "which" not in seen
