"""Engines that must be started before a statement runs on them: PostgreSQL and Apache Spark. They fail where they are
missing: `make test-all` installs them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cases import Row
from cohorts import TYPES, Ask, in_duckdb, values


@contextmanager
def postgres() -> Iterator[Any]:
    """A connection to a PostgreSQL of our own, far from Greenwich, that nobody else can reach; it refuses to run as
    root, so that it then runs as nobody."""
    folder = Path(tempfile.mkdtemp(prefix="influence-pg-"))
    user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, "nobody", "nogroup")
    try:
        command = [_postgres("initdb"), "-D", folder / "data", "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*command, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)
        options = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "off", "TimeZone": "Asia/Tokyo"}
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [_postgres("postgres"), "-D", folder / "data", *flags], stdout=log, stderr=log, cwd=folder, **user
            )
        try:
            with _connected(server, folder) as connection:
                yield connection
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgres(command: str) -> str:
    places = os.pathsep.join([os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))])
    found = shutil.which(command, path=places)
    assert found, f"no {command}: install PostgreSQL (.ci/system does)"
    return found


def _connected(server: subprocess.Popen[bytes], folder: Path) -> Any:
    import psycopg

    for _ in range(600):
        try:
            return psycopg.connect(host=str(folder), user="tester", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            assert server.poll() is None, (folder / "log").read_text(encoding="utf-8")
            time.sleep(0.1)
    raise AssertionError((folder / "log").read_text(encoding="utf-8"))


def in_postgres(connection: Any, made: Sequence[Row], zoned: bool) -> Ask:
    """The rows in the table `events`; `zoned`: their times are moments."""
    kinds = TYPES | {"time": "TIMESTAMPTZ" if zoned else "TIMESTAMP"}
    columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
    connection.execute(f"DROP TABLE IF EXISTS events; CREATE TABLE events({columns})")
    with connection.cursor().copy("COPY events FROM STDIN") as copy:
        for row in values(made):
            copy.write_row(
                [
                    f"{value}Z" if zoned and name == "time" and value else value
                    for name, value in zip(TYPES, row, strict=True)
                ]
            )

    def ask(statement: str) -> list[Row]:
        cursor = connection.execute(statement)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return ask


FAST_START = "-XX:TieredStopAtLevel=1"
"""What makes a Java compile fast, where the work is small."""


@contextmanager
def spark(folder: Path) -> Iterator[Any]:
    """A Spark session of two threads in this process, far from Greenwich, with its files in the folder."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "Asia/Tokyo",
        "spark.sql.shuffle.partitions": "3",
        "spark.sql.warehouse.dir": str(folder),
        "spark.local.dir": str(folder),
        "spark.log.level": "ERROR",
        "spark.driver.extraJavaOptions": FAST_START,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def in_spark(session: Any, made: Sequence[Row], folder: Path, zoned: bool) -> Ask:
    """The rows in the table `events`, through Parquet; `zoned`: their times are moments."""
    path = str(folder / f"events-{zoned}.parquet")
    with in_duckdb(made, zoned) as ask:
        ask(f"COPY events TO '{path}' (FORMAT parquet)")
    session.read.parquet(path).createOrReplaceTempView("events")
    kind = session.table("events").schema["time"].dataType.typeName()
    assert kind == ("timestamp" if zoned else "timestamp_ntz")
    return lambda statement: [row.asDict() for row in session.sql(statement).collect()]
