"""Many profiles: `influence rank` beside DuckDB's bare sums of the same file, pandas, Miller, and itself."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
from measure import INFLUENCE, PYTHON, ROOT, Command, Figure, in_turn, seconds

ROWS = 10_000_000
PROFILES = 100_000
LIMIT, LITTLE = "2GiB", "512MiB"
EVENTS = """
SELECT printf('profile-%06d', CAST(floor(power(random(), 2) * {profiles}) AS INTEGER)) AS profile,
       (['x', 'x', 'x', 'instagram', 'linkedin', 'mastodon'])[1 + CAST(floor(random() * 6) AS INTEGER)] AS network,
       (['like', 'like', 'like', 'comment', 'repost', 'share'])[1 + CAST(floor(random() * 6) AS INTEGER)] AS kind,
       CAST(floor(power(random(), 6) * 500) AS INTEGER) AS count,
       TIMESTAMP '2026-08-20' + to_seconds(CAST(random() * 7900000 AS BIGINT)) AS time{actor}
FROM range({rows})"""
ACTOR = ", printf('fan-%05d', CAST(floor(random() * 20000) AS INTEGER)) AS actor"
BARE = '''
import duckdb
duckdb.sql("""CREATE TABLE sums AS
    SELECT profile, network, kind, sum(count) FROM '{path}' GROUP BY profile, network, kind""")
'''
BAD = """CASE WHEN random() < 0.01 THEN 'lik' ELSE kind END AS kind,
    CASE WHEN random() < 0.01 THEN 'many' ELSE count END AS count"""


def write(path: Path, rows: int = ROWS, actor: bool = False, bad: bool = False) -> Path:
    """Invented events of 100,000 profiles on four networks in 91 days, the same ones each time. `bad`: two in a hundred
    rows are wrong."""
    select = EVENTS.format(profiles=PROFILES, rows=rows, actor=ACTOR if actor else "")
    how = "FORMAT parquet"
    if path.suffix == ".csv":
        cells = "CAST(count AS VARCHAR) AS count, strftime(time, '%Y-%m-%dT%H:%M:%SZ') AS time"
        select = f"SELECT * REPLACE ({cells}) FROM ({select})"
        how = "FORMAT csv, HEADER"
    if bad:
        select = f"SELECT * REPLACE ({BAD}) FROM ({select})"
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(f"COPY ({select}) TO '{path}' ({how})")
    return path


def ranked(path: Path, *more: str) -> Command:
    """The command that ranks a file."""
    return (INFLUENCE, "rank", str(path), "--to", "csv", "-o", str(path.with_name("out.csv")), "-q", *more)


def bare(path: Path) -> Command:
    """DuckDB's bare sums of a file, as it comes, in a process of its own."""
    return (*PYTHON, BARE.format(path=path))


def figures() -> Iterator[Figure]:
    """Each against its limit."""
    with tempfile.TemporaryDirectory() as name:
        yield from _in(Path(name))


def _in(folder: Path) -> Iterator[Figure]:
    what = f"{ROWS // 1_000_000} million events of {PROFILES:,} profiles"
    events = write(folder / "events.csv")
    yield Figure(f"`rank` of {what}, CSV / DuckDB's bare sums of it", in_turn(ranked(events), bare(events)), 1.8)
    yield from _others(events, what)
    wrong = write(folder / "wrong.csv", bad=True)
    ratio = in_turn(ranked(wrong), ranked(events))
    yield Figure(f"`rank` of {what}, CSV, two rows in a hundred bad / all good", ratio, 1.2)
    events.unlink()
    wrong.unlink()
    small = write(folder / "small.parquet")
    yield Figure(f"`rank` of {what}, Parquet / DuckDB's bare sums of it", in_turn(ranked(small), bare(small)), 2.2)
    large = write(folder / "large.parquet", 10 * ROWS)
    seconds(ranked(small))
    ratio = seconds(ranked(large, "--memory-limit", LIMIT)) / seconds(ranked(small))
    yield Figure(f"`rank` of ten times as many, Parquet, in {LIMIT} / of {what}", ratio, 11)
    same_within(LIMIT, large)
    large.unlink()
    people = write(folder / "people.parquet", actor=True)
    ratio = in_turn(ranked(people, "--memory-limit", LITTLE), ranked(people), 1)
    yield Figure(f"`rank` of {what}, each naming a person, spilled from {LITTLE} / all in memory", ratio)
    same_within(LITTLE, people)


def same_within(limit: str, events: Path) -> None:
    """Raises AssertionError where less memory gives another ranking, to the byte."""
    rankings = []
    for more in ((), ("--memory-limit", limit)):
        seconds(ranked(events, *more))
        rankings.append(events.with_name("out.csv").read_bytes())
    assert rankings[0] == rankings[1], f"{events.name}: another ranking in {limit}"


def _others(events: Path, what: str) -> Iterator[Figure]:
    """What others take for the same, or for part of it; told where one is not installed."""
    if importlib.util.find_spec("pandas") and importlib.util.find_spec("pyarrow"):
        for engine, limit in (("c", 4), ("pyarrow", None)):
            script = (sys.executable, str(ROOT / "bench" / "ranked_by_pandas.py"), str(events))
            pandas = (*script, str(events.with_name("p.csv")), engine)
            parser = "its own parser" if engine == "c" else "Arrow's parser"
            name = f"a careful pandas script with {parser} / `rank` of {what}, CSV"
            yield Figure(name, in_turn(pandas, ranked(events)), limit, least=True)
    else:
        print("pandas and pyarrow are not installed: pip install -e '.[bench]'", file=sys.stderr)
    if shutil.which("mlr"):
        script = (sys.executable, str(ROOT / "bench" / "ranked_by_miller.py"), str(events))
        ratio = seconds((*script, str(events.with_name("m.csv")))) / seconds(ranked(events))
        yield Figure(f"a careful Miller script / `rank` of {what}, CSV", ratio, 20, least=True)
    else:
        print("Miller is not installed: apt install miller", file=sys.stderr)
