"""`influence rank`: every profile's row is what `influence score --profile` and the oracle say, whatever the file."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import influence
import oracle
from cases import TODAY, Case, Plain, Row, examples, files, row, rows, score_files, weights, weights_text, write_rows
from influence.errors import InputError

PROFILES = ("ann", "bob", "Bob", "c, d", "é", None)
HEADER = "profile,network,kind,count,time\n"
SMALL = HEADER + "ann,x,like,120,2026-11-01\nbob,x,like,9,2026-11-20\nbob,linkedin,comment,4,\ncy,x,like,9,2026-11-20\n"


def run(*arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("influence")), "rank", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
    )


def ranked(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, str]]:
    """The rows of a ranking written as CSV to stdout."""
    assert done.returncode == 0, done.stderr.decode()
    return list(csv.DictReader(io.StringIO(done.stdout.decode())))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "events.csv").write_text(SMALL, "utf-8")
    return tmp_path


# The same score


@examples(60)
@given(rows(profiles=PROFILES, most=40), weights(), st.sampled_from((None, TODAY, TODAY - datetime.timedelta(9))))
def test_every_row_is_the_profile_s_own_score(made: list[Row], by: Plain, as_of: datetime.date | None) -> None:
    named = {one["profile"] for one in made} - {None}
    if not named:
        return
    case = Case(made, by, as_of)
    with files(made[::2], made[1::2], form="csv") as paths:
        weighing = paths[0].with_name("weights.yaml")
        weighing.write_text(weights_text(by), "utf-8")
        paths = [path for path in paths if path.stat().st_size > 60]
        with influence.rank(*paths, weights=weighing, as_of=as_of) as ranking:
            found = {one.profile: one for one in ranking}
        assert found.keys() == named
        for name, one in found.items():
            exact = oracle.score(made, by, as_of, name)
            assert one.points == exact.points
            assert one.networks == {network: of.points for network, of in exact.networks.items()}
            receipt = score_files(Case(case.rows, by, as_of, name), paths)
            assert (one.points, one.score, one.coverage) == (receipt.points, receipt.score, receipt.coverage)
            assert one.networks == {of.network: of.points for of in receipt.networks}


def test_positions_and_percentiles(small: Path) -> None:
    (small / "more.csv").write_text(HEADER + "dee,x,like,0,2026-11-20\n", "utf-8")
    found = ranked(run("events.csv", "more.csv", "--to", "csv", cwd=small))
    assert [(one["position"], one["profile"], one["percentile"]) for one in found] == [
        ("1", "ann", "75.0"), ("2", "bob", "50.0"), ("3", "cy", "25.0"), ("4", "dee", "0.0"),
    ]  # fmt: skip
    (small / "ties.csv").write_text(HEADER + "b,x,like,9,\na,x,like,9,\nc,x,like,8,\nd,x,like,10,\n", "utf-8")
    found = ranked(run("ties.csv", "--to", "csv", cwd=small))
    assert [(one["position"], one["profile"]) for one in found] == [("1", "d"), ("2", "a"), ("2", "b"), ("4", "c")]


# Files


def as_parquet(path: Path, rows: Sequence[Row]) -> None:
    source = path.with_name("rows.ndjson")
    write_rows(source, rows)
    duckdb.sql(f"COPY (SELECT * REPLACE (CAST(time AS TIMESTAMP) AS time) FROM '{source}') TO '{path}'")
    source.unlink()


def test_every_form_of_file_gives_the_same(small: Path) -> None:
    expected = run("events.csv", "--to", "csv", cwd=small).stdout
    assert len(expected.splitlines()) == 4
    read = list(csv.DictReader(io.StringIO(SMALL)))
    made = [one | {"count": int(one["count"]), "time": one["time"] or None} for one in read]
    (small / "events.csv.gz").write_bytes(gzip.compress(SMALL.encode()))
    (small / "quoted.csv").write_text(SMALL.replace("ann", '"ann"').replace("\n", "\r\n"), "utf-8", newline="")
    (small / "semi.csv").write_text(SMALL.replace(",", ";"), "utf-16")
    write_rows(small / "events.ndjson", made)
    (small / "events.json").write_text(json.dumps(made), "utf-8")
    as_parquet(small / "events.parquet", made)
    for name in ("events.csv.gz", "quoted.csv", "semi.csv", "events.ndjson", "events.json", "events.parquet"):
        done = run(name, "--to", "csv", cwd=small)
        assert (done.stdout, done.stderr) == (expected, b""), name
    assert run("-", "--to", "csv", cwd=small, stdin=SMALL.encode()).stdout == expected


def test_a_mark_of_inches_is_no_quote_that_opens(small: Path) -> None:
    """How many quotes a large file has is known once it is read; what was read too simply is forgotten."""
    text = SMALL.replace("ann", '5" nails')
    (small / "inches.csv").write_text(text + "cy,y,like,1,2026-11-20\n" * 20_000, "utf-8")
    (small / "plain.csv").write_text(SMALL + "cy,y,like,1,2026-11-20\n" * 20_000, "utf-8")
    found, plain = (ranked(run(name, "--to", "csv", cwd=small)) for name in ("inches.csv", "plain.csv"))
    assert [one | {"profile": one["profile"].replace('5" nails', "ann")} for one in found] == plain
    cy = next(one for one in plain if one["profile"] == "cy")
    assert influence.score(small / "inches.csv", profile="cy").points == int(cy["points"])


def test_folders_and_patterns(small: Path) -> None:
    folder = small / "days" / "2026"
    folder.mkdir(parents=True)
    lines = SMALL.splitlines(keepends=True)
    for number, line in enumerate(lines[1:]):
        (folder / f"{number}.csv").write_text(HEADER + line, "utf-8")
    (folder / "notes.txt").write_text("nothing of interest\n", "utf-8")
    (folder / "again.csv").write_text(HEADER + lines[1], "utf-8")
    expected = run("events.csv", "--to", "csv", cwd=small).stdout
    done = run("days", "--to", "csv", cwd=small)
    assert done.stdout == expected
    assert "the very same file as days/2026/0.csv" in done.stderr.decode()
    assert "of no known format (days/2026/notes.txt)" in done.stderr.decode()
    assert run("days/**/[0-9].csv", "--to", "csv", cwd=small).stdout == expected


# What is written


def test_columns_are_exactly_these(small: Path) -> None:
    head, first, *_ = run("events.csv", "--to", "csv", cwd=small).stdout.decode().splitlines()
    assert head == "position,profile,points,score,percentile,coverage,linkedin_points,x_points"
    assert first.startswith("1,ann,")
    done = run("events.csv", "--to", "parquet", "-o", "out.parquet", cwd=small)
    assert (done.returncode, done.stdout) == (0, b"")
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{small}/out.parquet'").fetchall()
    assert [row[0] for row in described] == head.split(",")
    types = [row[1] for row in described]
    assert types == ["BIGINT", "VARCHAR", "BIGINT", "DOUBLE", "DOUBLE", "DOUBLE", "BIGINT", "BIGINT"]
    line = json.loads(run("events.csv", "--to", "ndjson", cwd=small).stdout.splitlines()[0])
    assert list(line) == head.split(",")
    assert line["linkedin_points"] is None
    assert len(run("events.csv", "--to", "csv", "--top", "2", cwd=small).stdout.splitlines()) == 3


def test_a_table_for_people(small: Path) -> None:
    done = run("events.csv", "--top", "2", cwd=small)
    text = done.stdout.decode()
    assert "3 profiles as of 2026-11-20, from 4 rows" in text
    assert "1 more" in text
    assert "cy" not in text
    assert done.stderr == b""


def test_what_is_wrong_is_counted_and_named(small: Path) -> None:
    bad = "ann,x,lik,1,\nann,x,like,many,\nann,,like,1,\nann,x,like,1,2026-02-30\nann,x,like,1,,,more\n"
    bad += ",x,like,5,\nann,x,share,-1,\n"
    (small / "events.csv").write_text(SMALL + bad, "utf-8")
    (small / "good.csv").write_text(SMALL, "utf-8")
    done = run("events.csv", "--to", "csv", cwd=small)
    assert done.stdout == run("good.csv", "--to", "csv", cwd=small).stdout
    told = done.stderr.decode()
    for number, what in zip(range(6, 11), ("like", "whole number", "no network", "date", "more cells"), strict=True):
        assert any(line.startswith(f"events.csv:{number}: ") and what in line for line in told.splitlines()), told
    assert "name no profile, and are in nobody's score: 1" in told
    assert run("events.csv", "--strict", cwd=small).returncode == 6


def test_a_newest_day_that_no_sample_shows(small: Path) -> None:
    line = "ann,x,like,1,2026-01-01\n"
    lines = [line] * (2**21 // len(line))
    hidden = 3 * 2**14 // len(line)  # between two of the parts that are looked at
    lines[hidden] = "bob,x,like,7,2026-03-01\n"
    lines[hidden + 1] = "bob,x,lik,7,2026-12-24\n"  # no event, and so no newest day
    lines[hidden + 2] = f"bob,x,comment,{10**10},2026-02-01\n"
    (small / "hidden.csv").write_text(HEADER + "".join(lines), "utf-8")
    with (
        influence.rank(small / "hidden.csv") as found,
        influence.rank(small / "hidden.csv", as_of="2026-03-01") as told,
    ):
        assert found.as_of == told.as_of == "2026-03-01"
        assert list(found) == list(told)
        assert found.rows == len(lines)
        for one in told:
            assert influence.score(small / "hidden.csv", profile=one.profile).points == one.points


@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
def test_a_row_that_is_no_event_has_no_newest_day(tmp_path: Path, form: str) -> None:
    made = [
        ("ann", "x", "like", 120, "2026-11-01"),
        ("ann", "x", "lik", 1, "2026-12-24"),
        ("bo", "", "like", 1, "2027-01-01"),
    ]
    path = tmp_path / f"events.{form}"
    duckdb.execute(
        "CREATE OR REPLACE TEMP TABLE made(profile TEXT, network TEXT, kind TEXT, count INT, time TIMESTAMP)"
    )
    duckdb.executemany("INSERT INTO made VALUES (?, ?, ?, ?, ?)", made)
    how = "FORMAT json, ARRAY true" if form == "json" else f"FORMAT {form}"
    duckdb.execute(f"COPY made TO '{path}' ({how})")
    with influence.rank(path) as found:
        assert found.as_of == "2026-11-01"
        assert [one.profile for one in found] == ["ann"]
        assert sum(problem.count for problem in found.problems) == 2


@pytest.mark.parametrize("more", [[], ["--state", "state"], ["--as-of", "2026-01-01"], ["--network", "x"]])
@pytest.mark.parametrize("actor", ["", ",fan"])
def test_more_than_any_profile_has_is_refused_as_by_score(tmp_path: Path, more: list[str], actor: str) -> None:
    header = HEADER.replace("\n", ",actor\n" if actor else "\n")
    lines = [f"ann,x,like,{10**15},2026-11-01{actor}\n"] * 500 + [f"bob,x,like,{10**15},2026-11-01{actor}\n"] * 501
    (tmp_path / "events.csv").write_text(header + "".join(lines), "utf-8")
    assert run("events.csv", *more, "--to", "csv", cwd=tmp_path).returncode == 0
    (tmp_path / "events.csv").write_text(header + "".join(lines) + "".join(lines), "utf-8")
    done = run("events.csv", *more, "--to", "csv", cwd=tmp_path)
    with pytest.raises(InputError) as refused:
        influence.score(tmp_path / "events.csv", profile="bob")
    assert (done.returncode, done.stdout) == (refused.value.exit_code, b"")
    assert refused.value.message in done.stderr.decode()


def test_half_of_the_last_decimal_of_a_coverage_goes_up(tmp_path: Path) -> None:
    write_rows(tmp_path / "events.csv", [row("x", "like", 7, "2026-11-01", profile="ann")])
    signals = {"like": {"weight": 1, "full": 100}, "comment": {"weight": 31, "full": 100}}
    by = {
        **{"method": 1, "window_days": 90, "half_life_days": 45, "same_person": 0.5},
        "combine": {"rule": "doubling", "points": 6},
        "networks": {"default": {"voice": 1, "signals": signals}},
    }
    (tmp_path / "weights.yaml").write_text(json.dumps(by), "utf-8")
    result = influence.score(tmp_path / "events.csv", profile="ann", weights=tmp_path / "weights.yaml")
    with influence.rank(tmp_path / "events.csv", weights=tmp_path / "weights.yaml") as ranking:
        (own,) = ranking
    assert own.coverage == result.coverage == result.networks[0].coverage == 0.0313  # 1/32


@pytest.mark.parametrize(
    "arguments, code, told",
    [
        (["none.csv"], 4, "no such file"),
        (["none*.csv"], 4, "nothing is called like that"),
        (["nobody.csv"], 4, "no row names a profile"),
        (["other.csv"], 4, "column"),
        (["events.csv", "--network", "mastodon"], 2, "There is linkedin, x"),
        (["events.csv", "--to", "parquet"], 2, "give it a file"),
        (["events.csv", "--as-of", "soon"], 2, "not a day"),
        (["events.csv", "--memory-limit", "some"], 2, "--memory-limit some"),
        (["events.csv", "--set", "x.lik.weight=2"], 2, "like"),
        (["events.csv", "-o", "events.csv", "--to", "csv"], 2, "itself"),
    ],
)
def test_errors_say_what_to_do(small: Path, arguments: list[str], code: int, told: str) -> None:
    (small / "nobody.csv").write_text("network,kind,count\nx,like,1\n", "utf-8")
    (small / "other.csv").write_text("profile,network,kind\na,x,like\n", "utf-8")
    done = run(*arguments, cwd=small)
    assert (done.returncode, done.stdout) == (code, b"")
    assert told in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_only_some_networks(small: Path) -> None:
    found = ranked(run("events.csv", "--network", "linkedin", "--to", "csv", cwd=small))
    assert [(one["profile"], one["linkedin_points"]) for one in found] == [("bob", found[0]["points"])]
    assert "x_points" not in found[0]


def test_a_log_is_ranked_by_its_format_beside_canonical_events(small: Path) -> None:
    log = Path(__file__).parents[1] / "examples" / "x-higgs" / "input.txt"
    (small / "log.txt").write_bytes(log.read_bytes())
    (small / "notes.txt").write_text("nothing")
    done = run(".", "--as-of", "2026-11-20", "--to", "csv", "--set", "window_days=9000", cwd=small)
    found = {one["profile"]: one["points"] for one in ranked(done)}
    assert set(found) == {"7", "8", "ann", "bob", "cy"}
    for profile, points in found.items():
        scored = influence.score(small, profile=profile, as_of="2026-11-20", set=["window_days=9000"])
        assert str(scored.points) == points
    assert b"1 row left out: mentions that are the reply of the same second" in done.stderr
    assert b"of no known format (notes.txt)" in done.stderr


def test_an_export_that_holds_nothing_received_says_so(small: Path) -> None:
    made = Path(__file__).parents[1] / "examples" / "x-archive-likes" / "like.js"
    done = run(str(made), cwd=small)
    assert done.returncode == 4
    assert b"nothing received from others in it" in done.stderr


# Progress


def test_a_terminal_sees_how_far_it_is_and_a_pipe_does_not(small: Path) -> None:
    pty = pytest.importorskip("pty")
    from influence.cli import bar

    assert bar.line(0.25, 4_000, 2.0) == "  #####............... 1,000 of about 4,000 rows, 500 a second, 6 s left"
    assert bar.line(0.5, 4_000, 200.0).endswith("10 a second, 3:20 min left")
    assert bar.line(0, 4_000, 2.0) == ""
    write_rows(small / "many.csv", [row("x", "like", 1, "2026-11-01", profile=f"p{n % 99}") for n in range(4_000)])
    ours, theirs = pty.openpty()
    command = [str(Path(sys.executable).with_name("influence")), "rank", "many.csv", "--top", "1"]
    environment = os.environ | {"TERM": "xterm"}
    done = subprocess.run(command, cwd=small, env=environment, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    told = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "#################### 3,999 of about 3,999 rows" in told
    assert told.endswith("\r\x1b[K")
    assert b"rows," not in done.stdout.replace(b"4,000 rows", b"")


# On Spark, as far as it goes without one


def test_without_pyspark(small: Path) -> None:
    script = "import sys; sys.modules['pyspark'] = None; from influence.cli import main; main()"
    arguments = ["rank", "events.csv", "--engine", "spark"]
    done = subprocess.run([sys.executable, "-c", script, *arguments], cwd=small, capture_output=True)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"pip install 'influence-score[spark]'" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--master", "local[2]"],
        ["--engine", "spark", "--memory-limit", "2GiB"],
        ["--engine", "spark", "--state", "days"],
        ["--engine", "hadoop"],
    ],
)
def test_what_does_not_go_together(small: Path, arguments: list[str]) -> None:
    done = run("events.csv", *arguments, cwd=small)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--engine" in done.stderr
