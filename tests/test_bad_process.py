"""Bad input where the process itself matters: pipes and streams that close, signals, locales, and what a bomb costs."""

from __future__ import annotations

import functools
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

import hostile_more
import influence
from hostile_bytes import HEADER, TABLE
from influence import api, cli
from influence.errors import InputError
from influence.reading import archives, local, store
from influence.reading.sources import Source

MIB = 1 << 20
INFLUENCE = f"'{sys.executable}' -m influence"
CLEAN = {key: value for key, value in os.environ.items() if key not in ("INFLUENCE_WEIGHTS", "PYTHONIOENCODING")}


def shell(command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """A line of bash, in which INFLUENCE is the program."""
    line = "set -o pipefail; " + command.replace("INFLUENCE", INFLUENCE)
    return subprocess.run(["bash", "-c", line], cwd=folder, env=CLEAN | environ, capture_output=True, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.csv").write_bytes(TABLE)
    label = '{"network":"x","kind":"like","count":5,"post":"é😀","label":"naïve 😀 日本"}\n'
    (tmp_path / "in.ndjson").write_text(label, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command, code, says",
    [
        ("INFLUENCE score in.csv --json | head -n 1", 0, ""),
        ("INFLUENCE events in.csv | true", 0, ""),
        ("INFLUENCE score in.csv >&-", 0, ""),
        ("INFLUENCE score none.csv 2>&-", 4, ""),
        ("INFLUENCE score - <&-", 4, "standard input"),
        ("INFLUENCE verify - <&-", 4, "standard input"),
        ("INFLUENCE score in.csv --json > /dev/full", 2, "no space"),
        ("INFLUENCE events in.csv > /dev/full", 2, "no space"),
        ("INFLUENCE events in.csv -o /dev/full", 2, "no space"),
        ("INFLUENCE score in.csv -o /dev/full && exit 9", 2, "no space"),
        ("INFLUENCE score in.csv -o /dev/stdout | cat", 0, ""),
        ("INFLUENCE score <(cat in.csv) --json | grep -c 1240", 0, ""),
        ("INFLUENCE score in.csv --weights <(INFLUENCE weights show --help)", 5, "plain YAML"),
        ("test -c /dev/full", 0, ""),
    ],
)
def test_streams_that_close_or_are_full(folder: Path, command: str, code: int, says: str) -> None:
    done = shell(command, folder)
    assert done.returncode == code, done.stderr.decode()
    assert says in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr


@pytest.mark.parametrize(
    "environ", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "de"}]
)
@pytest.mark.parametrize(
    "arguments", ["score in.ndjson", "score in.ndjson --json", "explain in.ndjson", "score é😀.csv"]
)
def test_an_encoding_that_lacks_letters(folder: Path, environ: dict[str, str], arguments: str) -> None:
    done = shell(f"INFLUENCE {arguments}", folder, **environ)
    assert done.returncode == (4 if "é" in arguments else 0), done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_is_stopped_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "scratch").mkdir()
    command = [sys.executable, "-m", "influence", "score", "-", "--json"]
    environ = CLEAN | {"TMPDIR": str(tmp_path / "scratch")}
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    listen = functools.partial(signal.signal, number, signal.SIG_DFL)  # a job in the background ignores it
    with subprocess.Popen(command, env=environ, preexec_fn=listen, **pipes) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(TABLE * 20_000)
        process.stdin.flush()
        for _ in range(600):
            if list((tmp_path / "scratch").glob("*/*")):
                break
            time.sleep(0.05)
        time.sleep(0.5)  # until it waits: what Python hears in the microsecond before a read, it acts on after it
        process.send_signal(number)
        assert process.wait(30) == 128 + number
        assert b"Traceback" not in process.stderr.read()
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_fifo_with_a_writer_is_read(folder: Path) -> None:
    os.mkfifo(folder / "fifo")
    writer = threading.Thread(target=(folder / "fifo").write_bytes, args=(TABLE,))
    writer.start()
    with (folder / "fifo").open("rb") as stream:
        assert stream.read() == TABLE
    writer.join()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def rows(size: int) -> bytes:
    return TABLE + b"x,like,0,2026-11-01\n" * (size // 20)


BOMBS = {
    "one member": lambda: zipped({"in.csv": rows(40 * MIB)}),
    "many members": lambda: zipped({f"{n}.csv": rows(MIB) + b"x,like,%d,\n" % n for n in range(40)}),
    "archives in an archive": lambda: zipped({f"{n}.zip": zipped({f"{n}.csv": rows(MIB)}) for n in range(40)}),
    "an archive in archives": lambda: zipped({"a.zip": zipped({"b.zip": zipped({"in.csv": rows(40 * MIB)})})}),
}


def complaint(path: Path) -> str:
    """What the program says about a file: its error, or the problems of its result."""
    try:
        return " ".join(problem.why for problem in influence.score(path).problems)
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_writes_no_more_than_its_budget(bomb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = BOMBS[bomb]()
    (tmp_path / "in.zip").write_bytes(data)
    free = 2 * MIB
    written = []

    def close(self: store.Store) -> None:
        written.append(sum(path.stat().st_size for path in self.scratch.rglob("*") if path.is_file()))
        closes(self)

    closes = store.Store.close
    monkeypatch.setattr(archives, "_FREE", free)
    monkeypatch.setattr(store.Store, "close", close)
    assert "a hundred times" in complaint(tmp_path / "in.zip")
    assert written
    assert max(written) <= free + 100 * len(data)


def test_what_is_no_bomb_is_read_from_a_pipe_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_FREE", 1000)
    noise = HEADER + b"".join(b"x,like,%d,2026-11-01\n" % (n * n % 1009) for n in range(20_000))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(zipped({"a.zip": zipped({"in.csv": noise})}))))
    assert influence.score("-").networks[0].lines[0].status == "measured"


def peak(arguments: list[str], folder: Path) -> tuple[int, bytes, int]:
    """The exit code, standard error and peak memory in MiB of a run."""
    code = (
        "import json, resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'influence', *sys.argv[1:]], capture_output=True)\n"
        "kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(json.dumps([done.returncode, done.stderr.decode(), kib]))"
    )
    run = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(run, cwd=folder, env=CLEAN, capture_output=True, timeout=120, check=True)
    exit_code, err, kib = json.loads(done.stdout)
    return (
        exit_code,
        err.encode(),
        kib // (1 if sys.platform == "darwin" else 1024) // (1024 if sys.platform == "darwin" else 1),
    )


HEAVY = {
    "a bomb": ("in.zip", lambda: zipped({"in.csv": rows(500 * MIB)}), 4),
    "an endless line": ("in.csv", lambda: TABLE + b"x" * (60 * MIB) + b"\n" + TABLE, 0),
    "millions of open quotes": ("in.csv", lambda: TABLE + b'"\n,' * (MIB) + b"\n", 0),
    "nested without end": ("in.json", lambda: b"[" * (30 * MIB), 4),
    "an endless text": ("in.ndjson", lambda: b'{"network":"' + b"x" * (60 * MIB), 4),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.thorough] * (name == "a bomb")) for name in HEAVY]
)
def test_memory_is_bounded(name: str, tmp_path: Path) -> None:
    file, made, code = HEAVY[name]
    (tmp_path / file).write_bytes(made())
    exit_code, err, mib = peak(["score", "--json", file], tmp_path)
    assert exit_code == code, err
    assert mib < 500


def test_what_duckdb_says_of_an_interrupt_is_no_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(api, "score", interrupted)
    assert cli.run(["score", "in.csv"]) == 130


def test_a_folder_that_may_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "locked").mkdir()
    scan = os.scandir

    def scandir(path: str | int) -> object:  # to root, all may be read
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    told = influence.score(folder).problems
    assert [(one.source, one.why) for one in told] == [(str(folder / "locked"), "permission denied")]
    with pytest.raises(InputError, match="locked: permission denied"):
        influence.score(folder / "locked")


def test_a_file_that_is_lost_while_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = local.keep

    def too_late(source: Source, *scratch: Path, table: bool = True) -> local.Local:
        (folder / "in.csv").unlink()
        return keep(source, *scratch, table=table)

    monkeypatch.setattr(local, "keep", too_late)
    with pytest.raises(InputError, match=r"in\.csv: was lost while it was read \(no such file or directory\)"):
        influence.score(folder / "in.csv")


def test_an_x_archive_of_five_gigabytes_is_scored_without_its_films(tmp_path: Path) -> None:
    path, film = tmp_path / "twitter-2026.zip", 5 << 30
    tweet = hostile_more.TWEET % ("1900000000000000001", "1900000000000000001", 5)
    with zipfile.ZipFile(path, "w") as archive:
        assert archive.fp is not None
        info = zipfile.ZipInfo("data/tweets_media/1900000000000000001-film.mp4")
        info.CRC, info.file_size, info.compress_size = 0, film, film
        info.header_offset = archive.fp.tell()
        archive.fp.write(info.FileHeader(zip64=True))
        archive.fp.seek(film, os.SEEK_CUR)  # a hole, which no disk stores
        archive.start_dir = archive.fp.tell()
        archive.filelist.append(info)
        archive.writestr("data/tweets.js", f"window.YTD.tweets.part0 = [ {tweet} ]")
        archive.writestr("data/like.js", "window.YTD.like.part0 = [ ]")
    assert path.stat().st_size > film
    assert path.stat().st_blocks * 512 < MIB
    exit_code, err, mib = peak(["score", "--json", "--quiet", "-o", "out.json", path.name], tmp_path)
    assert exit_code == 0, err
    assert mib < 200
    out = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert out["networks"][0]["lines"][0]["count"] == 5
    assert [one["count"] for one in out["left_out"] if "films" in one["why"]] == [1]
