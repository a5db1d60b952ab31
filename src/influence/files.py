"""Files as they are opened everywhere: never waiting for a pipe that nobody writes to, never reading without end."""

from __future__ import annotations

import errno
import io
import os
import stat
from typing import IO

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def opened(path: str | os.PathLike[str]) -> IO[bytes]:
    """A file open for reading; a pipe that nobody writes to is empty. Raises OSError, also for a folder and for a name
    that no file can have."""
    try:
        handle = os.open(path, _FLAGS)
    except ValueError:
        raise OSError(errno.EINVAL, "no file can have such a name") from None
    if stat.S_ISDIR(os.fstat(handle).st_mode):
        os.close(handle)
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    return os.fdopen(handle, "rb")


def is_regular(stream: IO[bytes]) -> bool:
    """Whether a file lies on disk and can be read again."""
    return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)


def content(path: str | os.PathLike[str], most: int) -> bytes:
    """All of a file of at most so many bytes. Raises OSError."""
    with opened(path) as stream:
        return piece_by_piece(stream, most)


def piece_by_piece(stream: IO[bytes], most: int) -> bytes:
    """All of a stream of at most so many bytes, without room for more than it has. Raises OSError."""
    data = bytearray()
    while chunk := read(stream, 1 << 20):
        data += chunk
        if len(data) > most:
            raise OSError(errno.EFBIG, f"is larger than {most:,} bytes")
    return bytes(data)


def read(stream: IO[bytes], size: int) -> bytes:
    """So many bytes of a stream, fewer only at its end. Piece by piece, for Ctrl-C is not seen while a whole buffer is
    filled from a pipe."""
    if not isinstance(stream, io.BufferedReader):
        return stream.read(size)
    data = stream.read1(size)
    while 0 < len(data) < size and (piece := stream.read1(size - len(data))):
        data += piece
    return data


def why(error: OSError) -> str:
    """Why a file cannot be opened, read or written, for people."""
    return (error.strerror or str(error)).lower()
