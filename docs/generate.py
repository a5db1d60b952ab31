"""Writes the generated parts of the documentation and the JSON Schema of the result: what the program really says.

`make docs` runs it. The tests and CI fail when something has changed since.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click

import influence
from influence import shipped, weights
from influence.answers import CONTRACTS
from influence.cli import COMMANDS
from influence.cli import influence as program
from influence.errors import ExitCode
from influence.events import KINDS, Kind
from influence.formats import catalogue, words
from influence.formats.model import Format
from influence.result import json_schema

ROOT = Path(__file__).resolve().parents[1]

OPEN, CLOSE = "<!-- generated: {} -->", "<!-- end -->"

DEMO = "influence score examples/demo"
DEMO_SHOWS = ("Networks", "x", "Posts that earned most")
SCRIPT = [
    "influence score examples/demo --json > result.json",
    "jq .score result.json",
    "jq -r '.networks[] | [.network, .score, .points, .contributes] | @tsv' result.json",
    "jq '.points == ([.networks[].contributes] | add)' result.json",
    "influence score examples/demo --fail-under 60 --quiet > /dev/null; echo $?",
    "influence events examples/demo | influence score - --json | jq .score",
    "influence verify result.json",
]
WEIGHTS = [
    "influence weights init",
    "influence weights check",
    "influence score examples/demo --json --set x.like.weight=2 --set window_days=30 | jq .score",
    "influence weights show --network mastodon --set mastodon.like.weight=2 | tail -n 9",
]
MOVED = [
    "influence score examples/demo --as-of 2026-11-01 --json > old.json",
    "influence diff old.json result.json | head -n 12",
    "influence score examples/demo --fragility | sed -n '/^Response/,/instagram saves/p'",
]
SEEN = {
    "influence whatif examples/demo --set x.like.weight=30": 99,
    "influence trend examples/demo": 99,
    "influence posts examples/demo --by usual --posts 2": 99,
    "influence sensitivity examples/demo": 10,
    "influence next examples/demo": 13,
}
"""What a terminal shows, and how many lines of it."""
RECEIPT = ["influence explain examples/demo --network mastodon | sed -n '/^  like/,/points =/p'"]
CHECK = ["influence check examples/demo/account_analytics_content_2026-09-01_2026-11-18.csv"]
RANK = [
    "printf 'profile,network,kind,count,time\\nann,x,like,120,2026-11-01\\nbob,x,like,9,2026-11-20\\n' > events.csv",
    "printf 'profile,network,kind,count\\nbob,linkedin,comment,4\\ncy,x,like,9\\n' > more.csv",
    "influence rank events.csv more.csv",
    "influence rank events.csv more.csv --to csv | head -n 2",
    "influence score events.csv more.csv --profile bob --json | jq .points",
]
SQL = [
    "influence events examples/x-higgs --to parquet -o events.parquet",
    "influence sql --dialect duckdb --table \"'events.parquet'\" --column x > score.sql",
    "python -c \"import duckdb; duckdb.sql(open('score.sql').read()).write_csv('/dev/stdout')\"",
    "influence sql --dialect postgres --table analytics.events | head -n 6",
]
WORKED = ["influence explain examples/worked/events.csv --weights examples/worked/weights.yaml"]


def environment(home: Path) -> dict[str, str]:
    """An environment in which nothing of whoever runs this shows."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INFLUENCE_")}
    for name in ("FORCE_COLOR", "XDG_CONFIG_HOME"):
        kept.pop(name, None)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    mine = {"HOME": str(home), "PATH": path, "TERM": "dumb", "COLUMNS": "80", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return kept | mine


def console(commands: list[str]) -> str | None:
    """What a shell prints for each command, one after the other in an empty folder that has the examples. None where
    the machine lacks jq."""
    if any("jq" in command for command in commands) and shutil.which("jq") is None:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "examples").symlink_to(ROOT / "examples")
        lines = [f"$ {command}\n{_run(command, Path(scratch))}" for command in commands]
    return f"```console\n{''.join(lines).rstrip()}\n```"


def _run(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def on_terminal(command: str) -> str:
    """What a terminal of 80 columns without colour shows for a command, run at the root of the checkout."""
    import pty

    ours, theirs = pty.openpty()
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            shlex.split(command),
            cwd=ROOT,
            env=environment(Path(home)),
            executable=str(Path(sys.executable).with_name("influence")),
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        text = b"".join(iter(lambda: _read(ours), b"")).decode("utf-8")
        os.close(ours)
        if process.wait():
            raise SystemExit(f"{command}: ended with {process.returncode}")
    return text.replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side has closed
        return b""


def demo() -> str:
    """The score of the example folder: the parts that a newcomer should see first."""
    first, *sections = on_terminal(DEMO).strip("\n").split("\n\n")
    shown = [first]
    for section in sections:
        if section.partition("\n")[0].partition(":")[0] in DEMO_SHOWS:
            shown.append(section)
        elif shown[-1] != "[...]":
            shown.append("[...]")
    return "\n\n".join([f"```console\n$ {DEMO}", *shown]) + "\n```"


def moves() -> str | None:
    """What moves the score: for a script, and as a terminal shows it."""
    piped = console(["influence score examples/demo --json > result.json", *MOVED])
    seen = "\n".join(f"$ {command}\n{_first_lines(on_terminal(command), lines)}" for command, lines in SEEN.items())
    return piped and piped.removesuffix("```") + f"{seen}\n```"


def _first_lines(text: str, most: int) -> str:
    lines = [line.rstrip() for line in text.rstrip("\n").splitlines()]
    return "\n".join([*lines[:most], *(["[...]"] if len(lines) > most else [])])


def exit_codes() -> str:
    """The table of exit codes."""
    return "\n".join(["| code | meaning |", "|---|---|", *(f"| {int(one)} | {one.meaning} |" for one in ExitCode)])


def formats() -> str:
    """The table of formats, a row for each network: people's exports, but no logs of who acted on whom."""
    rows = [
        f"| {network} | {'; '.join(one.title for one in group)} | {_kinds(group)} |"
        for network, every in _by_network()
        for group in [[one for one in every if not (one.made or one.is_log)]]
    ]
    return "\n".join(["| network | exports | measures |", "|---|---|---|", *rows])


def _by_network() -> list[tuple[str, list[Format]]]:
    """Every network in alphabetical order with its formats; last, what names its network itself."""
    groups: dict[str, list[Format]] = {}
    for one in catalogue.load_shipped().values():
        groups.setdefault(one.network or "any network", []).append(one)
    return sorted(groups.items(), key=lambda group: (group[0] == "any network", group[0]))


def _kinds(group: list[Format]) -> str:
    found = {kind for one in group for kind in one.measures}
    return ", ".join(kind for kind in KINDS if kind in found)


def formats_page() -> str:
    """Every format: where to get it, what it can and cannot say, and which of its columns is which kind."""
    return "\n\n".join(f"## {network}\n\n{chr(10).join(map(_format, group))}" for network, group in _by_network())


def _format(one: Format) -> str:
    lines = [f"### `{one.id}`: {one.title}", ""]
    if one.get:
        lines.append(f"- Download: {one.get}")
    lines.append(f"- Seen: {'; '.join(one.checked)}")
    if one.made:
        lines.append(f"- Holds what you did yourself ({one.made}), which is never scored.")
    kinds = [f"{kind}: {_names(one, kind)}" for kind in one.kinds]
    kinds += [f"{one.each}: every record"] if one.each else []
    words = one.fields.kind.values if one.fields.kind else {}
    kinds += [f"{kind}: {', '.join(w for w in words if words[w] == kind)}" for kind in dict.fromkeys(words.values())]
    lines += [f"- Measures {'; '.join(kinds)}"] if kinds else []
    lines += [f"- Can never know: {', '.join(one.never)}"] if one.never else []
    lines += [f"- {one.instead}"] if one.instead else []
    return "\n".join([*lines, ""])


def _names(one: Format, kind: Kind) -> str:
    """The columns of a kind, and those whose counts are added to it."""
    return " + ".join([", ".join(one.names_of(kind)), *one.added.get(kind, [])])


def commands() -> str:
    """The help of every command."""
    root = click.Context(program, info_name="influence", terminal_width=80, **program.context_settings)
    helps = [("influence", program.get_help(root))]
    for name in COMMANDS:
        command = program.get_command(root, name)
        assert command is not None
        helps.extend(_helps(command, root))
    return "\n\n".join(f"## `{name}`\n\n```text\n{text}\n```" for name, text in helps)


def _helps(command: click.Command, parent: click.Context) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=command.name, parent=parent)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from _helps(child, context)


Parts = dict[str, Callable[[], str | None]]

PAGES: dict[str, Parts] = {
    "README.md": {
        "demo": demo,
        "receipt": lambda: console(RECEIPT),
        "script": lambda: console(SCRIPT),
        "check": lambda: console(CHECK),
        "weights": lambda: console(WEIGHTS),
        "moves": moves,
        "rank": lambda: console(RANK),
        "sql": lambda: console(SQL),
        "formats": formats,
        "exit codes": exit_codes,
    },
    "docs/commands.md": {"commands": commands},
    "docs/formats.md": {"formats": formats_page},
    "docs/method.md": {"worked example": lambda: console(WORKED)},
}


def generated(name: str) -> str:
    """A page with every generated part as the program gives it today."""
    page = (ROOT / name).read_text("utf-8")
    for part, make in PAGES[name].items():
        page = _replaced(page, part, make())
    return page


def _replaced(page: str, part: str, text: str | None) -> str:
    before, opening, rest = page.partition(OPEN.format(part) + "\n")
    _, closing, after = rest.partition("\n" + CLOSE)
    if not (opening and closing) or OPEN.format(part) in after:
        raise SystemExit(f"the generated part {part!r} is not there once, from {OPEN.format(part)} to {CLOSE}")
    return page if text is None else f"{before}{opening}{text}{closing}{after}"


def parts_named(page: str) -> list[str]:
    """The generated parts that a page has room for."""
    return re.findall(OPEN.format("(.*?)"), page)


def shipped_files() -> list[Path]:
    """The YAML files of the package that every run reads."""
    return [weights.shipped_path(), *catalogue.shipped_files(), *words.files()]


def schemas() -> dict[Path, str]:
    """The JSON Schema of the result and of every answer, and where each is kept."""
    return {
        ROOT / "docs" / f"{name}.schema.json": json.dumps(json_schema(contract), indent=2) + "\n"
        for name, contract in CONTRACTS.items()
    }


def pictures() -> dict[Path, str]:
    """The pictures of the example folder that the README shows."""
    return {
        ROOT / "docs" / "card.svg": influence.card(ROOT / "examples" / "demo", weights=weights.shipped_path()),
        ROOT / "docs" / "badge.svg": influence.badge(ROOT / "examples" / "demo", weights=weights.shipped_path()),
    }


def main() -> None:
    """Write all of it."""
    for name in PAGES:
        (ROOT / name).write_text(generated(name), "utf-8")
    shipped.INDEX.write_text(shipped.index(shipped_files()), "utf-8")
    for path, text in {**schemas(), **pictures()}.items():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
