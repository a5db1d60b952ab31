"""Fragility: how much of a score rests on one post, one person, one day, and what it could as well have been."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from influence import arithmetic
from influence.bootstrap import GROUPS, draws, interval
from influence.questions.asked import Asked
from influence.questions.posts import STANDINGS
from influence.result import Fragility, Heavy, OddDay, Post, TopPerson, TopPost, Without
from influence.scoring.run import RECEIPT, iso_day, steps
from influence.worked import Worked, WorkedNetwork, WorkedSignal, work

TOP = (1, 3, 5)
"""The score is worked out without so many of the top posts."""

FAR = 5
"""A day stands out where it brought so many times the usual of the days with activity."""

FEWEST_DAYS = 7
"""Of fewer days there is no usual."""


def ask(asked: Asked) -> Fragility:
    """The fragility of a result that lists all of its posts."""
    asked.runs.connection.execute(_POST_PARTS)
    low, high = _interval(asked)
    return Fragility(
        low=low,
        high=high,
        h_index=_h_index(asked),
        heaviest=_heaviest(asked),
        without=[_without(asked, number) for number in TOP if number < len(_own_posts(asked))],
        odd_days=_odd_days(asked),
        top_post=_top_post(asked),
        top_person=_top_person(asked),
    )


def _own_posts(asked: Asked) -> list[Post]:
    return [post for post in asked.result.posts if post.post is not None]


def _interval(asked: Asked) -> tuple[int, int]:
    """The 95 % interval of the combined points: each network's posts drawn again, and the score worked out anew."""
    worked = work(asked.result)
    parts = _parts(asked)
    points = [_points(worked, parts, drawn) for drawn in draws(GROUPS)]
    low, high = interval(points)
    return int(low), int(high)


_POST_PARTS = f"""CREATE OR REPLACE TEMP TABLE post_parts AS {steps("faded", *RECEIPT)}
    SELECT network, kind, position, post, part FROM parts JOIN signal_numbers USING (signal)"""
"""What each post is of the amount of each signal; without an id: all of what is known of none."""

_Parts = dict[tuple[str, str], list[float]]


def _parts(asked: Asked) -> _Parts:
    """What each group of a network's posts adds to a signal's amount. Groups without a post of the network add 0."""
    found: _Parts = defaultdict(lambda: [0.0] * GROUPS)
    for network, kind, part, place in asked.runs.connection.execute(
        f"""SELECT network, kind, part, dense_rank() OVER (PARTITION BY network ORDER BY post) % {GROUPS}
        FROM post_parts WHERE post IS NOT NULL"""
    ).fetchall():
        found[network, kind][place] += part
    return found


def _points(worked: Worked, parts: _Parts, drawn: list[int]) -> int:
    networks = [_network_points(network, parts, drawn) for network in worked.networks]
    return arithmetic.combined(networks, [one.weights.voice for one in worked.networks], worked.weights.combine)


def _network_points(network: WorkedNetwork, parts: _Parts, drawn: list[int]) -> int:
    return sum(_signal_points(network.network, signal, parts, drawn) for signal in network.signals)


def _signal_points(network: str, signal: WorkedSignal, parts: _Parts, drawn: list[int]) -> int:
    own = parts.get((network, signal.kind))
    if own is None:
        return signal.points
    amount = max(signal.amount - sum(own), 0.0) + sum(own[place] for place in drawn)
    return arithmetic.points(signal.of, arithmetic.value(amount, signal.signal))


def _h_index(asked: Asked) -> int:
    """So many posts of the window have at least so many interactions each."""
    asked.runs.connection.execute(STANDINGS)
    listed = {(post.network, post.post) for post in _own_posts(asked)}
    rows = asked.runs.connection.execute(
        "SELECT network, post, interactions FROM standings ORDER BY interactions DESC"
    ).fetchall()
    counts = [interactions for network, post, interactions in rows if (network, post) in listed]
    return sum(count >= rank for rank, count in enumerate(counts, 1))


def _top_post(asked: Asked) -> TopPost | None:
    top = next((post for post in _own_posts(asked) if post.contributes), None)
    if top is None or top.post is None:
        return None
    share = round(top.contributes / asked.result.points, 4)
    return TopPost(network=top.network, post=top.post, share=share, label=top.label)


_PERSONS = """WITH persons AS (
      SELECT p.network, p.kind, p.actor, l.contributes, p.faded * p.damped AS part,
             sum(p.faded * p.damped) OVER (PARTITION BY p.network, p.kind) AS whole
      FROM people AS p JOIN lines AS l ON l.network = p.network AND l.kind = p.kind
    )"""
"""What each person is of the amount of each signal; without a name: everybody who is not known."""


def _top_person(asked: Asked) -> TopPerson | None:
    row = asked.runs.connection.execute(
        f"""{_PERSONS} SELECT network, actor, sum(contributes * part / whole) AS carried FROM persons
        WHERE actor IS NOT NULL AND whole > 0 GROUP BY network, actor HAVING carried > 0
        ORDER BY carried DESC, network, actor LIMIT 1"""
    ).fetchone()
    if row is None:
        return None
    network, person, carried = row
    return TopPerson(network=network, person=person, share=round(carried / asked.result.points, 4))


def _heaviest(asked: Asked) -> list[Heavy]:
    """For each signal, its heaviest post and person."""
    connection = asked.runs.connection
    labels = {(post.network, post.post): post.label for post in asked.result.posts}
    persons = {
        (network, kind): (actor, share)
        for network, kind, actor, share in connection.execute(
            f"""{_PERSONS} SELECT network, kind, actor, part / whole FROM persons WHERE actor IS NOT NULL AND whole > 0
            QUALIFY row_number() OVER (PARTITION BY network, kind ORDER BY part DESC, actor) = 1"""
        ).fetchall()
    }
    rows = connection.execute(
        """SELECT network, kind, arg_min(post, (-part, post)) FILTER (post IS NOT NULL),
            max(part) FILTER (post IS NOT NULL) / sum(part)
        FROM post_parts GROUP BY network, kind, position HAVING count(post) > 0 AND sum(part) > 0
        ORDER BY network, position"""
    ).fetchall()
    return [
        Heavy(
            network=network,
            kind=kind,
            post=post,
            label=labels.get((network, post)),
            of_post=round(share, 4),
            person=persons.get((network, kind), (None, None))[0],
            of_person=_rounded(persons.get((network, kind), (None, None))[1]),
        )
        for network, kind, post, share in rows
    ]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _without(asked: Asked, number: int) -> Without:
    """The score without the top posts: the same run over the events of the others."""
    connection = asked.runs.connection
    top = _own_posts(asked)[:number]
    connection.execute("CREATE OR REPLACE TEMP TABLE gone(network VARCHAR, post VARCHAR)")
    connection.executemany("INSERT INTO gone VALUES (?, ?)", [[post.network, post.post] for post in top])
    outcome = asked.runs.over(
        "SELECT e.* FROM events AS e ANTI JOIN gone AS g ON g.network = e.network AND g.post = e.post"
    ).run([replace(asked.today)])[0]
    return Without(posts=number, points=outcome.points, difference=outcome.points - asked.result.points)


def _odd_days(asked: Asked) -> list[OddDay]:
    """Days that brought far more than usual: the mean of the middle half of a network's days with activity."""
    as_of, window = asked.today.as_of, asked.file.weights.window_days
    rows = asked.runs.connection.execute(
        f"""WITH days AS (
            SELECT e.network, e.day, sum(e.count) AS count FROM events AS e
            JOIN lines AS l ON l.network = e.network AND l.kind = e.kind
            WHERE e.day <= $as_of AND e.day > $as_of - $window GROUP BY e.network, e.day HAVING sum(e.count) > 0
        ),
        ranked AS (
            SELECT *, row_number() OVER (PARTITION BY network ORDER BY count) AS rank,
                   count(*) OVER (PARTITION BY network) AS n FROM days
        ),
        usual AS (
            SELECT network, avg(count) AS usual FROM ranked
            WHERE n >= {FEWEST_DAYS} AND rank > n // 4 AND rank <= n - n // 4 GROUP BY network
        )
        SELECT d.network, d.day, d.count, u.usual FROM days AS d JOIN usual AS u ON u.network = d.network
        WHERE d.count > {FAR} * u.usual ORDER BY d.network, d.day""",
        {"as_of": as_of, "window": window},
    ).fetchall()
    return [
        OddDay(network=network, day=iso_day(day) or "", count=int(count), usual=round(usual, 2))
        for network, day, count, usual in rows
    ]
