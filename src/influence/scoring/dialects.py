"""What the SQL dialects disagree on. The formula is written in what they share; here is the rest, as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Value = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One engine's SQL. `day`: whole days from 1970-01-01 UTC to the time `{time}`; `types`: its words for the types
    DOUBLE, BIGINT and VARCHAR where they are others; `quote`: around names; `backslash`: how a text literal writes a
    quote; `structs`: a table of literals is an array of structs; `collate`: what makes texts sort by their bytes;
    `checked`: how far the tests can vouch for it; `first`: what else to know before running it."""

    name: str
    title: str
    day: str
    types: Mapping[str, str] = field(default_factory=dict)
    quote: str = '"'
    backslash: bool = False
    structs: bool = False
    collate: str = ""
    checked: str = "The tests run it on this engine."
    first: str = ""

    def worded(self, sql: str) -> str:
        """SQL of ours with this engine's words for the types."""
        return re.sub(r"\b(DOUBLE|BIGINT|VARCHAR)\b", lambda found: self.types.get(found[0], found[0]), sql)

    def literal(self, value: Value) -> str:
        """A value as this engine writes it; a float so that it is read as the very same one."""
        if value is None:
            return "NULL"
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int):
            return str(value)
        if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        return repr(value) if "e" in repr(value) else f"{value!r}e0"

    def literals(self, values: Iterable[Value]) -> str:
        """Values as a list between brackets."""
        return f"({', '.join(map(self.literal, values))})"

    def named(self, name: str) -> str:
        """A name, between quotes where it is not a plain word."""
        if re.fullmatch("[a-z_][a-z0-9_]*", name):
            return name
        escaped = name.replace("`", r"\`") if self.structs else name.replace(self.quote, self.quote * 2)
        return f"{self.quote}{escaped}{self.quote}"

    def table(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Value]]) -> str:
        """What stands behind FROM for these rows as a table; `columns`: their names and our types."""
        lines = ",\n    ".join(map(self.literals, rows))
        if self.structs:
            typed = ", ".join(f"{column} {self.worded(kind)}" for column, kind in columns.items())
            return f"UNNEST(ARRAY<STRUCT<{typed}>>[\n    {lines}\n  ]) AS {name}"
        return f"(VALUES\n    {lines}\n  ) AS {name}({', '.join(columns)})"

    def _text(self, text: str) -> str:
        if not self.backslash:
            return "'" + text.replace("'", "''") + "'"
        for letter, written in (("\\", r"\\"), ("'", r"\'"), ("\n", r"\n"), ("\r", r"\r")):
            text = text.replace(letter, written)
        return f"'{text}'"


DIALECTS: dict[str, Dialect] = {
    one.name: one
    for one in (
        Dialect(
            name="duckdb",
            title="DuckDB",
            day="CAST(floor(epoch({time}) / 86400) AS BIGINT)",
        ),
        Dialect(
            name="postgres",
            title="PostgreSQL",
            day="CAST(floor(extract(epoch FROM {time}) / 86400) AS BIGINT)",
            types={"DOUBLE": "DOUBLE PRECISION"},
            collate=' COLLATE "C"',
        ),
        Dialect(
            name="spark",
            title="Apache Spark 4",
            # A TIMESTAMP is a moment; a TIMESTAMP_NTZ or a DATE is taken as UTC, whatever the session's time zone.
            day="CASE WHEN typeof({time}) = 'timestamp' THEN CAST(floor(unix_seconds({time}) / 86400) AS BIGINT) "
            "ELSE CAST(unix_date(CAST({time} AS DATE)) AS BIGINT) END",
            types={"VARCHAR": "STRING"},
            quote="`",
            backslash=True,
            first="Spark works a step out wherever it is used; `influence rank --engine spark` keeps it.",
        ),
        Dialect(
            name="bigquery",
            title="BigQuery",
            day="UNIX_DATE(DATE({time}))",
            types={"DOUBLE": "FLOAT64", "BIGINT": "INT64", "VARCHAR": "STRING"},
            quote="`",
            backslash=True,
            structs=True,
            checked="NOT RUN: the tests have no BigQuery. They only see that it parses as BigQuery's SQL.",
        ),
        Dialect(
            name="snowflake",
            title="Snowflake",
            day="CAST(floor(date_part(epoch_second, {time}) / 86400) AS BIGINT)",
            backslash=True,
            checked="NOT RUN: the tests have no Snowflake. They only see that it parses as Snowflake's SQL.",
        ),
    )
}
"""Every dialect by its name."""
