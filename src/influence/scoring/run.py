"""Runs the score on DuckDB: weights become rows, the SQL makes points, and the points become a result's receipt."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from influence.errors import UsageError
from influence.events import MAX_COUNT
from influence.labels import label
from influence.record import record
from influence.result import Activity, MeasuredLine, Network, OtherPosts, Post, PostLine, UnknownLine, Unscored
from influence.scoring.scenarios import Fading, Scenario, write_fadings, write_scenarios
from influence.weights import MICRO, Signal, Weights, shown_share

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AFTER_AMOUNTS = ("shares", "received", "points", "networks", "combined", "contributions")
RECEIPT = ("signals", "parts", "receipt")

DAILY = """SELECT profile, network, kind, day, CAST(NULL AS VARCHAR) AS post, actor, sum(count) AS count,
    count(*) AS rows FROM {} AS e GROUP BY profile, network, kind, day, actor"""
"""The SELECT of what a relation of events adds up to by day: enough for every amount."""

EPOCH = datetime.date(1970, 1, 1).toordinal()


@record
class Outcome:
    """The score of one scenario down to its signals."""

    points: int
    low: int
    high: int
    coverage: float
    networks: list[Network]


@record
class Receipt(Outcome):
    """Everything of a result that the score itself gives, for one profile and one scenario."""

    posts: list[Post]
    other_posts: OtherPosts
    activity: list[Activity]
    unscored: list[Unscored]


def receipt(
    connection: DuckDBPyConnection, scenario: Scenario, posts: int | None = None, single: bool = False
) -> Receipt:
    """The receipt of the one profile whose rows the relation `events` holds, and `daily` their sums, beside `measured`
    and `post_rows`, for a scenario that adds nothing. `posts`: how many to list, the rest in one sum; None: all.
    `single`: no two events are of one network, kind and post."""
    fadings = {scenario.fading: 0}
    write_fadings(connection, fadings)
    write_scenarios(connection, [scenario], fadings, "daily")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE people AS {_by_day("faded", "damped")} SELECT * FROM people;
        CREATE OR REPLACE TEMP TABLE lines AS WITH {steps("amounts", *_AFTER_AMOUNTS)} SELECT * FROM lines"""
    )
    made = _outcome(scenario.weights, _rows(connection, "SELECT * FROM lines ORDER BY network, position"))
    listed, others = _posts(connection, scenario.fading, posts, single)
    return Receipt(
        points=made.points,
        low=made.low,
        high=made.high,
        coverage=made.coverage,
        networks=made.networks,
        posts=listed,
        other_posts=others,
        activity=_activity(connection),
        unscored=_unscored(connection, scenario.weights, made.networks),
    )


class Runs:
    """Runs scenarios over the one profile whose rows the relation `events` holds, beside `measured`.

    What the events add up to is computed once for each day, window and damping, and kept: a scenario with other weights
    costs no look at the events. One connection has room for one such object: the next takes its tables over.
    """

    def __init__(self, connection: DuckDBPyConnection, events: str = "SELECT * FROM events") -> None:
        self.connection, self._events = connection, events
        self._fadings: dict[Fading, int] = {}

    def over(self, events: str) -> Runs:
        """Runs over other events: what this SELECT gives."""
        return Runs(self.connection, events)

    def run(self, scenarios: Sequence[Scenario]) -> list[Outcome]:
        """What each scenario gives, in their order."""
        self._fade(scenarios)
        write_scenarios(self.connection, scenarios, self._fadings, "daily")
        chain = f"WITH {steps(*_AFTER_AMOUNTS)}"
        rows = _rows(self.connection, f"{chain} SELECT * FROM lines ORDER BY scenario, network, position")
        of_scenario = {number: list(group) for number, group in groupby(rows, lambda row: row["scenario"])}
        return [_outcome(one.weights, of_scenario.get(number, [])) for number, one in enumerate(scenarios)]

    def _fade(self, scenarios: Sequence[Scenario]) -> None:
        """Bring the table `amounts` up to every day, window and damping that a scenario names. Amounts ask for no post,
        so the events are summed up by day first, once, in the table `daily`."""
        first = not self._fadings
        new = [fading for fading in dict.fromkeys(one.fading for one in scenarios) if fading not in self._fadings]
        numbers = dict(zip(new, range(len(self._fadings), len(self._fadings) + len(new)), strict=True))
        self._fadings |= numbers
        if first:
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE daily AS {DAILY.format(f'({self._events})')}")
        if new:
            write_fadings(self.connection, numbers)
            into = "CREATE OR REPLACE TEMP TABLE amounts AS" if first else "INSERT INTO amounts"
            self.connection.execute(f"{into} {_by_day('faded', 'damped', 'amounts')} SELECT * FROM amounts")


def _outcome(weights: Weights, rows: list[dict[str, Any]]) -> Outcome:
    """The outcome of one scenario from its rows of `lines`. Where there is none, anything is possible."""
    total = rows[0] if rows else {"total": 0, "total_low": 0, "total_high": 10_000, "total_coverage": 0.0}
    return Outcome(
        points=int(total["total"]),
        low=int(total["total_low"]),
        high=int(total["total_high"]),
        coverage=shown_share(total["total_coverage"]),
        networks=[_network(weights, name, list(lines)) for name, lines in groupby(rows, lambda r: r["network"])],
    )


def _by_day(*names: str) -> str:
    """The steps of the named files over the table `daily`, where nothing asks for posts."""
    return steps(*names).replace("WITH\n", "WITH events AS (SELECT * FROM daily),\n", 1)


def _inside(fading: Fading, single: bool) -> str:
    """The steps of the receipt over the events of one window: where its days are numbers, no other row is looked at."""
    window = (
        f"OR (day <= {fading.as_of} AND day > {fading.as_of - fading.window_days})" if fading.as_of is not None else ""
    )
    events = f"WITH events AS (SELECT * FROM temp.events WHERE day IS NULL {window}),\n"
    return steps("faded", "signals", "single" if single else "parts", "receipt").replace("WITH\n", events, 1)


@cache
def steps(*names: str) -> str:
    """The steps of the named files as one WITH clause."""
    folder = Path(__file__).parent
    return ",\n".join((folder / f"{name}.sql").read_text(encoding="utf-8").rstrip() for name in names)


def _rows(connection: DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _network(weights: Weights, name: str, rows: list[dict[str, Any]]) -> Network:
    first = rows[0]
    signals = weights.of(name).signals
    measured = {row["kind"]: row for row in rows if row["kind"] is not None}
    return Network(
        network=name,
        score=first["network_points"] / 100,
        points=int(first["network_points"]),
        low=first["low"] / 100,
        high=first["high"] / 100,
        coverage=shown_share(first["coverage"]),
        voice=first["voice"] / MICRO,
        contributes=int(first["network_contributes"]),
        lines=[
            _line(signal, measured[kind]) if kind in measured else UnknownLine(kind=kind, weight=signal.weight)
            for kind, signal in signals.items()
            if kind in measured or kind != "interaction"  # a stand-in that is not needed is not unknown
        ],
    )


def _line(signal: Signal, row: dict[str, Any]) -> MeasuredLine:
    return MeasuredLine(
        kind=row["kind"],
        count=row["count"],
        amount=round(row["amount"], 2),
        value=round(row["value"], 4),
        weight=signal.weight,
        curve=signal.curve,
        full=signal.full,
        median=signal.median,
        p90=signal.p90,
        of=int(row["share"]),
        points=int(row["points"]),
        contributes=int(row["contributes"]),
    )


def _posts(
    connection: DuckDBPyConnection, fading: Fading, limit: int | None, single: bool
) -> tuple[list[Post], OtherPosts]:
    """The posts by what they contribute, most first, and the sum of those beyond the limit."""
    first = "" if limit is None else f"LIMIT {min(max(limit, 1), MAX_COUNT)}"
    rows = _rows(
        connection,
        f"""{_inside(fading, single)},
        told AS (
          SELECT * FROM posts WHERE count > 0
        ),
        sums AS (
          SELECT s.network, t.post, sum(t.contributes) AS earned, sum(t.quota) AS exactly
          FROM told AS t JOIN signal_numbers AS s ON s.signal = t.signal
          GROUP BY s.network, t.post
        ),
        best AS (
          SELECT * FROM sums ORDER BY earned DESC, exactly DESC, network, post NULLS LAST {first}
        )
        SELECT b.*, (SELECT count(*) FROM sums) AS every, (SELECT sum(earned) FROM sums) AS earned_by_all,
               s.kind, t.count, t.contributes
        FROM best AS b JOIN signal_numbers AS s ON s.network = b.network
        JOIN told AS t ON t.signal = s.signal AND t.post IS NOT DISTINCT FROM b.post
        ORDER BY b.earned DESC, b.exactly DESC, b.network, b.post NULLS LAST, s.position""",
    )
    of_posts = [(names, list(lines)) for names, lines in groupby(rows, lambda r: (r["network"], r["post"]))][:limit]
    known = _known(connection, [post for (_, post), _ in of_posts if post is not None])
    kept = [_post(*names, lines, *known.get(names, (None, None, None))) for names, lines in of_posts]
    every, earned = (rows[0]["every"], int(rows[0]["earned_by_all"])) if rows else (0, 0)
    others = OtherPosts(posts=every - len(kept), contributes=earned - sum(post.contributes for post in kept))
    return kept, others


_About = tuple[str | None, str | None, str | None]


def _known(connection: DuckDBPyConnection, posts: list[str]) -> dict[tuple[str, str], _About]:
    """The time, the link and the text of posts, by their network and id."""
    rows = connection.execute(
        """SELECT network, post, strftime(min(time), '%Y-%m-%dT%H:%M:%SZ'), min(url), min(label)
        FROM post_rows WHERE post IN (SELECT unnest(?)) GROUP BY network, post""",
        [posts],
    ).fetchall()
    return {(network, post): (time, url, text) for network, post, time, url, text in rows}


def _post(
    network: str, post: str, rows: list[dict[str, Any]], time: str | None, url: str | None, text: str | None
) -> Post:
    return Post(
        network=network,
        post=post,
        time=time,
        url=url,
        label=label(text),
        contributes=int(rows[0]["earned"]),
        lines=[PostLine(kind=r["kind"], count=int(r["count"]), contributes=int(r["contributes"])) for r in rows],
    )


def listed_posts(posts: list[Post], limit: int | None) -> tuple[list[Post], OtherPosts]:
    """The first of some posts, and the sum of those beyond the limit."""
    if limit is None or limit >= len(posts):
        return posts, OtherPosts()
    others = posts[limit:]
    return posts[:limit], OtherPosts(posts=len(others), contributes=sum(post.contributes for post in others))


def _activity(connection: DuckDBPyConnection) -> list[Activity]:
    rows = connection.execute(
        f"""{_by_day("faded", *RECEIPT)}
        SELECT s.network, s.kind, d.day, d.count, d.damped
        FROM days AS d JOIN signal_numbers AS s ON s.signal = d.signal
        ORDER BY d.signal, d.day NULLS LAST"""
    ).fetchall()
    return [
        Activity(network=network, kind=kind, day=iso_day(day), count=int(count), damped=damped)
        for network, kind, day, count, damped in rows
    ]


def iso_day(day: int | None) -> str | None:
    """A day number as people write it."""
    return None if day is None else datetime.date.fromordinal(EPOCH + day).isoformat()


def day_number(as_of: str | datetime.date) -> int:
    """A day as whole days since 1970-01-01. Raises UsageError."""
    try:
        day = as_of if isinstance(as_of, datetime.date) else datetime.date.fromisoformat(as_of)
    except ValueError:
        raise UsageError(f"--as-of {as_of}: not a day", "Write it like 2026-11-20.") from None
    return day.toordinal() - EPOCH


def _unscored(connection: DuckDBPyConnection, weights: Weights, networks: list[Network]) -> list[Unscored]:
    """Kinds that were read for a network of this profile and do not score, with their count in the window."""
    lines = {(network.network, line.kind) for network in networks for line in network.lines}
    rows = connection.execute(
        """SELECT e.network, e.kind,
            sum(CASE WHEN e.day IS NULL OR (e.day <= f.as_of AND e.day > f.as_of - f.window_days)
                THEN e.count ELSE 0 END)
        FROM daily AS e CROSS JOIN fadings AS f GROUP BY e.network, e.kind ORDER BY e.network, e.kind"""
    ).fetchall()
    return [
        Unscored(network=network, kind=kind, count=int(count), why=_why_unscored(weights, network, kind))
        for network, kind, count in rows
        if (network, kind) not in lines
    ]


def _why_unscored(weights: Weights, network: str, kind: str) -> str:
    if kind == "post":
        return "what you publish is not what you receive"
    if kind in weights.of(network).signals:
        return "a total, and finer signals of this network are measured"
    return "the weights do not score it"
