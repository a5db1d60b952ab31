"""Each save of one file, seen by looking at its stamp: two system calls a look, on every file system, with nothing to
install. However an editor saves: into the file, by another file in its place, or by emptying it first."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

EVERY = 0.01
"""Seconds between two looks."""

Stamp = tuple[int, int, int] | None


class Saves:
    """The saves of a file from now on, until it is `stopped`."""

    def __init__(self, path: str | os.PathLike[str], stopped: Callable[[], bool] = lambda: False) -> None:
        self._path, self._stopped = Path(path), stopped
        self._seen = self._stamp()

    def wait(self, patience: float | None = None) -> bool | None:
        """Wait until the file was saved and has kept still from one look to the next: then all of it is there. False
        where there is none for `patience` seconds, None where it is stopped."""
        before = self._seen
        last = None if patience is None else time.monotonic() + patience
        while not self._stopped():
            time.sleep(EVERY)
            now = self._stamp()
            if now == before != self._seen:
                self._seen = now
                return True
            if last is not None and time.monotonic() > last:
                return False
            before = now
        return None

    def _stamp(self) -> Stamp:
        """What is another after each save. None: there is no such file."""
        try:
            found = self._path.stat()
        except (OSError, ValueError):
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
