"""Workbooks (.xlsx, .xls, .ods): a folder of tables, each sheet one in text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from influence.reading import sheetsize
from influence.reading.refused import RefusedError, TooLargeError

MAX_BYTES = 1 << 28
"""The largest workbook that is opened. A spreadsheet holds a million rows."""


_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sheets(path: Path) -> Iterator[tuple[str, bytes]]:
    """The name of each sheet, and its rows as CSV in UTF-8. Raises OSError where it cannot be read, RefusedError where
    it is not to be."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if path.stat().st_size > MAX_BYTES:
        raise TooLargeError(f"a workbook of more than {MAX_BYTES >> 20} MiB")
    if zipfile.is_zipfile(path):  # an .xls cannot be large: it has no more than 65,536 rows of 256 columns
        sheetsize.hold(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for name in workbook.sheet_names:
                rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                yield name, _csv(rows)
    except PasswordError:
        raise RefusedError("is locked with a password") from None
    except CalamineError as error:
        if _ENCRYPTED in path.read_bytes():  # told by its name only where the reader knows it for an .xlsx
            raise RefusedError("is locked with a password") from None
        raise OSError(str(error)) from None


def _csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(
        [cell if type(cell) is str else _text(cell) for cell in row] for row in rows
    )
    return text.getvalue().encode("utf-8", "replace")


def _text(cell: Any) -> Any:
    """A cell as an export would write it: whole numbers without `.0`, days and times as ISO."""
    if type(cell) is float:
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return cell
