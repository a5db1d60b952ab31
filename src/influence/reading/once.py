"""Never twice: what several files say of the same thing counts once.

Counts only grow, so of two counts of one post the largest is the newest. Of files that tell the same kind in different
detail (who did it, posts, posts by day, days), the finest is scored; that you published a post, any of them may know.
Who is in two lists of your followers is one follower, whenever each says that it began: a page in HTML has a clock of
its own. A post is one post whoever says it is theirs, under whichever id (see `alike`); a file that names nobody is of
the one profile that the others name.
Canonical events are taken at their word.
"""

from __future__ import annotations

from collections.abc import Iterator

from influence.reading import alike
from influence.reading.store import Store
from influence.result import LeftOut

EVENT, POST, POST_DAY, DAY, EXCERPT, SOME = range(6)
"""How fine a file's counts are, the finest first; an excerpt (only the top posts, SOME of the events) knows less than
any whole."""

_TWICE = f"""
CREATE OR REPLACE TEMP TABLE twice AS
WITH told AS (
  SELECT e.rowid AS row, e.file, e.network, e.kind, e.post, e.actor, e.count, f.detail,
         CASE WHEN NOT (f.followers AND e.actor IS NOT NULL) THEN e.time END AS time,
         coalesce(CASE WHEN NOT f.accounts THEN e.profile END, (
           SELECT min(n.profile) FROM event_rows AS n JOIN files AS o ON o.file = n.file WHERE NOT o.accounts
           HAVING min(n.profile) = max(n.profile))) AS profile,
         CASE WHEN f.detail IN ({POST_DAY}, {DAY}) THEN e.day END AS day
  FROM event_rows AS e JOIN files AS f ON f.file = e.file
  WHERE f.detail IS NOT NULL
),
ranked AS (
  SELECT *, min(detail) OVER (PARTITION BY profile, network, kind) AS finest FROM told
),
coarse AS (
  SELECT row, file, network, kind, day, count, min(CASE WHEN detail = finest THEN file END)
           OVER (PARTITION BY profile, network, kind) AS instead, detail > finest AND kind <> 'post' AS left_out
  FROM ranked
),
same AS (
  SELECT row, file, network, kind, day, count, first_value(file) OVER largest AS instead,
         row_number() OVER largest > 1 AS left_out
  FROM ranked
  WHERE (detail = finest OR kind = 'post') AND (detail = {DAY} OR detail NOT IN ({EVENT}, {SOME}) AND post IS NOT NULL)
  WINDOW largest AS (PARTITION BY CASE WHEN post IS NULL THEN profile END, network, kind, post, day
                     ORDER BY count DESC, file, row)
),
again AS (
  SELECT *, CASE WHEN (kind = 'follow' OR detail = {SOME}) AND actor IS NOT NULL THEN 1 ELSE row_number() OVER (
             PARTITION BY file, profile, network, kind, actor, time, post ORDER BY row) END AS time_of_it
  FROM ranked WHERE detail IN ({EVENT}, {SOME}) AND detail = finest AND (actor IS NOT NULL OR time IS NOT NULL)
),
events AS (
  SELECT row, file, network, kind, day, count, first_value(file) OVER first AS instead,
         row_number() OVER first > 1 AS left_out
  FROM again
  WINDOW first AS (PARTITION BY profile, network, kind, actor, time, post, time_of_it ORDER BY file, row)
)
SELECT * FROM coarse WHERE left_out UNION ALL SELECT * FROM same WHERE left_out
UNION ALL SELECT * FROM events WHERE left_out
"""


def settle(store: Store) -> list[LeftOut]:
    """Take out of `event_rows` what another row tells better, and say what that was."""
    store.own_rows()
    alike.rename(store)
    connection = store.connection
    connection.execute(_TWICE)
    left_out = connection.execute(
        """SELECT t.kind, CAST(sum(t.count) AS BIGINT), f.source, min(i.source), t.file = t.instead,
            bool_or(t.file IN (FROM by_caption) OR t.instead IN (FROM by_caption))
        FROM twice AS t JOIN files AS f ON f.file = t.file JOIN files AS i ON i.file = t.instead
        GROUP BY t.file, t.instead, f.source, t.kind HAVING sum(t.count) > 0 ORDER BY t.file, t.instead, t.kind"""
    ).fetchall()
    if connection.execute("DELETE FROM event_rows WHERE rowid IN (SELECT row FROM twice)").fetchone() != (0,):
        connection.execute("""DELETE FROM event_sums; INSERT INTO event_sums
            SELECT profile, network, kind, day, actor, sum(count), count(*), file FROM event_rows GROUP BY ALL""")
    return [
        LeftOut(what=kind, count=count, why=_why(instead, itself, by_caption), source=source)
        for kind, count, source, instead, itself, by_caption in left_out
    ]


def uncovered(store: Store) -> Iterator[str]:
    """A warning for each file of days that is left out for one of posts which begins later: what came before is in none
    of these posts. To be asked once `settle` is through."""
    for source, days, instead in store.connection.execute(
        """WITH posts AS (SELECT network, kind, min(day) AS first FROM event_rows GROUP BY network, kind)
        SELECT f.source, count(DISTINCT t.day), i.source
        FROM twice AS t JOIN posts USING (network, kind) JOIN files AS f ON f.file = t.file
        JOIN files AS i ON i.file = t.instead WHERE f.detail > i.detail AND t.count > 0 AND t.day < posts.first
        GROUP BY f.file, f.source, i.file, i.source ORDER BY f.file, i.file"""
    ).fetchall():
        lie = "1 of its days lies" if days == 1 else f"{days:,} of its days lie"
        yield f"{source}: {lie} before the first post of {instead}, which is scored instead: download that for them too"


_FEW = 2
"""Up to so many posts of the same days may be in one of two downloads of one person, and not in the other."""

_APART = rf"""
WITH told AS (
  SELECT p.file, f.source, regexp_extract(f.source, '[^/]*$') AS name, p.network, p.post, min(p.time) AS time
  FROM post_rows AS p JOIN files AS f ON f.file = p.file
  WHERE f.detail = {POST} AND NOT f.own_ids AND NOT f.accounts AND p.post IS NOT NULL AND p.time IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM event_rows AS e WHERE e.file = p.file AND e.profile IS NOT NULL)
  GROUP BY ALL
),
spans AS (SELECT file, source, name, network, min(time) AS first, max(time) AS last FROM told GROUP BY ALL),
pairs AS (
  SELECT a.file, a.source, b.file AS other, b.source AS beside, a.network, greatest(a.first, b.first) AS first,
         least(a.last, b.last) AS last
  FROM spans AS a JOIN spans AS b ON b.network = a.network AND b.name = a.name AND b.file < a.file
)
SELECT source, beside FROM pairs AS c
WHERE NOT EXISTS (SELECT 1 FROM told AS a JOIN told AS b ON b.network = a.network AND b.post = a.post
                  WHERE a.network = c.network AND a.file = c.file AND b.file = c.other)
  AND (SELECT count(*) FROM told AS a WHERE a.file = c.file AND a.network = c.network
       AND a.time BETWEEN c.first AND c.last) > {_FEW}
  AND (SELECT count(*) FROM told AS b WHERE b.file = c.other AND b.network = c.network
       AND b.time BETWEEN c.first AND c.last) > {_FEW}
QUALIFY row_number() OVER (PARTITION BY file ORDER BY other) = 1 ORDER BY file
"""


def apart(store: Store) -> Iterator[str]:
    """A warning for each download that has posts of the same days as another by the same name, and none in common with
    it: two of one person would share them, and these name nobody."""
    alike = "SELECT 1 FROM files GROUP BY regexp_extract(source, '[^/]*$') HAVING count(*) > 1 LIMIT 1"
    if store.connection.execute(alike).fetchone() is None:
        return
    for source, beside in store.connection.execute(_APART).fetchall():
        told = f"{source}: posts of the same days as in {beside}, and none in common"
        yield f"{told}: if it is another person's, leave it out"


def _why(instead: str, itself: bool, by_caption: bool) -> str:
    found = ", by caption and day" * by_caption
    return "listed again in the same file" if itself else f"already in {instead}{found}"
