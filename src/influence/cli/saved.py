"""Saved results: what `influence score --json` wrote, read again."""

from __future__ import annotations

import sys

from influence import files
from influence.errors import InputError
from influence.result import Result, is_result

_MAX_BYTES = 1 << 28


def load(path: str) -> Result:
    """A saved result; - is standard input. Raises InputError."""
    return Result.from_json(_piped(), "standard input") if path == "-" else Result.from_json(_bytes(path), path)


def if_result(path: str) -> Result | None:
    """The result in a file, or None where the file is something else."""
    try:
        with files.opened(path) as stream:
            if not files.is_regular(stream) or not is_result(stream.read(200)):
                return None
        return Result.from_json(_bytes(path), path)
    except OSError:
        return None


def _piped() -> bytes:
    if sys.stdin is None:
        raise InputError("standard input is closed", "Pipe a result into it, or give a file.")
    return files.piece_by_piece(sys.stdin.buffer, _MAX_BYTES)


def _bytes(path: str) -> bytes:
    try:
        return files.content(path, _MAX_BYTES)
    except OSError as error:
        raise InputError(f"{path}: {files.why(error)}", "Give a file that `influence score --json` wrote.") from None
