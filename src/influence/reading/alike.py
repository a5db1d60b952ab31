"""One post that two exports do not call by the same id: the ids of one are its own (`own_ids`), or it has none that can
be used, as where a spreadsheet has rounded it.

Such posts are told by their caption and time. The networks' exports differ in their time zones, so the same minute is
tried first, and then up to a day between them; what fits two posts of one file is taken for neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from influence.reading.store import Store

_SAME_MINUTE = "a.said IS NOT DISTINCT FROM b.said AND date_trunc('minute', a.time) = date_trunc('minute', b.time)"
_SAME_DAY = "a.said = b.said AND abs(epoch(a.time) - epoch(b.time)) <= 86400"
_AMONG = ("others AS b ON true", "own AS b ON b.file < a.file")

# A post that has no id goes by its row until it is found elsewhere.
_NAMELESS = """
CREATE OR REPLACE TEMP TABLE nameless AS
SELECT p.file, p.record, 'row ' || p.record || ' of ' || f.source AS post
FROM post_rows AS p JOIN files AS f ON f.file = p.file WHERE p.post IS NULL
"""
_BY_ROW = """
UPDATE {table} AS t SET post = n.post FROM nameless AS n
WHERE t.post IS NULL AND t.file = n.file AND t.record = n.record
"""
_NAMELESS_AGAIN = """
UPDATE {table} AS t SET post = NULL WHERE t.post IN (
  SELECT n.post FROM nameless AS n JOIN post_rows AS p ON p.post = n.post
  GROUP BY n.post HAVING count(DISTINCT p.file) = 1)
"""

# The posts of each file: `own` where only this file knows their ids, and nobody has found them elsewhere yet.
_TOLD = r"""
WITH rows AS (
  SELECT p.file, f.own_ids OR p.post IS NULL OR p.post IN (SELECT post FROM nameless) AS own_ids, p.network,
         coalesce(p.post, CAST(p.record AS VARCHAR)) AS post, min(p.time) AS time,
         min(nullif(left(trim(regexp_replace(p.label, '[\s\p{C}]+', ' ', 'g')), 80), '')) AS said
  FROM post_rows AS p JOIN files AS f ON f.file = p.file
  WHERE f.detail IS NOT NULL GROUP BY ALL
),
others AS (SELECT * FROM rows WHERE NOT own_ids),
own AS (SELECT * FROM rows AS r WHERE own_ids AND NOT EXISTS (
  SELECT 1 FROM others AS o WHERE o.network = r.network AND o.post = r.post))
"""

_FOUND = """
CREATE OR REPLACE TEMP TABLE alike AS {told},
pairs AS (
  SELECT DISTINCT a.file, a.network, a.post, b.post AS known FROM own AS a JOIN {among} AND a.network = b.network
  WHERE {same} AND NOT EXISTS (
    SELECT 1 FROM rows AS r WHERE r.file = a.file AND r.network = b.network AND r.post = b.post)
)
SELECT * FROM pairs
QUALIFY count(*) OVER (PARTITION BY file, network, post) = 1 AND count(*) OVER (PARTITION BY file, network, known) = 1
"""

_LEFT = """
{told}
SELECT f.source, count(*) FROM own AS a JOIN files AS f ON f.file = a.file JOIN (
  SELECT network, min(time) - INTERVAL 1 DAY AS first, max(time) + INTERVAL 1 DAY AS last FROM others GROUP BY network
) AS o ON o.network = a.network WHERE a.time BETWEEN o.first AND o.last GROUP BY f.source ORDER BY f.source
"""


def rename(store: Store) -> None:
    """Give each post of a file with ids of its own, or with none, the id by which another file knows it. Says in the
    table `by_caption` of which files that were."""
    connection = store.connection
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS by_caption(file INTEGER)")
    connection.execute(_NAMELESS)
    if not _own(connection):
        return
    store.own_rows()
    tables = ("event_rows", "post_rows")
    for table in tables:
        connection.execute(_BY_ROW.format(table=table))
    for among, same in product(_AMONG, (_SAME_MINUTE, _SAME_DAY)):
        connection.execute(_FOUND.format(told=_TOLD, among=among, same=same))
        connection.execute("INSERT INTO by_caption SELECT DISTINCT file FROM alike")
        for table in tables:
            connection.execute(
                f"""UPDATE {table} AS t SET post = a.known FROM alike AS a
                WHERE t.file = a.file AND t.network = a.network AND t.post = a.post"""
            )
    for table in tables:
        connection.execute(_NAMELESS_AGAIN.format(table=table))


def not_found(store: Store) -> Iterator[str]:
    """A warning for each file with posts of the same days as another's that were not found there."""
    if not _own(store.connection):
        return
    for source, count in store.connection.execute(_LEFT.format(told=_TOLD)).fetchall():
        yield (
            f"{source}: {count:,} post{'s' * (count != 1)} found in no other file by caption and day: "
            "what another file tells of them too counts twice"
        )


def _own(connection: Any) -> bool:
    return (
        connection.execute("SELECT 1 FROM files WHERE own_ids UNION ALL SELECT 1 FROM nameless").fetchone() is not None
    )
