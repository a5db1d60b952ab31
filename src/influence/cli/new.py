"""The contributor's loop: a format file from an unknown file, and a format held against a sample."""

from __future__ import annotations

import difflib
import json
import re
import shlex
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from influence.cli import out
from influence.errors import ExitCode, InputError, UsageError
from influence.formats import catalogue
from influence.render.numbers import clean

if TYPE_CHECKING:
    from influence.reading.guess.propose import Proposal, Question

_SHOWN = 5
EXPECTED = ("events.ndjson", "error.txt")


def start(
    path: str,
    columns: list[str],
    output: str | None,
    force: bool,
    network: str | None,
    identifier: str | None,
    per: str | None,
    part: str | None,
    folders: tuple[str, ...],
) -> None:
    """Write a format file for a file of no known format, and show what it gives."""
    from influence import api
    from influence.formats.write import to_yaml

    if output or identifier:
        _not_there(Path(output or f"{identifier}.yaml"), force)
    while True:
        made = api.propose(
            path, columns, identifier=identifier or "new", network=network, per=per, part=part, formats=folders
        )
        if made.questions:
            network = _answer(path, made, columns, network)
        elif not _explained(made, columns):
            break
    identifier = identifier or f"{re.sub('[^a-z0-9]+', '-', (made.network or 'my').lower()).strip('-')}-export"
    target = Path(output or f"{identifier}.yaml")
    _not_there(target, force)
    assert made.format is not None
    _say(made)
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch, target.name)
        draft.write_text(to_yaml(made.format, made.notes), "utf-8")
        declared = catalogue.read(draft)
        _show_events(path, draft, declared.id, folders)
        with out.placed(str(target)) as placed:
            placed.write_bytes(draft.read_bytes())
    named, export = shlex.quote(str(target)), shlex.quote(path)
    click.echo(f"{target}: written. Look at it, then: influence formats check {named} {export}")
    click.echo(f"To use it: influence score {export} --formats {named}")


def _answer(path: str, made: Proposal, columns: list[str], network: str | None) -> str | None:
    """Put the first question; the answer goes to `columns` or is the network. Raises InputError off a terminal."""
    question = made.questions[0]
    if not _on_a_terminal():
        why, say = question.to_say("--column")
        raise InputError(f"{path}: {why}", say)
    if question.choices == ("network",):
        return str(click.prompt(clean(question.why), err=True)).strip()
    click.echo(clean(": ".join(filter(None, [question.column, question.why]))), err=True)
    for number, choice in enumerate(question.choices, 1):
        click.echo(clean(f"  {number}  {choice}"), err=True)
    while (answer := _understood(str(click.prompt("Number, or COLUMN=WHAT", err=True)), question, made)) is None:
        click.echo("  that is none of them", err=True)
    columns.append(answer)
    return network


def _explained(made: Proposal, columns: list[str]) -> bool:
    """Ask on a terminal what the columns of numbers are whose names say nothing, and whether there were any."""
    from influence.reading.guess.words import LEFT, ROLES

    if not _on_a_terminal():
        return False
    free = [role for role in ROLES if role == LEFT or role not in made.roles.values()]
    for name in made.unclear:
        examples = ", ".join(list(dict.fromkeys(filter(None, made.seen.columns[name])))[:3])
        asked = clean(f"{name}: holds numbers ({examples}); which kind is it?")
        while (answer := str(click.prompt(asked, default=LEFT, err=True)).strip()) not in free:
            click.echo(f"  it can be {', '.join(free)}", err=True)
        columns.append(f"{name}={answer}")
        free = [role for role in free if role != answer or role == LEFT]
    return bool(made.unclear)


def _not_there(target: Path, force: bool) -> None:
    if target.exists() and not force:
        raise UsageError(f"{target}: is already there", "Choose another with -o or --id, or --force to replace it.")


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _understood(answer: str, question: Question, made: Proposal) -> str | None:
    """What a person typed, as COLUMN=WHAT: the number of a choice, a choice, or another column; None for anything
    else."""
    from influence.reading.guess.words import parse_given

    if answer.isdecimal():
        at = int(answer) - 1
        answer = question.choices[at] if 0 <= at < len(question.choices) else ""
    said = answer if "=" in answer else f"{question.column}={answer}"
    try:
        given = parse_given([said])
    except UsageError:
        return None
    return said if all(made.seen.name_of(name) for name in given) else None


def _say(made: Proposal) -> None:
    """What each column was taken for, and why, on stderr."""
    for name, own in made.roles.items():
        click.echo(clean(f"{name}: {own}{' ' + made.times[0] if own == 'time' and made.times else ''}"), err=True)
    for note in made.notes:
        click.echo(clean(f"note: {note}"), err=True)
    for name in made.unclear:
        click.echo(clean(f'note: {name}: holds numbers and is left; is it a kind? --column "{name}=like"'), err=True)


def _show_events(path: str, draft: Path, identifier: str, folders: tuple[str, ...]) -> None:
    """Read the file by its new format: the first events, and the sum of each kind."""
    from influence import api

    with api.read(path, formats=[*folders, str(draft)], format=identifier) as read:
        sums: Counter[str] = Counter()
        for number, event in enumerate(read):
            sums[event.kind] += event.count
            if number < _SHOWN:
                told = f"{event.time or 'no day'}  {event.network} {event.kind} {event.count:,}  {event.post or ''}"
                click.echo(f"  {clean(told)}".rstrip())
        problems = read.problems
    click.echo("  " + ", ".join(f"{kind} {count:,}" for kind, count in sums.items()) + ", all together")
    for problem in problems:
        for line in out.problem_lines(problem):
            click.echo(clean(line), err=True)


def held_against(identifier: str, sample: str, update: bool, folders: Sequence[str]) -> int:
    """Compare what a sample gives with what stands beside it; say the difference."""
    is_file = identifier.endswith((".yaml", ".yml"))
    known = [*folders, identifier] if is_file else list(folders)
    declared = catalogue.read(Path(identifier)) if is_file else catalogue.find(catalogue.load(folders), identifier)
    path = Path(sample)
    folder = path if path.is_dir() else path.parent
    paths = sorted(one for one in path.iterdir() if one.name not in EXPECTED) if path.is_dir() else [path]
    gave, lines = _gives(declared.id, paths, folder, known, (folder / "error.txt").exists() or bool(declared.made))
    expected = folder / gave
    before = expected.read_text("utf-8").splitlines() if expected.exists() else None
    if update:
        expected.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    if before is None:
        click.echo("\n".join(lines))
        click.echo(f"{expected}: {'written' if update else 'is not there; --update writes it'}", err=True)
        return ExitCode.OK
    changes = list(
        difflib.unified_diff(_plain(before), _plain(lines), str(expected), "what it gives", lineterm="", n=0)
    )
    click.echo("\n".join(changes) if changes else f"{declared.id}: {len(lines):,} lines, as in {expected}")
    if changes and update:
        click.echo(f"{expected}: written", err=True)
    return ExitCode.GATE if changes and not update else ExitCode.OK


def _plain(lines: Sequence[str]) -> list[str]:
    return [
        json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":")) if line.startswith("{") else line
        for line in lines
    ]


def _gives(
    identifier: str, paths: Sequence[Path], folder: Path, known: Sequence[str], error: bool
) -> tuple[str, list[str]]:
    """The file that says what an example gives, and its lines. Raises InputError where the format reads none of it."""
    from influence import api

    def near(text: str) -> str:
        return text.replace(f"{folder.as_posix()}/", "")

    try:
        with api.read(*paths, formats=known) as read, tempfile.TemporaryDirectory() as scratch:
            used = [one.format for one in read.inputs]
            if identifier not in used:
                raise UsageError(f"{paths[0]}: was read as {', '.join(sorted(set(used)))}, not as {identifier}")
            read.write(Path(scratch, "events"))
            rows = [json.loads(line) for line in Path(scratch, "events").read_text("utf-8").splitlines()]
            for problem in read.problems:
                for line in out.problem_lines(problem):
                    click.echo(clean(line), err=True)
            for warning in read.warnings:
                click.echo(clean(f"note: {warning}"), err=True)
    except InputError as failure:
        if not error:
            raise
        return "error.txt", near(str(failure)).splitlines()
    rows = [row | {"source": near(row["source"])} for row in rows]
    return "events.ndjson", [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
