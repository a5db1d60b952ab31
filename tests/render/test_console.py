from __future__ import annotations

import io
import sys

import pytest
from rich.text import Text

from influence.render.console import PIPED_WIDTH, console, consoles

LOUD = Text("loud", "bold cyan")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, **environ: str) -> str:
    console(stream, environ).print(LOUD)
    return stream.getvalue()


def test_a_pipe_gets_no_escapes_and_a_terminal_does() -> None:
    assert shown(io.StringIO(), TERM="xterm-256color") == "loud\n"
    assert shown(Terminal(), TERM="xterm-256color") == "\x1b[1;36mloud\x1b[0m\n"


def test_no_color_beats_force_color_and_leaves_bold() -> None:
    assert shown(Terminal(), NO_COLOR="1") == "\x1b[1mloud\x1b[0m\n"
    assert shown(Terminal(), NO_COLOR="1", FORCE_COLOR="1") == "\x1b[1mloud\x1b[0m\n"
    assert shown(io.StringIO(), NO_COLOR="1", FORCE_COLOR="1") == "loud\n"
    assert shown(Terminal(), NO_COLOR="") == "\x1b[1;36mloud\x1b[0m\n"


def test_force_color_colours_a_pipe() -> None:
    assert shown(io.StringIO(), FORCE_COLOR="1") == "\x1b[1;36mloud\x1b[0m\n"
    assert shown(io.StringIO(), FORCE_COLOR="") == "loud\n"


def test_a_dumb_terminal_gets_no_escapes_unless_forced() -> None:
    assert shown(Terminal(), TERM="dumb") == "loud\n"
    assert shown(Terminal(), TERM="dumb", FORCE_COLOR="1") == "\x1b[1;36mloud\x1b[0m\n"


def test_the_environment_of_the_process_changes_nothing_behind_our_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS"):
        monkeypatch.setenv(name, "1")
    quiet = console(io.StringIO(), {})
    assert (quiet.is_terminal, quiet.is_interactive, quiet.width) == (False, False, PIPED_WIDTH)


def test_a_pipe_neither_wraps_nor_cuts() -> None:
    stream = io.StringIO()
    console(stream, {"TERM": "dumb"}).print(Text("wide " * 500))
    assert len(stream.getvalue().splitlines()) == 1


def test_progress_needs_a_terminal_even_with_forced_colour() -> None:
    assert not console(io.StringIO(), {"FORCE_COLOR": "1"}).is_interactive
    assert console(Terminal(), {}).is_interactive


def test_data_is_not_markup() -> None:
    stream = io.StringIO()
    console(stream, {}).print("[red]12[/red] :smile:")
    assert stream.getvalue() == "[red]12[/red] :smile:\n"


def test_an_old_encoding_is_no_error() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="latin-1")
    console(stream, {}).print("é 漢 👍")
    stream.flush()
    assert raw.getvalue() == b"\xe9 ? ?\n"


def test_a_closed_pipe_is_for_the_caller_to_judge() -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        console(Closed(), {}).print("anything")


def test_the_pair_writes_to_both_streams(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = consoles({})
    out.print("result")
    err.print("note")
    assert capsys.readouterr() == ("result\n", "note\n")


def test_a_stream_that_the_shell_closed_swallows_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    consoles({}).out.print("nobody listens")
