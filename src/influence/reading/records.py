"""The table of a file's records, one row a record, with its times read in the one way that fits most of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

import duckdb

from influence.formats.model import Format
from influence.reading import days
from influence.reading.cells import quoted, time_of, trimmed
from influence.reading.local import Local
from influence.reading.select import Columns, Relation, columns, likely, time_formats
from influence.reading.store import Store

FILE = "@file"
"""The name by which a format asks for the file's own name (of a sheet, or a table under a title: that)."""

_MUCH_CLOSER = 3
"""Of two ways to read the dates, the one by which they lie so many times closer together is the right one ..."""

_FEW_DAYS = 3
"""... but of so few days that may be chance."""

_LATE = 4
"""An export of days ends on the day before it, or two: a file that was changed later is perhaps a copy ..."""

_LATE_POST = 31
"""... and so is one whose newest post is older than this."""


_ADDED_YEAR = (
    "its days have years, which no such export writes: a spreadsheet added its own; see whether they are right"
)

_TURNED = (
    "a spreadsheet has taken the month for the day where it could, as in 11.12.2026 for November 12: "
    "such dates were turned back"
)

_GUESSED_YEAR = (
    "its dates have no year, and were read as written by {}, when the file was last changed; "
    "if that is the day of a copy, put that of the download in its name"
)


@dataclass(slots=True)
class Records:
    """The relation of a file's records, its columns, and what is doubtful about how they were read. `stored`: the table
    that it shows; `record`: how the number of a record is known there."""

    table: str
    columns: Columns
    stored: str
    record: str
    warnings: list[str] = field(default_factory=list)


def select_records(
    store: Store, declared: Format, relation: Relation, kept: Local, name: str, table: str, *, cut: bool
) -> Records:
    """Make the table of a file's records. `cut`: the file ends in the middle of one. Raises duckdb.Error."""
    relation.texts[FILE] = quoted(PurePosixPath(name).name)

    def made(how: str | None) -> Records:
        last = _last_day(store, declared, relation, kept, name) if how == "month_day" else ""
        return _made(store, columns(declared, relation, how, last, much=store.much, cut=cut), relation, table)

    ways = time_formats(declared)
    if not ways or relation.text("time", declared) is None:
        return made(None)
    how, records, either = ways[0], made(ways[0]), False
    if _any(store, table, f"{records.columns.wrong_text('time')} IS NOT NULL"):
        if relation.header and declared.per != "event":
            turned = [days.TURNED] if days.month_first(ways[0]) else []
            ways = list(dict.fromkeys([*ways, "iso", *days.RESAVED, "named_day", *turned]))
        best, either = _best(store, declared, relation, ways, records)
        if best != how:
            how, records = best, made(best)
    if other := _other_order(store, table, how, ways[0]):
        how, records = other, made(other)
    records.warnings += [_TURNED] if how == days.TURNED else []
    if "month_day" in ways and how != "month_day" and not _any(store, table, "time <> CAST(time AS DATE)"):
        records.warnings.append(_ADDED_YEAR)
    records.warnings += _guessed_year(store, declared, relation, kept, name, table) if how == "month_day" else []
    if either or (days.swapped(how) and _in_doubt(store, table)):
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


def _best(store: Store, declared: Format, relation: Relation, ways: list[str], by_first: Records) -> tuple[str, bool]:
    """The way that reads most of a file's times, and whether another reads them as well; of several, the first.
    `by_first`: the records as the first way reads them. Another can only be better where it reads a time that the first
    does not."""
    wrong = by_first.columns.wrong_text("time")
    missed = _read(store, ways, f"SELECT DISTINCT {wrong} AS t, 1 AS n FROM {by_first.table} WHERE {wrong} IS NOT NULL")
    ways = [way for way, count in zip(ways, missed, strict=True) if count or way == ways[0]]
    if len(ways) == 1:
        return ways[0], False
    text = trimmed(relation.text("time", declared) or "")
    found = _read(store, ways, f"SELECT {text} AS t, count(*) AS n FROM {relation.sql} GROUP BY ALL")
    best = max(zip(found, ways, strict=True), key=lambda pair: pair[0])[1]
    return _or_year_first(store, text, relation, best) if best in days.YEAR_LAST else (best, False)


def _or_year_first(store: Store, text: str, relation: Relation, how: str) -> tuple[str, bool]:
    """The way to read dates like 24/09/05, whose year may be the last or the first, and whether it is in doubt."""
    last, first = time_of("t", how), time_of("t", days.YEAR_FIRST)
    row = store.connection.execute(
        f"""SELECT count(*) FILTER ({likely("a")} AND coalesce(NOT {likely("b")}, true)),
            datediff('day', min(a), max(a)), datediff('day', min(b), max(b))
        FROM (SELECT {last} AS a, {first} AS b FROM (SELECT {text} AS t FROM {relation.sql}))"""
    ).fetchone()
    if not row or row[0]:
        return how, False
    now, other = row[1] or 0, row[2] or 0
    return (days.YEAR_FIRST, False) if other * _MUCH_CLOSER < now else (how, now * _MUCH_CLOSER >= other)


def _read(store: Store, ways: list[str], texts: str) -> list[int]:
    """How many of some times each way reads, from a SELECT of the texts `t` and how often there is each, `n`."""
    counts = ", ".join(f"coalesce(sum(n) FILTER ({likely(time_of('t', one))}), 0)" for one in ways)
    return list(store.connection.execute(f"SELECT {counts} FROM ({texts})").fetchone() or ())


def _spans(store: Store, table: str) -> tuple[int, int, int]:
    """How many days the records span, how many with days and months the other way round, and how many there are."""
    other = "make_date(year(time), day(time), month(time))"
    row = store.connection.execute(
        f"""SELECT datediff('day', min(time), max(time)), datediff('day', min({other}), max({other})),
            count(DISTINCT CAST(time AS DATE))
        FROM {table} WHERE time IS NOT NULL"""
    ).fetchone()
    return (row[0] or 0, row[1] or 0, row[2]) if row else (0, 0, 0)


def _other_order(store: Store, table: str, how: str, first: str) -> str | None:
    """The way to read days and months in the other order, where the dates lie much closer together by it and no day is
    above 12. Of a format that writes the month first, a spreadsheet may have turned all of them."""
    turned = how in ("day.month", "iso") and days.month_first(first)
    other = days.TURNED if turned else days.swapped(how)
    if other is None or _any(store, table, "day(time) > 12"):
        return None
    now, swapped, several = _spans(store, table)
    return other if swapped * _MUCH_CLOSER < now and (several > _FEW_DAYS or not turned) else None


def _in_doubt(store: Store, table: str) -> bool:
    """Whether days and months could be either way round: neither order is much likelier."""
    if _any(store, table, "day(time) > 12") or not _any(store, table, "day(time) <> month(time)"):
        return False
    now, swapped, several = _spans(store, table)
    return several <= _FEW_DAYS or not (swapped * _MUCH_CLOSER < now or now * _MUCH_CLOSER < swapped)


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
    until = _until(declared, relation)
    if declared.per != "day" and until is None:
        return known_by.isoformat()
    text = until or text
    rows = store.connection.execute(f"SELECT {text} FROM {relation.sql} LIMIT 10000").fetchall()
    return days.last_day([row[0] or "" for row in rows], known_by).isoformat()


def _until(declared: Format, relation: Relation) -> str | None:
    """The text of the column with the day of the export, where there is one."""
    return relation.texts.get(declared.fields.time.until or "") if declared.fields.time else None


def _guessed_year(store: Store, declared: Format, relation: Relation, kept: Local, name: str, table: str) -> list[str]:
    """What to say of a file's years where its name does not tell them, and it was changed long after its newest day:
    they may be those of a later copy."""
    if days.in_name(name) or kept.modified is None:
        return []
    if declared.per == "day" or _until(declared, relation):
        newest, late = date.fromisoformat(_last_day(store, declared, relation, kept, name)), _LATE
    else:
        row = store.connection.execute(f"SELECT CAST(max(time) AS DATE) FROM {table}").fetchone()
        newest, late = (row and row[0]) or kept.modified, _LATE_POST
    return [_GUESSED_YEAR.format(kept.modified)] if (kept.modified - newest).days > late else []
