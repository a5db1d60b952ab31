"""Response: how people answer what is published, per thousand that it reached."""

from __future__ import annotations

from collections import defaultdict

from influence.bootstrap import GROUPS, draws, interval
from influence.questions.asked import Asked
from influence.questions.posts import STANDINGS
from influence.result import Base, Response

_GROUPED = f"""
WITH inside AS (
  SELECT network, base, interactions, of,
         CASE WHEN day <= $as_of - $window THEN 'before' ELSE 'now' END AS period,
         row_number() OVER (PARTITION BY network, day <= $as_of - $window ORDER BY day, post) % {GROUPS} AS part
  FROM standings WHERE of > 0 AND day <= $as_of AND day > $as_of - 2 * $window
)
SELECT network, period, min(base), count(*), CAST(sum(interactions) AS BIGINT), CAST(sum(of) AS BIGINT)
FROM inside GROUP BY network, period, part ORDER BY network, period, part
"""
"""Posts of this window and of the one before, dealt out to groups for the bootstrap."""


def ask(asked: Asked) -> list[Response]:
    """The response of each network that has something to measure it against."""
    connection, as_of = asked.runs.connection, asked.today.as_of
    if as_of is None:
        return []
    connection.execute(STANDINGS)
    window = asked.file.weights.window_days
    groups = defaultdict(list)
    for network, period, base, posts, interactions, of in connection.execute(
        _GROUPED, {"as_of": as_of, "window": window}
    ).fetchall():
        groups[network, period].append((base, posts, interactions, of))
    return [
        _response(network, parts, groups.get((network, "before"), []))
        for (network, period), parts in groups.items()
        if period == "now"
    ]


_Part = tuple[Base, int, int, int]
"""A group of posts: what they are measured against, how many, their interactions, and of how many."""


def _response(network: str, parts: list[_Part], before: list[_Part]) -> Response:
    answers, ofs = [part[2] for part in parts], [part[3] for part in parts]
    rates = [1000 * sum(answers[i] for i in drawn) / sum(ofs[i] for i in drawn) for drawn in draws(len(parts))]
    low, high = interval(rates)
    return Response(
        network=network,
        base=parts[0][0],
        posts=sum(part[1] for part in parts),
        interactions=sum(answers),
        of=sum(ofs),
        rate=round(1000 * sum(answers) / sum(ofs), 2),
        low=round(low, 2),
        high=round(high, 2),
        before=round(1000 * sum(p[2] for p in before) / sum(p[3] for p in before), 2) if before else None,
    )
