"""Text files that hold several tables under titles, and tables side by side: each becomes a table of its own. And
tables that stand upright, each line a name and its value: they are turned, and so are records that follow each other
so. And tables in JSON, a list of columns and one of rows: they become CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import lru_cache

from influence.reading import documents, text
from influence.reading.tables import DELIMITERS

MAX_BYTES = 1 << 25
"""The largest file that is looked through for sections: those that have them are small."""

_MAX_TITLE = 100
_BESIDE = 6
"""Tables side by side have fewer columns than so many each; a wider one has rather lost a name in its header."""

_AGAIN = re.compile(r"\.\d+$")
"""What pandas puts behind a column's name that another column has too."""

_NAMED = re.compile(r"([^\W\d_][^:,;\t]{0,39}):(?: (.*))?")
"""A line that is a name and its value."""

_PACKED = re.compile(rb"""\s*\{\s*(?:"\w+"\s*:\s*"[^"]*"\s*,\s*){0,4}"column(?:s|Headers)"\s*:\s*\[""")
Rows = list[list[str]]


def titled(head: bytes) -> bool:
    """Whether a text starts with the title of a table: one cell alone, or several lines of one, then a row of
    several."""
    rows = _first_rows(head[:4096])
    below = next((row for row in rows if not _is_title(row)), [])
    return bool(rows) and _is_title(rows[0]) and _filled(below) > 1


def beside(head: bytes) -> bool:
    """Whether a text starts with the headers of small tables that stand side by side, the first two names of which are
    the same."""
    rows = _first_rows(head[:4096])
    if not rows:
        return False
    names = [_AGAIN.sub("", cell.strip()) for cell in rows[0]]
    starts = _starts(rows[0])
    alike = all(names[start : start + 2] == names[:2] for start in starts)
    return len(starts) > 1 and alike and len(names) < _BESIDE * len(starts)


def upright(head: bytes) -> bool:
    """Whether a text is a table that stands upright: its first line is a name and a link, as no header is."""
    rows = _first_rows(head[:4096])
    return len(rows) > 1 and _filled(rows[0]) == 2 and rows[0][1].startswith("https://")


def turned(content: bytes) -> tuple[bytes, bytes]:
    """A table that stands upright as one row under its names, and what is below it, from the first line of more than a
    name and a value on: both as CSV in UTF-8."""
    rows = [row for row in _rows(_decoded(content)) if _filled(row)]
    end = next((at for at, row in enumerate(rows) if _filled(row) > 2), len(rows))
    values: dict[str, str] = {}
    for name, value, *_ in (row for row in rows[:end] if _filled(row[:2]) == 2):
        values.setdefault(name, value)
    return _csv([list(values), list(values.values())]), _csv(rows[end:])


def named_lines(head: bytes) -> bool:
    """Whether a text starts with a record of lines, each a name and its value (`Date: 2026-11-03 09:07`), as TikTok
    writes them where it is asked for TXT."""
    start = "\n".join(map(str.strip, _decoded(head[:4096]).splitlines())).strip()
    first, _, rest = start.partition("\n\n")
    lines = first.splitlines()
    if len(lines) < 2 or not all(map(_NAMED.fullmatch, lines)):
        return False
    again = f"\n{first.partition(':')[0]}:" in f"\n{rest}"
    return again or not rest  # a table may have a few such lines above it


def listed(content: bytes) -> bytes:
    """Records of such lines as CSV in UTF-8. Each starts with the name that the first starts with; a line without a
    name, or with one that the record has had, goes on with the value before it. A last record that misses what all
    others have is a row that is cut."""
    records: list[dict[str, str]] = []
    first = last = ""
    for line in map(str.strip, _decoded(content).splitlines()):
        name, value = found.groups("") if (found := _NAMED.fullmatch(line)) else ("", "")
        if name and name == (first or name):
            records.append({})
            first = name
        if name and name not in records[-1]:
            records[-1][name] = value
            last = name
        elif line and records:
            records[-1][last] += f"\n{line}"
    names = list(dict.fromkeys(name for one in records for name in one))
    table = _csv([names, *([one.get(name, "") for name in names] for one in records)])
    if len(records) > 1 and set.intersection(*map(set, records[:-1])) - set(records[-1]):
        return table.rstrip(b",\n")
    return table


def boxes(head: bytes) -> bool:
    """Whether a text starts like a page of a Meta download in HTML, in which each record is a box."""
    return text.start(head).startswith(text.PAGE) and "uiBoxWhite noborder" in _decoded(head)


def packed(head: bytes) -> bool:
    """Whether a text starts like a JSON object with a list of columns and one of rows, as YouTube's Analytics API and
    pandas (`split`) write a table."""
    return _PACKED.match(head) is not None


def unpacked(content: bytes) -> bytes | None:
    """Such a table as CSV in UTF-8; None where it is another document."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    columns = document.get("columnHeaders", document.get("columns"))
    rows = document.get("rows", document.get("data"))
    if not (isinstance(columns, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows)):
        return None
    return _csv([[str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in columns], *rows])


@lru_cache(1)  # each file is asked for three shapes
def _first_rows(head: bytes) -> Rows:
    """The first rows of a text that say something; [] where it is no table."""
    encoding = text.encoding(head)
    decoded = text.decode(head, encoding).lstrip("\ufeff") if encoding else ""
    if documents.look(decoded) is not None:
        return []
    return [row for row in _rows(decoded, limit=6) if _filled(row)]


def split(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The title of each table in a text, and its rows as CSV in UTF-8: with the text's semicolons, and where its last
    row is cut, without a line end behind it, as both say how it is to be read."""
    decoded = _decoded(content)
    delimiter = ";" if _delimiter(decoded)[0] == ";" else ","
    ended = decoded.endswith(("\n", "\r"))
    tables = list(_tables(decoded))
    seen: dict[str, int] = {}
    for number, (title, rows) in enumerate(tables, 1):
        cut = number == len(tables) and not ended
        for table in _side_by_side(rows):
            seen[title] = seen.get(title, 0) + 1
            again = f" ({seen[title]})" if seen[title] > 1 else ""
            copy = _csv(table, delimiter)
            yield f"{title or 'table'}{again}", copy.removesuffix(b"\n") if cut else copy


def _decoded(content: bytes) -> str:
    return text.decode(content, text.encoding(content) or "utf-8").lstrip("\ufeff")


def _tables(decoded: str) -> Iterator[tuple[str, Rows]]:
    title, rows = "", Rows()
    for row in _rows(decoded):
        if not _filled(row):
            if len(rows) > 1:
                yield title, rows
                rows = []
        elif not rows and _is_title(row):
            title = row[0].strip().replace("/", "-")
        else:
            rows.append(row)
    if rows:
        yield title, rows


def _side_by_side(rows: Rows) -> Iterator[Rows]:
    """Tables that stand beside each other with an empty column between, each beginning with the same name."""
    starts = _starts(rows[0])
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        table = [row[start : end - 1 if end else None] for row in rows]
        if start:
            table[0] = [_AGAIN.sub("", cell) for cell in table[0]]
        yield [row for row in table if _filled(row)]


def _starts(header: list[str]) -> list[int]:
    """Where in a header the tables start that stand side by side."""
    names = [cell.strip() for cell in header]
    again = [i for i in range(2, len(names)) if names[i] and not names[i - 1]]
    return [0, *(i for i in again if _AGAIN.sub("", names[i]) == names[0])]


def _rows(decoded: str, limit: int | None = None) -> Rows:
    rows = list(_read(decoded, limit))
    return [row[1:] for row in rows] if _numbered(rows) else rows


def _numbered(rows: Rows) -> bool:
    """Whether each row but the first begins with its number, as pandas writes them."""
    return all(row[:1] == [str(at - 1) if at else ""] for at, row in enumerate(rows))


def _read(decoded: str, limit: int | None) -> Iterator[list[str]]:
    delimiter, decoded = _delimiter(decoded)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter)):
            if limit is not None and number >= limit:
                return
            yield row if number else ["" if text.unnamed(cell) else cell for cell in row]
    except csv.Error:
        return


def _delimiter(decoded: str) -> tuple[str, str]:
    """What stands between the cells of a text, and the text without the line that announces it."""
    first, _, rest = decoded.partition("\n")
    if first.strip('"\r ').lower().startswith("sep="):
        return first.strip('"\r')[4:5] or "\t", rest
    return max(DELIMITERS, key=decoded[:4096].count), decoded


def _filled(row: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_title(row: list[str]) -> bool:
    return _filled(row) == 1 and 0 < len(row[0].strip()) <= _MAX_TITLE


def _csv(rows: Rows, delimiter: str = ",") -> bytes:
    copy = io.StringIO(newline="")
    csv.writer(copy, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return copy.getvalue().encode("utf-8", "replace")
