"""Workbooks (.xlsx, .xls, .ods): a folder of tables, each sheet one in text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

MAX_BYTES = 1 << 28
"""The largest workbook that is opened. A spreadsheet holds a million rows."""


def sheets(path: Path) -> Iterator[tuple[str, bytes]]:
    """The name of each sheet, and its rows as CSV in UTF-8. Raises OSError where it cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if path.stat().st_size > MAX_BYTES:
        raise OSError(f"a workbook of more than {MAX_BYTES >> 20} MiB")
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for name in workbook.sheet_names:
                rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                yield name, _csv(rows)
    except PasswordError:
        raise OSError("is locked with a password") from None
    except CalamineError as error:
        raise OSError(str(error)) from None


def _csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _text(cell: Any) -> Any:
    """A cell as an export would write it: whole numbers without `.0`, days and times as ISO."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return cell
