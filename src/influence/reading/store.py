"""Where events live while a run lasts: one DuckDB in memory, which may spill to a scratch folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import TracebackType

import duckdb

from influence.errors import UsageError

_TABLES = """
PRAGMA disable_optimizer;
SET TimeZone = 'UTC';
SET enable_progress_bar = false;
CREATE TABLE event_rows(profile VARCHAR, network VARCHAR, kind VARCHAR, count BIGINT, time TIMESTAMP, day INTEGER,
    post VARCHAR, actor VARCHAR, file INTEGER, record BIGINT, position INTEGER);
CREATE TABLE event_sums(profile VARCHAR, network VARCHAR, kind VARCHAR, day INTEGER, actor VARCHAR, count HUGEINT,
    rows BIGINT, file INTEGER);
CREATE TABLE files(file INTEGER, source VARCHAR, detail INTEGER, own_ids BOOLEAN, accounts BOOLEAN,
    followers BOOLEAN);
CREATE TABLE post_rows(network VARCHAR, post VARCHAR, time TIMESTAMP, url VARCHAR, label VARCHAR, file INTEGER,
    record BIGINT);
CREATE VIEW canonical AS SELECT e.* REPLACE (CASE WHEN NOT f.accounts THEN e.profile END AS profile), f.source
    FROM event_rows AS e JOIN files AS f ON f.file = e.file;
"""


def _opened() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:",
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1"},
    )
    connection.execute(_TABLES)
    return connection


_ahead: list[tuple[Thread, list[duckdb.DuckDBPyConnection]]] = []


def open_ahead() -> None:
    """Start to open a DuckDB, which takes it as long as importing what a score needs; the next Store takes it."""
    made: list[duckdb.DuckDBPyConnection] = []

    def opening() -> None:
        with suppress(duckdb.Error):  # a Store that finds none tries again, and says what is wrong
            made.append(_opened())

    thread = Thread(target=opening, daemon=True)
    with suppress(RuntimeError):  # where no more threads are allowed, it is opened when it is needed
        thread.start()
        _ahead.append((thread, made))


def _opened_ahead() -> duckdb.DuckDBPyConnection | None:
    if not _ahead:
        return None
    thread, made = _ahead.pop()
    thread.join()
    return made[0] if made else None


class Store:
    """A DuckDB connection with the relations `event_rows` and `post_rows`, the table `event_sums` of what the events of
    each file add up to by day, and a scratch folder; all go with it.

    The first two are tables, into which the events and posts of each file go; where there is much, views of the table
    of the first one's records, until `own_rows` makes tables of them."""

    much = False
    """Whether there is much to do: then work on all cores, plan well, and copy little."""

    _records: str | None = None
    """The table that is only shown; "" where there is none any more, None before the first file."""

    def __init__(self, memory_limit: str | None = None) -> None:
        self.scratch = Path(tempfile.mkdtemp(prefix="influence-"))
        try:
            self.connection = _opened_ahead() or _opened()
            self.connection.execute("SET temp_directory = ?", [str(self.scratch)])
            if memory_limit:
                self.connection.execute("SET memory_limit = ?", [memory_limit])
        except BaseException as error:
            shutil.rmtree(self.scratch, ignore_errors=True)
            if memory_limit and isinstance(error, duckdb.Error):
                raise UsageError(f"--memory-limit {memory_limit}: not a size", "Write it like 2GiB.") from None
            raise

    def use_every_core(self) -> None:
        """From now on work on all cores and plan well, which only pays where there is much to do."""
        self.much = True
        self.connection.execute("RESET threads; PRAGMA enable_optimizer")

    def add(self, events: str, posts: str, records: str) -> None:
        """Put into `event_rows` and `post_rows` what two SELECTs over the table `records` give. Where there is much,
        the first file's is only shown in them, so that it is not written twice."""
        relations = {"event_rows": events, "post_rows": posts}
        show = self.much and self._records is None
        if not show:
            self.own_rows()
        for name, rows in relations.items():
            self.connection.execute(
                f"DROP TABLE {name}; CREATE VIEW {name} AS {rows}" if show else f"INSERT INTO {name} {rows}"
            )
        self._records = records if show else ""

    def own_rows(self) -> None:
        """From now on `event_rows` and `post_rows` are tables, from which rows can be taken out."""
        if self._records:
            for name in ("event_rows", "post_rows"):
                self.connection.execute(
                    f"CREATE TABLE {name}_own AS SELECT * FROM {name}; DROP VIEW {name}; "
                    f"ALTER TABLE {name}_own RENAME TO {name}"
                )
            self.connection.execute(f"DROP TABLE {self._records}")
        self._records = ""

    def spare_memory(self) -> None:
        """From now on keep little in memory, whatever is read, and spill the rest to the scratch folder."""
        threads = os.cpu_count() or 1
        self.connection.execute(f"SET memory_limit = '{192 + 64 * threads}MiB'")

    def close(self) -> None:
        """Forget all of it."""
        self.connection.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
