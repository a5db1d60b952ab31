"""Tables in text: delimiter, header, and rows that a spreadsheet or a broken download has bent."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import field
from itertools import islice

from influence.reading import text
from influence.record import record

DELIMITERS = (",", ";", "\t", "|")

_LOOK_ROWS = 12
_OBJECT = re.compile(r"""\{["']+\w+["']+:""")
_FLAT = re.compile(r"""\{["'][^{}\[\]]*\}""")
_KEY = re.compile(r"""["'](\w+)["']:""")
_POINT = re.compile(r"""(?:^|;)"?[-+]?(?:\d+\.(?:\d\d?|\d{4,})|0\.\d+)%?"?(?=;|\r?$)""", re.M)
"""A number with a point before its decimals, in a table with semicolons."""

_THOUSANDS = re.compile(r"""(?:^|;)"?[1-9]\d{0,2}(?:\.\d{3})*\.(?!000)\d{3}"?(?=;|\r?$)""", re.M)
"""A whole number with points between its thousands; where all end in .000, each may be a smaller one with decimals."""

_LINE_END = re.compile(r"\r\n?|\n")
_WRAPPED = re.compile('".*"')
_MAX_FIELD = 1 << 24
_MAX_JOINED = 500
_SHOWN = 200
MAX_LINE = 1 << 21
"""The longest line or row that is read when a table must be mended, in characters."""

MAX_COLUMNS = 5_000

csv.field_size_limit(_MAX_FIELD)


@record
class Layout:
    """How a table in text is laid out: `header` ends on the physical line `lines` (from 1) and is row `row`. `parts`:
    the names that are inside cells (`public_metrics.like_count`), where a script has written a whole object into one,
    and of each the column and the key. `dotted`: a dot in its whole numbers stands between thousands, as where a
    spreadsheet writes semicolons it has a comma before the decimals."""

    delimiter: str
    header: list[str]
    lines: int
    row: int
    wrapped: bool = False
    dotted: bool = False
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """All names, as they are compared."""
        return {text.folded(name) for name in (*self.header, *self.parts)}


def layouts(head: str) -> Iterator[Layout]:
    """Every way to see a header in the first rows of a text, the likeliest first."""
    wrapped = is_wrapped(head)
    if wrapped:
        head = "".join(unwrapped(head.splitlines(keepends=True)))
    first = head.split("\n", 1)[0].strip().strip('"').lower()
    announced = first[4:5] if first.startswith("sep=") else ""
    by_use = sorted(DELIMITERS, key=lambda mark: -head[:20_000].count(mark))
    for delimiter in dict.fromkeys([*announced, *by_use]):
        yield from _headers(head, delimiter, wrapped)


def _headers(head: str, delimiter: str, wrapped: bool) -> Iterator[Layout]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    rows: list[tuple[list[str], int]] = []
    with suppress(csv.Error):
        rows.extend((cells, reader.line_num) for cells in islice(reader, _LOOK_ROWS))
    objects = _OBJECT.search(head) is not None
    dotted = delimiter == ";" and _POINT.search(head) is None and _THOUSANDS.search(head) is not None
    for row, (cells, lines) in enumerate(rows, 1):
        if sum(bool(cell.strip()) for cell in cells) > 1:
            parts = _parts(cells, [below for below, _ in rows[row:]]) if objects else {}
            yield Layout(
                delimiter=delimiter, header=cells, lines=lines, row=row, wrapped=wrapped, dotted=dotted, parts=parts
            )


def _parts(header: list[str], rows: list[list[str]]) -> dict[str, tuple[int, str]]:
    """The names inside cells, of columns whose cells are objects as JSON or Python writes them, with nothing nested."""
    found: dict[str, tuple[int, str]] = {}
    for index, name in enumerate(header):
        cells = [row[index].strip() for row in rows if len(row) == len(header) and row[index].strip()]
        if name.strip() and cells and all(map(_FLAT.fullmatch, cells)):
            keys = dict.fromkeys(key for cell in cells for key in _KEY.findall(cell))
            found |= {f"{name.strip()}.{key}": (index, key) for key in keys}
    return found


def is_wrapped(text: str) -> bool:
    """Whether a spreadsheet has wrapped whole lines in quotes: `"Post ID,""Account ID"",Date"`. Where the header has
    no quotes of its own, the line below it must be wrapped too, with as many cells; and where it is not wrapped, as a
    line without quotes is left alone, all lines with quotes must be, and one of them have as many cells."""
    # Excel for Mac once ended lines with \r alone.
    header, rest = [*_LINE_END.split(text.removeprefix("\ufeff"), maxsplit=1), ""][:2]
    if '"' not in header:
        return '"' in rest and _wrapped_below(len(_row([header], ",") or []), rest)
    cells = _within(header)
    return cells > 1 and (',""' in header or (cells > 2 and cells == _within(_LINE_END.split(rest, maxsplit=1)[0])))


def _wrapped_below(width: int, rest: str) -> bool:
    """Whether of some lines, of which the last may be cut, each that has quotes is wrapped in them, and one of them is
    a row of so many cells."""
    quoted = [line for line in _LINE_END.split(rest)[:-1] if '"' in line]
    return width > 2 and all(map(_WRAPPED.fullmatch, quoted)) and any(_within(line) == width for line in quoted)


def _within(line: str) -> int:
    """How many cells there are in the only one of a line, in quotes; 0 where there are others."""
    if not (line.startswith('"') and line.endswith('"')):
        return 0
    cells = _row([line], ",") or []
    return len(_row(cells, ",") or []) if len(cells) == 1 else 0


def unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Each physical line that is wrapped in quotes as it was before."""
    for line in lines:
        body = line.rstrip("\r\n")
        if len(body) > 1 and body.startswith('"') and body.endswith('"'):
            yield body[1:-1].replace('""', '"') + line[len(body) :]
        else:
            yield line


def mended(lines: Iterable[str], delimiter: str, width: int, bad: Callable[[int, str], None]) -> Iterator[list[str]]:
    """The rows of a text in which some quotes may not close. A line whose quote never closes within a row of `width`
    cells goes to `bad` with its number; the lines after it are rows again."""
    source, ahead, number = iter(lines), deque[str](), 0
    while True:
        row, used = _next_row(ahead, source, delimiter, width)
        if not used:
            return
        number += used
        taken = [ahead.popleft() for _ in range(used)]
        if row is None:
            bad(number, taken[0][:_SHOWN].strip())
        elif row:
            yield row


def _row(lines: Iterable[str], delimiter: str, *, strict: bool = False) -> list[str] | None:
    """The row that some lines spell; None where a cell of it is too large to be one. `strict`: also where a quote does
    not close."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=strict), [])
    except csv.Error:
        return None


def _next_row(ahead: deque[str], source: Iterator[str], delimiter: str, width: int) -> tuple[list[str] | None, int]:
    """The next row and how many lines it takes; (None, 1) where the next line opens a quote that nothing closes."""
    quotes = length = 0
    for used in range(1, _MAX_JOINED):
        if len(ahead) < used:
            line = next(source, None)
            if line is None:
                break
            ahead.append(line)
        quotes += ahead[used - 1].count('"')
        length += len(ahead[used - 1])
        if length >= MAX_LINE:
            break
        if used == 1 and quotes % 2:  # a quote inside a cell, as in 5" tall, is only a letter
            row = _row([ahead[0]], delimiter, strict=True)
            if row is not None and len(row) == width:
                return row, 1
        if quotes % 2 == 0:
            row = _row(islice(ahead, used), delimiter)
            if row is None:
                break
            if len(row) <= width or used == 1:
                return row, used
            break
    return None, min(1, len(ahead))
