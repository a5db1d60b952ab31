"""The sheets of an OpenDocument spreadsheet (.ods). The reader of other workbooks would make every repeated cell, and a
few bytes can say a billion; here they count against a limit before there are any."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from influence.reading.refused import RefusedError, TooLargeError
from influence.reading.sheetsize import MAX_CELLS

MIMETYPE, _TYPE = "mimetype", b"application/vnd.oasis.opendocument.spreadsheet"
"""The member that says what it is, and what it says."""

_CELLS = ("table:table-cell", "table:covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
_SPACES = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}


def is_one(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is such a spreadsheet."""
    if MIMETYPE not in archive.namelist():
        return False
    with archive.open(MIMETYPE) as said:
        return said.read(len(_TYPE)) == _TYPE


@dataclass
class Sheet:
    """A sheet as the reader of workbooks has it: rows of cells from the corner on, all equally long."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    start: tuple[int, int] = (0, 0)

    @property
    def wide(self) -> int:
        return max(map(len, self.rows), default=0)

    def iter_rows(self) -> Iterator[list[Any]]:
        wide = self.wide
        return (row + [""] * (wide - len(row)) for row in self.rows)


def sheets(path: Path) -> list[Sheet]:
    """All its sheets. Raises OSError where it cannot be read, RefusedError where it is not to be."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.starts, reader.ends
    parser.CharacterDataHandler = reader.says
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            parser.ParseFile(content)
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise OSError(f"no spreadsheet ({error})") from None
    for sheet in reader.sheets:
        if len(sheet.rows) * sheet.wide > MAX_CELLS:
            raise TooLargeError("a sheet with cells too far apart; delete those that are none of the table")
    return reader.sheets


def _no_doctype(*_: object) -> None:
    raise RefusedError("a spreadsheet that defines its own XML")


@dataclass
class _Reader:
    """Makes sheets of what an XML parser comes by."""

    sheets: list[Sheet] = field(default_factory=list)
    left: int = MAX_CELLS
    row: list[Any] = field(default_factory=list)
    cell: dict[str, str] | None = None
    text: list[str] = field(default_factory=list)
    paragraphs: int = 0
    rows: int = 1
    empty_rows: int = 0
    empty_cells: int = 0
    aside: int = 0
    """How deep inside a comment on a cell."""

    def starts(self, tag: str, given: dict[str, str]) -> None:
        if self.aside or tag == "office:annotation":
            self.aside += 1
        elif tag == "table:table":
            self.sheets.append(Sheet(given.get("table:name", "")))
            self.empty_rows = 0
        elif tag == "table:table-row":
            self.row, self.empty_cells, self.rows = [], 0, _times(given, "table:number-rows-repeated")
        elif tag in _CELLS:
            self.cell, self.text, self.paragraphs = given, [], 0
        elif tag == "text:p":
            self.text += ["\n"] * (self.paragraphs > 0)
            self.paragraphs += 1
        elif tag in _SPACES:
            times = _times(given, "text:c")
            self._pay(times)
            self.text.append(_SPACES[tag] * times)

    def says(self, text: str) -> None:
        if self.cell is not None and self.paragraphs and not self.aside:
            self.text.append(text)

    def ends(self, tag: str) -> None:
        if self.aside:
            self.aside -= 1
        elif tag in _CELLS and self.cell is not None:
            times, value = _times(self.cell, "table:number-columns-repeated"), self._value(self.cell)
            self.cell = None
            if value == "":
                self.empty_cells += times
            else:
                self._pay(self.empty_cells + times)
                self.row += [""] * self.empty_cells + [value] * times
                self.empty_cells = 0
        elif tag == "table:table-row" and self.sheets:
            if not self.row:
                self.empty_rows += self.rows
                return
            self._pay(self.empty_rows + len(self.row) * (self.rows - 1))
            self.sheets[-1].rows += [[] for _ in range(self.empty_rows)] + [self.row] * self.rows
            self.empty_rows = 0

    def _pay(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise TooLargeError("a workbook larger than any export; save the sheet as CSV")

    def _value(self, given: dict[str, str]) -> Any:
        """What a cell holds, not how it is shown."""
        kind, text = given.get("office:value-type"), "".join(self.text)
        if kind in _NUMBERS:
            return float(given["office:value"])
        if kind == "date":
            return given["office:date-value"].replace("T", " ")
        if kind == "boolean":
            return given["office:boolean-value"]
        return text


def _times(given: dict[str, str], name: str) -> int:
    return max(int(given.get(name, "1")), 1)
