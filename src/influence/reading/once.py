"""Never twice: what several files say of the same thing counts once.

Counts only grow, so of two counts of one post the largest is the newest. Of files that tell the same kind in different
detail (posts, posts by day, days), the finest is scored. Canonical events are taken at their word.
"""

from __future__ import annotations

from influence.reading.store import Store
from influence.result import LeftOut

POST, POST_DAY, DAY, EXCERPT = range(4)
"""How fine a file's counts are, the finest first; an excerpt (only the top posts) knows less than any whole."""

_TWICE = """
CREATE OR REPLACE TEMP TABLE twice AS
WITH told AS (
  SELECT e.rowid AS row, e.file, e.profile, e.network, e.kind, e.post, e.count, f.detail,
         CASE WHEN f.detail IN (1, 2) THEN e.day END AS day,
         min(f.detail) OVER (PARTITION BY e.profile, e.network, e.kind) AS finest
  FROM event_rows AS e JOIN files AS f ON f.file = e.file
  WHERE f.detail IS NOT NULL
),
coarse AS (
  SELECT row, file, kind, count, detail, min(CASE WHEN detail = finest THEN file END)
           OVER (PARTITION BY profile, network, kind) AS instead, detail > finest AS left_out
  FROM told
),
same AS (
  SELECT row, file, kind, count, detail,
         first_value(file) OVER largest AS instead, row_number() OVER largest > 1 AS left_out
  FROM told
  WHERE detail = finest AND (post IS NOT NULL OR detail = 2)
  WINDOW largest AS (PARTITION BY profile, network, kind, post, day ORDER BY count DESC, file, row)
)
SELECT * FROM coarse WHERE left_out UNION ALL SELECT * FROM same WHERE left_out
"""


def settle(store: Store) -> list[LeftOut]:
    """Take out of `event_rows` what another row tells better, and say what that was."""
    connection = store.connection
    connection.execute(_TWICE)
    left_out = connection.execute(
        """SELECT t.kind, CAST(sum(t.count) AS BIGINT), f.source, min(i.source), t.file = t.instead
        FROM twice AS t JOIN files AS f ON f.file = t.file JOIN files AS i ON i.file = t.instead
        GROUP BY t.file, t.instead, f.source, t.kind HAVING sum(t.count) > 0 ORDER BY t.file, t.instead, t.kind"""
    ).fetchall()
    connection.execute("DELETE FROM event_rows WHERE rowid IN (SELECT row FROM twice)")
    return [
        LeftOut(what=kind, count=count, why=_why(instead, itself), source=source)
        for kind, count, source, instead, itself in left_out
    ]


def _why(instead: str, itself: bool) -> str:
    return "of posts that the file lists again" if itself else f"already in {instead}"
