"""Archives as streams of members. No member is ever written by the name the archive gives it, and none may expand
without end."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, cast

from influence.reading import text
from influence.reading.refused import RefusedError, TooLargeError

if TYPE_CHECKING:
    import zipfile


def broken() -> tuple[type[BaseException], ...]:
    """What reading a damaged or hostile archive can raise. (The archive modules are imported only when they are used:
    most runs read plain files.)"""
    import lzma
    import tarfile
    import zipfile
    import zlib

    # NotImplementedError: a compression method that zipfile does not know; RuntimeError: an encrypted member
    known = (OSError, EOFError, NotImplementedError, RuntimeError)
    return (*known, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError)


_FREE = 1 << 28
_RATIO = 100
_MOST_AFTER = 1000
_WORKBOOK = "[Content_Types].xml"
_NUMBERS = "Index/Document.iwa"
_OLE = b"\xd0\xcf\x11\xe0"
_OTHER_OFFICE = ("word", "ppt", "visio")
_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "WORKBOOK", "Book\0", "BOOK\0", "EncryptedPackage"))
"""What is in an old Office file that is a workbook, or a locked one."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive; `name` is "" where the archive is one compressed file. `refused`: why it is unread."""

    name: str
    stream: IO[bytes]
    refused: str = ""
    modified: date | None = None


@dataclass(slots=True)
class Budget:
    """What an archive, with all archives inside it, may still expand to: a quarter of a GiB, and a hundred times what
    was read of it. Text shrinks by less."""

    left: int = field(default_factory=lambda: _FREE)

    def earn(self, read: int) -> None:
        """So many bytes of the archive itself were there."""
        self.left += _RATIO * read

    def hold(self, stream: IO[bytes]) -> IO[bytes]:
        return cast(IO[bytes], _Held(stream, self))


class _Held(io.RawIOBase):
    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._budget.left -= len(data)
        if self._budget.left < 0:
            raise TooLargeError("expands to more than a hundred times its size, as no export does; it was not read on")
        return data


def reason(error: BaseException) -> str:
    """Why an archive could not be read, for people."""
    if isinstance(error, RefusedError):
        return str(error)
    if isinstance(error, EOFError) or "not a zip file" in str(error):  # it begins as one, and its end is not there
        return "ends too early: the download is incomplete"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    if isinstance(error, RuntimeError) and "password" in str(error):
        return "is locked with a password"
    return f"is damaged ({str(error).split(' (b', 1)[0].lower() or type(error).__name__})"


def opened(
    head: bytes, chunks: Iterator[bytes], path: Path | None, scratch: Path, budget: Budget
) -> Iterator[Member] | None:
    """The members of an archive, or None where the bytes are not one. `chunks` gives the bytes, `path` is where they
    already lie; a zip that does not lie on disk is copied to `scratch`, for its directory is at its end."""
    if path:
        budget.earn(path.stat().st_size)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip(path or _copied(chunks, scratch), budget)
    if head.startswith(_OLE):
        lies = path or _copied(chunks, scratch)
        return _workbook(lies) if _may_be_a_workbook(lies) else None
    for magic, unpack in _COMPRESSED.items():
        if head.startswith(magic):
            return iter([Member("", budget.hold(unpack(_Stream(chunks))))])
    if head[257:262] == b"ustar":
        return _tar(_Stream(chunks))
    return None


def _gzip(stream: Any) -> Any:
    import gzip

    return gzip.GzipFile(fileobj=stream)


def _bzip2(stream: Any) -> Any:
    import bz2

    return bz2.BZ2File(stream)


def _xz(stream: Any) -> Any:
    import lzma

    return lzma.LZMAFile(stream)


_COMPRESSED: dict[bytes, Callable[[Any], Any]] = {b"\x1f\x8b": _gzip, b"BZh": _bzip2, b"\xfd7zXZ\x00": _xz}


class _Stream(io.RawIOBase):
    """Chunks as a file that is read once."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest, self._after = chunks, b"", 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._rest += chunk
        data, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        self._after += not data and size != 0
        if self._after > _MOST_AFTER:  # a tar that says a member is a terabyte would be skipped over for hours
            raise EOFError
        return data


def _copied(chunks: Iterator[bytes], scratch: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=scratch)
    with os.fdopen(handle, "wb") as copy:
        for chunk in chunks:
            copy.write(chunk)
    return Path(name)


def _zip(path: Path, budget: Budget) -> Iterator[Member] | None:
    import zipfile

    with zipfile.ZipFile(path) as probe:
        if _NUMBERS in probe.namelist():
            raise RefusedError("a spreadsheet of Numbers; export it as CSV or Excel")
        if _is_other_office(probe):
            return None
        if _WORKBOOK in probe.namelist() or _is_opendocument(probe):
            return _workbook(path)
    return _zip_members(path, budget)


def _is_other_office(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is a letter or slides of an Office program, and no workbook."""
    folders = {name.partition("/")[0] for name in archive.namelist()}
    return _WORKBOOK in folders and not folders.isdisjoint(_OTHER_OFFICE) and "xl" not in folders


def _may_be_a_workbook(path: Path) -> bool:
    """Whether an old Office file may be a workbook: letters, mails, installers and Windows' own pictures of a folder
    are of that kind too. One whose list of contents is cut off may be."""
    from mmap import ACCESS_READ, mmap

    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        sector = 1 << min(20, int.from_bytes(content[30:32], "little"))
        listed = (int.from_bytes(content[48:52], "little") + 2) * sector <= len(content)
        return not listed or any(content.find(name) >= 0 for name in _BOOKS)


def _is_opendocument(archive: zipfile.ZipFile) -> bool:
    if "content.xml" not in archive.namelist():
        return False
    from influence.reading import opendocument

    return opendocument.is_one(archive)


def _workbook(path: Path) -> Iterator[Member]:
    from influence.reading import workbooks

    for name, table in workbooks.sheets(path):
        yield Member(name.replace("/", "-"), io.BytesIO(table))


def _zip_members(path: Path, budget: Budget) -> Iterator[Member]:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = _shown(_name(info))
            if name.endswith("/"):
                continue
            if refused := _refused(info.filename):
                yield Member(name, io.BytesIO(), refused)
                continue
            try:
                with archive.open(info) as stream:
                    yield Member(name, budget.hold(stream), modified=_day(*info.date_time[:3]))
            except broken() as error:
                yield Member(name, io.BytesIO(), reason(error))


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a zip's member. Where it does not say that it is UTF-8, zipfile takes it for the letters of the first
    PC; many programs write what their system uses."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437")
    found = text.encoding(raw)
    return member.filename if found in (None, "cp1252") else raw.decode(found, "replace")


def _tar(stream: IO[bytes] | Any) -> Iterator[Member]:
    import tarfile

    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            if not info.isfile():
                continue
            refused = _refused(info.name)
            file = archive.extractfile(info)
            yield Member(_shown(info.name), file or io.BytesIO(), refused, day_of(info.mtime))


def day_of(timestamp: float) -> date | None:
    """The day of a file's time stamp, or None where it is no time."""
    try:
        return date.fromtimestamp(timestamp)
    except (ValueError, OverflowError, OSError):
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # packed by a program without a clock
        return None


def _refused(name: str) -> str:
    """Names that point out of the archive are nothing an export has."""
    path = PurePosixPath(name.replace("\\", "/"))
    return "its name leads out of the archive" if path.is_absolute() or ".." in path.parts else ""


def _shown(name: str) -> str:
    return name.lstrip("/") or "(no name)"
