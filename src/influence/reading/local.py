"""Puts a source where DuckDB can read it: as it lies on disk where that will do, else as a clean copy."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from io import TextIOWrapper
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, TypeVar

from influence.reading import documents, tables
from influence.reading.sources import Source
from influence.record import record

T = TypeVar("T")

_TAIL = 1 << 16
_LONG = 1 << 22
"""From so many bytes on, to look at all of a file takes long enough to do it beside other work."""

_MAX_RECORD = tables.MAX_LINE // 2
"""In characters: more than DuckDB takes, at three bytes a letter."""

_FIRST = 3
_SHOWN = 200
_MAX_SURPLUS = 1000
_PLAIN = re.compile(r"(?!~)[\w./ +@%-]*(?<!\.gz)(?<!\.zst)", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")


@record
class Marks:
    """What the bytes of a text tell of how to read it. `quotes_close`: whether there is an even number of quotation
    marks; `even_lines`: whether all lines end the same way."""

    quotes_close: bool = True
    even_lines: bool = True

    @property
    def plain(self) -> bool:
        return self.quotes_close and self.even_lines


@record
class Local:
    """A file on disk. `hashed` gives its SHA-256, and `marked` its marks, once they are known; `modified`: the day on
    which it was written, as far as anything says."""

    path: Path
    size: int
    hashed: Callable[[], str]
    marked: Callable[[], Marks]
    modified: date | None = None

    @property
    def sha256(self) -> str:
        return self.hashed()

    @property
    def plain(self) -> bool:
        """Whether it can be read as it lies."""
        return self.marked().plain


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
    """A clean copy: where it is, the number of the record before its first, and by the reason, the records that could
    not be kept."""

    path: Path
    before: int
    bad: dict[str, Few] = field(default_factory=dict)
    replaced: int = 0

    def leave(self, record: int, text: str, why: str = documents.UNCLOSED) -> None:
        """Not keep a record."""
        self.bad.setdefault(why, Few()).append(record, text)


def keep(source: Source, scratch: Path, *, table: bool = True, hashed: bool = True) -> Local:
    """The source on disk. Of a large file, what has to be known of all its bytes is worked out while it is read:
    `table`, its marks; `hashed`, its hash. Raises UnreadableError."""
    if source.path:
        path, size = _readable(source.path, scratch), source.path.stat().st_size
        hash_of = _ahead(partial(_hash_of, path), size if hashed else 0)
    else:
        path, size, sha256 = _copied(source, scratch)
        hash_of = partial(str, sha256)
    marks = _ahead(partial(_marks_of, path), size) if table else Marks
    return Local(path=path, size=size, hashed=hash_of, marked=marks, modified=source.modified)


def _ahead(work: Callable[[], T], size: int) -> Callable[[], T]:
    """What gives a result: where it takes long, worked out from now on, in a thread of its own."""
    if size < _LONG:
        return cache(work)
    from concurrent.futures import ThreadPoolExecutor  # a small score has no time for it

    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(work).result
    except RuntimeError:  # no more threads are allowed
        return cache(work)
    finally:
        pool.shutdown(wait=False)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copied(source: Source, scratch: Path) -> tuple[Path, int, str]:
    """A copy of the source, its size and its hash. Raises UnreadableError."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=scratch, delete=False) as copy:
        for chunk in source.chunks():
            digest.update(chunk)
            size += len(chunk)
            copy.write(chunk)
    return Path(copy.name), size, digest.hexdigest()


def _marks_of(path: Path) -> Marks:
    """What is asked first is answered at the speed of memory, and mostly no: whether a mark is there at all."""
    quotes = alone = feeds = pairs = 0
    last, room = b"", bytearray(1 << 18)
    with path.open("rb", buffering=0) as text:
        while size := text.readinto(room):
            part = room if size == len(room) else room[:size]
            if b'"' in part:
                quotes += part.count(b'"')
            if b"\r" in part or last == b"\r":
                both = part.count(b"\r\n") + (last + part[:1] == b"\r\n")
                pairs += both
                feeds += part.count(b"\n") - both
                alone += part.count(b"\r") - both
            else:
                feeds += b"\n" in part
            last = bytes(part[-1:])
    return Marks(quotes_close=quotes % 2 == 0, even_lines=sum(map(bool, (alone, feeds, pairs))) < 2)


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


def decoded(local: Local, encoding: str, scratch: Path) -> Local:
    """A copy of a text in UTF-8."""
    handle, name = tempfile.mkstemp(suffix=".csv", dir=scratch)
    size = 0
    with local.path.open("rb") as file, os.fdopen(handle, "wb") as copy:
        for text in codecs.iterdecode(iter(lambda: file.read(1 << 20), b""), encoding, "replace"):
            size += copy.write(text.replace("\0", "").encode())
    return replace(local, path=Path(name), size=size, marked=_ahead(partial(_marks_of, Path(name)), size))


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
            tables.unwrapped(lines) if layout.wrapped else lines, layout.delimiter, width, mended.leave
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


def lists_of(local: Local, start: int, path: list[str], scratch: Path) -> Iterator[Path]:
    """Copies of just the array at a path of a large JSON file in UTF-8, each cut out in another way: by the file's two
    ends, which is quick and wrong where another list follows; and by all that comes before it."""
    from influence.reading import jsonstream  # most files need none of it

    with local.path.open("rb") as file:
        head = file.read(jsonstream.PIECE).decode("utf-8", "replace")
        opens = documents.list_start(head, start, path) if path else start
        file.seek(max(0, local.size - _TAIL))
        after = documents.list_end(file.read().decode("utf-8", "replace"), path)
    if opens is not None and after is not None:
        yield _cut(local, len(head[:opens].encode()), local.size - after, scratch)
    with local.path.open(encoding="latin-1", newline="") as text:  # in which a character is a byte
        lies = jsonstream.span(text, [step.encode().decode("latin-1") for step in path]) if path else None
    if lies:
        yield _cut(local, *lies, scratch)


def _cut(local: Local, start: int, end: int, scratch: Path) -> Path:
    handle, name = tempfile.mkstemp(suffix=".json", dir=scratch)
    with local.path.open("rb") as file, os.fdopen(handle, "wb") as copy:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(left, 1 << 20))):
            copy.write(chunk)
            left -= len(chunk)
    return Path(name)


def says(local: Local, name: str) -> bool:
    """Whether this name is anywhere in a JSON file in UTF-8."""
    with local.path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return content.find(json.dumps(name).encode()) >= 0


def mended_documents(
    local: Local,
    encoding: str,
    path: list[str],
    scratch: Path,
    *,
    lines: bool = False,
    mojibake: bool = False,
    nested: Sequence[list[str]] = (),
) -> Mended:
    """The records of a JSON file as clean lines: decoded, each held against JSON on its own. `lines`: its documents are
    one a line. `mojibake`: its texts are UTF-8 bytes written as if they were Latin-1, as Meta does. `nested`: the ways
    from a record to those inside it."""
    from influence.reading import jsonstream

    handle, name = tempfile.mkstemp(suffix=".ndjson", dir=scratch)
    mended = Mended(Path(name), 0)
    with (
        local.path.open(encoding=encoding, errors="replace") as text,
        os.fdopen(handle, "w", encoding="utf-8") as copy,
    ):
        for number, record in enumerate(jsonstream.records(text, path, lines, nested), 1):
            if isinstance(record, jsonstream.Broken):
                mended.leave(number, record.text, record.why)
            else:
                line = _line({"at": number, "record": documents.unbroken(record) if mojibake else record})
                if len(line) > _MAX_RECORD:
                    mended.leave(number, line, jsonstream.longer(_MAX_RECORD))
                else:
                    copy.write(line + "\n")
    return mended


def _line(record: Any) -> str:
    return _SURROGATE.sub("\ufffd", json.dumps(record, ensure_ascii=False))
