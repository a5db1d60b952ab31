"""Walks what a person hands over (files, folders, archives, a pipe) and yields each file in it as a stream."""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from influence import files
from influence.errors import InputError
from influence.reading import archives, sections

STDIN = "-"
HEAD = 1 << 18
"""How much of a file is looked at to tell what it is, in bytes."""

_CHUNK = 1 << 20
_PACKED = re.compile(r"(?<=.)\.(gz|bz2|xz)$", re.IGNORECASE)
_HALF = re.compile("[\ud800-\udfff]")
_MAX_WHOLE = 32 * _CHUNK
"""The largest file that is held in memory, to be laid out anew, in bytes."""
_MAX_NESTING = 5

MEDIA = frozenset(
    [
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "heic",
        "svg",
        "bmp",
        "ico",
        "mp4",
        "mov",
        "m4v",
        "webm",
        "mkv",
        "avi",
        "mp3",
        "m4a",
        "ogg",
        "wav",
        "aac",
        "ttf",
        "woff",
        "woff2",
        "css",
        "map",
    ]
)
"""File name endings that never hold numbers: in folders and archives such files are not even opened."""


AGAIN = "Download it again, or unpack it yourself and give the folder."


def whole(name: str) -> str:
    """A name in which bytes that are no UTF-8 show as U+FFFD, so that it can be stored and printed."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", name)


class UnreadableError(InputError):
    """A file whose bytes could not be read to the end."""


class ForeignError(UnreadableError):
    """A file that is seen to be none of ours only when it is read."""


@dataclass(slots=True)
class Source:
    """One file, read once, from the beginning. `name` is what people know it by (inside an archive: ARCHIVE/MEMBER),
    `path` where it lies on disk just so (None inside an archive), `named` whether the person named this very file,
    `modified` the day on which it was written, `budget` what may still come out of it, `inside` whether it came out of
    an archive itself, and `listed` whether its table was a list of lines with names."""

    name: str
    stream: IO[bytes]
    path: Path | None = None
    named: bool = False
    modified: date | None = None
    budget: archives.Budget = field(default_factory=archives.Budget)
    inside: bool = False
    listed: bool = False
    _head: bytes | None = None
    _kept: IO[bytes] | None = None

    @property
    def file_name(self) -> str:
        return _PACKED.sub("", self.name.rpartition("/")[2])

    def head(self) -> bytes:
        """The first HEAD bytes. Raises UnreadableError."""
        if self._head is None:
            self._head = self._read(HEAD)
        return self._head

    def rewritten(self, content: bytes, *, listed: bool = False) -> Source:
        """The same file with another content."""
        return Source(self.name, io.BytesIO(content), named=self.named, modified=self.modified, listed=listed)

    def chunks(self) -> Iterator[bytes]:
        """All of the file. Raises UnreadableError."""
        return iter(partial(self.beforehand().read, _CHUNK), b"") if self._kept else self._all()

    def _all(self) -> Iterator[bytes]:
        chunk = self.head()
        while chunk:
            yield chunk
            chunk = self._read(_CHUNK)

    def beforehand(self) -> IO[bytes]:
        """All of the file from its start, to be looked at before it is read. What does not lie on disk is put there
        until it is. Raises UnreadableError."""
        if self._kept is None:
            kept: IO[bytes] = self.path.open("rb") if self.path else tempfile.TemporaryFile()  # noqa: SIM115  (`close`)
            if not self.path:
                kept.writelines(self.chunks())
            self._kept = kept
        self._kept.seek(0)
        return self._kept

    def close(self) -> None:
        """Let go of what was put on disk."""
        if self._kept:
            self._kept.close()

    def _read(self, size: int) -> bytes:
        try:
            data = files.read(self.stream, size)
        except archives.broken() as error:
            raise UnreadableError(f"{self.name}: {archives.reason(error)}", AGAIN) from None
        if not (self.inside or self.path):
            self.budget.earn(len(data))
        return data


@dataclass(slots=True)
class Page(Source):
    """A page in HTML, read as JSON. To tell what it is, only its first boxes are taken apart: most are none of ours."""

    page: Source = field(kw_only=True)

    def head(self) -> bytes:
        from influence.reading import pages  # HTML's table of letters is large

        if self._head is None:
            self._head = pages.unpacked(pages.first(self.page.head()))
        return self._head

    def _all(self) -> Iterator[bytes]:
        from influence.reading import pages

        content = _joined(self.page.chunks())
        if content is None:
            raise UnreadableError(f"{self.name}: a page larger than any of a download", AGAIN)
        yield pages.unpacked(content)


def _script(head: bytes) -> Callable[[bytes], bytes | None] | None:
    """What unpacks a script that holds data, which nothing is that neither assigns nor exports; else None."""
    start = head[:4096].replace(b"\0", b"")  # of UTF-16, the letters
    if b"=" not in start and b"export" not in start:
        return None
    from influence.reading import scripts  # its patterns are large, and most files are none

    return scripts.unpacked if scripts.starts(head) else None


def _is_within(path: str, folder: Path) -> bool:
    """Whether a link leads to a folder that is walked anyway."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))  # realpath knows loops


def _joined(chunks: Iterator[bytes]) -> bytes | None:
    """A whole file that is small enough to be held; None of a larger one."""
    content = b"".join(islice(chunks, _MAX_WHOLE // _CHUNK + 1))
    return content if len(content) <= _MAX_WHOLE else None


@dataclass(slots=True)
class Walk:
    """The files of some paths, one after the other; each must be read before the next is asked for. A file that the
    person named and that cannot be read is an error; one inside a folder or archive goes to `unreadable`. `astray`:
    links out of a folder to another, which may lead anywhere, or to nothing."""

    paths: Sequence[str | os.PathLike[str]]
    scratch: Path
    unreadable: list[tuple[str, str, str]] = field(default_factory=list)
    media: int = 0
    astray: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Source]:
        if sum(os.fspath(path) == STDIN for path in self.paths) > 1:
            raise InputError("standard input (-) is given twice, and can be read only once", "Give it once.")
        for path in self.paths:
            yield from self._path(os.fspath(path))

    def _path(self, name: str) -> Iterator[Source]:
        if name == STDIN:
            if sys.stdin is None:
                raise InputError("standard input is closed", "Give a file, or pipe canonical events into it.")
            yield from self._opened(Source("standard input", sys.stdin.buffer, named=True))
        elif not name:
            raise InputError("the name of a file is empty", "Give the path of a downloaded export, or - for a pipe.")
        elif os.path.isdir(name):  # noqa: PTH112  (Path.is_dir raises for a name that is too long)
            yield from self._folder(Path(name))
        else:
            yield from self._file(name, Path(name), named=True)

    def _folder(self, folder: Path) -> Iterator[Source]:
        def locked(error: OSError) -> None:  # os.walk would pass it by in silence
            self._refuse_for(os.fspath(error.filename), error, error.filename == os.fspath(folder))

        for parent, folders, found in os.walk(folder, onerror=locked):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            self.astray += (name for name in self._links(parent, folders) if not _is_within(name, folder))
            self.astray += (name for name in self._links(parent, found) if not os.path.exists(name))  # noqa: PTH110  (as of `is_dir`)
            for name in sorted(found):
                path = Path(parent, name)
                if not name.startswith(".") and os.path.isfile(path) and not self._is_media(name):  # noqa: PTH113
                    yield from self._file(path.as_posix(), path, named=False)

    @staticmethod
    def _links(parent: str, listed: list[str]) -> list[str]:
        paths = [Path(parent, name).as_posix() for name in sorted(listed) if not name.startswith(".")]
        return [path for path in paths if os.path.islink(path)]  # noqa: PTH114  (as of `is_dir`)

    def _file(self, name: str, path: Path, named: bool) -> Iterator[Source]:
        try:
            with files.opened(path) as stream:
                day = archives.day_of(os.fstat(stream.fileno()).st_mtime)
                lies = path if files.is_regular(stream) else None
                yield from self._opened(Source(whole(name), stream, lies, named, day))
        except FileNotFoundError:
            raise InputError(
                f"{name}: no such file", "Give the path of a downloaded export, or - for a pipe."
            ) from None
        except OSError as error:
            self._refuse_for(name, error, named)

    def _refuse_for(self, name: str, error: OSError, named: bool) -> None:
        hint = "Ask for the right to read it." if isinstance(error, PermissionError) else AGAIN
        self.refuse(whole(name), archives.reason(error), named, hint)

    def _is_media(self, name: str) -> bool:
        is_media = name.rpartition(".")[2].lower() in MEDIA
        self.media += is_media
        return is_media

    def _opened(self, source: Source, depth: int = 0) -> Iterator[Source]:
        """The source itself, or the files inside it."""
        try:
            members = archives.opened(source.head(), source.chunks(), source.path, self.scratch, source.budget)
            if members is None:
                yield from self._readable(source)
            elif depth > _MAX_NESTING:
                self.refuse(source.name, f"archives inside archives, more than {_MAX_NESTING} deep", source.named)
            else:
                yield from self._members(source, members, depth)
        except UnreadableError as error:
            self.refuse(source.name, error.message.removeprefix(f"{source.name}: "), source.named)
        except archives.broken() as error:
            self.refuse(source.name, archives.reason(error), source.named)
        finally:
            source.close()

    def _readable(self, source: Source) -> Iterator[Source]:
        """The file itself, or the tables in it where it is laid out in another way than as one."""
        head = source.head()
        small = len(head) < HEAD
        if unpack := _script(head):
            yield from self._unpacked(source, "a script", unpack)
        elif sections.boxes(head):
            yield Page(source.name, source.stream, None, source.named, source.modified, page=source)
        elif sections.named_lines(head):
            if content := self._whole(source, "a list of lines with names"):
                yield source.rewritten(sections.listed(content), listed=True)
        elif sections.titled(head) or (small and sections.beside(head)):
            yield from self._sections(source)
        elif small and sections.upright(head):
            table, below = sections.turned(head)
            yield source.rewritten(table)
            if below:
                yield Source(f"{source.name}/below", io.BytesIO(below), modified=source.modified)
        elif sections.packed(head):
            yield from self._unpacked(source, "a table in JSON", sections.unpacked)
        else:
            yield source

    def _sections(self, source: Source) -> Iterator[Source]:
        """The tables of a file that has several, under titles or side by side, each as a file in it."""
        content = self._whole(source, "a table under a title")
        for title, table in sections.split(content) if content else ():
            name = f"{source.name}/{title}"
            yield Source(name, io.BytesIO(table), modified=source.modified)

    def _unpacked(self, source: Source, what: str, unpack: Callable[[bytes], bytes | None]) -> Iterator[Source]:
        """What is packed in a file in another way than it is read, or the file where it is not."""
        content = self._whole(source, what)
        if inside := content and unpack(content):
            yield source.rewritten(inside)
        elif content:
            yield replace(source, stream=io.BytesIO(content), _head=None)

    def _whole(self, source: Source, what: str) -> bytes | None:
        """All of a file that is small as it must be; a larger one is refused."""
        content = _joined(source.chunks())
        if content is None:
            self.refuse(source.name, f"{what}, larger than any export of that kind", source.named)
        return content

    def _members(self, archive: Source, members: Iterator[archives.Member], depth: int) -> Iterator[Source]:
        try:
            for member in members:
                name = f"{archive.name}/{whole(member.name)}" if member.name else archive.name
                if member.refused:
                    self.refuse(name, member.refused, named=False)
                elif not self._is_media(name):
                    named = archive.named and not member.name
                    day = member.modified or archive.modified
                    source = Source(name, member.stream, None, named, day, archive.budget, inside=True)
                    yield from self._opened(source, depth + 1)
        except archives.broken() as error:
            self.refuse(archive.name, archives.reason(error), archive.named)

    def refuse(self, name: str, reason: str, named: bool, hint: str = AGAIN) -> None:
        """Note a file that cannot be read. Raises UnreadableError where the person named it."""
        if named:
            raise UnreadableError(f"{name}: {reason}", hint)
        self.unreadable.append((name, reason, hint))
