"""Posts: what each earned, how people answered it, and how that stands against your usual."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, get_args

from influence.errors import UsageError
from influence.insights import Posts, PostStanding
from influence.labels import label
from influence.questions.asked import Asked
from influence.result import Base

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ANSWERS = ("like", "comment", "share", "repost", "quote", "mention", "save")
"""What counts as an interaction with a post; where none of these is known, the total that an export gives."""

BASES: tuple[Base, ...] = get_args(Base)
"""What a response is measured against: the first of these that a network has, never two mixed. Followers are those that
an export names, and the same for each post."""

USUAL_OF = 100
"""Your usual is that of so many of the last posts."""

SETTLE_DAYS = 7
"""Unless somebody says otherwise, posts younger than so many days are not compared."""

FEWEST = 4
"""Of fewer posts there is no usual."""

By = Literal["earned", "response", "usual"]


def _of(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


STANDINGS = f"""
CREATE OR REPLACE TEMP TABLE standings AS
WITH counts AS (
  SELECT network, post, min(day) AS day,
         sum(CASE WHEN kind IN ({_of(ANSWERS)}) THEN count END) AS answers,
         sum(CASE WHEN kind = 'interaction' THEN count END) AS total,
         {", ".join(f"sum(CASE WHEN kind = '{base}' THEN count END) AS {base}" for base in BASES[:-1])}
  FROM events WHERE post IS NOT NULL GROUP BY network, post
),
followed AS (
  SELECT network, count(DISTINCT actor) AS follower FROM events WHERE kind = 'follow' GROUP BY network
),
based AS (
  SELECT c.network, min(f.follower) AS follower,
         CASE {" ".join(f"WHEN sum(c.{base}) > 0 THEN '{base}'" for base in BASES[:-1])}
              WHEN min(f.follower) > 0 THEN 'follower' END AS base
  FROM counts AS c LEFT JOIN followed AS f ON f.network = c.network GROUP BY c.network
)
SELECT c.network, c.post, c.day, CAST(coalesce(c.answers, c.total, 0) AS BIGINT) AS interactions, b.base,
       CAST(CASE b.base {" ".join(f"WHEN '{base}' THEN c.{base}" for base in BASES[:-1])}
                        WHEN 'follower' THEN b.follower END AS BIGINT) AS of
FROM counts AS c JOIN based AS b ON b.network = c.network
"""
"""One row a post, of all days: its first day, interactions, and what they are measured against."""

_USUAL = f"""
WITH last AS (
  SELECT network, interactions FROM standings WHERE day IS NOT NULL AND day <= $settled
  QUALIFY row_number() OVER (PARTITION BY network ORDER BY day DESC, post) <= {USUAL_OF}
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY network ORDER BY interactions) AS rank,
         count(*) OVER (PARTITION BY network) AS posts
  FROM last
)
SELECT network, avg(interactions) FROM ranked
WHERE posts >= {FEWEST} AND rank > posts // 4 AND rank <= posts - posts // 4 GROUP BY network
"""

_LISTED = """
SELECT s.network, s.post, s.day, s.interactions, s.base, s.of,
       strftime(p.time, '%Y-%m-%dT%H:%M:%SZ') AS time, p.url, p.label
FROM standings AS s
LEFT JOIN (SELECT network, post, min(time) AS time, min(url) AS url, min(label) AS label
           FROM post_rows GROUP BY network, post) AS p ON p.network = s.network AND p.post = s.post
WHERE s.day IS NULL OR $as_of IS NULL OR s.day <= $as_of
"""


def ask(asked: Asked, by: By, settle_days: int, most: int | None) -> Posts:
    """The best posts first, `most` of them. Posts younger than `settle_days` have no place against the usual."""
    connection, as_of = asked.runs.connection, asked.today.as_of
    connection.execute(STANDINGS)
    settled = None if as_of is None else as_of - settle_days
    usual = dict(connection.execute(_USUAL, {"settled": settled}).fetchall()) if settled is not None else {}
    earned = {(post.network, post.post): post.contributes for post in asked.result.posts}
    posts = [
        _standing(row, usual.get(row["network"]), earned.get((row["network"], row["post"]), 0), settled)
        for row in _rows(connection, as_of)
    ]
    return Posts(
        by=by,
        settle_days=settle_days,
        posts=sorted(posts, key=_ORDER[by])[:most],
        problems=asked.result.problems,
        warnings=asked.result.warnings,
    )


def days(settle: int | str) -> int:
    """A number of days, as 7 or "7d". Raises UsageError."""
    text = str(settle).strip().lower().removesuffix("d")
    if not text.isdecimal() or len(text) > 5:
        raise UsageError(f"--settle {settle}: not a number of days", "Write it like 7d.")
    return int(text)


def _rows(connection: DuckDBPyConnection, as_of: int | None) -> list[dict[str, Any]]:
    cursor = connection.execute(_LISTED, {"as_of": as_of})
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _standing(row: dict[str, Any], usual: float | None, contributes: int, settled: int | None) -> PostStanding:
    of, interactions, day = row["of"], row["interactions"], row["day"]
    old_enough = day is not None and settled is not None and day <= settled
    return PostStanding(
        network=row["network"],
        post=row["post"],
        time=row["time"],
        url=row["url"],
        label=label(row["label"]),
        contributes=contributes,
        interactions=interactions,
        usual=None if usual is None else round(usual, 2),
        times_usual=round(interactions / usual, 2) if usual and old_enough else None,
        response=round(1000 * interactions / of, 2) if of else None,
        base=row["base"] if of else None,
        of=of or None,
        settled=old_enough,
    )


def _best_first(value: Callable[[PostStanding], float | None]) -> Callable[[PostStanding], tuple[Any, ...]]:
    def key(post: PostStanding) -> tuple[Any, ...]:
        found = value(post)
        return (found is None, -(found or 0), -post.contributes, -post.interactions, post.network, post.post)

    return key


_ORDER: dict[By, Callable[[PostStanding], tuple[Any, ...]]] = {
    "earned": _best_first(lambda post: post.contributes),
    "response": _best_first(lambda post: post.response),
    "usual": _best_first(lambda post: post.times_usual),
}
