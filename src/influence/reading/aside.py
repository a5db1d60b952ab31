"""Records that are set aside: blank rows, a sum of the others, a row that is cut, and what says no day; and ids that
are none any more."""

from __future__ import annotations

from influence.formats.model import Format
from influence.reading.records import Records
from influence.reading.select import Relation
from influence.reading.store import Store

SUM, UNPLACED, CUT, BLANK = -1, -2, -3, -4
"""Their rules; those of a format are counted from 0."""

LEFT_OUT = {SUM: "the sum of the others"}
PROBLEMS = {
    UNPLACED: ("a row that says no day", "no day, no place in the window", "add its day; the row was left out"),
    CUT: ("a row that is cut", "the file ends in the middle of it", "download it again; the row was left out"),
}
"""Why each is no record, and for those that should be one: what is wrong, why, and what to do."""


_EXACT, _KEPT = 15, "14 AND 17"
"""So many digits of a number a spreadsheet keeps, and so many of the longest number are left in any such program: where
fewer are, somebody has made the ids up."""

_NO_CHANCE = 6
"""So many zeros at the ends of ids are no chance: one in a million."""


def set_aside(store: Store, declared: Format, relation: Relation, made: Records, cut: bool) -> None:
    """Give the records that are none their rule. `cut`: the file ends in the middle of one."""
    run, records, stored, record, selected = (
        store.connection.execute, made.table, made.stored, made.record, made.columns
    )  # fmt: skip
    if cut:
        run(f"UPDATE {stored} SET rule = {CUT} WHERE {record} = (SELECT max(record) FROM {records})")
    _leave_nobodys(store, declared, made)
    if declared.per == "event" or "time" not in selected.wrong:
        return
    if run(f"SELECT 1 FROM {records} WHERE time IS NULL LIMIT 1").fetchone() is None:
        return
    silent = f"time IS NULL AND {selected.wrong_text('time')} IS NULL"
    if relation.cells and run(f"SELECT 1 FROM {records} WHERE {silent} LIMIT 1").fetchone() is not None:
        run(f"UPDATE {stored} SET rule = {BLANK} WHERE {silent} AND {record} IN ({_blank(relation)})")
    if run(f"SELECT 1 FROM {records} WHERE time IS NOT NULL LIMIT 1").fetchone() is None:
        if "post" in selected.wrong:
            # Where no record has a day, one that has nothing at all must not be taken for a post.
            nothing = ["rule IS NULL", silent, "post IS NULL", f"{selected.wrong_text('post')} IS NULL", "url IS NULL"]
            nothing += [f'"n_{kind}" IS NULL' for kind in selected.kinds]
            empty = f"SELECT record FROM {records} WHERE {' AND '.join(nothing)}"
            run(f"UPDATE {stored} SET rule = {BLANK} WHERE {record} IN ({empty})")
        return
    if selected.kinds:
        run(f"UPDATE {stored} SET rule = {SUM} WHERE rule IS NULL AND time IS NULL AND {record} IN ({_sums(made)})")
    nowhere = [
        f"{own} IS NULL AND {selected.wrong_text(own)} IS NULL" for own in ("time", "post") if own in selected.wrong
    ]
    if declared.per == "day":
        nowhere = nowhere[:1]
    if declared.per == "day" or "post" in selected.wrong:
        run(f"UPDATE {stored} SET rule = {UNPLACED} WHERE {' AND '.join(['rule IS NULL', *nowhere])}")


def _leave_nobodys(store: Store, declared: Format, made: Records) -> None:
    """Where every record is an event, one in which nothing stands is none."""
    if not declared.each:
        return
    selected = made.columns
    nothing = [f'"{own}" IS NULL' for own in ("actor", "post", "url", "time") if own in selected.typed]
    nothing += [f"{selected.wrong_text(own)} IS NULL" for own in ("post", "time") if own in selected.wrong]
    if nothing:
        empty = f"SELECT record FROM {made.table} WHERE rule IS NULL AND {' AND '.join(nothing)}"
        store.connection.execute(f"UPDATE {made.stored} SET rule = {BLANK} WHERE {made.record} IN ({empty})")


def without_rounded_ids(store: Store, declared: Format, made: Records) -> None:
    """Take the ids of posts away where a program that keeps fifteen digits or so has put zeros for the others: where
    all the long ones end in zeros, more of them than chance would give."""
    wrong = made.columns.wrong
    if declared.per == "event" or "post" not in wrong:
        return
    run = store.connection.execute
    long = f"strlen(post) > {_EXACT}"
    if run(f"SELECT 1 FROM {made.table} WHERE {long} AND NOT suffix(post, '0') LIMIT 1").fetchone() is not None:
        return
    kept = "strlen(rtrim(post, '0'))"
    zeros = f"min(strlen(post) - {kept}) * count(DISTINCT post) >= {_NO_CHANCE} AND max({kept}) BETWEEN {_KEPT}"
    plain = "bool_and(try_cast(post AS HUGEINT) IS NOT NULL)"
    if run(f"SELECT {zeros} AND {plain} FROM {made.table} WHERE {long}").fetchone() == (True,):
        told = ", ".join("post" if own == "post" else made.columns.wrong_text(own) for own in wrong)
        run(f"UPDATE {made.stored} SET wrong = [{told}], post = NULL WHERE {long}")


def _blank(relation: Relation) -> str:
    """The records in whose row no cell says anything."""
    said = ", ".join(f"nullif(trim({cell}), '')" for cell in relation.cells)
    return f"""SELECT record FROM (SELECT {relation.record} AS record, coalesce({said}) AS said FROM {relation.sql})
        WHERE said IS NULL"""


def _sums(made: Records) -> str:
    """The records without a day or a link each of whose counts is what all others add up to."""
    counts = [f'"n_{kind}"' for kind in made.columns.kinds]
    sums = ", ".join(f"sum({n}) FILTER ({n} >= 0 AND rule IS NULL) AS s{i}" for i, n in enumerate(counts))
    alike = " AND ".join(f"({n} IS NULL OR {n} < 0 OR 2 * {n} = s{i})" for i, n in enumerate(counts))
    some = " OR ".join(f"{n} > 0" for n in counts)
    return f"""SELECT record FROM {made.table} CROSS JOIN (SELECT {sums} FROM {made.table})
        WHERE rule IS NULL AND time IS NULL AND url IS NULL AND {alike} AND ({some})"""
