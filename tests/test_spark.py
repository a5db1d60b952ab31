"""The statement of `influence sql` and `influence rank --engine spark` on a real Apache Spark."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import influence
from cases import KINDS, NETWORKS, TODAY, Plain, Row, made_row, weights_text, write_rows
from cohorts import Cohort, expected, in_duckdb, ranking
from engines import FAST_START, in_spark, spark

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def session(folder: Path) -> Iterator[Any]:
    with spark(folder) as started:
        yield started


def crowd(profiles: int, seed: int) -> list[Row]:
    """Rows of many profiles, each with its own few networks, kinds and people: zeros, huge counts, days at the edges
    of the window and after it, none at all, and nobody."""
    chance = random.Random(seed)
    made = []
    for number in range(profiles):
        who = None if number == 0 else f"profile '{number}'" if number % 7 else f"é{number}"
        for _ in range(chance.randint(1, 14)):
            count = chance.choice(
                (0, 1, 2, chance.randint(0, 40), chance.randint(0, 3_000), 10 ** chance.randint(3, 15))
            )
            age = chance.choice((0, 1, 44, 45, 89, 90, 91, -1, None, chance.randint(0, 120)))
            clock = chance.choice(("", "T00:00:00Z", "T23:59:59Z", "T23:30:00-02:00", "T01:00:00+05:00"))
            kind = chance.choice((*KINDS, "like", "like", "post"))
            actor = chance.choice((None, None, "ann", "bob", "7"))
            made.append(made_row(chance.choice(NETWORKS), kind, count, age, clock, None, actor, who))
    return made


def signals(*, curve: str) -> Plain:
    """Awkward weights of one curve."""
    numbers = {
        "log": {"full": Decimal("333.3")},
        "linear": {"curve": "linear", "full": Decimal("12.7")},
        "loglogistic": {"curve": "loglogistic", "median": 100, "p90": 101},
    }[curve]
    made = {kind: {"weight": weight, **numbers} for kind, weight in zip(KINDS, (Decimal("0.1"), 3, 7, 0), strict=False)}
    return made | {"interaction": {"weight": Decimal("0.333333"), "full": 10_000}}


def weights(curve: str, **more: Any) -> Plain:
    """A weights file of this curve for `alpha` and all networks without a block of their own."""
    log: Plain = {"like": {"weight": 10, "full": 50_000}, "comment": {"weight": Decimal("25.5"), "full": 5_000}}
    general = {"method": 1, "window_days": 90, "half_life_days": Decimal("12.5"), "same_person": Decimal("0.5")}
    blocks = {
        "default": {"voice": Decimal("0.7"), "signals": signals(curve=curve)},
        "x": {"voice": 1, "signals": log},
        "linkedin": {"voice": 0, "signals": log | {"interaction": {"weight": 50, "full": 70_000}}},
    }
    return general | {"combine": {"rule": "doubling", "points": 6}, "networks": blocks} | more


BY = {
    "log": weights("log"),
    "linear": weights("linear", half_life_days=None, same_person=1),
    "loglogistic": weights("loglogistic", same_person=0, window_days=36_500, half_life_days=Decimal("0.5")),
    "mean": weights("log", combine={"rule": "mean", "points": 6}),
}


def written(weights: Plain, folder: Path) -> Path:
    path = folder / "weights.yaml"
    path.write_text(weights_text(weights), encoding="utf-8")
    return path


@pytest.mark.parametrize("name, zoned", [("loglogistic", True), ("mean", False)])
def test_the_statement_by_the_oracle(session: Any, folder: Path, name: str, zoned: bool) -> None:
    cohort = Cohort(crowd(300, seed=7), BY[name], TODAY if zoned else None)
    ask = in_spark(session, cohort.rows, folder, zoned)
    assert ranking(ask, "spark", cohort, written(cohort.weights, folder)) == expected(cohort)


@pytest.mark.parametrize("name", ["log", "linear"])  # the oracle has the others
def test_every_profile_as_duckdb_has_it(session: Any, folder: Path, name: str) -> None:
    """No difference is allowed here: where the two lie on either side of an exact rounding edge (which 1e-9 keeps both
    away from), the test would say so, and for whom."""
    path = folder / f"{name}.parquet"
    with in_duckdb(crowd(3_000, seed=list(BY).index(name))) as ask:
        ask(f"COPY events TO '{path}' (FORMAT parquet)")
    how: Any = {"weights": written(BY[name], folder), "as_of": TODAY if name == "linear" else None}
    with influence.rank(path, **how) as here, influence.rank_on_spark(path, **how) as there:
        mine = list(here)
        assert [(one, other) for one, other in zip(mine, there, strict=True) if one != other] == []
        assert (there.as_of, there.networks, there.profiles) == (here.as_of, here.networks, here.profiles)
        assert (there.rows, there.nameless) == (here.rows, here.nameless)
        assert list(there.top(3)) == mine[:3]
    assert len(mine) > 2_900


BAD = """profile,network,kind,count,time
zed,x,lyke,3,2026-11-01
zed,x,like,many,2026-11-01
zed,x,like,-1,2026-11-01
zed,x,like,3,soon
zed,,like,3,2026-11-01
zed,x,like,3,2026-11-01,5
,x,like,3,2026-11-01
 Zoë , X ,Like,3.0,2026-11-01T23:30:00-02:00
"""


def test_files_of_every_form(session: Any, folder: Path) -> None:
    events = folder / "events"
    events.mkdir()
    made = crowd(300, seed=3)
    for number, form in enumerate(("parquet", "csv", "json")):
        with in_duckdb(made[number::3], zoned=form == "parquet") as ask:
            ending = "ndjson" if form == "json" else form
            (events / form).mkdir()
            ask(f"SET TimeZone = 'UTC'; COPY events TO '{events / form / f'part.{ending}'}' (FORMAT {form})")
    (events / "bad.csv").write_text(BAD, encoding="utf-8")
    with influence.rank(events) as here, influence.rank_on_spark(events) as there:
        assert list(there) == list(here)
        assert (there.rows, there.nameless) == (here.rows, here.nameless)
        assert sorted((one.what, one.count) for one in there.problems) == sorted(
            (one.what, one.count) for one in here.problems
        )
        there.write(folder / "ranking", "parquet", 50)
        there.write(folder / "ranking.csv", "csv", 50)
        with pytest.raises(influence.UsageError, match="already there"):
            there.write(folder / "ranking", "parquet")
        here.write(folder / "mine.parquet", "parquet", 50)
    mine = duckdb.sql(f"FROM '{folder}/mine.parquet'").fetchall()
    for name in ("ranking/*.parquet", "ranking.csv"):
        assert duckdb.sql(f"FROM '{folder}/{name}' ORDER BY position, profile").fetchall() == mine


def test_points_are_worked_out_once(session: Any, folder: Path) -> None:
    """What is kept is found again wherever it is used: nothing of the ranking goes back to the sums of the events."""
    path = folder / "once.csv"
    write_rows(path, crowd(10, seed=6))
    with influence.rank_on_spark(path) as ranking:
        plan = ranking.session.table("ranking")._jdf.queryExecution().withCachedData()
        leaves = [plan.collectLeaves().apply(at).output().mkString(" ") for at in range(plan.collectLeaves().size())]
    assert [columns for columns in leaves if "weight_covered" in columns]
    assert not [columns for columns in leaves if "actor" in columns]


def test_only_some_networks(session: Any, folder: Path) -> None:
    path = folder / "some.csv"
    write_rows(path, crowd(40, seed=5))
    with (
        influence.rank(path, networks=["x", "new"]) as here,
        influence.rank_on_spark(path, networks=["x", "new"]) as there,
    ):
        assert list(there) == list(here)
    with pytest.raises(influence.UsageError, match="myspace"):
        influence.rank_on_spark(path, networks=["myspace"])


def test_input_that_is_none(session: Any, folder: Path) -> None:
    (folder / "plain.csv").write_text("name,likes\nann,3\n", encoding="utf-8")
    (folder / "nameless.csv").write_text("network,kind,count\nx,like,3\n", encoding="utf-8")
    many = "profile,network,kind,count\n" + f"ann,x,like,{10**15}\n" * 1001
    (folder / "many.csv").write_text(many, encoding="utf-8")
    said = {"nowhere.parquet": "nowhere", "plain.csv": "network", "nameless.csv": "no row names", "many.csv": "add up"}
    for name, says in said.items():
        with pytest.raises(influence.InputError, match=says):
            influence.rank_on_spark(folder / name)
    for paths in ((), ("-",)):
        with pytest.raises(influence.UsageError):
            influence.rank_on_spark(*paths)


def command(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "influence", "rank", *arguments, "--engine", "spark"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | more,
        check=False,
    )


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("profile,network,kind,count\nann,x,like,120\nbob,x,like,9\ncy,x,lyke,9\n", encoding="utf-8")
    (tmp_path / "spark-defaults.conf").write_text(f"spark.driver.extraJavaOptions {FAST_START}\n", encoding="utf-8")
    here = {"SPARK_CONF_DIR": str(tmp_path)}
    made = command(str(path), "--to", "ndjson", "--master", "local[2]", **here)
    assert made.returncode == 0
    first, second = map(json.loads, made.stdout.splitlines())
    assert list(first) == ["position", "profile", "points", "score", "percentile", "coverage", "x_points"]
    assert (first["profile"], first["points"], second["profile"]) == ("ann", first["x_points"], "bob")
    assert made.stderr.splitlines()[0].endswith("did you mean 'like'? (lyke)")
    assert len(made.stderr.splitlines()) == 1
    assert command(str(path), "--strict", "--master", "local[2]", **here).returncode == 6


def test_without_java(tmp_path: Path) -> None:
    made = command("events.csv", PATH=str(tmp_path), JAVA_HOME=str(tmp_path))
    assert (made.returncode, made.stdout) == (2, "")
    assert "Java 17" in made.stderr


def test_a_java_that_does_not_start(tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'UnsupportedClassVersionError: too old' >&2\nexit 1\n", encoding="utf-8")
    java.chmod(0o755)
    made = command("events.csv", JAVA_HOME=str(tmp_path))
    assert (made.returncode, made.stdout) == (2, "")
    assert "too old" in made.stderr
    assert "Java 17" in made.stderr
