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
from influence.reading.aside import set_aside
from influence.reading.local import Local
from influence.reading.match import Match
from influence.reading.problems import shown, why_wrong
from influence.reading.records import Records, select_records
from influence.reading.select import Columns, said
from influence.reading.store import Store
from influence.reading.ways import Attempt, attempts
from influence.result import Example, Input, LeftOut, Problem

_EXAMPLES = 3


@dataclass(slots=True)
class Loaded:
    """What one file gave, beside its events: itself as an input, and what was left out or wrong. `repeats`: whether it
    lists a post more than once; `columns`: a table's own names of our fields and kinds; `day`: of the export, as its
    name or else the file system says."""

    input: Input
    repeats: bool = False
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
    for attempt in attempts(store, matched, kept):
        try:
            records = select_records(store, matched.format, attempt.relation, kept, name)
        except duckdb.Error as error:  # the next way to read it is slower and more forgiving
            failure = error
            continue
        cut = matched.layout is not None and local.is_cut(kept, matched.encoding, matched.layout)
        set_aside(store, matched.format, attempt.relation, records.columns, cut)
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
    records: Records

    @property
    def selected(self) -> Columns:
        return self.records.columns

    def finish(self) -> Loaded:
        self.store.connection.execute("INSERT INTO files VALUES (?, ?, ?)", [self.number, self.name, self._detail])
        self._insert_events()
        self._insert_posts()
        rows, posts = self._row(f"SELECT count(*), count(DISTINCT post) FILTER ({self._usable}) FROM records")
        loaded = Loaded(self._input(rows, posts), repeats=self._repeats())
        loaded.columns = self._columns()
        loaded.day = days.in_name(self.name) or self.kept.modified
        loaded.problems = [*self._mending_problems(), *self._field_problems(), *self._rule_problems()]
        loaded.left_out = self._rules_left_out()
        loaded.warnings = [
            *self.records.warnings,
            *self._undated(),
            *self._unnamed(),
            *self._nobodys(),
            *self._told_twice(),
        ]
        return loaded

    def _repeats(self) -> bool:
        """Whether the file lists a post, a day or a follower more than once."""
        key = {"post": "post", "day": "(profile, network, post, time)", "event": "(profile, network, actor)"}
        if self.declared.per == "event" and self.declared.each != "follow":
            return False
        told = "time" if self.declared.per == "day" else "post" if self.declared.per == "post" else "actor"
        listed, different = self._row(
            f"""SELECT count(*), count(DISTINCT {key[self.declared.per]})
            FROM records WHERE {self._usable} AND {told} IS NOT NULL"""
        )
        return bool(listed > different)

    def _undated(self) -> Iterator[str]:
        if self.declared.fields.time and not self.declared.fields.count and (count := self._without("time")):
            yield f"{count:,} without a date: what is undated counts whatever its age"

    def _unnamed(self) -> Iterator[str]:
        rounded = " AND wrong_post IS NULL" * ("post" in self.selected.wrong)
        if self.declared.per == "post" and (count := self._without(f"post IS NULL{rounded} AND post")):
            yield f"{count:,} without the id of their post: in a second file they would count twice"

    def _nobodys(self) -> Iterator[str]:
        if self.declared.per == "post" and self.declared.fields.profile:
            named, posts = self._row(f"SELECT count(profile), count(*) FROM records WHERE {self._usable}")
            if posts and not named:
                yield "it does not say whose posts these are: all are taken for yours"

    def _without(self, own: str) -> int:
        """How many usable records that are scored say nothing of a field."""
        return int(self._row(f"SELECT count(*) FROM records WHERE {self._usable} AND {own} IS NULL")[0])

    def _told_twice(self) -> Iterator[str]:
        """The columns of which there are two by one name that say different things."""
        relation = self.attempt.relation
        for name, (first, other) in relation.again.items():
            different = f"{said(first)} IS DISTINCT FROM {said(other)}"
            if self._row(f"SELECT count(*) FROM {relation.sql} WHERE {different}")[0]:
                yield f"two columns are called {name} and differ: the first was read"

    @property
    def _usable(self) -> str:
        """The records whose own columns are all right; a wrong count of one kind leaves the others."""
        needed = ("row", "time", "network", "kind", "count")
        whole = [f"wrong_{own} IS NULL" for own in needed if own in self.selected.wrong]
        return " AND ".join(["rule IS NULL", *whole])

    def _insert_events(self) -> None:
        """A record of several kinds is one event a kind; a post's record is also your publishing it."""
        relation = "records"
        if self.selected.kinds:
            relation = "cells"
            self.store.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE cells AS {self.selected.counted('records')} WHERE rule IS NULL"
            )
        if self.declared.per == "post":
            self._insert("(SELECT *, 'post' AS kind, 1 AS count FROM records)")
        if relation == "cells" or "kind" in self.selected.typed:
            self._insert(relation)

    def _insert(self, relation: str) -> None:
        self.store.connection.execute(
            f"""INSERT INTO event_rows
            SELECT profile, network, kind, count, time, CAST(CAST(time AS DATE) - DATE '1970-01-01' AS INTEGER), post,
                   actor, {self.number}, record
            FROM {relation} WHERE {self._usable} AND count IS NOT NULL"""
        )

    @property
    def _detail(self) -> int | None:
        """How fine the file's counts are; None where its records are canonical events, or like them."""
        if self.declared.excerpt:
            return once.EXCERPT
        match self.declared.per:
            case "post":
                return once.POST
            case "day":
                return once.POST_DAY if "t_post" in self.selected.texts else once.DAY
        return None if self.declared.fields.count else once.EVENT

    def _insert_posts(self) -> None:
        self.store.connection.execute(
            f"""INSERT INTO post_rows SELECT network, post, time, url, label FROM records
            WHERE {self._usable} AND post IS NOT NULL AND (url IS NOT NULL OR label IS NOT NULL OR time IS NOT NULL)"""
        )

    def _input(self, rows: int, posts: int) -> Input:
        events, first, last, networks, kinds = self._row(
            f"""SELECT count(*), CAST(min(time) AS DATE), CAST(max(time) AS DATE),
                list_sort(list(DISTINCT network)), list(DISTINCT kind)
            FROM event_rows WHERE file = {self.number}"""
        )
        return Input(
            source=self.name,
            sha256=self.kept.sha256,
            format=self.declared.id,
            networks=networks or [],
            kinds=[kind for kind in KINDS if kind in (kinds or [])],
            rows=rows,
            posts=posts,
            events=events,
            first=first.isoformat() if first else None,
            last=last.isoformat() if last else None,
            made=self._made(rows),
            unknown_columns=self.attempt.relation.unknown,
        )

    def _columns(self) -> dict[str, str]:
        """A table's own names of our fields and kinds; documents have none that stand for all records."""
        relation = self.attempt.relation
        found = (
            (own, [n for n in self.declared.names_of(own) if n in relation.texts]) for own in self.declared.own_fields()
        )
        return {own: present[0] for own, present in found if present} if relation.header else {}

    def _made(self, rows: int) -> dict[str, int]:
        made: dict[str, int] = {}
        for index, rule in enumerate(self.declared.skip):
            if rule.made and (count := self._row(f"SELECT count(*) FROM records WHERE rule = {index}")[0]):
                made[rule.made] = made.get(rule.made, 0) + count
        if self.declared.made:
            made[self.declared.made] = rows
        return made

    def _mending_problems(self) -> Iterator[Problem]:
        mended = self.attempt.mended
        if mended and mended.bad.count:
            yield self._problem(
                "a record that is broken",
                "a quote or bracket does not close",
                "open the file at that row and mend it, or download it again",
                mended.bad.count,
                mended.bad.first,
            )
        if mended and mended.replaced:
            yield self._problem(
                "bytes that are not UTF-8",
                "they were read as the character �",
                "save the file as UTF-8",
                mended.replaced,
                [],
            )

    def _field_problems(self) -> Iterator[Problem]:
        yield from self._cell_problems()
        wrong = list(self.selected.wrong)
        if not wrong:
            return
        counted = ", ".join(f'count("wrong_{own}") FILTER (rule IS NULL)' for own in wrong)
        counts = self._row(f"SELECT {counted} FROM records")
        for own, count in zip(wrong, counts, strict=True):
            if count:
                examples = self.store.connection.execute(
                    f'SELECT record, "wrong_{own}" FROM records WHERE "wrong_{own}" IS NOT NULL AND rule IS NULL '
                    f"ORDER BY record LIMIT {_EXAMPLES}"
                ).fetchall()
                yield self._problem(*why_wrong(own, examples), count, examples)

    def _cell_problems(self) -> Iterator[Problem]:
        if not self.selected.kinds:
            return
        wrong = self.store.connection.execute(
            f"""SELECT kind, count(*), list({{'record': record, 'text': wrong_cell}} ORDER BY record)[:{_EXAMPLES}]
            FROM cells WHERE wrong_cell IS NOT NULL AND {self._usable} GROUP BY kind ORDER BY min(record), kind"""
        ).fetchall()
        for kind, count, first in wrong:
            examples = [(one["record"], one["text"]) for one in first]
            yield self._problem(*why_wrong(kind, examples), count, examples)

    def _rule_problems(self) -> Iterator[Problem]:
        what, do = "a row without numbers of its own", "nothing to mend here: the network wrote it so"
        rules = {index: (what, rule.problem, do) for index, rule in enumerate(self.declared.skip) if rule.problem}
        for index, words in {**rules, **aside.PROBLEMS}.items():
            select = f"SELECT record FROM records WHERE rule = {index} ORDER BY 1"
            found = self.store.connection.execute(select).fetchall()
            if found:
                yield self._problem(*words, len(found), [(record, "") for (record,) in found])

    def _rules_left_out(self) -> list[LeftOut]:
        rules = {index: rule.why for index, rule in enumerate(self.declared.skip) if rule.why}
        return [
            LeftOut(what="rows", count=count, why=why, source=self.name)
            for index, why in {**rules, **aside.LEFT_OUT}.items()
            if (count := self._row(f"SELECT count(*) FROM records WHERE rule = {index}")[0])
        ]

    def _problem(self, what: str, why: str, do: str, count: int, examples: list[tuple[int, str]]) -> Problem:
        first = [Example(record=record, value=shown(value)) for record, value in examples[:_EXAMPLES]]
        return Problem(source=self.name, what=what, why=why, do=do, count=count, examples=first)

    def _row(self, sql: str) -> tuple[Any, ...]:
        return self.store.connection.execute(sql).fetchone() or ()
