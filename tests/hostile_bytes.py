"""How the bytes of bad input are made, those that no program would write."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

HEADER = b"network,kind,count,time\n"
GOOD = b"x,like,1240,2026-11-01\nx,comment,88,2026-11-01\n"
TABLE = HEADER + GOOD
LINES = b'{"network":"x","kind":"like","count":1240,"time":"2026-11-01"}\n'
OUTBOX = {
    "orderedItems": [
        {
            "type": "Create",
            "published": "2026-11-01T10:00:00Z",
            "object": {"id": "p1", "content": "hello", "likes": {"totalItems": 12}, "shares": {"totalItems": 3}},
        }
    ]
}
ITEM = json.dumps(OUTBOX["orderedItems"][0])


def result() -> bytes:
    """A result as `influence score --json` writes it."""
    import influence

    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder, "in.csv")).write_bytes(TABLE)
        return influence.score(path).to_json().replace(str(path), "in.csv").encode()


def parquet(select: str) -> bytes:
    """A Parquet file of a query."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made.parquet")
        duckdb.connect().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
        return path.read_bytes()


def outbox(*items: str | bytes) -> bytes:
    made = [item.encode() if isinstance(item, str) else item for item in items or (ITEM,)]
    return b'{"orderedItems": [' + b", ".join(made) + b"]}"


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def zip_twice() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("in.csv"), TABLE)
        other = zipfile.ZipInfo("jn.csv")
        archive.writestr(other, TABLE + GOOD)
    return buffer.getvalue().replace(b"jn.csv", b"in.csv")


def zip_link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr(zipfile.ZipInfo("in.csv"), TABLE)
    return buffer.getvalue()


def zip_renamed(name: bytes, bad: bool = False) -> bytes:
    """A zip whose member has a name in some code page, which nothing in it tells."""
    plain = b"n" * len(name) + b".csv"
    made = zipped({plain.decode(): TABLE + (b"x,like,-1,\n" if bad else b"")})
    return made.replace(plain, name + b".csv")


def locked(data: bytes, *more: bytes) -> bytes:
    """A zip whose first member says that it is encrypted; members of `more` are added as they are."""
    members = {}
    for other in more:
        with zipfile.ZipFile(io.BytesIO(other)) as archive:
            members |= {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()} | members
    made = bytearray(zipped(members))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def method(data: bytes, method: int) -> bytes:
    made = bytearray(data)
    made[8] = method
    made[made.index(b"PK\x01\x02") + 10] = method
    return bytes(made)


def tarred(members: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", errors="surrogateescape") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def tar_specials() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
        for number, kind in enumerate(kinds):
            info = tarfile.TarInfo(f"{number}.csv")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("in.csv")
        info.size = len(TABLE)
        archive.addfile(info, io.BytesIO(TABLE))
    return buffer.getvalue()


def tar_size() -> bytes:
    info = tarfile.TarInfo("in.csv")
    info.size = 1 << 40
    return info.tobuf() + TABLE


def nested(depth: int) -> bytes:
    data = zipped({"in.csv": TABLE})
    for number in range(depth):
        data = zipped({f"{number}.zip": data})
    return data


def gzips(depth: int) -> bytes:
    data = TABLE
    for _ in range(depth):
        data = gzip.compress(data)
    return data


def changed(data: bytes, at: int, many: int = 1) -> bytes:
    return data[:at] + bytes(byte ^ 0x55 for byte in data[at : at + many]) + data[at + many :]
