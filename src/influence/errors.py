"""What can go wrong, and the exit code that says so. Everything else in the package stands above this module."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of the command line. The README's table is generated from these comments."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    GATE = 3
    INPUT = 4
    CONFIG = 5
    PARTIAL = 6

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.OK: "fine",
    ExitCode.INTERNAL: "internal error: a defect in influence itself",
    ExitCode.USAGE: "the command line is wrong",
    ExitCode.GATE: "a gate failed (`--fail-under`, `--fail-drop`), `verify` found a result untrue, "
    "or `formats check` other events",
    ExitCode.INPUT: "input missing, unreadable, unrecognised or empty of events",
    ExitCode.CONFIG: "a weights or format file is wrong",
    ExitCode.PARTIAL: "part of the input could not be read, under `--strict`",
}


class InfluenceError(Exception):
    """An error a person can act on: what is wrong, and what to do about it."""

    exit_code = ExitCode.INTERNAL

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(InfluenceError):
    """The command, an option or an argument of the API is wrong."""

    exit_code = ExitCode.USAGE


class InputError(InfluenceError):
    """An export is missing, unreadable, of no known format, or holds no events."""

    exit_code = ExitCode.INPUT


class ConfigError(InfluenceError):
    """A weights or format file is wrong; the message starts with its name and line."""

    exit_code = ExitCode.CONFIG


class PartialError(InfluenceError):
    """Something in the input could not be read and `--strict` was asked for."""

    exit_code = ExitCode.PARTIAL


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence with the known word nearest to `word`, or "" where none is near."""
    import difflib

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else ""
