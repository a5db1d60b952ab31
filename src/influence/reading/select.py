"""A declaration becomes one SELECT over a reader: texts in, typed columns out, and beside each the text that was wrong.

The columns of the result are those of `Columns` below. `wrong` is null, or a list with the texts of the fields that
could not be read; `rule` is the number of the format's skip rule that the record meets, or null.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from influence.events import KINDS, MAX_COUNT, Kind
from influence.formats.model import Format, Skip, names
from influence.labels import RAW
from influence.reading.cells import (
    COMMON,
    NO_COUNT,
    PLAIN_NETWORK,
    behind,
    first_said,
    handle,
    id_of,
    number,
    part_of,
    quick,
    quoted,
    said,
    same,
    time_of,
    total,
    trimmed,
    undotted,
    whole,
    word_of,
)
from influence.record import record

_MAX_NETWORK = 200
_FEW = 3
_FIRST, _LAST = "TIMESTAMP '1970-01-01'", "TIMESTAMP '2199-12-31 23:59:59.999999'"
_DAY = (
    "CAST(epoch_us(time) // 86400000000 AS INTEGER)"  # no time is before 1970; a cast to DATE takes ten times as long
)


@record
class Relation:
    """A file that DuckDB can read: what stands behind FROM, the text of each of the file's names, each record's
    number, and the columns that are not null where a row has more cells than the header. `again`: the texts of two
    columns that have one name; `cells`: the texts of all columns. `header`: its names are those of columns; `native`:
    where the file itself has types, each name's column and its type. `before`: the number before the first record's,
    where the records come in their order and `record` only counts them. `dotted`: a dot in a whole number stands
    between thousands."""

    sql: str
    texts: dict[str, str]
    record: str
    surplus: list[str] = field(default_factory=list)
    again: dict[str, tuple[str, str]] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    header: bool = True
    native: dict[str, tuple[str, str]] = field(default_factory=dict)
    before: int | None = None
    dotted: bool = False

    def text(self, own: str, declared: Format) -> str | None:
        """The text of one of our fields: of its names, the first that is there and says something."""
        found = [self.texts[name] for name in declared.names_of(own) if name in self.texts]
        if own == "time" and declared.fields.time and declared.fields.time.join:
            return f"concat_ws(' ', {', '.join(found)})" if found else None
        if len(found) > _FEW:  # the length of the SQL takes more time than the list
            told = f"list_transform([{', '.join(found)}], lambda c: {said('c')})"
            return f"list_filter({told}, lambda c: c IS NOT NULL)[1]"
        if len(found) > 1:
            return first_said(found)
        return found[0] if found else None

    def typed(self, own: str, declared: Format) -> tuple[str, str]:
        """The column that the file itself has for one of our fields, and its type; or two empty texts."""
        return next((self.native[name] for name in declared.names_of(own) if name in self.native), ("", ""))


WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
TIMES = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "DATE")
"""Types that are read as they are."""


@dataclass(slots=True)
class Columns:
    """The columns of the SELECT, in steps that each see only the one before: each text once, what it is read as, what
    is right and what is wrong with that. Of a record with a column for each kind, `kinds` names them: each has its
    count as `n_KIND`, or NO_COUNT where its text is none, and then `wrong_cells` is the list of their texts. `fixed`
    are the columns that are the same in all records."""

    texts: dict[str, str] = field(default_factory=dict)
    parsed: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    much: bool = False
    _cast: set[str] = field(default_factory=set)

    def cast(self, own: str, column: str, kind: str, right: str) -> None:
        """A field that the file has as such, and not as a text: its column, our type of it, and when that is right."""
        self._cast.add(own)
        self.read(own, column, f'try_cast("t_{own}" AS {kind})', right)

    def _text(self, own: str) -> str:
        return f'CAST("t_{own}" AS VARCHAR)' if own in self._cast else f'"t_{own}"'

    def read(self, own: str, text: str, parsed: str, right: str | None) -> None:
        """A field: its text, what that is read as (in terms of `t_OWN`), and when that is right (of `v_OWN`), if not
        always."""
        self.texts[f"t_{own}"] = text
        self.parsed[f"v_{own}"] = parsed
        self.typed[own] = f'CASE WHEN {right} THEN "v_{own}" END' if right else f'"v_{own}"'
        told = said(self._text(own))
        wrong = f"NOT coalesce({right}, false)" if right else f'"v_{own}" IS NULL'
        self.wrong[own] = f"CASE WHEN {wrong} THEN left({told}, 200) END"

    def plain(self, own: str, text: str | None, value: str) -> None:
        """A field that cannot be wrong: its text, and what becomes of it (in terms of `t_OWN`)."""
        if text:
            self.texts[f"t_{own}"] = text
            self.typed[own] = value
        else:
            self.fixed[own] = "CAST(NULL AS VARCHAR)"

    def needed(self, own: str) -> None:
        """A field that must say something: nothing is wrong too."""
        self.wrong[own] = f"""CASE WHEN "{own}" IS NULL THEN coalesce(left({self._text(own)}, 200), '') END"""

    def counted(self, kind: str, text: str) -> None:
        """The count of a kind, where a record has several."""
        self.kinds.append(kind)
        self.texts[f"c_{kind}"] = text
        if self.much:
            self.texts[f"q_{kind}"] = f"try_cast({text} AS BIGINT)"
            self.parsed[f"p_{kind}"] = quick(f"c_{kind}", f"q_{kind}", whole(f'"c_{kind}"'))

    def _counts(self) -> dict[str, str]:
        """The count of each kind, and the cells that are none."""
        if not self.kinds:
            return {}
        careful = {kind: f"counts[{index}]" for index, kind in enumerate(self.kinds, 1)}
        counts = {f"n_{kind}": listed for kind, listed in careful.items()}
        if self.much:
            counts = {f"n_{k}": f'CASE WHEN counts IS NULL THEN "p_{k}" ELSE {n} END' for k, n in careful.items()}
        return counts | {"wrong_cells": f"CASE WHEN list_contains(counts, {NO_COUNT}) THEN {self._cells()} END"}

    def _listed(self) -> dict[str, str]:
        """The counts as a list, `counts`. Where there is much, only of the records in which not all are plain numbers;
        where there is little, it is the length of the SQL that costs."""
        if not self.kinds:
            return {}
        value = f"CASE WHEN {number('c')} BETWEEN 0 AND {MAX_COUNT} THEN {number('c')}"
        counts = (
            f"list_transform({self._cells()}, lambda c: {value} WHEN ({said('c')}) IS NOT NULL THEN {NO_COUNT} END)"
        )
        odd = " OR ".join(f'("c_{kind}" IS NOT NULL AND NOT {_right(kind)})' for kind in self.kinds)
        return {"counts": f"CASE WHEN {odd} THEN {counts} END" if self.much else counts}

    def _cells(self) -> str:
        return "[" + ", ".join(f'"c_{kind}"' for kind in self.kinds) + "]"

    def sql(self, relation: str) -> str:
        """The whole SELECT over a relation."""
        return self.with_fixed(f"(\n{self.varying(relation)})")

    def with_fixed(self, varying: str) -> str:
        """The whole SELECT over what `varying` gave."""
        return f"SELECT {', '.join([*([_named(self.fixed)] if self.fixed else []), '*'])} FROM {varying}"

    def varying(self, relation: str) -> str:
        """The SELECT over a relation without the columns that are `fixed`."""
        texts = f"SELECT {_named(self.texts)}\nFROM {relation}"
        parsed = f"SELECT {', '.join(['*', *([_named(self.parsed)] if self.parsed else [])])} FROM (\n{texts})"
        typed = f"SELECT {self._kept()} FROM (\n{parsed})"
        made = ({"day": _DAY} if "time" in self.typed else {}) | self._counts()
        columns = ", ".join([*(f'"{own}"' for own in self.typed), *([_named(made)] if made else [])])
        if not self.wrong:
            return f"SELECT {columns}, CAST(NULL AS VARCHAR[]) AS wrong FROM (\n{typed})"
        # what is there is right; only of the rest it is asked whether it is wrong
        odd = " OR ".join('"t_row" IS NOT NULL' if own == "row" else f'"{own}" IS NULL' for own in self.wrong)
        told = f"SELECT *, CASE WHEN {odd} THEN [{', '.join(self.wrong.values())}] END AS told FROM (\n{typed})"
        return f"SELECT {columns}, CASE WHEN list_count(told) > 0 THEN told END AS wrong FROM (\n{told})"

    def wrong_text(self, own: str) -> str:
        """The text of a field that could not be read, or null, as SQL over the result."""
        return f"wrong[{list(self.wrong).index(own) + 1}]"

    def _kept(self) -> str:
        """The typed columns, and what the wrong ones are told from."""
        before = [
            f'"{name}"'
            for own in self.wrong
            for name in (f"t_{own}", f"v_{own}")
            if name in self.texts or name in self.parsed
        ]
        before += [f'"{stage}_{kind}"' for kind in self.kinds for stage in ("cp" if self.much else "c")]
        return ", ".join([_named(self.typed | self._listed()), *before])


def _right(kind: str) -> str:
    return f'coalesce("p_{kind}" BETWEEN 0 AND {MAX_COUNT}, false)'


def _named(expressions: dict[str, str]) -> str:
    return ",\n  ".join(f'{sql} AS "{name}"' for name, sql in expressions.items())


def columns(
    declared: Format,
    relation: Relation,
    time_format: str | None,
    last: str = "",
    *,
    much: bool = False,
    cut: bool = False,
) -> Columns:
    """The columns of a format's records: record, rule, profile, network, time, day, post, url, label, actor, and either
    kind and count (a record is an event) or `n_KIND` for each of several kinds. `last`: the newest day of the file,
    where its dates have no year; `much`: whether it has much in it; `cut`: whether its last record is cut off."""
    result = Columns(much=much)
    if declared.skip or declared.per != "event" or declared.each or cut:
        result.texts["rule"] = _rule(declared, relation)
        result.typed["rule"] = "rule"
    else:  # nothing will be set aside
        result.fixed["rule"] = _NO_RULE
    if much and relation.before is not None and not any(rule.beside for rule in declared.skip):
        result.fixed["record"] = f"rowid + {relation.before + 1}"
    else:
        result.texts["record"] = relation.record
        result.typed["record"] = "record"
    if relation.surplus:
        result.texts["t_row"] = f"coalesce({', '.join(relation.surplus)})"
        result.wrong["row"] = 'left("t_row", 200)'
    time = relation.text("time", declared)
    if time and time_format:
        right = likely('"v_time"')
        column, type_ = relation.typed("time", declared)
        if type_ in TIMES:
            result.cast("time", column, "TIMESTAMP", right)
        else:
            result.read("time", trimmed(time), time_of('"t_time"', time_format, last), right)
    else:
        result.fixed |= {"time": "CAST(NULL AS TIMESTAMP)", "day": "CAST(NULL AS INTEGER)"}
    post, url = relation.text("post", declared), relation.text("url", declared)
    if post:
        link = '"t_url"' if url and url != post else None
        part = None
        if pattern := declared.id_pattern:
            result.texts["b_post"] = behind(post, pattern)
            part = part_of('"t_post"', pattern, '"b_post"')
        result.read("post", post, id_of('"t_post"', part, link), None)
    else:
        result.plain("post", None, "")
    result.plain("profile", relation.text("profile", declared), handle(said('"t_profile"')))
    for own in ("actor", "url"):
        result.plain(own, relation.text(own, declared), said(f'"t_{own}"'))
    result.plain(
        "label",
        relation.text("label", declared),
        f'CASE WHEN strlen("t_label") <= {RAW} THEN "t_label" ELSE left("t_label", {RAW}) END',
    )
    _network(result, declared, relation)
    _counts(result, declared, relation)
    _told_beside(result, declared, relation)
    if not result.typed:  # nothing is read of what you did yourself, and a table needs a column
        result.texts["rule"] = result.fixed.pop("rule")
        result.typed["rule"] = "rule"
    return result


def _network(result: Columns, declared: Format, relation: Relation) -> None:
    text = relation.text("network", declared)
    if text and declared.fields.network:
        values = declared.fields.network.values
        word = word_of("t_network", f"lower({said('t_network')})", values)
        if not values:
            plain = f"CASE WHEN regexp_full_match(t_network, '{PLAIN_NETWORK}') THEN t_network ELSE {word} END"
            word = f"CASE t_network {same(COMMON)} ELSE {plain} END"
        result.plain("network", text, f"CASE WHEN strlen(t_network) <= {_MAX_NETWORK} THEN {word} END")
        result.needed("network")
    else:
        result.fixed["network"] = quoted(declared.network or "")


def _counts(result: Columns, declared: Format, relation: Relation) -> None:
    dotted = declared.dotted or relation.dotted
    for kind in declared.kinds:
        if cell := relation.text(kind, declared):
            cell = _of_its_networks(kind, cell, declared, relation)
            cell = undotted(cell) if dotted else cell
            if others := [relation.texts[name] for name in declared.unless.get(kind, ()) if name in relation.texts]:
                cell = f"CASE WHEN NOT {_any_said(others)} THEN {cell} END"
            more = [relation.texts[name] for name in declared.added.get(kind, ()) if name in relation.texts]
            more = list(map(undotted, more)) if dotted else more
            result.counted(kind, total(cell, more) if more else cell)
    kind_text = relation.text("kind", declared)
    if declared.each:
        result.fixed |= {"kind": quoted(declared.each), "count": "1"}
    elif kind_text and declared.fields.kind:
        values: dict[str, str] = declared.fields.kind.values or {kind: kind for kind in KINDS}
        result.plain("kind", kind_text, word_of('"t_kind"', 'lower(trim("t_kind"))', values))
        result.needed("kind")
        count = relation.text("count", declared)
        if count:
            _count(result, declared, relation, count)
            result.needed("count")
        else:
            result.fixed["count"] = "1"


def _of_its_networks(kind: Kind, cell: str, declared: Format, relation: Relation) -> str:
    """The cell of a kind; where another kind has the same name, that name's for the networks alone that the kind is
    `only` of, and behind a name of its own for those alone that the other kind is not of."""
    network = relation.text("network", declared)
    there = [name for name in declared.names_of(kind) if name in relation.texts]
    others = {name: [o for o in declared.kinds if o != kind and name in declared.names_of(o)] for name in there}
    if not (any(others.values()) and network and declared.fields.network):
        return cell
    called: dict[str, str] = declared.fields.network.values
    of: dict[str, list[str]] = {one: declared.only.get(one, declared.networks) for one in declared.kinds}
    own, cells = set(of[kind]), []
    for name in there:
        if others[name]:
            words = [word.lower() for word, one in called.items() if one in own] or [""]
            asked = f"lower({said(network)}) IN ({', '.join(map(quoted, words))})"
            cells.append(f"CASE WHEN {asked} THEN {relation.texts[name]} END")
        else:
            own.difference_update(*(of[other] for others_of in others.values() for other in others_of))
            cells.append(relation.texts[name])
    return first_said(cells) if len(cells) > 1 else cells[0]


def _count(result: Columns, declared: Format, relation: Relation, text: str) -> None:
    right = f'"v_count" BETWEEN 0 AND {MAX_COUNT}'
    column, type_ = relation.typed("count", declared)
    if type_ in WHOLE:
        result.cast("count", column, "BIGINT", right)
        return
    parsed = number('"t_count"')
    if result.much:
        result.texts["q_count"] = f"try_cast({text} AS BIGINT)"
        parsed = quick("t_count", "q_count", parsed)
    result.read("count", text, parsed, right)


def likely(time: str) -> str:
    """Whether a time is of the years that exports are of: 3/4/26 is not of the year 26, although %Y reads it so."""
    return f"{time} BETWEEN {_FIRST} AND {_LAST}"


def time_formats(declared: Format) -> list[str]:
    """The ways a format's times may be written."""
    return names(declared.fields.time.formats) if declared.fields.time else []


_NO_RULE = "CAST(NULL AS INTEGER)"


def _rule(declared: Format, relation: Relation) -> str:
    cases = [
        f"WHEN {condition} THEN {index}"
        for index, rule in enumerate(declared.skip)
        if not rule.beside and (condition := _condition(rule, declared, relation))
    ]
    return f"CASE {' '.join(cases)} END" if cases else _NO_RULE


def _told_beside(result: Columns, declared: Format, relation: Relation) -> None:
    """The rules that look at other records too, once the records are numbered: they meet what no other rule meets."""
    moment = [f"t_{own}" for own in ("profile", "actor", "post", "time") if f"t_{own}" in result.texts]
    for index, rule in enumerate(declared.skip):
        if not rule.beside:
            continue
        told = _condition(rule, declared, relation)
        beside = _condition(Skip(where=rule.where, values=rule.beside), declared, relation)
        if told and beside:
            result.texts |= {f"told_{index}": told, f"beside_{index}": beside}
            twin = f"bool_or(beside_{index}) OVER (PARTITION BY {', '.join(moment)})"
            result.typed["rule"] = (
                f"coalesce({result.typed['rule']}, CASE WHEN told_{index} AND {twin} THEN {index} END)"
            )


def _condition(rule: Skip, declared: Format, relation: Relation) -> str | None:
    texts = [text for where in names(rule.where) if (text := _text(where, declared, relation))]
    other = _text(rule.same, declared, relation) if rule.same else None
    if not texts or (rule.same and not other):
        return None
    tests = [f"{text} = {other}" if other else _test(rule, text) for text in texts]
    saved = [text for name in names(rule.unless or []) if (text := _text(name, declared, relation))]
    return " AND NOT ".join([f"({' OR '.join(tests)})", *([_any_said(saved)] if saved else [])])


def _any_said(texts: list[str]) -> str:
    """Whether one of some texts says something."""
    return f"({' OR '.join(f'({said(text)}) IS NOT NULL' for text in texts)})"


def _text(name: str, declared: Format, relation: Relation) -> str | None:
    """The text of one of our fields, or else of a name of the file."""
    return relation.text(name, declared) or relation.texts.get(name)


def _test(rule: Skip, text: str) -> str:
    if rule.blank:
        return f"({said(text)}) IS NULL"
    if rule.present:
        return f"({said(text)}) IS NOT NULL"
    text = f"replace({text}, chr(173), '')"  # YouTube hyphenates softly
    if rule.starts is not None:
        return f"starts_with({text}, {quoted(rule.starts)})"
    if rule.matches is not None:
        return f"regexp_matches({text}, {quoted(rule.matches)})"
    values = names(rule.values or [])
    if "true" in values:
        same = dict.fromkeys([*map(str.lower, values), *_TRUE])
        return f"lower(trim({text})) IN ({', '.join(map(quoted, same))})"
    return f"trim({text}) IN ({', '.join(map(quoted, values))})"


_TRUE = ["true", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "sant", "sand", "prawda", "doğru", "истина"]
"""How spreadsheets write "true", in lower case: in capitals, and in the language of who saved the table again."""
