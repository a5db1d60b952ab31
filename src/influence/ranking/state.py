"""A folder that remembers what events added up to on each day, so that every file of them is read once.

`manifest.json` names the files that are counted, by the SHA-256 of their bytes, and the parts that hold their sums:
Parquet with profile, network, kind, actor, day (whole days since 1970-01-01 UTC, or null), count. Parts are written
first; then a new manifest takes the place of the old one in one step. A part that no manifest names is the rest of a
run that was killed, and goes.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from influence import files
from influence.errors import InputError, UsageError
from influence.ranking.inputs import Inputs
from influence.ranking.sums import Totals
from influence.reading.cells import quoted
from influence.reading.store import Store
from influence.result import LeftOut

MANIFEST = "manifest.json"
_LOCK = "lock"
_PARTS = "part-*.parquet"
MOST_PARTS = 100
"""With more parts than this, they are written together again."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A file that the state holds: its name when it was read, its hash, and how many rows it has, how many of them name
    no profile and how many could not be read."""

    name: str
    sha256: str
    rows: int
    nameless: int
    wrong: int


@dataclass(slots=True)
class Manifest:
    """What the state holds. `people`: whether any part has a person."""

    files: list[Counted] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    people: bool = False
    schema: int = 1


class State:
    """The folder, for one process at a time. Use it in a `with`."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self.folder / _LOCK)
            self.manifest = _read(self.folder)
            self._sweep()
        except OSError as error:
            raise UsageError(
                f"--state {self.folder}: {files.why(error)}", "Choose a folder that you may write to."
            ) from None

    def new(self, found: Inputs) -> Inputs:
        """Those of the files whose bytes are not counted yet; the others are left out. Raises UsageError for exports:
        what they tell twice can only be told apart while they are read together."""
        if found.exports:
            raise UsageError(
                f"--state {self.folder} keeps canonical events, and there is an export among the files",
                "Write it as events first: influence events EXPORT --to parquet -o events.parquet",
            )
        known, names = {one.sha256 for one in self.manifest.files}, {one.name for one in self.manifest.files}
        more = replace(found, files=[])
        for one in found.files:
            if one.kept.sha256 in known:
                why = "counted already, and not counted again"
                more.left_out.append(LeftOut(what="files", count=1, why=why, source=one.name))
                continue
            if one.name in names:
                more.warnings.append(f"{one.name}: the state has other contents of this name too, and both count")
            known.add(one.kept.sha256)
            more.files.append(one)
        return more

    def add(self, store: Store, more: Inputs, totals: Totals) -> None:
        """Keep what the table `sums`, by day, says of these files; all of it, or nothing where the process dies."""
        name = f"part-{more.files[0].kept.sha256[:16]}.parquet"
        named = "sums AS s LEFT JOIN names AS m USING (profile)"
        self._write(store, name, f"SELECT m.name AS profile, s.* EXCLUDE (profile) FROM {named}")
        of_file = zip(more.files, totals.files, strict=True)
        counted = [
            Counted(one.name, one.kept.sha256, own.rows, own.nameless, sum(own.wrong.values())) for one, own in of_file
        ]
        now = self.manifest
        self._commit(Manifest([*now.files, *counted], [*now.parts, name], now.people or totals.people))
        if len(self.manifest.parts) > MOST_PARTS:
            self._merge(store)

    def _merge(self, store: Store) -> None:
        name = f"part-{hashlib.sha256(''.join(self.manifest.parts).encode()).hexdigest()[:16]}.parquet"
        self._write(store, name, f"SELECT * FROM {self.relation()}")
        self._commit(Manifest(self.manifest.files, [name], self.manifest.people))

    def relation(self) -> str:
        """What stands behind FROM for all sums."""
        parts = ", ".join(quoted(str(self.folder / part)) for part in self.manifest.parts)
        return f"read_parquet([{parts}], hive_partitioning=false)"

    def newest(self, store: Store) -> int | None:
        """The newest day of all, in whole days since 1970-01-01 UTC."""
        (day,) = store.connection.execute(f"SELECT max(day) FROM {self.relation()}").fetchone() or (None,)
        return None if day is None else int(day)

    def rows(self) -> str:
        """The SELECT of the sums as rows that are summed again."""
        keys = ", ".join(f"{own} AS k_{own}" for own in ("profile", "network", "kind", "actor"))
        return f"SELECT {keys}, count, day, CAST(NULL AS TINYINT) AS wrong FROM {self.relation()}"

    def _write(self, store: Store, name: str, select: str) -> None:
        path = self.folder / name
        store.connection.execute(f"""COPY (
            SELECT profile, CAST(network AS VARCHAR) AS network, CAST(kind AS VARCHAR) AS kind, actor, day,
                   CAST(sum(count) AS BIGINT) AS count
            FROM ({select}) GROUP BY ALL) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)""")
        _synced(path)

    def _commit(self, manifest: Manifest) -> None:
        path = self.folder / f"{MANIFEST}.new"
        path.write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")
        _synced(path)
        path.replace(self.folder / MANIFEST)
        _synced(self.folder)
        self.manifest = manifest
        self._sweep()

    def _sweep(self) -> None:
        """Remove what no manifest names."""
        for path in self.folder.glob(_PARTS):
            if path.name not in self.manifest.parts:
                path.unlink()

    def __enter__(self) -> State:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.close()


def _locked(path: Path) -> IO[bytes]:
    """The lock file, held until it is closed or the process ends, however that happens. Raises UsageError."""
    lock = path.open("ab")
    try:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # Windows
        pass
    except OSError:
        lock.close()
        raise UsageError(f"--state {path.parent}: another run is using it", "Wait until it has ended.") from None
    return lock


def _read(folder: Path) -> Manifest:
    """The manifest, or an empty one in a folder that has none. Raises InputError where it is none of ours."""
    path = folder / MANIFEST
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        manifest = Manifest([Counted(**one) for one in data.pop("files")], **data)
    except FileNotFoundError:
        return Manifest()
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError(f"{path}: not a manifest of rank --state", "Choose another folder.") from None
    if manifest.schema != 1:
        raise InputError(f"{path}: of a later version of influence", "Update influence, or choose another folder.")
    for part in manifest.parts:
        if not (folder / part).is_file():
            raise InputError(
                f"{folder / part}: missing, and the manifest names it", "Start a new state from the events."
            )
    return manifest


def _synced(path: Path) -> None:
    """Have the disk keep what was written."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # a folder cannot be opened everywhere
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
