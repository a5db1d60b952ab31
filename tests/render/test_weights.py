from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from influence.errors import UsageError
from influence.render.console import console
from influence.render.weights import render
from influence.weights import WeightsFile, load, shipped_path

MINE = """
method: 1
window_days: 90
half_life_days: null
same_person: 0.5
combine: {rule: mean, points: 6, why: "a mean \\e[31mfor us"}
networks:
  default:
    voice: 1
    signals:
      like: {weight: 20, full: 10000, why: cheap, source: judgement}
      comment: {weight: 40, curve: linear, full: 1000}
      share: {weight: 40.5, curve: loglogistic, median: 12, p90: 400}
  x: {voice: 0.5, signals: {like: {weight: 1, full: 1}}}
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("weights.yaml").write_text(MINE, "utf-8")
    return "weights.yaml"


def piped(file: WeightsFile, network: str | None = None) -> str:
    stream = io.StringIO()
    render(file, console(stream, {}), network)
    return stream.getvalue()


def on_terminal(file: WeightsFile, width: int) -> str:
    stream = io.StringIO()
    render(file, Console(file=stream, width=width, height=40, force_terminal=True, color_system=None), None)
    return stream.getvalue()


def test_every_number_with_its_why_and_source(mine: str) -> None:
    text = piped(load(mine))
    assert re.match(r"weights\.yaml, sha256 [0-9a-f]{12}\n\n", text)
    assert re.search(r"^  half_life_days +null$", text, re.MULTILINE)
    assert re.search(r"^  combine\.rule +mean  a mean �\[31mfor us$", text, re.MULTILINE)
    assert re.search(r"^  like +20 +10,000  cheap \[judgement\]$", text, re.MULTILINE)
    assert re.search(r"^  comment +40 +linear 1,000$", text, re.MULTILINE)
    assert re.search(r"^  share +40\.5 +median 12, p90 400$", text, re.MULTILINE)
    assert re.search(r"^x\n  voice  0\.5$", text, re.MULTILINE)


def test_what_set_changed_stands_beside_what_the_file_says(mine: str) -> None:
    settings = ["default.like.weight=2", "x.voice=3", "window_days=30", "x.save.weight=1", "x.save.full=5"]
    text = piped(load(mine, settings))
    assert "changed by --set default.like.weight=2 --set x.voice=3" in text
    assert re.search(r"^  like +2 +10,000  cheap \[judgement\]\n    in the file: weight 20$", text, re.MULTILINE)
    assert re.search(r"^  voice  3\n    in the file: 0\.5$", text, re.MULTILINE)
    assert re.search(r"^  window_days +30\n    in the file: 90$", text, re.MULTILINE)
    assert re.search(r"^  save +1 +5\n    set on the command line, not in the file$", text, re.MULTILINE)
    assert text.count("in the file") == 4


def test_without_set_nothing_is_marked(mine: str) -> None:
    assert "in the file" not in piped(load(mine))
    assert "--set" not in piped(load(mine))


def test_one_network_alone(mine: str) -> None:
    text = piped(load(mine), "x")
    assert "\nx\n" in text
    assert "default" not in text


def test_a_network_without_a_block_is_named_with_the_nearest(mine: str) -> None:
    with pytest.raises(UsageError, match="did you mean 'default'"):
        piped(load(mine), "defualt")
    with pytest.raises(UsageError, match="scored with `default`"):
        piped(load(mine), "zzz")


def test_a_pipe_loses_nothing_of_the_shipped_file() -> None:
    file = load(shipped_path())
    text = piped(file)
    for block in file.weights.networks.values():
        for kind, signal in block.signals.items():
            assert re.search(rf"^  {kind} +{signal.weight:g} +{signal.full:,.0f}  {re.escape(signal.why)}", text, re.M)
            assert f"[{signal.source}]" in text


@pytest.mark.parametrize("width", [20, 33, 48, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal_where_words_can_be_folded(width: int, mine: str) -> None:
    text = on_terminal(load(shipped_path(), ["x.like.weight=2"]), width)
    table = max(map(len, re.findall(r"^  (?:combine\.points +\d+|interaction +\d+ +[\d,]+)", text, re.MULTILINE)))
    assert max(map(cell_len, text.splitlines())) <= max(width, table)
    assert "judgement]" in text or width < 48
