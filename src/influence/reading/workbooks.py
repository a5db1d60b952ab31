"""Workbooks (.xlsx, .xls, .ods): a folder of tables, each sheet one in text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from influence.reading import sheetsize
from influence.reading.refused import RefusedError, TooLargeError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_BYTES = 1 << 28
"""The largest workbook that is opened. A spreadsheet holds a million rows."""


_TOGETHER = 250
"""How many rows are written at once: few enough for a processor's own memory."""

_KEPT = 1 << 16
"""How many different numbers are kept to be written again."""

_EXACT = 1e15
"""Up to here a spreadsheet keeps every digit."""

_WHOLE = 2.0**53
"""Up to here a program that is no spreadsheet does, and so does the number as we get it."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sheets(path: Path) -> Iterator[tuple[str, bytes]]:
    """The name of each sheet, and its rows as CSV in UTF-8. Raises OSError where it cannot be read, RefusedError where
    it is not to be."""
    from python_calamine import CalamineError, PasswordError

    if path.stat().st_size > MAX_BYTES:
        raise TooLargeError(f"a workbook of more than {MAX_BYTES >> 20} MiB")
    if zipfile.is_zipfile(path):  # an .xls cannot be large: it has no more than 65,536 rows of 256 columns
        sheetsize.hold(path)
    try:
        with _opened(path) as workbook:
            for name in workbook.sheet_names:
                yield name, _csv(workbook.get_sheet_by_name(name))
    except PasswordError:
        raise RefusedError("is locked with a password") from None
    except CalamineError as error:
        if _ENCRYPTED in path.read_bytes():  # told by its name only where the reader knows it for an .xlsx
            raise RefusedError("is locked with a password") from None
        raise OSError(str(error)) from None


def _opened(path: Path) -> CalamineWorkbook:
    """A workbook, also where its name ends like that of another kind: many a program calls every one .xls."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        except CalamineError:
            raise error from None


def _csv(sheet: CalamineSheet) -> bytes:
    text, numbers = io.StringIO(newline=""), _Numbers()
    rows, left = sheet.iter_rows(), sheet.start[1] if sheet.start else 0
    while some := list(islice(rows, _TOGETHER)):
        columns = [("",) * len(some)] * left + list(zip(*some, strict=True))
        lines = map(",".join, zip(*(_written(cells, numbers, len(columns) == 1) for cells in columns), strict=True))
        text.write("\n".join(lines) + "\n")
        if len(numbers) > _KEPT:
            numbers.clear()
    return text.getvalue().encode("utf-8", "replace")


class _Numbers(dict[float, str]):
    """Numbers and how they are written: most cells hold one that another has held."""

    def __missing__(self, cell: float) -> str:
        self[cell] = written = str(_text(cell))
        return written


def _written(cells: tuple[Any, ...], numbers: _Numbers, alone: bool) -> Sequence[str]:
    """Some cells of a column as CSV has them; most are all texts, or all numbers. `alone`: there is no other column, so
    that an empty cell needs quotes to be a row."""
    types = set(map(type, cells))
    if types == {float}:
        return list(map(numbers.__getitem__, cells))
    if types == {str}:
        texts: Sequence[str] = cells
    else:
        texts = [c if type(c) is str else numbers[c] if type(c) is float else str(_text(c)) for c in cells]
    together = "".join(texts)
    if not alone and not any(mark in together for mark in ',"\r\n'):
        return texts
    return ['"' + text.replace('"', '""') + '"' if text or alone else "" for text in texts]


def _text(cell: Any) -> Any:
    """A cell as an export would write it: whole numbers without `.0`, days and times as ISO."""
    if type(cell) is float:
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return cell


def _number(cell: float) -> int | float | str:
    """A number as an export would write it: what has more digits than a spreadsheet keeps, as one that is rounded, so
    that nobody takes it for an id; unless its last digit says that it was not rounded."""
    if not cell.is_integer() or abs(cell) >= 10 * _EXACT:
        return cell
    return int(cell) if abs(cell) < _EXACT or (abs(cell) < _WHOLE and cell % 10) else f"{cell:.14e}"
