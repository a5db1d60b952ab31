"""The export doctor: what was read, held against the formats and the weights. The counting is SQL over `event_rows`,
before what is told twice leaves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from influence import __version__
from influence.checkup import Check, Doubt, Download, File, Gap, Missing, Overlap
from influence.events import KINDS
from influence.formats.catalogue import Catalogue
from influence.reading import alike, load, once
from influence.reading.problems import NEGATIVE, ROUNDED
from influence.reading.read import Reading
from influence.result import Example, Problem
from influence.weights import Weights, WeightsFile, shown_share

_EXAMPLES = 3
_ENOUGH = 5
"""Fewer zeros than this are no sign of anything."""

_GONE = "no longer offered"
"""How `get` of a format begins that nobody can download any more."""

_NO_DOWNLOAD = "a research tool"
"""How `get` of a format begins that is no download of the network's own, so that nobody is sent for it."""

_DAY = "strftime(DATE '1970-01-01' + {}, '%Y-%m-%d')"

# A file's days, and how many lie between each and the one before. Of files by post, only the posts' days are theirs.
_DAYS = f"""
WITH days AS (SELECT DISTINCT file, day FROM event_rows WHERE day IS NOT NULL),
steps AS (SELECT file, day, lag(day) OVER (PARTITION BY file ORDER BY day) AS before FROM days)
SELECT file, count(*),
    list({{'first': {_DAY.format("(before + 1)")}, 'last': {_DAY.format("(day - 1)")}, 'days': day - before - 1}}
         ORDER BY day) FILTER (day - before > 1)
FROM steps GROUP BY file
"""

_ZEROS = f"""
SELECT file, kind, count(*) FROM event_rows WHERE kind <> 'post'
GROUP BY file, kind HAVING max(count) = 0 AND count(*) >= {_ENOUGH} ORDER BY file, kind
"""

# Likes and the largest number of those who saw it, of one post in one row. Totals by day may well cross midnight.
_ABOVE = f"""
WITH seen AS (
  SELECT e.file, e.record, max(e.count) FILTER (kind = 'like') AS likes,
         max(e.count) FILTER (kind IN ('view', 'impression', 'reach')) AS views
  FROM event_rows AS e JOIN files AS f ON f.file = e.file
  WHERE f.detail IN ({once.POST}, {once.POST_DAY}, {once.EXCERPT}) AND e.post IS NOT NULL
  GROUP BY e.file, e.record, e.post
)
SELECT file, count(*), list({{'record': record, 'likes': likes, 'views': views}} ORDER BY record)[:{_EXAMPLES}]
FROM seen WHERE likes > views GROUP BY file
"""

_NEWEST = """
SELECT e.file, count(DISTINCT e.post), min(e.record) FROM event_rows AS e
WHERE e.kind = 'post' AND e.file = $file AND strftime(e.time, '%Y-%m-%d') = $day GROUP BY e.file
"""

_SHARED = f"""
WITH told AS (
  SELECT DISTINCT e.file, f.source, e.network, CASE WHEN e.post IS NULL THEN 'days' ELSE 'posts' END AS of,
         CASE WHEN e.post IS NULL THEN CAST(e.day AS VARCHAR) ELSE e.post END AS same,
         CASE WHEN e.post IS NULL THEN e.day END AS day
  FROM event_rows AS e JOIN files AS f ON f.file = e.file
  WHERE e.post IS NOT NULL OR (f.detail = {once.DAY} AND e.day IS NOT NULL)
)
SELECT a.network, a.of, a.source, b.source, count(*), {_DAY.format("min(a.day)")}, {_DAY.format("max(a.day)")}
FROM told AS a JOIN told AS b ON a.network = b.network AND a.of = b.of AND a.same = b.same AND a.file < b.file
GROUP BY a.network, a.of, a.file, a.source, b.file, b.source ORDER BY a.file, b.file, a.network, a.of
"""


def check(reading: Reading, catalogue: Catalogue, weights: WeightsFile) -> Check:
    """Examine what was read, and take out what is told twice."""
    connection = reading.store.connection
    alike.rename(reading.store)
    days = {file: (count, [Gap(**gap) for gap in gaps or []]) for file, count, gaps in _all(connection, _DAYS)}
    doubts = _doubts(reading)
    files = [_file(loaded, *days.get(number, (0, [])), doubts[number]) for number, loaded in enumerate(reading.loaded)]
    overlaps = list(_overlaps(connection))
    shares, coverage = _unmeasured(reading, weights.weights)
    downloads = list(_downloads(shares, catalogue))
    return Check(
        version=__version__,
        weights=weights.path,
        received=any(loaded.received for loaded in reading.loaded),
        coverage=shown_share(coverage),
        files=files,
        overlaps=overlaps,
        left_out=[*reading.left_out, *once.settle(reading.store)],
        problems=reading.problems,
        missing=[
            Missing(
                network=network,
                kind=kind,
                share=round(share, 4),
                formats=[one.format for one in downloads if one.network == network and kind in one.kinds],
            )
            for (network, kind), share in shares.items()
        ],
        next=_next(shares, downloads, catalogue),
    )


def _all(connection: Any, sql: str, values: Any = None) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = connection.execute(sql, values).fetchall()
    return rows


def _file(loaded: load.Loaded, days: int, gaps: list[Gap], doubts: list[Doubt]) -> File:
    one, declared = loaded.input, loaded.format
    longest = max(gaps, key=lambda gap: gap.days, default=None)
    measures = [kind for kind in one.kinds if kind != "post"]
    where = f"`influence formats show {declared.id}` says where to get one that has."
    return File(
        source=one.source,
        format=one.format,
        title=declared.title,
        checked=declared.checked,
        per=declared.per,
        networks=one.networks or ([declared.network] if declared.network else []),
        rows=one.rows,
        posts=one.posts,
        first=one.first,
        last=one.last,
        days=days,
        gaps=gaps if declared.per == "day" else [longest] if longest else [],
        measures=measures,
        lacks=[kind for kind in KINDS if kind in declared.measures and kind not in one.kinds and kind != "post"],
        never=declared.never,
        columns=loaded.columns,
        unknown_columns=one.unknown_columns,
        made=one.made,
        doubts=doubts,
        instead=None if loaded.received else declared.instead or where,
    )


def _doubts(reading: Reading) -> defaultdict[int, list[Doubt]]:
    """What is odd in each file, by its number."""
    connection, found = reading.store.connection, defaultdict[int, list[Doubt]](list)
    for file, kind, count in _all(connection, _ZEROS):
        found[file].append(Doubt(what="all zero", kind=kind, count=count, why=f"every count of {kind} is 0"))
    for file, count, first in _all(connection, _ABOVE):
        examples = [Example(record=one["record"], value=f"{one['likes']} > {one['views']}") for one in first]
        why = "more likes than people who can have seen the post"
        found[file].append(Doubt(what="likes above views", kind="like", count=count, why=why, examples=examples))
    for file, loaded in enumerate(reading.loaded):
        day = loaded.day.isoformat() if loaded.day else None
        if day and loaded.input.last == day:
            for _, count, record in _all(connection, _NEWEST, {"file": file, "day": day}):
                why = "its counts have only begun to come in: download again in a week"
                examples = [Example(record=record, value=day)]
                found[file].append(Doubt(what="posted on the export's day", count=count, why=why, examples=examples))
        found[file] += [Doubt(what="doubtful", count=1, why=warning) for warning in loaded.warnings]
        found[file] += _from_problems(reading.problems, loaded.input.source)
    return found


def _from_problems(problems: list[Problem], source: str) -> Iterator[Doubt]:
    for one in problems:
        if one.source == source and one.why == NEGATIVE:
            why = "the network took counts back; what was taken back is left out"
            yield Doubt(what="negative", count=one.count, why=why, examples=one.examples)
        elif one.source == source and one.what == ROUNDED:
            yield Doubt(what="rounded id", count=one.count, why=one.do, examples=one.examples)


def _overlaps(connection: Any) -> Iterator[Overlap]:
    for network, of, one, other, count, first, last in _all(connection, _SHARED):
        yield Overlap(network=network, of=of, files=[one, other], count=count, first=first, last=last)


def _unmeasured(reading: Reading, weights: Weights) -> tuple[dict[tuple[str, Any], float], float]:
    """The signals that no file measures, by network and kind, with their part of the coverage of all networks together
    (the mean by voice), the largest first; and that coverage."""
    measured: dict[str, set[str]] = defaultdict(set)
    for network, kind in _all(reading.store.connection, "SELECT DISTINCT network, kind FROM event_rows"):
        measured[network].add(kind)
    if not measured:  # only what you did yourself: then the networks of that
        measured |= {name: set() for one in reading.loaded if (name := one.format.network)}
    blocks = {name: weights.networks.get(name, weights.networks["default"]) for name in sorted(measured)}
    voices = sum(block.voice for block in blocks.values())
    shares: dict[tuple[str, Any], float] = {}
    coverage = 0.0
    for name, block in blocks.items():
        weight = {kind: signal.weight for kind, signal in block.signals.items() if kind != "interaction"}
        part = block.voice / voices / sum(weight.values()) if voices else 0.0
        shares |= {(name, kind): part * each for kind, each in weight.items() if each and kind not in measured[name]}
        known = sum(each for kind, each in weight.items() if kind in measured[name])
        total = block.signals.get("interaction")
        if not known and total and "interaction" in measured[name]:
            known = min(total.weight, sum(weight.values()))
        coverage += part * known
    return dict(sorted(shares.items(), key=lambda one: -one[1])), min(coverage, 1.0)


def _downloads(shares: dict[tuple[str, Any], float], catalogue: Catalogue) -> Iterator[Download]:
    """The exports that measure something of what is missing."""
    offered = (one for one in catalogue.values() if one.get and not one.get.startswith(_GONE))
    for one in (one for one in offered if not one.is_log and not one.made):
        for name in one.networks:
            measures = one.measures_of(name)
            if kinds := [kind for network, kind in shares if network == name and kind in measures]:
                gain = sum(shares[name, kind] for kind in kinds)
                yield Download(
                    network=name, format=one.id, title=one.title, get=one.get, kinds=kinds, gain=round(gain, 4)
                )


def _next(shares: dict[tuple[str, Any], float], downloads: list[Download], catalogue: Catalogue) -> Download | None:
    """For the largest gap that a known export closes: that export, of several rather the network's own than a
    dashboard's, which not everybody has, of those the one that closes most, and one that has each post."""

    def rank(one: Download) -> tuple[bool, float, bool]:
        return one.format.startswith(f"{one.network}-"), one.gain, catalogue[one.format].per == "post"

    for network, kind in shares:
        own = (one for one in downloads if one.network == network and not one.get.startswith(_NO_DOWNLOAD))
        closing = [one for one in own if kind in one.kinds]
        if closing:
            return max(closing, key=rank)
    return None
