"""Output: a result goes to stdout or to a file that appears only when it is complete; notes go to stderr."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from influence.errors import UsageError
from influence.result import Problem, Result


@contextmanager
def written(path: str | None) -> Iterator[IO[str]]:
    """A text stream: stdout, or a file that takes its name when all of it is there. Raises UsageError."""
    if path is None or path == "-":
        yield sys.stdout
        return
    with placed(path) as target, target.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def placed(path: str) -> Iterator[Path]:
    """A path to write to, beside the wanted one, that becomes it in one step when nothing went wrong."""
    wanted = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{wanted.name}.", dir=wanted.parent)
        os.close(handle)
    except OSError as error:
        raise UsageError(f"-o {path}: {(error.strerror or str(error)).lower()}") from None
    target = Path(name)
    try:
        yield target
        umask = os.umask(0)
        os.umask(umask)
        target.chmod(0o666 & ~umask)
        target.replace(wanted)
    except OSError as error:
        raise UsageError(f"-o {path}: {(error.strerror or str(error)).lower()}") from None
    finally:
        target.unlink(missing_ok=True)


def notes(result: Result) -> None:
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
