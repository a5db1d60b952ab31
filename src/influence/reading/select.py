"""A declaration becomes one SELECT over a reader: texts in, typed columns out, and beside each the text that was wrong.

The columns of the result are those of `Columns` below. `wrong` is null, or a list with the texts of the fields that
could not be read; `rule` is the number of the format's skip rule that the record meets, or null.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from influence.events import KINDS, MAX_COUNT
from influence.formats.model import Format, Skip, names
from influence.labels import RAW
from influence.reading.days import MONTHS, RESAVED, year_until
from influence.record import record

MISSING = ("", "-", "--", "---", "–", "—", "n/a", "na", "nan", "null", "none", "undefined", "#n/a")
"""How exports write that a value is missing; none of these is 0."""


NO_COUNT = -1
"""Stands where a text should be a count and is none."""


_LONG = 12
"""From more bytes on than these, a text says more than that it is missing, whatever its case."""


def said(text: str) -> str:
    """A text, or null where it only says that a value is missing."""
    missing = ", ".join(map(quoted, MISSING))
    plain = f"WHEN strlen({text}) > {_LONG} AND {_trim(text)} THEN {text}"  # most texts, and quick to tell
    return f"CASE {plain} WHEN lower(trim({text})) NOT IN ({missing}) THEN trim({text}) END"


def _trim(text: str) -> str:
    """Whether a text is of ASCII alone, so that only one kind of space could be around it, and has none."""
    return f"{text} >= '!' AND strlen({text}) = length({text}) AND NOT suffix({text}, ' ')"


def trimmed(text: str) -> str:
    """A text without spaces around it; to ask whether there are any is quicker than to take them away."""
    return f"CASE WHEN {_trim(text)} THEN {text} ELSE trim({text}) END"


def plain_number(text: str) -> str:
    """The whole number that a text writes in digits alone; null for anything else."""
    return f"CASE WHEN NOT contains({text}, '.') AND NOT contains({text}, '_') THEN try_cast({text} AS BIGINT) END"


def _whole(text: str) -> str:
    """As `plain_number`, also with the `.0` that some programs put behind whole numbers."""
    cut = plain_number(f"left({text}, -2)")
    return f"CASE WHEN suffix({text}, '.0') OR suffix({text}, ',0') THEN {cut} ELSE {plain_number(text)} END"


def _quick(text: str, cast: str, careful: str) -> str:
    """A number as `careful` reads it from a text, or what DuckDB made of it, `cast`, where that is written like it."""
    written = f'CAST("{cast}" AS VARCHAR)'
    return f"""CASE WHEN {written} = "{text}" THEN "{cast}" WHEN {written} || '.0' = "{text}" THEN "{cast}"
        ELSE {careful} END"""


def number(text: str) -> str:
    """The whole number that a text writes: 1234, 1,234, 1938.0 or 12.3K; null for anything else, as for 1.000, which is
    one to some and a thousand to others."""
    plain, bare = plain_number(text), f"trim({text}, ' ''')"
    return rf"""CASE
        WHEN {plain} IS NOT NULL THEN {plain}
        WHEN regexp_full_match({bare}, '[-+]?\d{{1,3}}(?:[, \x{{A0}}\x{{202F}}’]\d{{3}})+')
            THEN try_cast(regexp_replace({text}, '[^-\d]', '', 'g') AS BIGINT)
        WHEN regexp_full_match({bare}, '[-+]?\d+[.,](?:0{{0,2}}|0{{4,}})')
            THEN try_cast(regexp_extract({text}, '-?\d+') AS BIGINT)
        WHEN regexp_full_match({bare}, '[-+]?\d+(?:[.,]\d+)?\s?[kKmMbB]')
            THEN try_cast(round(CAST(replace(regexp_extract({text}, '[-+]?[\d.,]+'), ',', '.') AS DOUBLE)
                 * CASE lower(right({bare}, 1)) WHEN 'k' THEN 1e3 WHEN 'm' THEN 1e6 ELSE 1e9 END) AS BIGINT) END"""


def _iso_time(text: str) -> str:
    """A time with an offset in UTC; DuckDB's plain cast would ignore the offset."""
    return f"""CASE WHEN strlen({text}) = 20 AND suffix({text}, 'Z') THEN try_cast({text} AS TIMESTAMP)
        WHEN contains({text}, '+') OR contains({text}, '/') OR contains(substr({text}, 11), '-')
        THEN try_cast({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' ELSE try_cast({text} AS TIMESTAMP) END"""


_ROUNDED = r"\d([.,]\d+)?[eE]\+?\d+"
_PLAIN_NETWORK = "[a-mo-tv-z][a-z]*"
"""Names of networks that are plainly such, with nothing around them, and that no way to say "missing" is like."""

_COMMON = ("x", "instagram", "facebook", "tiktok", "youtube", "linkedin", "threads", "mastodon", "bluesky", "reddit")
"""Networks that are told by comparing alone, which is quicker than any other look at a text."""


def _id(text: str, part: str | None, url: str | None = None) -> str:
    """An id; null where a spreadsheet has rounded it (7.58963E+18), unless `url` holds the whole of it. `part`: what of
    the text is the id, if that is not empty. Nearly every id is plainly one, and one look tells it."""
    whole = f"CASE WHEN contains({text}, '''') THEN ltrim({said(text)}, '''') ELSE {said(text)} END"
    cut = f"CASE WHEN {part} <> '' THEN {part} ELSE {whole} END" if part else whole
    careful = f"CASE WHEN {text} >= 'A' OR NOT regexp_full_match({text}, {quoted(_ROUNDED)}) THEN {cut} END"
    if url:
        careful = f"coalesce({_id_in_link(text, url)}, {careful})"
    return careful if part else f"CASE WHEN {_plain_id(text)} THEN {text} ELSE {careful} END"


def _plain_id(text: str) -> str:
    """Whether a text is plainly an id: no number that a spreadsheet has rounded, with nothing around it, and like no
    way to say "missing". It asks only what is quick to tell."""
    rounded = " OR ".join([f"suffix({text}, '00')", *(f"contains({text}, '{e}')" for e in "Ee")])
    missing = " OR ".join(f"{text} BETWEEN '{first}' AND '{chr(ord(first) + 1)}'" for first in "NUnu")
    number = f"{text} BETWEEN '0' AND ':' AND NOT ({rounded})"
    word = f"{text} >= 'A' AND (strlen({text}) > {_LONG} OR NOT ({missing}))"
    return f"{_trim(text)} AND ({word} OR {number})"


def _id_in_link(text: str, url: str) -> str:
    """The id that ends a link, where the text is that id as a spreadsheet has rounded it: to some places of a power of
    ten (7.58963E+18), or to fifteen digits and zeros."""
    found = rf"regexp_extract({url}, '(\d{{16,20}})(?:[/?#].*)?$', 1)"
    value = f"try_cast(replace({text}, ',', '.') AS DOUBLE)"
    places = rf"length(regexp_extract({text}, '[.,](\d+)[eE]', 1))"
    power = rf"CAST(regexp_extract({text}, '[eE]\+?(\d+)$', 1) AS INTEGER) - {places}"
    step = f"CASE WHEN contains(upper({text}), 'E') THEN {power} ELSE length({text}) - 15 END"
    near = f"abs(try_cast({found} AS DOUBLE) - {value}) <= 0.51 * pow(10, {step})"
    return rf"""CASE WHEN regexp_full_match({text}, '{_ROUNDED}|\d{{15}}00+')
        THEN CASE WHEN {near} THEN {found} END END"""


def _handle(text: str) -> str:
    """A name without the mark that keeps a spreadsheet from taking it for a formula: '@name."""
    return f"CASE WHEN starts_with({text}, {quoted(chr(39) + '@')}) THEN substr({text}, 2) ELSE {text} END"


def _month_and_day(text: str, last: str) -> str:
    """A day without a year: in the year that ends on the day `last`."""
    names, numbers = f"[{', '.join(map(quoted, MONTHS))}]", list(MONTHS.values())
    month = rf"({numbers})[list_position({names}, lower(regexp_extract({text}, '\p{{L}}{{3,}}')))]"
    day = rf"try_cast(regexp_extract({text}, '\d{{1,2}}') AS INTEGER)"
    days = ", ".join(map(str, year_until(date.fromisoformat(last)))).replace("None", "NULL")
    place = f"{month} * 31 - 31 + CASE WHEN {day} BETWEEN 1 AND 31 THEN {day} END"
    return f"make_timestamp(CAST([{days}][{place}] AS BIGINT) * 86400000000)"


_MAX_NETWORK = 200
_FIRST, _END = "TIMESTAMP '1970-01-01'", "TIMESTAMP '2200-01-01'"
_DAY = (
    "CAST(epoch_us(time) // 86400000000 AS INTEGER)"  # no time is before 1970; a cast to DATE takes ten times as long
)


@record
class Relation:
    """A file that DuckDB can read: what stands behind FROM, the text of each of the file's names, each record's
    number, and the columns that are not null where a row has more cells than the header. `again`: the texts of two
    columns that have one name; `cells`: the texts of all columns. `header`: its names are those of columns; `native`:
    where the file itself has types, each name's column and its type. `before`: the number before the first record's,
    where the records come in their order and `record` only counts them."""

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

    def text(self, own: str, declared: Format) -> str | None:
        """The text of one of our fields: of its names, the first that is there and says something."""
        found = [self.texts[name] for name in declared.names_of(own) if name in self.texts]
        if own == "time" and declared.fields.time and declared.fields.time.join:
            return f"concat_ws(' ', {', '.join(found)})" if found else None
        if len(found) > 1:
            return f"coalesce({', '.join(said(text) for text in found)})"
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

    def read(self, own: str, text: str, parsed: str, right: str) -> None:
        """A field: its text, what that is read as (in terms of `t_OWN`), and when that is right (of `v_OWN`)."""
        self.texts[f"t_{own}"] = text
        self.parsed[f"v_{own}"] = parsed
        self.typed[own] = f'CASE WHEN {right} THEN "v_{own}" END'
        told = said(self._text(own))
        self.wrong[own] = f"CASE WHEN NOT coalesce({right}, false) THEN left({told}, 200) END"

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
            self.parsed[f"p_{kind}"] = _quick(f"c_{kind}", f"q_{kind}", _whole(f'"c_{kind}"'))

    def _counts(self) -> dict[str, str]:
        """The count of each kind, and the cells that are none."""
        if not self.kinds:
            return {}
        counts = {f"n_{kind}": f"counts[{index}]" for index, kind in enumerate(self.kinds, 1)}
        if self.much:
            right = {kind: f'CASE WHEN {_right(kind)} THEN "p_{kind}" ELSE' for kind in self.kinds}
            counts = {f"n_{kind}": f"{plain} {counts[f'n_{kind}']} END" for kind, plain in right.items()}
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
    declared: Format, relation: Relation, time_format: str | None, last: str = "", much: bool = False
) -> Columns:
    """The columns of a format's records: record, rule, profile, network, time, day, post, url, label, actor, and either
    kind and count (a record is an event) or `n_KIND` for each of several kinds. `last`: the newest day of the file,
    where its dates have no year; `much`: whether it has much in it."""
    result = Columns(much=much)
    result.texts["rule"] = _rule(declared, relation)
    result.typed["rule"] = "rule"
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
        right = f'"v_time" >= {_FIRST} AND "v_time" < {_END}'
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
        part = '"x_post"' if declared.id_pattern else None
        if declared.id_pattern:
            result.texts["x_post"] = f"regexp_extract({post}, {quoted(declared.id_pattern)}, 1)"
        result.read("post", post, _id('"t_post"', part, link), '"v_post" IS NOT NULL')
    else:
        result.plain("post", None, "")
    result.plain("profile", relation.text("profile", declared), _handle(said('"t_profile"')))
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
    return result


def _network(result: Columns, declared: Format, relation: Relation) -> None:
    text = relation.text("network", declared)
    if text and declared.fields.network:
        values = declared.fields.network.values
        word = _word("t_network", f"lower({said('t_network')})", values)
        if not values:
            plain = f"CASE WHEN regexp_full_match(t_network, '{_PLAIN_NETWORK}') THEN t_network ELSE {word} END"
            word = f"CASE t_network {_same(_COMMON)} ELSE {plain} END"
        result.plain("network", text, f"CASE WHEN strlen(t_network) <= {_MAX_NETWORK} THEN {word} END")
        result.needed("network")
    else:
        result.fixed["network"] = quoted(declared.network or "")


def _counts(result: Columns, declared: Format, relation: Relation) -> None:
    for kind in declared.kinds:
        if cell := relation.text(kind, declared):
            result.counted(kind, cell)
    kind_text = relation.text("kind", declared)
    if declared.each:
        result.fixed |= {"kind": quoted(declared.each), "count": "1"}
    elif kind_text and declared.fields.kind:
        values: dict[str, str] = declared.fields.kind.values or {kind: kind for kind in KINDS}
        result.plain("kind", kind_text, _word('"t_kind"', 'lower(trim("t_kind"))', values))
        result.needed("kind")
        count = relation.text("count", declared)
        if count:
            _count(result, declared, relation, count)
            result.needed("count")
        else:
            result.fixed["count"] = "1"


def _count(result: Columns, declared: Format, relation: Relation, text: str) -> None:
    right = f'"v_count" BETWEEN 0 AND {MAX_COUNT}'
    column, type_ = relation.typed("count", declared)
    if type_ in WHOLE:
        result.cast("count", column, "BIGINT", right)
        return
    parsed = number('"t_count"')
    if result.much:
        result.texts["q_count"] = f"try_cast({text} AS BIGINT)"
        parsed = _quick("t_count", "q_count", parsed)
    result.read("count", text, parsed, right)


def _word(text: str, cleaned: str, values: dict[str, str]) -> str:
    """Our word for one of the file's: for its `text` as it is, or as it is once cleaned."""
    if not values:
        return cleaned
    if all(key == value for key, value in values.items()):
        words = ", ".join(map(quoted, values))
        return f"CASE {text} {_same(values)} ELSE CASE WHEN {cleaned} IN ({words}) THEN {cleaned} END END"
    cases = " ".join(f"WHEN {quoted(key.lower())} THEN {quoted(value)}" for key, value in values.items())
    return f"CASE {cleaned} {cases} END"


def _same(words: Iterable[str]) -> str:
    """The cases of words that stay as they are; to compare with each is quicker than to look for a text in a list."""
    return " ".join(f"WHEN {quoted(word)} THEN {quoted(word)}" for word in words)


def time_formats(declared: Format) -> list[str]:
    """The ways a format's times may be written."""
    return names(declared.fields.time.formats) if declared.fields.time else []


def time_of(text: str, how: str, last: str = "2000-01-01") -> str:
    """The time that a text writes in one of the ways of a format; null for anything else."""
    match how:
        case "month_day":
            return _month_and_day(text, last)
        case "iso":
            return _iso_time(text)
        case "epoch":
            return f"make_timestamp(try_cast(try_cast({text} AS DOUBLE) * 1000000 AS BIGINT))"
        case "epoch_ms":
            return f"make_timestamp(try_cast(try_cast({text} AS DOUBLE) * 1000 AS BIGINT))"
    patterns = [quoted(pattern) for pattern in RESAVED.get(how, (how,))]
    parsed = f"try_strptime({text}, {patterns[0] if len(patterns) == 1 else '[' + ', '.join(patterns) + ']'})"
    return f"make_timestamp(epoch_us({parsed}))" if "%z" in how else parsed


def _rule(declared: Format, relation: Relation) -> str:
    cases = [
        f"WHEN {condition} THEN {index}"
        for index, rule in enumerate(declared.skip)
        if not rule.beside and (condition := _condition(rule, declared, relation))
    ]
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS INTEGER)"


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
    return f"({' OR '.join(tests)})"


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
    return f"trim({text}) IN ({', '.join(quoted(value) for value in names(rule.values or []))})"


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
