"""The ranking on Apache Spark, where one machine is outgrown: the same steps of the score, run where the events are.

Spark works out a step wherever it is used, so what is used more than once is kept: what the events add up to a day, and
the points of each profile's networks. All the rest is as `influence sql` writes it, but each step is a view: what is
kept under a WITH, Spark does not find again under another one, and works it out anew.
"""

from __future__ import annotations

import csv
import datetime
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from influence.errors import InputError, UsageError
from influence.events import MAX_SUM
from influence.files import why
from influence.ranking import sparkfiles
from influence.ranking.ranking import Ranked
from influence.reading.problems import shown, why_wrong
from influence.result import Example, LeftOut, Problem
from influence.scored import refuse_problems, too_many
from influence.scoring.composed import ADDED, RANKED, apart, formula, numbers, scenario, wide
from influence.scoring.dialects import DIALECTS
from influence.scoring.run import day_number, iso_day
from influence.weights import WeightsFile, load

if TYPE_CHECKING:
    from pyspark.errors import PySparkException
    from pyspark.sql import DataFrame, SparkSession

SPARK = DIALECTS["spark"]
COLUMNS = ("position", "profile", "points", "score", "percentile", "coverage")

_INSTALL = "Install it with: pip install 'influence-score[spark]'"
_JAVA = "Spark 4 needs Java 17 or later (java on the PATH, or JAVA_HOME)."

_DAILY = """
SELECT profile, network, kind, actor, day, wrong, min(text) AS text, sum(count) AS count, count(*) AS rows
FROM read GROUP BY profile, network, kind, actor, day, wrong"""

_HELD = """
SELECT network, kind, wrong, min(text) AS text, max(day) AS newest, sum(rows) AS rows,
       sum(CASE WHEN profile IS NULL THEN rows ELSE 0 END) AS nameless
FROM daily GROUP BY network, kind, wrong"""


@dataclass(slots=True)
class SparkRanking:
    """Every profile's score, where Spark has it; as `Ranking` in all a reader asks of it. Close it, or use it in a
    `with`."""

    session: SparkSession
    ours: bool
    scratch: Path
    weights: WeightsFile
    as_of: str | None = None
    networks: list[str] = field(default_factory=list)
    profiles: int = 0
    rows: int = 0
    nameless: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    kept: list[DataFrame] = field(default_factory=list)

    def __iter__(self) -> Iterator[Ranked]:
        return self.top()

    def top(self, most: int | None = None) -> Iterator[Ranked]:
        """The first so many."""
        with _told():
            frame = self._frame(most)
            for row in frame.toLocalIterator() if most is None else frame.collect():
                position, profile, points, score, percentile, coverage, *each = row
                networks = {name: own for name, own in zip(self.networks, each, strict=True) if own is not None}
                yield Ranked(position, profile, points, score, percentile, coverage, networks)

    def write(self, path: str | os.PathLike[str], form: str = "parquet", most: int | None = None) -> None:
        """Write it, or the first so many: as Parquet by the cluster, to a folder that it can reach and that is not
        there yet; as csv or ndjson to a file here. Raises UsageError, InputError."""
        frame = self._frame(most)
        with _told():
            if form == "parquet":
                frame.write.mode("errorifexists").parquet(os.fspath(path))
                return
            with Path(path).open("w", encoding="utf-8", newline="") as stream:
                rows = frame.toLocalIterator()
                if form == "csv":
                    writer = csv.writer(stream, lineterminator="\n")
                    writer.writerow(frame.columns)
                    writer.writerows(rows)
                else:
                    for row in rows:
                        stream.write(json.dumps(row.asDict(), ensure_ascii=False, separators=(",", ":")) + "\n")

    def _frame(self, most: int | None) -> DataFrame:
        frame = self.session.table("ranking")
        return frame if most is None else frame.limit(most)

    def close(self) -> None:
        """Give back what Spark keeps, and end it where it was started for this."""
        for frame in self.kept:
            frame.unpersist()
        if self.ours:
            self.session.stop()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def __enter__(self) -> SparkRanking:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def rank_on_spark(
    *events: str | os.PathLike[str],
    weights: str | os.PathLike[str] | WeightsFile | None = None,
    set: Sequence[str] = (),
    as_of: str | datetime.date | None = None,
    networks: Sequence[str] = (),
    strict: bool = False,
    master: str | None = None,
) -> SparkRanking:
    """The score of every profile in canonical events, as `rank` gives it, on Apache Spark: files, folders and patterns
    of CSV, NDJSON or Parquet where it can reach them. `master`: which Spark (local[4], spark://HOST:7077, yarn);
    default the session that there is, what Spark's own settings name, or else this machine.

    Raises UsageError where there is no Spark, InputError where there is no profile or something cannot be read."""
    paths = [os.fspath(path) for path in events]
    if not paths or "-" in paths:
        raise UsageError(
            "Spark reads no pipe" if paths else "no events given", "Give files, a folder or a pattern of events."
        )
    file = weights if isinstance(weights, WeightsFile) else load(weights, set)
    given = day_number(as_of) if as_of is not None else None
    session, ours = _session(master)
    ranking = SparkRanking(session, ours, Path(tempfile.mkdtemp(prefix="influence-")), file)
    try:
        with _told():
            sparkfiles.read(session, paths).createOrReplaceTempView("read")
            _keep(ranking, "daily", _DAILY)
            held = session.sql(_HELD).collect()
            _overview(ranking, held, ", ".join(paths), networks, strict)
            _refuse_too_many(ranking)
            known = {(row.network, row.kind): row.newest for row in held if row.wrong is None}
            newest = max((day for day in known.values() if day is not None), default=None)
            day = newest if given is None else given
            ranking.as_of = iso_day(day)
            _score(ranking, sorted(known), day)
            ranking.profiles = session.sql("SELECT count(DISTINCT profile) FROM ranges").collect()[0][0]
        return ranking
    except BaseException:
        ranking.close()
        raise


def _refuse_too_many(ranking: SparkRanking) -> None:
    """Raises InputError where a profile has more than any does, on the networks that are ranked."""
    most = ranking.session.sql(f"""
        SELECT max(total) FROM (SELECT sum(CAST(count AS DECIMAL(38, 0))) AS total FROM daily
            WHERE wrong IS NULL AND profile IS NOT NULL AND network IN {SPARK.literals(ranking.networks)}
            GROUP BY profile)""").collect()[0][0]
    if (most or 0) > MAX_SUM:
        raise too_many()


def _keep(ranking: SparkRanking, name: str, sql: str) -> None:
    frame = ranking.session.sql(sql).persist()
    ranking.kept.append(frame)
    frame.createOrReplaceTempView(name)


def _score(ranking: SparkRanking, measured: Sequence[tuple[str, str]], day: int | None) -> None:
    """The view `ranking`, and before it one for each step."""
    weights = ranking.weights.weights
    _, to_ranges = formula(SPARK, "faded", "damped", "amounts", *RANKED)
    _, from_ranges = formula(SPARK, "combined", "standings")
    chain = [
        f"""events AS (
  SELECT profile, network, kind, count, day, CAST(NULL AS STRING) AS post, actor FROM daily
  WHERE wrong IS NULL AND profile IS NOT NULL AND network IN {SPARK.literals(ranking.networks)}
)""",
        f"measured AS (\n  SELECT * FROM {SPARK.table('m', {'network': 'VARCHAR', 'kind': 'VARCHAR'}, measured)}\n)",
        "present AS (\n  SELECT DISTINCT 0 AS scenario, profile, network FROM events\n)",
        scenario(SPARK, weights, SPARK.worded(f"CAST({SPARK.literal(day)} AS BIGINT)")),
        numbers(SPARK, weights),
        ADDED,
        to_ranges,
        from_ranges,
        f"ranking AS (\n{wide(SPARK, ranking.networks, COLUMNS)}\n)",
    ]
    for name, sql in apart(",\n".join(chain)):
        if name == "ranges":
            _keep(ranking, name, sql)
        else:
            ranking.session.sql(sql).createOrReplaceTempView(name)


def _overview(ranking: SparkRanking, held: Sequence[Any], source: str, wanted: Sequence[str], strict: bool) -> None:
    """What was read, what was not, and which networks are ranked. Raises InputError, UsageError, PartialError."""
    good = [row for row in held if row.wrong is None]
    ranking.rows = sum(row.rows for row in held)
    ranking.nameless = sum(row.nameless for row in good)
    for bad in sorted((row for row in held if row.wrong is not None), key=lambda row: row.wrong):
        what, why, do = why_wrong(bad.wrong, [(0, bad.text or "")])
        seen = [Example(record=None, value=shown(bad.text))]
        ranking.problems.append(Problem(source=source, what=what, why=why, do=do, count=bad.rows, examples=seen))
    refuse_problems(ranking.problems, strict)
    found = sorted({row.network for row in good if row.nameless < row.rows})
    if not found:
        raise InputError("no row names a profile", "`influence score` scores events that are all of one profile.")
    for name in wanted:
        if name not in found:
            raise UsageError(f"--network {name}: nothing of it in the input", f"There is {', '.join(found[:10])}.")
    ranking.networks = sorted(set(wanted)) or found


def _session(master: str | None) -> tuple[SparkSession, bool]:
    """A Spark session of our own settings, and whether Spark was started for it. Raises UsageError."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("--engine spark: PySpark is not installed", _INSTALL) from None
    running = SparkSession.getActiveSession()
    if running is None:
        _need_java()
        builder = SparkSession.builder.appName("influence rank").config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false")
        with _silent() as heard:
            try:
                started = (builder.master(master) if master else builder).getOrCreate()
            except (PySparkException, OSError, RuntimeError, ValueError) as error:
                raise UsageError(f"Spark does not start: {_first(heard() or str(error))}", _JAVA) from None
    session = (running or started).newSession()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    session.conf.set("spark.sql.ansi.enabled", "true")
    if str(session.sparkContext.master).startswith(
        "local"
    ):  # the 200 of a cluster would cost more than small work itself
        session.conf.set("spark.sql.shuffle.partitions", str(4 * session.sparkContext.defaultParallelism))
    return session, running is None


def _need_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java", path=os.path.join(home, "bin")) if home else shutil.which("java")):  # noqa: PTH118
        raise UsageError("--engine spark: there is no Java", _JAVA)


@contextmanager
def _silent() -> Iterator[Any]:
    """What is started while the block runs writes its standard error to a file; what is yielded reads that."""
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)

        def heard() -> str:
            file.seek(0)
            return file.read().decode("utf-8", "replace")

        try:
            yield heard
        finally:
            os.dup2(kept, 2)
            os.close(kept)


@contextmanager
def _told() -> Iterator[None]:
    """What Spark says is wrong, for people. Raises InputError, UsageError."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        raise _said(error) from None
    except Py4JError as error:
        raise InputError(f"Spark: {_first(str(error))}") from None
    except OSError as error:
        raise UsageError(f"{error.filename or 'the output'}: {why(error)}") from None


def _said(error: PySparkException) -> InputError | UsageError:
    condition, about = error.getCondition() or "", error.getMessageParameters() or {}
    path = about.get("path") or about.get("outputPath") or ""
    if condition == "PATH_NOT_FOUND":
        return InputError(f"{path}: nothing is there, or Spark cannot reach it")
    if condition == "PATH_ALREADY_EXISTS":
        return UsageError(f"-o {path}: is already there", "Spark writes a folder of its own: choose another name.")
    if condition.startswith("ARITHMETIC_OVERFLOW"):
        return too_many()
    return InputError(f"Spark: {_first(str(error))}")


def _first(text: str) -> str:
    """What an error says in a line, without the name of its class."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0] if lines else "it does not say why"
