"""Canonical events as Spark reads them: files, folders and patterns wherever the cluster can reach them."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from influence.errors import InputError
from influence.events import KINDS, MAX_COUNT
from influence.reading.cells import MISSING
from influence.scoring.dialects import DIALECTS
from influence.scoring.statement import LAST_DAY

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, DataFrameReader, SparkSession

SPARK = DIALECTS["spark"]
_FORMS = {
    "csv": (".csv", ".csv.gz"),
    "json": (".ndjson", ".jsonl", ".json", ".ndjson.gz", ".jsonl.gz", ".json.gz"),
    "parquet": (".parquet",),
}
_NEEDED = ("network", "kind", "count")
_USED = ("profile", *_NEEDED, "time", "actor")
_BROKEN = "_broken"
_MARK = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": _BROKEN}
_MAX_NETWORK = 200
_WHOLE = ("tinyint", "smallint", "int", "bigint")
_DAYS = ("timestamp", "timestamp_ntz", "date")


def read(session: SparkSession, paths: Sequence[str]) -> DataFrame:
    """The rows of all events: profile, network, kind, actor, day (whole days since 1970-01-01 UTC), count and, for a
    row that is no event, what is wrong with it (row, time, network, kind or count), and that one's text; of such a row
    nothing else is kept. Raises InputError where a file is none of events."""
    groups: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        for form, header, one in _files(path):
            groups.setdefault((form, header), []).append(one)
    frames = [_events(session, _READERS[form](session, found), found[0]) for (form, _), found in groups.items()]
    return reduce(lambda one, other: one.unionByName(other), frames)


def _files(path: str) -> Iterator[tuple[str, str, str]]:
    """What is to be read together: the form by a file's name, the header of a CSV here, and the path. A folder here may
    hold several forms; a path elsewhere whose name says nothing is a folder of Parquet."""
    form = _form(path)
    if form is None and os.path.isdir(path):  # noqa: PTH112
        found = sorted(str(one) for one in Path(path).rglob("*") if one.is_file() and _form(one.name))
        if not found:
            raise InputError(f"{path}: no file of events in it", "Spark reads CSV, NDJSON and Parquet.")
        for one in found:
            yield from _files(one)
        return
    yield form or "parquet", _header(path) if form == "csv" else "", path


def _header(path: str) -> str:
    """The first line of a CSV that lies here."""
    opened = gzip.open if path.lower().endswith(".gz") else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", errors="replace") as stream:
            return stream.readline()
    except OSError:  # a folder, a pattern, or what only the cluster reaches: its files are alike
        return ""


def _form(name: str) -> str | None:
    lower = name.lower().rstrip("/")
    return next((form for form, endings in _FORMS.items() if lower.endswith(endings)), None)


def _csv(session: SparkSession, paths: list[str]) -> DataFrame:
    """Rows of another length than the header are marked; files of another header are refused by Spark."""
    reader = _of_form(session, "csv").option("header", True).option("escape", '"').option("encoding", "UTF-8")
    header = reader.load(paths).columns
    schema = ", ".join(f"{_quoted(name)} STRING" for name in (*header, _BROKEN))
    return reader.options(**_MARK, enforceSchema="false").schema(schema).load(paths)


def _json(session: SparkSession, paths: list[str]) -> DataFrame:
    schema = ", ".join(f"{_quoted(name)} STRING" for name in (*_USED, _BROKEN))
    return _of_form(session, "json").options(**_MARK).schema(schema).load(paths)


def _parquet(session: SparkSession, paths: list[str]) -> DataFrame:
    return _of_form(session, "parquet").load(paths)


def _of_form(session: SparkSession, form: str) -> DataFrameReader:
    return session.read.format(form).option("recursiveFileLookup", True)


_READERS = {"csv": _csv, "json": _json, "parquet": _parquet}


def _events(session: SparkSession, frame: DataFrame, path: str) -> DataFrame:
    names = {name.strip().lower(): name for name in reversed(frame.columns)}
    if lacking := [name for name in _NEEDED if name not in names]:
        raise InputError(
            f"{path}: no column {lacking[0]!r}", "Canonical events have at least the columns network, kind and count."
        )
    types = dict(frame.dtypes)
    frame.createOrReplaceTempView("raw")
    return session.sql(_select({own: (_quoted(name), types[name]) for own, name in names.items()}))


def _select(columns: Mapping[str, tuple[str, str]]) -> str:
    """Texts first, then what they are read as, then what is wrong."""
    texts = {own: _text(*columns[own]) if own in columns else "CAST(NULL AS STRING)" for own in _USED}
    broken = columns[_BROKEN][0] if _BROKEN in columns else "CAST(NULL AS STRING)"
    listed = ", ".join(f"{text} AS {own}" for own, text in texts.items() if own not in ("count", "time"))
    count, time = columns["count"], columns.get("time", ("CAST(NULL AS STRING)", "string"))
    kind = f"CASE WHEN lower(kind) IN {SPARK.literals(KINDS)} THEN lower(kind) END"
    return f"""
    SELECT CASE WHEN wrong IS NULL THEN profile END AS profile, CASE WHEN wrong IS NULL THEN network END AS network,
           CASE WHEN wrong IS NULL THEN kind END AS kind, CASE WHEN wrong IS NULL THEN actor END AS actor,
           CASE WHEN wrong IS NULL THEN day END AS day, CASE WHEN wrong IS NULL THEN count END AS count, wrong,
           CASE wrong WHEN 'row' THEN broken WHEN 'time' THEN t_time WHEN 'network' THEN t_network
                      WHEN 'kind' THEN t_kind WHEN 'count' THEN t_count END AS text
    FROM (
      SELECT *, CASE WHEN broken IS NOT NULL THEN 'row'
                     WHEN t_time IS NOT NULL AND NOT coalesce(day BETWEEN 0 AND {LAST_DAY}, false) THEN 'time'
                     WHEN network IS NULL THEN 'network' WHEN kind IS NULL THEN 'kind'
                     WHEN NOT coalesce(count BETWEEN 0 AND {MAX_COUNT}, false) THEN 'count' END AS wrong
      FROM (
        SELECT profile, actor, CASE WHEN length(network) <= {_MAX_NETWORK} THEN lower(network) END AS network,
               {kind} AS kind, {_number("t_count", count[1])} AS count, {_day("t_time", time[1])} AS day,
               broken, network AS t_network, kind AS t_kind, CAST(t_count AS STRING) AS t_count,
               CAST(t_time AS STRING) AS t_time
        FROM (SELECT {listed}, {_value(*count, _WHOLE)} AS t_count, {_value(*time, _DAYS)} AS t_time,
                     {broken} AS broken FROM raw)))"""


def _text(column: str, kind: str) -> str:
    """A cell's text, or null where it only says that a value is missing."""
    text = column if kind == "string" else f"CAST({column} AS STRING)"
    return f"CASE WHEN lower(trim({text})) NOT IN {SPARK.literals(MISSING)} THEN trim({text}) END"


def _value(column: str, kind: str, typed: Sequence[str]) -> str:
    return column if kind in typed else _text(column, kind)


def _number(column: str, kind: str) -> str:
    """A whole number, also where it is written as 1938.0."""
    if kind in _WHOLE:
        return f"CAST({column} AS BIGINT)"
    return f"""CASE WHEN {column} RLIKE '^[+-]?[0-9]+([.]0*)?$'
        THEN try_cast(split_part({column}, '.', 1) AS BIGINT) END"""


def _day(column: str, kind: str) -> str:
    """The UTC day of a time, whose session is in UTC; null for a text that is none."""
    if kind in _DAYS:
        return f"unix_date(CAST({column} AS DATE))"
    return f"""CASE WHEN {column} RLIKE '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}'
        THEN unix_date(CAST(try_cast({column} AS TIMESTAMP) AS DATE)) END"""


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
