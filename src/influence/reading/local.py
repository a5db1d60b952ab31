"""Puts a source where DuckDB can read it: as it lies on disk where that will do, else as a clean copy."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import mmap
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from influence.reading import documents, tables
from influence.reading.sources import Source
from influence.record import record

_TAIL = 1 << 16
_FIRST = 3
_SHOWN = 200
_MAX_SURPLUS = 1000
_PLAIN = re.compile(r"(?!~)[\w./ +@%-]*(?<!\.gz)(?<!\.zst)", re.ASCII)
PARQUET = b"PAR1"
_SURROGATE = re.compile("[\ud800-\udfff]")


@record
class Local:
    """A file on disk. `quotes_close`: whether its bytes hold an even number of quotation marks; `even_lines`: whether
    all of its lines end the same way (both true where nobody looked); `modified`: the day on which it was written, as
    far as anything says."""

    path: Path
    sha256: str
    size: int
    quotes_close: bool
    modified: date | None = None
    even_lines: bool = True


@dataclass(slots=True)
class Few:
    """The first of what may be millions, and how many there were."""

    count: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)

    def append(self, record: int, text: str) -> None:
        self.count += 1
        if len(self.first) < _FIRST:
            self.first.append((record, text[:_SHOWN]))


@dataclass(slots=True)
class Mended:
    """A clean copy: where it is, the number of the record before its first, and the records that could not be kept
    (number, text)."""

    path: Path
    before: int
    bad: Few = field(default_factory=Few)
    replaced: int = 0


def keep(source: Source, scratch: Path, *, table: bool = True) -> Local:
    """The source on disk, read once to the end for its hash. `table`: it may be one, so look how its quotes and lines
    end. Raises UnreadableError."""
    digest, quotes, size, ends = hashlib.sha256(), 0, 0, _LineEnds()
    target = None if source.path else tempfile.NamedTemporaryFile(dir=scratch, delete=False)  # noqa: SIM115
    try:
        for chunk in source.chunks():
            digest.update(chunk)
            size += len(chunk)
            if table:
                quotes += chunk.count(b'"')
                ends.see(chunk)
            if target:
                target.write(chunk)
    finally:
        if target:
            target.close()
    path = _readable(source.path, scratch) if source.path else Path(target.name)  # type: ignore[union-attr]
    return Local(
        path=path,
        sha256=digest.hexdigest(),
        size=size,
        quotes_close=quotes % 2 == 0,
        modified=source.modified,
        even_lines=ends.even,
    )


def as_it_lies(source: Source, scratch: Path) -> Local:
    """The source on disk, without its hash: of one that lies there, no more is read than what tells how. Raises
    UnreadableError."""
    if source.path is None:
        return keep(source, scratch)
    size = source.path.stat().st_size
    path = _readable(source.path, scratch)
    if not size or source.head().startswith(PARQUET):
        return Local(path=path, sha256="", size=size, quotes_close=True, modified=source.modified)
    with source.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        quotes = _count(text, b'"')
        returns = _count(text, b"\r")
        pairs, feeds = (_count(text, b"\r\n"), _count(text, b"\n")) if returns else (0, 1)
    return Local(
        path=path,
        sha256="",
        size=size,
        quotes_close=quotes % 2 == 0,
        modified=source.modified,
        even_lines=sum(map(bool, (returns - pairs, pairs, feeds - pairs))) < 2,
    )


def _count(text: mmap.mmap, mark: bytes) -> int:
    """How often a mark is in a file, at the speed of memory where it is not."""
    at = text.find(mark)
    if at < 0:
        return 0
    step = 1 << 24
    return sum(text[start : start + step + len(mark) - 1].count(mark) for start in range(at, len(text), step))


def _readable(path: Path, scratch: Path) -> Path:
    """The path, or where DuckDB would read more into its name (stars, key=value, an ending) or cannot hold it, another
    one that leads to the same file."""
    if _PLAIN.fullmatch(path.as_posix()):
        return path
    handle, name = tempfile.mkstemp(dir=scratch)
    os.close(handle)
    link = Path(name)
    try:
        link.unlink()
        link.symlink_to(path.absolute())
    except OSError:  # where links are not allowed
        shutil.copyfile(path, link)
    return link


@dataclass(slots=True)
class _LineEnds:
    """Which line ends a file has, piece by piece."""

    alone: int = 0
    feeds: int = 0
    both: int = 0
    last: bytes = b""

    def see(self, chunk: bytes) -> None:
        if b"\r" not in chunk and self.last != b"\r":  # nearly always, and told at the speed of memory
            self.feeds += b"\n" in chunk
            self.last = chunk[-1:]
            return
        pair = (self.last + chunk[:1]).count(b"\r\n") + chunk.count(b"\r\n")
        self.both += pair
        self.feeds += chunk.count(b"\n") - pair
        self.alone += chunk.count(b"\r") - pair
        self.last = chunk[-1:]

    @property
    def even(self) -> bool:
        return sum(map(bool, (self.alone, self.feeds, self.both))) < 2


def decoded(local: Local, encoding: str, scratch: Path) -> Local:
    """A copy of a text in UTF-8."""
    handle, name = tempfile.mkstemp(suffix=".csv", dir=scratch)
    quotes, size, ends = 0, 0, _LineEnds()
    with local.path.open("rb") as file, os.fdopen(handle, "wb") as copy:
        for text in codecs.iterdecode(iter(lambda: file.read(1 << 20), b""), encoding, "replace"):
            chunk = text.replace("\0", "").encode()
            quotes += chunk.count(b'"')
            size += len(chunk)
            ends.see(chunk)
            copy.write(chunk)
    return replace(local, path=Path(name), size=size, quotes_close=quotes % 2 == 0, even_lines=ends.even)


def mended_table(local: Local, encoding: str, layout: tables.Layout, scratch: Path) -> Mended:
    """The rows below the header as clean UTF-8 CSV with commas: decoded, unwrapped, with each quote closed."""
    handle, name = tempfile.mkstemp(suffix=".csv", dir=scratch)
    mended = Mended(Path(name), layout.row)
    with (
        local.path.open(encoding=encoding, errors="replace", newline="") as text,
        os.fdopen(handle, "w", encoding="utf-8", newline="") as copy,
    ):
        lines = (line.replace("\0", "") for line in _counted(text, mended, encoding))
        width = len(layout.header)
        rows = tables.mended(
            tables.unwrapped(lines) if layout.wrapped else lines, layout.delimiter, width, mended.bad.append
        )
        writer = csv.writer(copy)
        for number, row in enumerate(rows, 1):
            if number > layout.row:
                writer.writerow([*row[:width], *filter(str.strip, row[width : width + _MAX_SURPLUS])])
    return mended


def _counted(text: TextIOWrapper, mended: Mended, encoding: str) -> Iterator[str]:
    while line := text.readline(tables.MAX_LINE):
        rest = line
        while len(rest) == tables.MAX_LINE and not rest.endswith(
            ("\n", "\r")
        ):  # of an endless line, only its start is kept
            rest = text.readline(tables.MAX_LINE)
        if encoding.startswith("utf-8"):
            mended.replaced += line.count("\ufffd")
        yield line


def is_cut(local: Local, encoding: str, layout: tables.Layout) -> bool:
    """Whether the last row of a table ends before its header does, and without a line end: as where a download broke
    off."""
    with local.path.open("rb") as file:
        mark = file.read(4) if encoding in ("utf-16", "utf-32") else b""
        file.seek(max(0, local.size - _TAIL) // 4 * 4)
        tail = (mark + file.read()).decode(encoding, "replace")
    if not tail or tail.endswith(("\n", "\r")):
        return False
    row = ""
    for line in reversed(tail.splitlines(keepends=True)):
        row = line + row
        if row.count('"') % 2 == 0:
            cells = next(csv.reader(io.StringIO(row, newline=""), delimiter=layout.delimiter), [])
            return len(cells) < len(layout.header)
    return False


def list_of(local: Local, start: int, path: list[str], scratch: Path) -> Path | None:
    """A copy of just the array at a path of a large JSON file, or None where it cannot be cut out unread."""
    with local.path.open("rb") as file:
        head = file.read(documents.HEAD).decode("utf-8", "replace")
        opens = documents.list_start(head, start, path) if path else start
        if opens is None:
            return None
        file.seek(max(0, local.size - _TAIL))
        after = documents.list_end(file.read().decode("utf-8", "replace"), path)
        if after is None:
            return None
        return _cut(local, len(head[:opens].encode()), local.size - after, scratch)


def _cut(local: Local, start: int, end: int, scratch: Path) -> Path:
    handle, name = tempfile.mkstemp(suffix=".json", dir=scratch)
    with local.path.open("rb") as file, os.fdopen(handle, "wb") as copy:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(left, 1 << 20))):
            copy.write(chunk)
            left -= len(chunk)
    return Path(name)


def mended_documents(
    local: Local, encoding: str, path: list[str], scratch: Path, *, lines: bool = False, mojibake: bool = False
) -> Mended:
    """The records of a JSON file as clean lines: decoded, each held against JSON on its own. `lines`: its documents are
    one a line. `mojibake`: its texts are UTF-8 bytes written as if they were Latin-1, as Meta does."""
    handle, name = tempfile.mkstemp(suffix=".ndjson", dir=scratch)
    mended = Mended(Path(name), 0)
    with (
        local.path.open(encoding=encoding, errors="replace") as text,
        os.fdopen(handle, "w", encoding="utf-8") as copy,
    ):
        for number, record in enumerate(documents.records(text, path, lines), 1):
            if isinstance(record, documents.Broken):
                mended.bad.append(number, record.text)
            else:
                line = _line({"at": number, "record": _unbroken(record) if mojibake else record})
                if len(line) > tables.MAX_LINE // 2:  # more than DuckDB takes, at three bytes a letter
                    mended.bad.append(number, line)
                else:
                    copy.write(line + "\n")
    return mended


def _unbroken(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return value.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return value
    if isinstance(value, list):
        return [_unbroken(item) for item in value]
    if isinstance(value, dict):
        return {_unbroken(key): _unbroken(item) for key, item in value.items()}
    return value


def _line(record: Any) -> str:
    return _SURROGATE.sub("\ufffd", json.dumps(record, ensure_ascii=False))
