"""Workbooks, once they are known to be no danger. A large one is read by a process beside this one, which meanwhile
looks whether it may be read.

Only where a process keeps to a limit of its memory (Linux): so a workbook that turns out to be refused harms nothing.
Elsewhere, and where the process ends too soon, this one reads the workbook, once it knows that it may.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from influence.reading import sheetsize, workbooks
from influence.reading.refused import TooLargeError

if TYPE_CHECKING:
    from subprocess import Popen

MAX_BYTES = 1 << 28
"""The largest workbook that is opened. A spreadsheet holds a million rows."""

LARGE = 1 << 20
"""From so many bytes on, a workbook takes longer to read than a process to start."""

_MEMORY = 3 << 30
"""The most memory of the process, in bytes: more than any workbook takes that is not refused."""


def sheets(path: Path) -> Iterator[workbooks.Sheet]:
    """As `workbooks.read`, of any workbook. Raises RefusedError where it is not to be read."""
    if path.stat().st_size > MAX_BYTES:
        raise TooLargeError(f"a workbook of more than {MAX_BYTES >> 20} MiB")
    with _reading(path) as read:
        if zipfile.is_zipfile(path):  # an .xls cannot be large: it has no more than 65,536 rows of 256 columns
            sheetsize.hold(path)
        yield from read


@contextmanager
def _reading(path: Path) -> Iterator[Iterator[workbooks.Sheet]]:
    """The sheets of a workbook. A large one is being read from now on, until the context ends."""
    process = _started(path) if path.stat().st_size >= LARGE else None
    if process is None:
        yield workbooks.read(path)
        return
    with process:
        try:
            yield _received(process, path)
        finally:
            process.kill()


def _started(path: Path) -> Popen[bytes] | None:
    from subprocess import DEVNULL, PIPE, Popen

    if sys.platform != "linux" or "python" not in Path(sys.executable).name:
        return None
    command = [sys.executable, "-P", "-m", __name__, str(path)]  # -P: nothing of the folder they work in
    with suppress(OSError):  # where no more processes are allowed
        return Popen(command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
    return None


def _received(process: Popen[bytes], path: Path) -> Iterator[workbooks.Sheet]:
    import pickle

    number = 0
    try:
        while one := pickle.load(cast(IO[bytes], process.stdout)):
            if isinstance(one, OSError):
                raise one
            yield one
            number += 1
    except (EOFError, pickle.UnpicklingError):
        yield from islice(workbooks.read(path), number, None)


def _send(path: Path, stream: IO[bytes]) -> None:
    """What the process does: the sheets, one after the other, then nothing or what is wrong."""
    import pickle
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if most == resource.RLIM_INFINITY else min(_MEMORY, most), most))
    end = None
    try:
        for sheet in workbooks.read(path):
            pickle.dump(sheet, stream)
    except OSError as error:
        end = error
    pickle.dump(end, stream)


if __name__ == "__main__":
    _send(Path(sys.argv[1]), sys.stdout.buffer)
