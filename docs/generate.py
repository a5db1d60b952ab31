"""Writes the generated parts of README.md and the JSON Schema of the result. `make docs` runs it, CI runs it and
fails when something has changed."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from influence.cli import COMMANDS, influence
from influence.errors import ExitCode
from influence.formats import catalogue
from influence.result import json_schema

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SCHEMA = ROOT / "docs" / "result.schema.json"


def run(*arguments: str) -> str:
    """What a command prints on an 80 column page, without colour, run at the root of the checkout."""
    environment = {**os.environ, "NO_COLOR": "1"}
    environment.pop("INFLUENCE_WEIGHTS", None)
    done = subprocess.run(
        [sys.executable, "-m", "influence", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def demo() -> str:
    """The score of the example folder."""
    return f"```console\n$ influence score examples/demo\n{run('score', 'examples/demo')}```"


def exit_codes() -> str:
    """The table of exit codes."""
    return "\n".join(["| code | meaning |", "|---|---|", *(f"| {int(one)} | {one.meaning} |" for one in ExitCode)])


def formats() -> str:
    """The table of formats."""
    rows = [
        f"| `{one.id}` | {one.title} | {', '.join(one.kinds) or ('nothing received' if one.made else 'any kind')} "
        f"| {', '.join(one.never)} |"
        for one in catalogue.load_shipped().values()
    ]
    return "\n".join(["| format | what it is | measures | can never know |", "|---|---|---|---|", *rows])


def commands() -> str:
    """The help of every command."""
    return "\n\n".join(f"### {name}\n\n```text\n{text}\n```" for name, text in _helps())


def _helps() -> Iterator[tuple[str, str]]:
    context = click.Context(influence, info_name="influence", max_content_width=100, terminal_width=100)
    for name in COMMANDS:
        command = influence.get_command(context, name)
        assert command is not None
        yield from _help(f"influence {name}", command, context)


def _help(name: str, command: click.Command, parent: click.Context) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent, terminal_width=100)
    yield f"`{name}`", command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found is not None
            yield from _help(f"{name} {child}", found, context)


PARTS: dict[str, Callable[[], str]] = {
    "demo": demo,
    "exit codes": exit_codes,
    "formats": formats,
    "commands": commands,
}


def generated(readme: str) -> str:
    """The README with every generated part as the program gives it today."""
    for name, make in PARTS.items():
        marks = f"<!-- generated: {name} -->", "<!-- end -->"
        pattern = re.compile(f"({re.escape(marks[0])}\n).*?({re.escape(marks[1])})", re.DOTALL)
        text = make()
        readme, count = pattern.subn(lambda found, text=text: f"{found[1]}{text}\n{found[2]}", readme)
        if count != 1:
            raise SystemExit(f"README.md: the part {name!r} is there {count} times")
    return readme


def schema() -> str:
    """The JSON Schema of the result."""
    return json.dumps(json_schema(), indent=2) + "\n"


def main() -> None:
    """Write all of it."""
    README.write_text(generated(README.read_text("utf-8")), "utf-8")
    SCHEMA.write_text(schema(), "utf-8")


if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
    main()
