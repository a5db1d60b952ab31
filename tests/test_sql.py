"""`influence sql`: the statement of each dialect. Those that need a server are run in test_engines.py."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st

import influence
from cases import DAY, Row, examples, files, row, weights_text
from cohorts import Cohort, cohorts, expected, in_duckdb, ranking


def check(cohort: Cohort, zoned: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, in_duckdb(cohort.rows, zoned) as ask:
        path = Path(folder) / "weights.yaml"
        path.write_text(weights_text(cohort.weights), encoding="utf-8")
        assert ranking(ask, "duckdb", cohort, path) == expected(cohort)


@examples(60)
@given(cohorts(), st.booleans())
def test_duckdb_by_the_oracle(cohort: Cohort, zoned: bool) -> None:
    check(cohort, zoned)


@examples(60)
@given(cohorts(tied=True), st.booleans())
def test_ties_and_halves_in_duckdb(cohort: Cohort, zoned: bool) -> None:
    check(cohort, zoned)


WORKED = Path(__file__).parents[1] / "examples" / "worked"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "influence", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("dialect", ["bigquery", "duckdb", "postgres", "snowflake", "spark"])
@pytest.mark.parametrize("more", [[], ["--long"], ["--column", "x", "--column", "my`own \"net'work\\"]])
def test_every_dialect_parses_as_itself(dialect: str, more: list[str]) -> None:
    weights = WORKED / "weights.yaml"
    made = run("sql", "--dialect", dialect, "--table", "data.events", "--weights", str(weights), *more)
    assert (made.returncode, made.stderr) == (0, "")
    (parsed,) = sqlglot.parse(made.stdout, dialect=dialect)
    assert parsed is not None
    assert {str(one) for one in parsed.find_all(sqlglot.exp.Table) if one.db} == {"data.events AS r"}
    assert parsed.named_selects[:3] == ["position", "profile", "points"]
    says = "NOT RUN" if dialect in ("bigquery", "snowflake") else "The tests run it"
    assert says in made.stdout.split("\n")[1]


def test_the_day_of_the_score_can_be_given() -> None:
    made = [row("x", "like", 100, day, profile="ann") for day in ("2026-11-01", "2026-11-20")]
    with in_duckdb(made) as ask:
        points = [ask(influence.sql(as_of=day))[0]["points"] for day in (None, DAY, "2026-11-01", "2027-12-01")]
    assert points[0] == points[1] > points[2] > points[3] == 0


def test_rows_that_are_no_events_are_left_out() -> None:
    good = row("x", "like", 100, DAY, profile="ann")
    bad: list[Row] = [
        good | {"kind": "lyke"},
        good | {"kind": None},
        good | {"network": " "},
        good | {"network": None},
        good | {"count": -1},
        good | {"count": None},
        good | {"count": 10**15 + 1},
        good | {"time": "2200-01-01"},
    ]
    with in_duckdb([good]) as ask:
        alone = ask(influence.sql(long=True))
    with in_duckdb([good, *bad]) as ask:
        assert ask(influence.sql(long=True)) == alone


def test_words_are_read_as_in_files() -> None:
    plain = [row("x", "like", 100, DAY, profile="ann", actor="bob"), row("x", "comment", 3, DAY, profile="bo")]
    spaced = [
        row(" X", "Like ", 100, DAY, profile=" ann", actor="bob "),
        row("x", "COMMENT", 3, DAY, profile="bo", actor=" "),
    ]
    spaced += [row("x", "like", 0, DAY, profile=" ")]
    with in_duckdb(plain) as ask:
        wanted = ask(influence.sql(long=True))
    with in_duckdb(spaced) as ask:
        assert ask(influence.sql(long=True)) == wanted
    assert {one["profile"] for one in wanted} == {"ann", "bo"}


def test_it_is_what_score_says() -> None:
    made = [row("x", "like", 1000 * n, DAY, profile=name) for n, name in enumerate(("ann", "bob", "cy"))]
    made += [row("mastodon", "repost", 40, None, profile="bob", actor="ann")]
    with in_duckdb(made) as ask, files(made) as paths:
        told = {one["profile"]: one for one in ask(influence.sql(columns=["x", "mastodon"]))}
        for name in ("ann", "bob", "cy"):
            result = influence.score(*paths, profile=name)
            row_ = told[name]
            assert [row_[key] for key in ("points", "score", "coverage", "low", "high")] == [
                result.points,
                result.score,
                result.coverage,
                result.low,
                result.high,
            ]
            assert {one.network: one.points for one in result.networks} == {
                network: row_[f"{network}_points"]
                for network in ("x", "mastodon")
                if row_[f"{network}_points"] is not None
            }


def test_its_top_names_the_weights_and_the_day(tmp_path: Path) -> None:
    target = tmp_path / "score.sql"
    weights = str(WORKED / "weights.yaml")
    made = run(
        *("sql", "--dialect", "duckdb", "--table", "a.b", "--as-of", "2026-11-20", "-o", str(target)),
        *("--weights", weights, "--set", "window_days=30"),
    )
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    top = target.read_text("utf-8").split("\n")[:6]
    digest = hashlib.sha256(Path(weights).read_bytes()).hexdigest()
    assert f"-- Weights: {weights} (sha256 {digest[:12]}) --set window_days=30" in top
    assert "-- Day of the score: 2026-11-20" in top
    assert any(line.startswith("-- Table: a.b, ") for line in top)


WRONG = {
    "no dialect": ([], 2, "--dialect"),
    "an unknown dialect": (["--dialect", "postgre"], 2, "postgres"),
    "both forms": (["--dialect", "duckdb", "--long", "--column", "x"], 2, "--column"),
    "no table": (["--dialect", "duckdb", "--table", " "], 2, "--table"),
    "no day": (["--dialect", "duckdb", "--as-of", "soon"], 2, "--as-of soon"),
    "no weights": (["--dialect", "duckdb", "--weights", "nowhere.yaml"], 5, "nowhere.yaml"),
    "a bad setting": (["--dialect", "duckdb", "--set", "x.lyke.weight=2"], 2, "like"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said(case: str) -> None:
    arguments, code, says = WRONG[case]
    made = run("sql", *arguments)
    assert (made.returncode, made.stdout) == (code, "")
    assert says in made.stderr


def test_an_unknown_dialect_in_python() -> None:
    with pytest.raises(influence.UsageError, match="postgres"):
        influence.sql("postgre")
