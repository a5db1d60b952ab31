"""What the values of a column say: numbers, times, links, ids."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from influence.events import MAX_COUNT
from influence.reading import cells, days
from influence.reading.guess.words import meaning


@dataclass(slots=True)
class Column:
    """A column of a file, and what its values are. `dotted`: its numbers are whole, with dots between the thousands."""

    name: str
    values: list[str | None]
    numbers: list[int | None]
    times: list[str]
    readings: int
    means: str | None
    dotted: bool = False

    @property
    def said(self) -> list[str]:
        return [value for value in self.values if value is not None]

    @property
    def whole(self) -> bool:
        right = sum(number is not None and 0 <= number <= MAX_COUNT for number in self.numbers)
        return bool(self.said) and right >= 0.95 * len(self.said)

    @property
    def urls(self) -> bool:
        return bool(self.said) and all(re.match(r"https?://", value) for value in self.said)

    @property
    def unique(self) -> bool:
        return len(self.said) == len(self.values) == len(set(self.said))

    @property
    def is_name(self) -> bool:
        """Whether each value could be what a record is called by, if only the column's name says so."""
        single = self.unique and all(re.fullmatch(r"\S+", value) for value in self.said)
        return single and not (self.times or self.counts_rows)

    @property
    def counts_rows(self) -> bool:
        first = self.numbers[0] if self.numbers else None
        return first in (0, 1) and self.numbers == list(range(first, first + len(self.numbers)))

    @property
    def is_id(self) -> bool:
        return self.is_name and all(len(value) > 2 for value in self.said)

    @property
    def length(self) -> float:
        return sum(map(len, self.said)) / max(1, len(self.said))


def _dotted(said: Sequence[str]) -> bool:
    """Whether 1.204 is a thousand and more: beside other whole numbers, or where it is not written like 1.000."""
    grouped = [value for value in said if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", value)]
    plain = [value for value in said if re.fullmatch(r"\d{1,3}", value)]
    sure = bool(plain) or not all(value.endswith(".000") for value in grouped)
    return bool(grouped) and len(grouped) + len(plain) == len(said) and sure


def read_column(
    connection: Any, name: str, values: list[str | None], formats: Sequence[str], words: Mapping[str, str]
) -> Column:
    """A column as the reader would read it: the whole numbers in it, and the ways in which all of it is a time."""
    said = [value for value in values if value is not None]
    dotted = _dotted(said)
    number = cells.number(cells.undotted("t") if dotted else "t")
    rows = connection.execute(f"SELECT {number} FROM (SELECT unnest(CAST($1 AS VARCHAR[])) AS t)", [values]).fetchall()
    column = Column(name, values, [row[0] for row in rows], [], 0, meaning(name, words), dotted)
    possible = ("epoch", "epoch_ms") if column.whole else ("iso", *formats)
    readings: dict[str, tuple[Any, ...]] = {}
    right: dict[str, int] = {}
    for how in possible if said else ():
        read = connection.execute(
            f"""SELECT CASE WHEN year(day) BETWEEN 1995 AND 2099 THEN day END
            FROM (SELECT {cells.time_of("t", how)} AS day FROM (SELECT unnest(CAST($1 AS VARCHAR[])) AS t))""",
            [said],
        ).fetchall()
        readings[how] = tuple(row[0] for row in read)
        right[how] = sum(day is not None for day in readings[how])
    most = max(right.values(), default=0)  # a day that is none here and there leaves the others days
    readings = {how: read for how, read in readings.items() if right[how] == most and most >= 0.9 * len(said)}
    if column.whole and "%Y%m%d" in formats and all(re.fullmatch("20[0-3][0-9][01][0-9][0-3][0-9]", v) for v in said):
        readings = {"%Y%m%d": ()}
    if not (readings or column.whole) and said and all(days.month_and_day(v) and len(v) < 25 for v in said):
        readings["month_day"] = ()
    column.times = ["iso"] if "iso" in readings else list(readings)
    column.readings = len({readings[how] for how in column.times})
    return column
