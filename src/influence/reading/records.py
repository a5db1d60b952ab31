"""The table of a file's records, one row a record, with its times read in the one way that fits most of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

import duckdb

from influence.formats.model import Format
from influence.reading import days
from influence.reading.local import Local
from influence.reading.select import Columns, Relation, columns, quoted, time_formats, time_of
from influence.reading.store import Store

FILE = "@file"
"""The name by which a format asks for the file's own name (of a sheet, or a table under a title: that)."""

_MUCH_CLOSER = 3
"""Of two ways to read the dates, the one by which they lie so many times closer together is the right one."""


@dataclass(slots=True)
class Records:
    """The relation of a file's records, its columns, and what is doubtful about how they were read. `stored`: the table
    that it shows; `record`: how the number of a record is known there."""

    table: str
    columns: Columns
    stored: str
    record: str
    warnings: list[str] = field(default_factory=list)


def select_records(store: Store, declared: Format, relation: Relation, kept: Local, name: str, table: str) -> Records:
    """Make the table of a file's records. Raises duckdb.Error."""
    relation.texts[FILE] = quoted(PurePosixPath(name).name)

    def made(how: str | None) -> Records:
        last = _last_day(store, declared, relation, kept, name) if how == "month_day" else ""
        return _made(store, columns(declared, relation, how, last, store.much), relation, table)

    ways = time_formats(declared)
    if not ways or relation.text("time", declared) is None:
        return made(None)
    how, records = ways[0], made(ways[0])
    if _any(store, table, f"{records.columns.wrong_text('time')} IS NOT NULL"):
        if relation.header and declared.per != "event":
            ways = list(dict.fromkeys([*ways, "iso", *days.RESAVED]))
        best = _best(store, declared, relation, ways)
        if best != how:
            how, records = best, made(best)
    other = days.swapped(how)
    if other and not _any(store, table, "day(time) > 12"):
        now, swapped = _spans(store, table)
        if swapped * _MUCH_CLOSER < now:
            return made(other)
        if now * _MUCH_CLOSER >= swapped and _any(store, table, "day(time) <> month(time)"):
            records.warnings.append(_either_way(store, relation, declared, how))
    return records


def _made(store: Store, selected: Columns, relation: Relation, table: str) -> Records:
    """The records as a table; where there are many, a view of one without the columns that are all the same."""
    if not store.much:
        store.connection.execute(f"CREATE OR REPLACE TABLE {table} AS {selected.sql(relation.sql)}")
        return Records(table, selected, table, "record")
    stored = f"{table}_stored"
    store.connection.execute(f"CREATE OR REPLACE TABLE {stored} AS {selected.varying(relation.sql)}")
    store.connection.execute(f"CREATE OR REPLACE VIEW {table} AS {selected.with_fixed(stored)}")
    return Records(table, selected, stored, selected.fixed.get("record", "record"))


def _any(store: Store, table: str, condition: str) -> bool:
    return store.connection.execute(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1").fetchone() is not None


def _best(store: Store, declared: Format, relation: Relation, ways: list[str]) -> str:
    """The way that reads most of a file's times; of several, the first."""
    counts = ", ".join(f"count({time_of('t', one)})" for one in ways)
    text = relation.text("time", declared)
    found = store.connection.execute(f"SELECT {counts} FROM (SELECT {text} AS t FROM {relation.sql})").fetchone() or ()
    return max(zip(found, ways, strict=True), key=lambda pair: pair[0])[1]


def _spans(store: Store, table: str) -> tuple[int, int]:
    """How many days the records span, and how many with days and months the other way round."""
    other = "make_date(year(time), day(time), month(time))"
    row = store.connection.execute(
        f"""SELECT datediff('day', min(time), max(time)), datediff('day', min({other}), max({other}))
        FROM {table} WHERE time IS NOT NULL"""
    ).fetchone()
    return (row[0] or 0, row[1] or 0) if row else (0, 0)


def _either_way(store: Store, relation: Relation, declared: Format, how: str) -> str:
    row = store.connection.execute(
        f"SELECT t FROM (SELECT {relation.text('time', declared)} AS t FROM {relation.sql}) WHERE t IS NOT NULL LIMIT 1"
    ).fetchone()
    order = "the month first" if days.month_first(how) else "the day first"
    return f"dates like {row[0] if row else ''} could be read two ways, and were read with {order}"


def _last_day(store: Store, declared: Format, relation: Relation, kept: Local, name: str) -> str:
    """The newest day of a file whose dates have no year. Its name or its own date says by when they were written."""
    known_by = days.in_name(name) or kept.modified
    text = relation.text("time", declared)
    if known_by is None or text is None:
        raise duckdb.Error("its dates have no year, and nothing says when it was downloaded; put the day in its name")
    until = relation.texts.get(declared.fields.time.until or "") if declared.fields.time else None
    if declared.per != "day" and until is None:
        return known_by.isoformat()
    text = until or text
    rows = store.connection.execute(f"SELECT {text} FROM {relation.sql} LIMIT 10000").fetchall()
    return days.last_day([row[0] or "" for row in rows], known_by).isoformat()
