"""Loads one recognised file: its records become events and posts, and what could not be read becomes problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import duckdb

from influence.events import KINDS
from influence.formats.model import Format
from influence.reading import days, once
from influence.reading.local import Local
from influence.reading.match import Match
from influence.reading.problems import shown, why_wrong
from influence.reading.select import Columns, Relation, best_time_format, columns, quoted, time_formats
from influence.reading.store import Store
from influence.reading.ways import Attempt, attempts
from influence.result import Example, Input, LeftOut, Problem

_EXAMPLES = 3
FILE = "@file"
"""The name by which a format asks for the file's own name (of a sheet, or a table under a title: that)."""


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

    @property
    def received(self) -> bool:
        """Whether the file holds anything that others did."""
        return any(kind != "post" for kind in self.input.kinds)


def load(store: Store, matched: Match, kept: Local, name: str, number: int) -> Loaded:
    """Read one file into the store as file `number`. Raises duckdb.Error where no way to read it works."""
    failure: duckdb.Error | None = None
    for attempt in attempts(store, matched, kept):
        try:
            selected = _select_records(store, matched.format, attempt.relation, kept, name)
        except duckdb.Error as error:  # the next way to read it is slower and more forgiving
            failure = error
            continue
        return _Loading(store, matched.format, name, number, kept, attempt, selected).finish()
    raise failure or duckdb.Error("no way to read it")


def _select_records(store: Store, declared: Format, relation: Relation, kept: Local, name: str) -> Columns:
    """Make the table `records` of a file, one row a record. Raises duckdb.Error."""
    relation.texts[FILE] = quoted(PurePosixPath(name).name)
    formats = time_formats(declared)
    selected = _made(store, declared, relation, kept, name, formats[0] if formats else None)
    if len(formats) > 1 and "time" in selected.wrong and _any_wrong_time(store):
        counts = store.connection.execute(best_time_format(declared, relation) or "").fetchone() or ()
        best = max(zip(counts, formats, strict=True), key=lambda pair: pair[0])[1]
        selected = _made(store, declared, relation, kept, name, best)
    return selected


def _made(store: Store, declared: Format, relation: Relation, kept: Local, name: str, how: str | None) -> Columns:
    """Make the table `records` with times written in one way."""
    last = _last_day(store, declared, relation, kept, name) if how == "month_day" else ""
    selected = columns(declared, relation, how, last)
    store.connection.execute(f"CREATE OR REPLACE TEMP TABLE records AS {selected.sql(relation.sql)}")
    return selected


def _any_wrong_time(store: Store) -> bool:
    found = store.connection.execute("SELECT 1 FROM records WHERE wrong_time IS NOT NULL LIMIT 1").fetchone()
    return found is not None


def _last_day(store: Store, declared: Format, relation: Relation, kept: Local, name: str) -> str:
    """The newest day of a file whose dates have no year. Its name or its own date says by when they were written."""
    known_by = days.in_name(name) or kept.modified
    text = relation.text("time", declared)
    if known_by is None or text is None:
        raise duckdb.Error("its dates have no year, and nothing says when it was downloaded; put the day in its name")
    until = relation.texts.get(declared.fields.time.until or "") if declared.fields.time else None
    if declared.per != "day" and until is None:
        return known_by.isoformat()
    text = until or text
    rows = store.connection.execute(f"SELECT {text} FROM {relation.sql} LIMIT 10000").fetchall()
    return days.last_day([row[0] or "" for row in rows], known_by).isoformat()


@dataclass(slots=True)
class _Loading:
    """From the table `records` to events, posts and problems."""

    store: Store
    declared: Format
    name: str
    number: int
    kept: Local
    attempt: Attempt
    selected: Columns

    def finish(self) -> Loaded:
        self.store.connection.execute("INSERT INTO files VALUES (?, ?, ?)", [self.number, self.name, self._detail])
        self._insert_events()
        self._insert_posts()
        rows, named, posts = self._row(
            f"SELECT count(*), count(post) FILTER ({self._usable}), count(DISTINCT post) FILTER ({self._usable}) "
            "FROM records"
        )
        loaded = Loaded(self._input(rows, posts), repeats=self.declared.per == "post" and named > posts)
        loaded.columns = self._columns()
        loaded.day = days.in_name(self.name) or self.kept.modified
        loaded.problems = [*self._mending_problems(), *self._field_problems(), *self._rule_problems()]
        loaded.left_out = self._rules_left_out()
        return loaded

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
                list_sort(list_distinct(list(network))), list_distinct(list(kind))
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
        for index, rule in enumerate(self.declared.skip):
            if not rule.problem:
                continue
            select = f"SELECT record FROM records WHERE rule = {index} ORDER BY 1"
            found = self.store.connection.execute(select).fetchall()
            if found:
                examples = [(record, "") for (record,) in found]
                do = "nothing to mend here: the network wrote it so"
                yield self._problem("a row without numbers of its own", rule.problem, do, len(found), examples)

    def _rules_left_out(self) -> list[LeftOut]:
        return [
            LeftOut(what="rows", count=count, why=rule.why, source=self.name)
            for index, rule in enumerate(self.declared.skip)
            if rule.why and (count := self._row(f"SELECT count(*) FROM records WHERE rule = {index}")[0])
        ]

    def _problem(self, what: str, why: str, do: str, count: int, examples: list[tuple[int, str]]) -> Problem:
        first = [Example(record=record, value=shown(value)) for record, value in examples[:_EXAMPLES]]
        return Problem(source=self.name, what=what, why=why, do=do, count=count, examples=first)

    def _row(self, sql: str) -> tuple[Any, ...]:
        return self.store.connection.execute(sql).fetchone() or ()
