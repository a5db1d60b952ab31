"""Output: a result goes to stdout or to a file that appears only when it is complete; notes go to stderr."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

import click

from influence import files
from influence.errors import UsageError
from influence.result import Problem


@contextmanager
def written(path: str | None, *, data: bool = False) -> Iterator[IO[str]]:
    """A text stream: stdout, or a file that takes its name when all of it is there. `data`: it is read by programs, so
    that it is UTF-8 whatever the terminal speaks. Raises UsageError."""
    if path is None or path == "-":
        if data and hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        yield sys.stdout
        return
    with placed(path) as target, target.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def placed(path: str) -> Iterator[Path]:
    """A path to write to, beside the wanted one, that becomes it in one step when nothing went wrong."""
    if not path:
        raise UsageError("-o: the name of the file is empty", "For example -o result.json")
    try:
        if Path(path).exists() and not Path(path).is_file():
            yield from _device(path, Path(path))
            return
        wanted = Path(os.path.realpath(path))  # a link stays one
        handle, name = tempfile.mkstemp(prefix=f".{wanted.name}.", dir=wanted.parent)
        os.close(handle)
    except (OSError, ValueError) as error:
        raise _cannot(path, error) from None
    target = Path(name)
    try:
        yield target
        umask = os.umask(0)
        os.umask(umask)
        target.chmod(0o666 & ~umask)
        target.replace(wanted)
    except OSError as error:
        raise _cannot(path, error) from None
    finally:
        target.unlink(missing_ok=True)


def copied(path: str | None, scratch: Path, write: Callable[[Path], None]) -> None:
    """What `write` writes to a real file, on stdout or in a file that takes its name when all of it is there. What is
    no file on disk gets it by way of `scratch`."""
    if path is None:
        sys.stdout.flush()
        _pour(scratch, write, sys.stdout.buffer)
        return
    with placed(path) as target:
        if target.is_file():
            write(target)
        else:
            with target.open("wb") as device:
                _pour(scratch, write, device)


def _pour(scratch: Path, write: Callable[[Path], None], stream: IO[bytes]) -> None:
    whole = scratch / "output"
    write(whole)
    with whole.open("rb") as file:
        shutil.copyfileobj(file, stream)


def _device(path: str, wanted: Path) -> Iterator[Path]:
    """A device or pipe is written to as it is. Raises UsageError, also for a folder."""
    try:
        with wanted.open("wb"):
            pass
        yield wanted
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot(path, error) from None


def _cannot(path: str, error: OSError | ValueError) -> UsageError:
    reason = files.why(error) if isinstance(error, OSError) else "no file can have such a name"
    return UsageError(f"-o {path}: {reason}", "Choose a file in a folder that is there and that you may write to.")


def not_input(path: str | None, exports: Sequence[str]) -> None:
    """Raises UsageError where the output would replace what is read."""
    for export in exports if path else ():
        try:
            same = os.path.samefile(path or "", export) and os.path.isfile(export)  # noqa: PTH113, PTH121
        except (OSError, ValueError):
            continue
        if same:
            raise UsageError(f"-o {path}: this is the export itself", "Choose another name.")


class Told(Protocol):
    """What knows how reading went."""

    @property
    def problems(self) -> list[Problem]: ...

    @property
    def warnings(self) -> list[str]: ...


def notes(result: Told) -> None:
    """What a person should know beside a result that a machine reads, on stderr."""
    from influence.render.numbers import clean

    for problem in result.problems:
        for line in problem_lines(problem):
            click.echo(clean(line), err=True)
    for warning in result.warnings:
        click.echo(clean(f"note: {warning}"), err=True)


def problem_lines(problem: Problem) -> Iterator[str]:
    """`file:row: what (value): why; what to do`, for the first few, and how many more there are."""
    what = f"{problem.what}: {problem.why}; {problem.do}"
    for example in problem.examples:
        row = f":{example.record}" if example.record is not None else ""
        value = f" ({example.value})" if example.value else ""
        yield f"{problem.source}{row}: {what}{value}"
    if not problem.examples:
        yield f"{problem.source}: {what}"
    if problem.count > len(problem.examples) > 0:
        yield f"{problem.source}: {problem.count - len(problem.examples):,} more like this"
