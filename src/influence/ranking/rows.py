"""The rows of a file as sums want them: keys as they are written, a count, a day, and what is wrong.

Most counts are digits and most times end in Z; these are read in the shortest way, and all others by the expressions by
which `score` reads them.
"""

from __future__ import annotations

from influence.events import MAX_COUNT
from influence.formats.model import Format
from influence.reading.cells import number, said, time_of
from influence.reading.select import TIMES, WHOLE, Relation

KEYS = ("profile", "network", "kind", "actor")
WRONG = {1: "row", 2: "time", 3: "count", 4: "network", 5: "kind"}
"""What can be wrong in a row; of several things in one row, the first counts."""


def rows(declared: Format, relation: Relation) -> str:
    """The SELECT of a file's rows: k_profile, k_network, k_kind and k_actor as they are written, `count`, `day`, and
    `wrong`, the number of the first thing that is wrong with the row itself, or null."""
    keys = ", ".join(f"{_key(own, declared, relation)} AS k_{own}" for own in KEYS)
    texts = ", ".join(
        f"{relation.text(own, declared) or 'CAST(NULL AS VARCHAR)'} AS t_{own}" for own in ("count", "time")
    )
    return f"""
      SELECT k_profile, k_network, k_kind, k_actor, v_count AS count, day, {_wrong(declared, relation)} AS wrong
      FROM (SELECT *, CAST(CAST(v_time AS DATE) - DATE '1970-01-01' AS INTEGER) AS day
        FROM (SELECT *, {_count(declared, relation)} AS v_count, {_time(declared, relation)} AS v_time
          FROM (SELECT {keys}, {texts}, {_quick("count", declared, relation)} AS q_count,
                       {_quick("time", declared, relation)} AS q_time, {_surplus(relation)} AS surplus
                FROM {relation.sql})))"""


def newest_time(declared: Format, relation: Relation) -> str | None:
    """The SELECT of the day of the newest time, right or not, where the file has times: Parquet knows it unread."""
    column, kind = relation.typed("time", declared)
    newest = f"CAST(CAST(max({column}) AS DATE) - DATE '1970-01-01' AS INTEGER)"
    return f"SELECT CASE WHEN isfinite(max({column})) THEN {newest} END FROM {relation.sql}" if kind in TIMES else None


def has(own: str, declared: Format, relation: Relation) -> bool:
    """Whether the file has a column for one of our fields."""
    return relation.text(own, declared) is not None


def _key(own: str, declared: Format, relation: Relation) -> str:
    column, _ = relation.typed(own, declared)
    return column or relation.text(own, declared) or "CAST(NULL AS VARCHAR)"


def _surplus(relation: Relation) -> str:
    return " OR ".join(f"{column} IS NOT NULL" for column in relation.surplus) or "false"


def _quick(own: str, declared: Format, relation: Relation) -> str:
    """A count or time read in the shortest way."""
    column, kind = relation.typed(own, declared)
    text = column if kind in (*WHOLE, *TIMES) else relation.text(own, declared) or "NULL"
    return f"try_cast({text} AS {'BIGINT' if own == 'count' else 'TIMESTAMP'})"


def _count(declared: Format, relation: Relation) -> str:
    if relation.typed("count", declared)[1] in WHOLE:
        return "q_count"
    plain = "q_count IS NOT NULL AND NOT contains(t_count, '.') AND NOT contains(t_count, '_')"
    return f"CASE WHEN {plain} THEN q_count ELSE {number('t_count')} END"


def _time(declared: Format, relation: Relation) -> str:
    if relation.typed("time", declared)[1] in TIMES or not has("time", declared, relation):
        return "q_time"
    plain = "q_time IS NOT NULL AND (strlen(t_time) = 20 AND t_time LIKE '%Z' OR strlen(t_time) = 10)"
    return f"CASE WHEN {plain} THEN q_time ELSE {time_of('trim(t_time)', 'iso')} END"


def _wrong(declared: Format, relation: Relation) -> str:
    in_time = "coalesce(v_time >= TIMESTAMP '1970-01-01' AND v_time < TIMESTAMP '2200-01-01', false)"
    count, time = f"v_count BETWEEN 0 AND {MAX_COUNT}", f"({in_time} OR ({said('t_time')}) IS NULL)"
    if not has("time", declared, relation):
        time = "true"
    quick = f"{count} AND {in_time} AND NOT surplus" if time != "true" else f"{count} AND NOT surplus"
    return f"""CASE WHEN {quick} THEN NULL WHEN surplus THEN 1
        WHEN NOT {time} THEN 2 WHEN NOT coalesce({count}, false) THEN 3 END"""
