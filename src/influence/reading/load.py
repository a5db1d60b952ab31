"""Loads one recognised file: its records become events and posts, and what could not be read becomes problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from influence.events import KINDS
from influence.formats.model import Format
from influence.reading import aside, days, local, once
from influence.reading.aside import set_aside, without_rounded_ids
from influence.reading.cells import NO_COUNT, quoted, said
from influence.reading.local import Local
from influence.reading.match import Match
from influence.reading.problems import shown, why_wrong
from influence.reading.records import Records, select_records
from influence.reading.select import Columns
from influence.reading.store import Store
from influence.reading.ways import Attempt, attempts
from influence.result import Example, Input, LeftOut, Problem

_EXAMPLES = 3


@dataclass(slots=True)
class Loaded:
    """What one file gave, beside its events: itself as an input, the format it was read by (with what a person said of
    its columns), and what was left out or wrong. `repeats`: whether it lists a post more than once; `single`: whether
    no two of its events are of one network, kind and post; `columns`: a table's own names of our fields and kinds;
    `day`: of the export, as its name or else the file system says."""

    input: Input
    format: Format
    repeats: bool = False
    single: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    day: date | None = None
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def received(self) -> bool:
        """Whether the file holds anything that others did."""
        return any(kind != "post" for kind in self.input.kinds)


def load(store: Store, matched: Match, kept: Local, name: str, number: int) -> Loaded:
    """Read one file into the store as file `number`. Raises duckdb.Error where no way to read it works."""
    failure: duckdb.Error | None = None
    table = f"records_{number}" if store.much else "records"
    cut = matched.layout is not None and local.is_cut(kept, matched.encoding, matched.layout)
    for attempt in attempts(store, matched, kept):
        try:
            records = select_records(store, matched.format, attempt.relation, kept, name, table, cut=cut)
        except duckdb.Error as error:  # the next way to read it is slower and more forgiving
            failure = error
            continue
        if not attempt.holds():
            continue
        set_aside(store, matched.format, attempt.relation, records, cut)
        without_rounded_ids(store, matched.format, records)
        return _Loading(store, matched.format, name, number, kept, attempt, records).finish()
    raise failure or duckdb.Error("no way to read it")


@dataclass(slots=True)
class _Loading:
    """From the table `records` to events, posts and problems."""

    store: Store
    declared: Format
    name: str
    number: int
    kept: Local
    attempt: Attempt
    made: Records
    faultless: bool = False
    """Whether no record is set aside or wrong: then nothing has to look for it, in any of the statements below."""

    @property
    def selected(self) -> Columns:
        return self.made.columns

    @property
    def records(self) -> str:
        return self.made.table

    def finish(self) -> Loaded:
        followers = self.declared.each == "follow"
        about = [self.number, self.name, self._detail, self.declared.own_ids, self.declared.accounts, followers]
        self.store.connection.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", about)
        cells = " + count(wrong_cells)" if self.selected.kinds else ""
        self.faultless = not self._row(f"SELECT count(rule) + count(wrong){cells} FROM {self.records}")[0]
        for sums in self._sums():
            self.store.connection.execute(f"INSERT INTO event_sums SELECT * FROM ({sums}) WHERE rows > 0")
        tally = self._tally()
        loaded = Loaded(self._given(tally), self.declared)
        loaded.repeats = tally["listed"] > tally.get("different", tally["posts"])
        loaded.single = self.declared.per == "post" and not self._kind_in_row and tally["posts"] == tally["usable"]
        loaded.columns = self._columns()
        loaded.day = days.in_name(self.name) or self.kept.modified
        loaded.problems = [*self._mending_problems(), *self._field_problems(tally), *self._rule_problems(tally)]
        loaded.left_out = self._rules_left_out(tally)
        loaded.warnings = [
            *self.made.warnings,
            *self._undated(tally),
            *self._unnamed(tally),
            *self._alike(),
            *self._nobodys(tally),
            *self._several(),
            *self._assumed(),
            *self._told_twice(),
            *self._shortened(tally),
        ]
        self.store.add(self._events(), self._posts(), self.made.stored)
        return loaded

    def _tally(self) -> dict[str, Any]:
        """How often what is in the records, and their first and last day, in one look at them."""
        key, told = self._key
        which = "" if self.faultless else " FILTER (usable)"
        asked = {
            "rows": "count(*)",
            "usable": f"count(*){which}",
            "first": f"strftime(min(time){which}, '%Y-%m-%d')",
            "last": f"strftime(max(time){which}, '%Y-%m-%d')",
            "named": f"count(profile){which}",
            "posts": f"count(DISTINCT post){which}",
            "listed": f"count({told}){which}" if told else "0",
            "undated": f"count(*){which} - count(time){which}",
            "unnamed": f"count(*){which} - count(post){which}",
        }
        for kind, _ in self._written:
            asked[f"round {kind}"] = f'coalesce(bool_and("n_{kind}" % 10 = 0) FILTER ("n_{kind}" >= 1000), false)'
        rules = {f"rule {rule}": rule for rule in (*range(len(self.declared.skip)), *aside.LEFT_OUT, *aside.PROBLEMS)}
        if told and key != "post":
            right = "" if self.faultless else "usable AND "
            asked["different"] = f"count(DISTINCT {key}) FILTER ({right}{told} IS NOT NULL)"
        if not self.faultless:
            asked |= self._faults(rules)
        records = f"(SELECT *, {self._usable} AS usable FROM {self.records})"
        found = self._row(f"SELECT {', '.join(asked.values())} FROM {records}")
        return dict.fromkeys([*rules, "wrong", "wrong cells"], 0) | dict(zip(asked, found, strict=True))

    @property
    def _key(self) -> tuple[str, str | None]:
        """What no two records have alike, and the part of it that not every record has; None: they may be alike."""
        match self.declared.per:
            case "post":
                return "post", "post"
            case "day":
                return "(profile, network, post, time)", "time"
        if self.declared.excerpt:
            return "(profile, network, kind, actor, time, post)", "actor"
        return "(profile, network, actor)", "actor" if self.declared.each == "follow" else None

    def _faults(self, rules: dict[str, int]) -> dict[str, str]:
        """What the tally also asks where records are set aside or wrong."""
        rounded = f" AND {self.selected.wrong_text('post')} IS NULL" if "post" in self.selected.wrong else ""
        return {
            "rows": f"count(*) FILTER (rule IS DISTINCT FROM {aside.BLANK})",
            "unnamed": f"count(*) FILTER (usable AND post IS NULL{rounded})",
            "wrong cells": "count(wrong_cells) FILTER (usable)" if self.selected.kinds else "0",
            "wrong": "count(wrong) FILTER (rule IS NULL)",
            **{name: f"count(*) FILTER (rule = {rule})" for name, rule in rules.items()},
        }

    def _undated(self, tally: dict[str, Any]) -> Iterator[str]:
        if self.declared.fields.time and not self.declared.fields.count and (count := tally["undated"]):
            yield f"{count:,} without a date: what is undated counts whatever its age"

    def _unnamed(self, tally: dict[str, Any]) -> Iterator[str]:
        if self.declared.per == "post" and (count := tally["unnamed"]):
            yield f"{count:,} without the id of their post: in a second file only caption and day tell them"

    def _alike(self) -> Iterator[str]:
        """Where rows of a table of one's own differ in nothing but an id, which may be the row's and not the post's."""
        counts = [f'"n_{kind}"' for kind in self.selected.kinds]
        if not (self.declared.recognise.last and self.declared.per == "post" and counts):
            return
        alike = f"""SELECT count(DISTINCT coalesce(post, CAST(record AS VARCHAR))) AS posts FROM {self.records}
            WHERE {self._usable} AND label IS NOT NULL AND time IS NOT NULL AND greatest({", ".join(counts)}) > 0
            GROUP BY profile, network, time, label, {", ".join(counts)}"""
        if count := self._row(f"SELECT sum(posts - 1) FROM ({alike}) WHERE posts > 1")[0]:
            yield f"{count:,} the same as another in all but their id: a post that was collected twice counts twice"

    def _nobodys(self, tally: dict[str, Any]) -> Iterator[str]:
        if self.declared.per == "post" and self.declared.fields.profile and tally["usable"] and not tally["named"]:
            yield "it does not say whose posts these are: all are taken for yours"

    def _several(self) -> Iterator[str]:
        """Where the file holds several accounts."""
        if not self.declared.accounts:
            return
        found = self.store.connection.execute(
            f"""SELECT profile, count(*) AS posts FROM {self.records} WHERE {self._usable} AND profile IS NOT NULL
            GROUP BY profile ORDER BY posts DESC, profile"""
        ).fetchall()
        if len(found) > 1:
            first = ", ".join(f"{name} ({count:,})" for name, count in found[:3]) + ", ..." * (len(found) > 3)
            yield f"of {len(found)} accounts, scored together: {first}; --profile {found[0][0]} scores one alone"

    def _assumed(self) -> Iterator[str]:
        """Where the file does not say of which network it is, and one was taken."""
        network, relation = self.declared.fields.network, self.attempt.relation
        text = relation.text("network", self.declared)
        if text and network and network.assumed:
            words = ", ".join(quoted(word.lower()) for word in network.assumed)
            if self._row(f"SELECT 1 FROM {relation.sql} WHERE lower(trim({text})) IN ({words}) LIMIT 1"):
                taken = self._row(f"SELECT min(network) FROM {self.records}")[0]
                yield f"the file does not say of which network it is: taken for {taken}'s"

    def _told_twice(self) -> Iterator[str]:
        """The columns of which there are two by one name that say different things."""
        relation = self.attempt.relation
        for name, (first, other) in relation.again.items():
            different = f"{said(first)} IS DISTINCT FROM {said(other)}"
            if self._row(f"SELECT count(*) FROM {relation.sql} WHERE {different}")[0]:
                yield f"two columns are called {name} and differ: the first was read"

    def _shortened(self, tally: dict[str, Any]) -> Iterator[str]:
        """Where counts from a thousand on are written short (12.3K), and so are only about right. The texts, which are
        slower, are only asked where all such counts end in 0."""
        relation = self.attempt.relation
        short = [
            f"regexp_matches({text}, '\\d\\s?[kKmMbB][ '']*$')"
            for kind, text in self._written
            if tally[f"round {kind}"]
        ]
        if short and (count := self._row(f"SELECT count(*) FROM {relation.sql} WHERE {' OR '.join(short)}")[0]):
            yield f"{count:,} with counts that are written short, as 12.3K is: they are only about right"

    @property
    def _written(self) -> list[tuple[str, str]]:
        """The counts of a record of several kinds that are texts in the file."""
        relation = self.attempt.relation
        texts = [(kind, relation.text(kind, self.declared)) for kind in self.selected.kinds]
        return [(kind, text) for kind, text in texts if text and not relation.typed(kind, self.declared)[0]]

    @property
    def _usable(self) -> str:
        """The records whose own columns are all right; a wrong count of one kind leaves the others."""
        if self.faultless:
            return "true"
        needed = ("row", "time", "network", "kind", "count")
        whole = [f"{self.selected.wrong_text(own)} IS NULL" for own in needed if own in self.selected.wrong]
        right = f"CASE WHEN wrong IS NULL THEN true ELSE {' AND '.join(whole)} END" if whole else "true"
        return f"(rule IS NULL AND {right})"

    def _events(self) -> str:
        """The SELECT of the events: a record of several kinds is one a kind; a post's is also your publishing it."""
        counts = self._counts
        kinds, numbers = ", ".join(map(quoted, counts)), ", ".join(counts.values())
        several = f"unnest([{kinds}]) AS kind, unnest([{numbers}]) AS count, unnest(range({len(counts)})) AS position"
        if not self._kind_in_row:
            return self._event(several if counts else "'' AS kind, NULL AS count, 0 AS position")
        own = self._event("0 AS position")
        return f"{own} UNION ALL {self._event(several)}" if counts else own

    @property
    def _counts(self) -> dict[str, str]:
        """The counts of a record of several kinds."""
        counts = {"post": "1"} if self.declared.per == "post" else {}
        return counts | {kind: f'"n_{kind}"' for kind in self.selected.kinds}

    def _sums(self) -> Iterator[str]:
        """The SELECTs of what events add up to by day. A record of several kinds is added up before it is events."""
        if self._kind_in_row:
            by, groups = self._by("profile", "network", "kind", "day", "actor")
            yield f"""SELECT {by}, sum(count), count(*) AS rows, {self.number}
                FROM {self.records} WHERE {self._usable} AND count >= 0 {groups}"""
        if counts := self._counts:
            kinds = ", ".join(map(quoted, counts))
            right = {n: "" if self.faultless else f" FILTER ({n} >= 0)" for n in counts.values()}
            added = ", ".join(f"sum({n}){which}" for n, which in right.items())
            rows = ", ".join(f"count({n}){which}" for n, which in right.items())
            by, groups = self._by("profile", "network", "day", "actor")
            yield f"""SELECT profile, network, unnest([{kinds}]), day, actor, unnest(counts), unnest(rows) AS rows,
                {self.number}
                FROM (SELECT {by}, [{added}] AS counts, [{rows}] AS rows
                      FROM {self.records} WHERE {self._usable} {groups})"""

    def _by(self, *columns: str) -> tuple[str, str]:
        """Columns to group by, and the clause that does: what is the same in all records needs no comparing."""
        fixed = self.selected.fixed
        groups = [column for column in columns if column not in fixed]
        by = ", ".join(f"{fixed[column]} AS {column}" if column in fixed else column for column in columns)
        return by, f"GROUP BY {', '.join(groups)}" if groups else ""

    def _event(self, columns: str) -> str:
        return f"""SELECT profile, network, kind, CAST(count AS BIGINT) AS count, time,
            day, post, actor, {self.number} AS file, record,
            CAST(position AS INTEGER) AS position
            FROM (SELECT *, {columns} FROM {self.records}) WHERE {self._usable} AND count >= 0"""

    @property
    def _kind_in_row(self) -> bool:
        """Whether a record says its kind, so that it is an event."""
        return "kind" in self.selected.typed or "kind" in self.selected.fixed

    @property
    def _detail(self) -> int | None:
        """How fine the file's counts are; None where its records are canonical events, or like them."""
        if self.declared.excerpt:
            return once.SOME if self.declared.per == "event" else once.EXCERPT
        match self.declared.per:
            case "post":
                return once.POST
            case "day":
                return once.POST_DAY if "t_post" in self.selected.texts else once.DAY
        return None if self.declared.fields.count else once.EVENT

    def _posts(self) -> str:
        """The SELECT of what is known of the posts."""
        nameless = " OR (time IS NOT NULL AND label IS NOT NULL)" if self.declared.per == "post" else ""
        return f"""SELECT network, post, time, url, label, {self.number} AS file, record FROM {self.records}
            WHERE {self._usable} AND (post IS NOT NULL{nameless})
              AND (url IS NOT NULL OR label IS NOT NULL OR time IS NOT NULL)"""

    def _given(self, tally: dict[str, Any]) -> Input:
        """The file as an input of the result."""
        found = self.store.connection.execute(
            "SELECT network, kind, CAST(sum(rows) AS BIGINT) FROM event_sums WHERE file = ? GROUP BY network, kind",
            [self.number],
        ).fetchall()
        first, last = (tally["first"], tally["last"]) if found else ("", "")
        kinds = {kind for _, kind, _ in found}
        return Input(
            source=self.name,
            sha256=self.kept.sha256,
            format=self.declared.id,
            networks=sorted({network for network, *_ in found}),
            kinds=[kind for kind in KINDS if kind in kinds],
            rows=tally["rows"],
            posts=tally["posts"],
            events=sum(events for _, _, events in found),
            first=first or None,
            last=last or None,
            made=self._made(tally),
            unknown_columns=[] if self.declared.made else self.attempt.relation.unknown,
        )

    def _columns(self) -> dict[str, str]:
        """A table's own names of our fields and kinds; documents have none that stand for all records."""
        relation = self.attempt.relation
        found = (
            (own, [n for n in self.declared.names_of(own) if n in relation.texts]) for own in self.declared.own_fields()
        )
        return {own: present[0] for own, present in found if present} if relation.header else {}

    def _made(self, tally: dict[str, Any]) -> dict[str, int]:
        made: dict[str, int] = {}
        for index, rule in enumerate(self.declared.skip):
            if rule.made and (count := tally[f"rule {index}"]):
                made[rule.made] = made.get(rule.made, 0) + count
        if self.declared.made:
            made[self.declared.made] = tally["rows"]
        return made

    def _mending_problems(self) -> Iterator[Problem]:
        mended = self.attempt.mended
        for why, bad in mended.bad.items() if mended else ():
            yield self._problem(
                "a record that is broken",
                why,
                "open the file at that row and mend it, or download it again",
                bad.count,
                bad.first,
            )
        if mended and mended.replaced:
            yield self._problem(
                "bytes that are not UTF-8",
                "they were read as the character �",
                "save the file as UTF-8",
                mended.replaced,
                [],
            )

    def _field_problems(self, tally: dict[str, Any]) -> Iterator[Problem]:
        yield from self._cell_problems(tally)
        for own in self.selected.wrong if tally["wrong"] else ():
            text = self.selected.wrong_text(own)
            (count,) = self._row(f"SELECT count({text}) FROM {self.records} WHERE rule IS NULL")
            if count:
                examples = self._examples(text, f"{text} IS NOT NULL AND rule IS NULL")
                yield self._problem(*why_wrong(own, examples), count, examples)

    def _examples(self, text: str, where: str) -> list[tuple[int, str]]:
        """The number and a text of the first records of which something is true."""
        return self.store.connection.execute(
            f"SELECT record, {text} FROM {self.records} WHERE {where} ORDER BY record LIMIT {_EXAMPLES}"
        ).fetchall()

    def _cell_problems(self, tally: dict[str, Any]) -> Iterator[Problem]:
        if not tally["wrong cells"]:
            return
        wrong = []
        for index, kind in enumerate(self.selected.kinds, 1):
            where = f'"n_{kind}" = {NO_COUNT} AND {self._usable}'
            (count,) = self._row(f"SELECT count(*) FROM {self.records} WHERE {where}")
            if count:
                examples = self._examples(f"trim(wrong_cells[{index}])", where)
                wrong.append((examples[0][0], kind, count, examples))
        for _, kind, count, examples in sorted(wrong):
            yield self._problem(*why_wrong(kind, examples), count, examples)

    def _rule_problems(self, tally: dict[str, Any]) -> Iterator[Problem]:
        what, do = "a row that is no post", "nothing to mend where the network wrote it so; the row was left out"
        rules = {index: (what, rule.problem, do) for index, rule in enumerate(self.declared.skip) if rule.problem}
        for index, words in {**rules, **aside.PROBLEMS}.items():
            if count := tally[f"rule {index}"]:
                yield self._problem(*words, count, self._examples("''", f"rule = {index}"))

    def _rules_left_out(self, tally: dict[str, Any]) -> list[LeftOut]:
        rules = {index: rule.why for index, rule in enumerate(self.declared.skip) if rule.why}
        return [
            LeftOut(what="rows", count=count, why=why, source=self.name)
            for index, why in {**rules, **aside.LEFT_OUT}.items()
            if (count := tally[f"rule {index}"])
        ]

    def _problem(self, what: str, why: str, do: str, count: int, examples: list[tuple[int, str]]) -> Problem:
        first = [Example(record=record, value=shown(value)) for record, value in examples[:_EXAMPLES]]
        return Problem(source=self.name, what=what, why=why, do=do, count=count, examples=first)

    def _row(self, sql: str) -> tuple[Any, ...]:
        return self.store.connection.execute(sql).fetchone() or ()
