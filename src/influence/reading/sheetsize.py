"""How large the sheets of a workbook are, told before they are opened: the reader makes a full rectangle of each, so
that two cells far apart cost as much as all those between them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from influence.reading import opendocument
from influence.reading.refused import RefusedError, TooLargeError

MAX_CELLS = 1 << 22
"""The largest rectangle, in cells; no export was seen with a tenth of it."""

MAX_TEXT = 1 << 29
"""The most that all parts of a workbook may expand to, in bytes."""

_CHUNK = 1 << 20
_LONGEST = 64
_CELL = re.compile(rb'r="([A-Za-z]{0,3})(\d{1,7})"')
_FAR = re.compile(rb'r="(?:[A-Za-z]{2}|[A-Za-z]?\d{6})')
"""Begins the name of a cell beyond Z99999; all up to there are fewer than MAX_CELLS."""

_SPACE = b" \t\r\n"
_ONE_QUOTE = bytes.maketrans(b"'", b'"')
"""So that there is one way to spell a cell's name, which is found fast."""


def hold(path: Path) -> None:
    """Raises RefusedError where opening the workbook would need more than it may, OSError where that cannot be told."""
    with zipfile.ZipFile(path) as archive:
        left = MAX_TEXT
        for info in archive.infolist():
            if info.filename.endswith("workbook.bin"):
                raise RefusedError("a binary workbook; save it as .xlsx or CSV")
            far = False
            for chunk in _chunks(archive, info):
                left -= _CHUNK
                if left < 0:
                    raise TooLargeError("a workbook larger than any export; save the sheet as CSV")
                far = far or (_is_sheet(info) and _FAR.search(_plain(chunk)) is not None)
            if far and _most(archive, info) > MAX_CELLS:  # at most: cells may be there only to be coloured
                _hold_exactly(archive, info)
        if opendocument.is_one(archive):
            opendocument.hold(archive, MAX_CELLS)


def _most(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """The cells of the rectangle around all cells that a sheet names."""
    columns, rows = {b""}, 0
    for chunk in _chunks(archive, info):
        if found := _CELL.findall(_plain(chunk)):
            letters, numbers = zip(*found, strict=True)
            columns.update(letters)
            rows = max(rows, *map(int, {*numbers}))
    return rows * max(map(_column, columns))


def _plain(chunk: bytes) -> bytes:
    return chunk.translate(_ONE_QUOTE, _SPACE)


def _is_sheet(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith(".xml") and "worksheets/" in info.filename


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part, in pieces that overlap by more than the name of a cell."""
    with archive.open(info) as part:
        tail = b""
        while piece := part.read(_CHUNK):
            yield tail + piece
            tail = piece[-_LONGEST:]


def _column(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return max(1, number)


def _hold_exactly(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """As `hold`, of one sheet, by the cells that say something."""
    extent = _Extent()
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    try:
        with archive.open(info) as part:
            parser.ParseFile(part)
    except expat.ExpatError as error:  # what is no XML to us may be some to the reader
        raise OSError(f"no spreadsheet ({error})") from None


class _Extent:
    """Where the cells of a sheet that say something lie."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.first: list[int] = []
        self.last = [0, 0]

    def start(self, tag: str, named: dict[str, Any]) -> None:
        name, at = tag.rpartition(":")[2], _CELL.match(f'r="{named.get("r", "")}"'.encode())
        if name == "row":
            self.row, self.column = int(at[2]) if at else self.row + 1, 0
        elif name == "c":
            self.row, self.column = (int(at[2]), _column(at[1])) if at else (self.row, self.column + 1)
        elif name in ("v", "is"):
            here = [self.row, self.column]
            self.last = list(map(max, self.last, here))
            # counted from the first cell of all, as the rows and columns above it are kept too
            if self.last[0] * self.last[1] > MAX_CELLS:
                raise TooLargeError("a sheet with cells too far apart; delete those that are none of the table")
