"""The command line. Commands are imported only when they run, so that `influence --help` starts at once."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from influence import __version__
from influence.errors import ExitCode, InfluenceError

COMMANDS = {
    "score": ("influence.cli.score", "The score of some exports, with its whole receipt."),
    "whatif": ("influence.cli.questions", "The score beside what it would be if something were different."),
    "sensitivity": ("influence.cli.questions", "How far each number of the weights moves the score."),
    "next": ("influence.cli.questions", "What the next whole point of the score would take, signal by signal."),
    "trend": ("influence.cli.insights", "The score as of each day, week or month."),
    "posts": ("influence.cli.insights", "Posts by what they earned, by response, or against your usual."),
    "report": ("influence.cli.report", "A page about a score and its receipt: one HTML file that needs nothing else."),
    "card": ("influence.cli.card", "The score as a small picture: a card or a badge, as SVG."),
    "explain": ("influence.cli.results", "The arithmetic of a score, line by line, with its own numbers put in."),
    "verify": ("influence.cli.results", "Recompute a saved result from what it holds, and say whether it is true."),
    "diff": ("influence.cli.diff", "Why a score changed: the difference between two saved results, by cause."),
    "check": ("influence.cli.check", "What exports hold, what is odd about them, and what to download next."),
    "events": ("influence.cli.events", "Write exports as canonical events."),
    "rank": ("influence.cli.rank", "The score of every profile in a table of events, the highest first."),
    "calibrate": ("influence.cli.calibrate", "A weights file whose full amounts come from a cohort."),
    "sql": ("influence.cli.sql", "The score of every profile as one SQL statement for a warehouse."),
    "weights": ("influence.cli.weights", "Show, check or start a weights file."),
    "formats": ("influence.cli.formats", "The exports that can be read."),
    "schema": ("influence.cli.results", "Print the JSON Schema of the result or of an answer."),
}
"""Every command: where it lives, and the line `--help` shows without importing it."""


_NAMED = {"next": "next_"}
"""Commands whose name is a word of Python already."""


class Commands(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        home = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(home, _NAMED.get(cmd_name, cmd_name))
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS:
            from influence.errors import did_you_mean

            hint = did_you_mean(args[0], COMMANDS)
            if not hint and Path(args[0]).exists():
                hint = f"To score it: influence score {args[0]}"
            ctx.fail(f"no command {args[0]!r}. {hint}".strip())
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="influence %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def influence(debug: bool) -> None:
    """One number for what others did with what you published on your networks, and the whole receipt for it.

    Reads the exports that anybody can download, offline. Start with: influence score ~/Downloads
    """


def main() -> NoReturn:
    """The command `influence`: runs it and leaves with one of the exit codes."""
    gc.disable()  # a run is short, and DuckDB holds what is large: collecting would only cost its start
    _open_streams()
    for name in ("SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    _leave(run(sys.argv[1:]))


class _StoppedError(BaseException):
    """The system asked us to end, as Ctrl-C does: what was unpacked goes too."""


def _stop(number: int, _: object) -> NoReturn:
    raise _StoppedError(number)


def _open_streams() -> None:
    """Where the shell closed standard output or error, what goes there is lost and nothing else; and a letter that the
    terminal's encoding lacks is a question mark, not the end."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        getattr(sys, name).reconfigure(errors="replace")


def run(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments, to the last message, and give its exit code."""
    debug = "--debug" in arguments[:1]
    try:
        outcome = influence.main(list(arguments), "influence", standalone_mode=False)
        sys.stdout.flush()
        code = outcome if isinstance(outcome, int) else ExitCode.OK
    except InfluenceError as error:
        code = _complain(error.message, error.hint, error.exit_code, debug)
    except click.ClickException as error:
        error.show()
        code = ExitCode.USAGE
    except click.exceptions.Exit as error:
        code = error.exit_code
    except _StoppedError as error:
        code = 128 + int(error.args[0])
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except (BrokenPipeError, SystemExit):  # SystemExit: how click answers a closed pipe
        code = _closed_pipe()
    except OSError as error:
        code = _full_or_defect(error, debug)
    except RuntimeError as error:
        code = 130 if "Query interrupted" in str(error) else _defect(error, debug)  # Ctrl-C, as DuckDB tells it
    except Exception as error:  # the last resort: a defect must not look like a result
        code = _defect(error, debug)
    return code


def _leave(code: int) -> NoReturn:
    """End at once: everything is written and closed, and taking the interpreter apart would only take time."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or _closed_pipe()
    os._exit(code)


def _full_or_defect(error: OSError, debug: bool) -> int:
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _defect(error, debug)
    hint = "Make room where the output goes and where scratch files lie (TMPDIR names another folder)."
    return _complain("there is no space left to write to", hint, ExitCode.USAGE, debug)


def _defect(error: Exception, debug: bool) -> int:
    return _complain(f"internal error: {type(error).__name__}: {error}", _REPORT, ExitCode.INTERNAL, debug)


_REPORT = "This is a defect in influence. Run it again as `influence --debug ...` and report what it prints."


def _complain(message: str, hint: str, code: int, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exc()
    from influence.render.numbers import clean

    lines = [f"Error: {message}", *([hint] if hint else [])]
    click.echo("\n".join(clean(line) for text in lines for line in text.split("\n")), err=True)
    return code


def _closed_pipe() -> int:
    """Whoever read our output has seen enough; that is no error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.OK
