"""How large the sheets of an OpenDocument spreadsheet (.ods) are, told before they are opened: the reader makes every
cell that is said to be repeated, and a few bytes can say a billion."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from influence.reading.refused import RefusedError, TooLargeError

_MIMETYPE, _TYPE = "mimetype", b"application/vnd.oasis.opendocument.spreadsheet"
"""The member that says what it is, and what it says."""

_CELLS = ("table:table-cell", "table:covered-table-cell")


def is_one(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is such a spreadsheet."""
    if not {_MIMETYPE, "content.xml"} <= {*archive.namelist()}:
        return False
    with archive.open(_MIMETYPE) as said:
        return said.read(len(_TYPE)) == _TYPE


def hold(archive: zipfile.ZipFile, most: int) -> None:
    """Raises RefusedError where a sheet would have more cells than that, from its first on; OSError where that cannot
    be told, as what is no XML to us may be some to the reader."""
    sizes = _Sizes(most)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = sizes.starts, sizes.ends
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        with archive.open("content.xml") as content:
            parser.ParseFile(content)
    except (expat.ExpatError, ValueError) as error:
        raise OSError(f"no spreadsheet ({error})") from None


def _no_doctype(*_: object) -> None:
    raise RefusedError("a spreadsheet that defines its own XML")


@dataclass(slots=True)
class _Sizes:
    """How far the cells reach that say something, sheet by sheet."""

    most: int
    rows: int = 0
    columns: int = 0
    widest: int = 0
    repeated: int = 1
    spaces: int = 0
    filled: bool = False

    def starts(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table:table":
            self.rows = self.widest = 0
        elif tag == "table:table-row":
            self.columns, self.filled, self.repeated = 0, False, _times(given, "table:number-rows-repeated")
        elif tag in _CELLS:
            self.columns += _times(given, "table:number-columns-repeated")
            self._fill("office:value-type" in given or "table:formula" in given)
        elif tag == "text:s":
            self.spaces += _times(given, "text:c")
            self._hold(self.spaces)
        else:
            self._fill(tag == "text:p")

    def ends(self, tag: str) -> None:
        if tag == "table:table-row":
            self.rows += self.repeated
            self._hold(self.rows * self.widest if self.filled else 0)

    def _fill(self, says: bool) -> None:
        if says:
            self.widest, self.filled = max(self.widest, self.columns), True

    def _hold(self, cells: int) -> None:
        if cells > self.most:
            raise TooLargeError("a sheet with cells too far apart; delete those that are none of the table")


def _times(given: dict[str, str], name: str) -> int:
    return max(int(given.get(name, "1")), 1)
