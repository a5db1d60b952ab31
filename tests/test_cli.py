"""The command line from outside: whole processes, their output, messages and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "examples" / "demo"
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "INFLUENCE_WEIGHTS"} | {"NO_COLOR": "1"}

WEIGHTS = """
method: 1
window_days: 90
half_life_days: 45
same_person: 0.5
combine: {rule: doubling, points: 6}
networks:
  default:
    voice: 1
    signals:
      like: {weight: 20, full: 10000}
      comment: {weight: 40, full: 1000}
      share: {weight: 40, full: 2000}
"""
WORKED = """network,kind,count,time
x,like,1240,2026-11-01
x,comment,88,2026-11-01
x,share,130,2026-11-20
linkedin,like,300,2026-10-01
linkedin,comment,40,2026-10-01
"""


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "influence", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env=ENVIRONMENT, cwd=cwd, timeout=120)


@pytest.fixture
def worked(tmp_path: Path) -> Path:
    (tmp_path / "weights.yaml").write_text(WEIGHTS, "utf-8")
    (tmp_path / "export.csv").write_text(WORKED, "utf-8")
    return tmp_path


def score(folder: Path, *arguments: str) -> dict[str, object]:
    done = run("score", "export.csv", "--json", *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    jsonschema.validate(result, json.loads((ROOT / "docs" / "result.schema.json").read_text("utf-8")))
    return result


def test_the_worked_example_gives_exactly_its_numbers(worked: Path) -> None:
    result = score(worked)
    assert [result[key] for key in ("score", "points", "low", "high", "coverage", "as_of", "first", "last")] == [
        65.79, 6579, 64.92, 72.5, 0.8, "2026-11-20", "2026-10-01", "2026-11-20",
    ]  # fmt: skip
    linkedin, x = result["networks"]
    keys = ("network", "score", "points", "low", "high", "coverage", "voice", "contributes")
    assert [linkedin[key] for key in keys] == ["linkedin", 46.55, 4655, 27.93, 67.93, 0.6, 1, 710]
    assert [x[key] for key in keys] == ["x", 64.8, 6480, 64.8, 64.8, 1, 1, 5869]
    assert [(line["of"], line["points"]) for line in x["lines"]] == [(2000, 1483), (4000, 2432), (4000, 2565)]
    assert linkedin["lines"][0] == {
        "kind": "like", "status": "measured", "count": 300, "amount": 138.88, "value": 0.5364, "weight": 20,
        "curve": "log", "full": 10000, "of": 3333, "points": 1788, "contributes": 273,
    }  # fmt: skip
    assert linkedin["lines"][2] == {"kind": "share", "status": "unknown", "weight": 40}


def test_set_as_of_and_network(worked: Path) -> None:
    assert score(worked, "--set", "default.like.weight=0")["points"] != 6579
    assert score(worked, "--as-of", "2026-10-05")["networks"][1]["points"] == 0
    assert [one["network"] for one in score(worked, "--network", "x")["networks"]] == ["x"]


def test_a_setting_of_a_network_whose_name_has_dots(worked: Path) -> None:
    path = worked / "weights.yaml"
    path.write_text(WEIGHTS + "  mastodon.social:\n    signals: {like: {weight: 1, full: 10}}\n", "utf-8")
    result = score(worked, "--set", "mastodon.social.voice=2", "--set", "mastodon.social.like.weight=3")
    block = result["weights"]["values"]["networks"]["mastodon.social"]
    assert (block["voice"], block["signals"]["like"]["weight"]) == (2, 3)


def test_events_says_what_it_leaves_out(worked: Path) -> None:
    (worked / "notes.csv").write_text("a,b\n1,2\n", "utf-8")
    done = run("events", ".", cwd=worked)
    assert done.returncode == 0
    assert done.stderr == b"left out: 2 files: of no known format (notes.csv, weights.yaml)\n"
    assert run("events", "-q", ".", cwd=worked).stderr == b""


def test_the_same_result_through_events_and_a_pipe(worked: Path) -> None:
    whole = run("score", DEMO, "--json")
    piped = run("score", "-", "--json", stdin=run("events", DEMO).stdout)
    assert json.loads(piped.stdout)["networks"] == json.loads(whole.stdout)["networks"]
    for form in ("csv", "parquet"):
        run("events", DEMO, "--to", form, "-o", worked / f"events.{form}")
        again = run("score", worked / f"events.{form}", "--json")
        assert json.loads(again.stdout)["networks"] == json.loads(whole.stdout)["networks"]


def test_verify_and_explain(worked: Path) -> None:
    run("score", "export.csv", "--json", "-o", "result.json", cwd=worked)
    assert run("verify", "result.json", cwd=worked).returncode == 0
    assert b"65.79" in run("explain", "result.json", cwd=worked).stdout
    text = (worked / "result.json").read_text("utf-8").replace('"points": 6480', '"points": 6481')
    (worked / "false.json").write_text(text, "utf-8")
    assert run("verify", "false.json", cwd=worked).returncode == 3


def test_csv_markdown_and_a_page_of_80_columns() -> None:
    rows = list(csv.DictReader(io.StringIO(run("score", DEMO, "--csv").stdout.decode())))
    total = next(row for row in rows if row["level"] == "combined")
    assert sum(int(row["contributes"]) for row in rows if row["level"] == "network") == int(total["points"])
    assert run("score", DEMO, "--markdown").stdout.startswith(b"#")
    page = run("score", DEMO).stdout.decode()
    assert "\x1b" not in page


@pytest.mark.parametrize(
    "arguments, code, says",
    [
        (["score", "none.csv"], 4, "no such file"),
        (["score", "."], 4, ""),
        (["score", "empty.csv"], 4, "empty"),
        (["score", "header.csv"], 4, "nothing received"),
        (["score", "picture.csv"], 4, "PNG"),
        (["score", "cut.csv.gz"], 4, "too early"),
        (["score", "export.csv", "--weights", "twice.yaml"], 5, "twice"),
        (["score", "export.csv", "--set", "x.lik.weight=1"], 2, "no 'x'"),
        (["score", "export.csv", "--set", "default.lik.weight=1"], 2, "did you mean 'like'?"),
        (["score", "export.csv", "--fail-under", "99"], 3, "under 99"),
        (["score", "bad.csv", "--strict"], 6, "could not be read"),
        (["score", "two.csv"], 2, "--profile"),
        (["score"], 2, "Missing argument"),
        (["scroe", "export.csv"], 2, "did you mean 'score'?"),
        (["formats", "show", "x-contents"], 2, "x-content"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_each_error_has_its_message_and_code(worked: Path, arguments: list[str], code: int, says: str) -> None:
    if arguments == ["score", "."]:
        arguments = ["score", "nothing"]
    (worked / "nothing").mkdir()
    (worked / "empty.csv").write_bytes(b"")
    (worked / "header.csv").write_text("network,kind,count\n", "utf-8")
    (worked / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (worked / "cut.csv.gz").write_bytes(__import__("gzip").compress(WORKED.encode() * 50)[:60])
    (worked / "twice.yaml").write_text(WEIGHTS.replace("window_days: 90", "window_days: 90\nwindow_days: 30"), "utf-8")
    (worked / "bad.csv").write_text(WORKED + "x,like,-3,2026-11-01\n", "utf-8")
    (worked / "two.csv").write_text("profile,network,kind,count\na,x,like,1\nb,x,like,2\n", "utf-8")
    done = run(*arguments, cwd=worked)
    assert done.returncode == code, done.stderr.decode()
    assert says in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "row, what",
    [
        ("x,like,-3,2026-11-01", "negative"),
        ("x,like,many,2026-11-01", "whole number"),
        ("x,like,1,2026-02-30", "date"),
        ("x,lik,1,2026-11-01", "did you mean 'like'?"),
        (",like,1,2026-11-01", "no network"),
        ("x,like,1,2026-11-01,more,and more", "more cells"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_is_scored(worked: Path, row: str, what: str) -> None:
    (worked / "export.csv").write_text(WORKED + row + "\n", "utf-8")
    done = run("score", "export.csv", "--json", cwd=worked)
    result = json.loads(done.stdout)
    assert result["points"] == 6579
    assert [problem["count"] for problem in result["problems"]] == [1]
    assert result["problems"][0]["examples"][0]["record"] == 7
    assert what in done.stderr.decode()


@pytest.mark.parametrize("count, read", [('"1,240"', 1240), ("1240.0", 1240), ("1.24K", 1240), (" 1240 ", 1240)])
def test_a_count_may_be_written_in_several_ways(worked: Path, count: str, read: int) -> None:
    (worked / "export.csv").write_text(WORKED.replace("1240", count), "utf-8")
    assert score(worked)["networks"][1]["lines"][0]["count"] == read


def test_output_appears_only_when_complete(worked: Path) -> None:
    assert run("score", "none.csv", "-o", "out.json", cwd=worked).returncode == 4
    assert not (worked / "out.json").exists()
    assert run("score", "export.csv", "-o", "missing/out.json", cwd=worked).returncode == 2


def test_the_variable_that_the_help_names_chooses_the_weights(worked: Path) -> None:
    mine = worked / "mine.yaml"
    mine.write_text(WEIGHTS.replace("like: {weight: 20", "like: {weight: 90"), "utf-8")
    assert "[$INFLUENCE_WEIGHTS, ./weights.yaml," in " ".join(run("score", "--help").stdout.decode().split())
    command = [sys.executable, "-m", "influence", "score", "export.csv", "--json"]
    done = subprocess.run(
        command, capture_output=True, env=ENVIRONMENT | {"INFLUENCE_WEIGHTS": str(mine)}, cwd=worked, timeout=120
    )
    assert json.loads(done.stdout)["weights"]["path"] == str(mine)
    assert json.loads(done.stdout)["points"] == score(worked, "--weights", str(mine))["points"]
