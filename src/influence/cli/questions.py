"""Questions about a score: `influence whatif|sensitivity|next`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from influence.cli import options, out
from influence.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from influence.answers import Next, Sensitivity, WhatIf

    Answer = TypeVar("Answer", WhatIf, Sensitivity, Next)

_json = click.option("--json", "as_json", is_flag=True, help="The answer as JSON, by its schema.")


@click.command(short_help="The score beside what it would be if something were different.")
@options.exports
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="With this weight: x.like.weight=2")
@click.option("--against", multiple=True, metavar="FILE|PRESET", help="With other weights. Repeatable: compares them.")
@click.option("--without", multiple=True, metavar="NETWORK", help="Without this network. Repeatable.")
@click.option("--add", multiple=True, metavar="N.K=+NUMBER", help="With more activity: x.comment=+50, x.comment=+10%")
@_json
@options.scenario
@options.reading
@options.output
def whatif(exports: tuple[str, ...], settings: tuple[str, ...], **how: Any) -> None:
    """The score beside what it would be if something were different, by network and signal.

    All of --set, --without and --add are one scenario; each --against is one of its own, with a weights file or with a
    shipped preset (altmetric, base-rates, equal, ranker).

    +50 comes on the day of the score, from 50 people who are not in the exports yet. +10% makes every day's a tenth
    more.

    \b
    influence whatif ~/Downloads --set half_life_days=30
    influence whatif ~/Downloads --against equal --against mine.yaml
    influence whatif ~/Downloads --without mastodon --add x.comment=+50
    """
    from influence import api
    from influence.render.answers import render_whatif

    _answer(api.whatif, render_whatif, exports, set=settings, **how)


@click.command(short_help="How far each number of the weights moves the score.")
@options.exports
@click.option("--by", default="25%", show_default=True, metavar="PART", help="How far: 25% or 0.25.")
@_json
@options.scoring
@options.reading
@options.output
def sensitivity(exports: tuple[str, ...], by: str, settings: tuple[str, ...], **how: Any) -> None:
    """How far the score moves when each number of the weights goes down and up, the widest first; what it is under
    the shipped presets; and whether the order of two networks depends on a choice.

    \b
    influence sensitivity ~/Downloads
    influence sensitivity ~/Downloads --by 10% --json | jq '.moves[0]'
    """
    from influence import api
    from influence.render.answers import render_sensitivity

    _answer(api.sensitivity, render_sensitivity, exports, by=_part(by), set=settings, **how)


@click.command("next", short_help="What the next whole point of the score would take, signal by signal.")
@options.exports
@_json
@options.scoring
@options.reading
@options.output
def next_(exports: tuple[str, ...], settings: tuple[str, ...], **how: Any) -> None:
    """What the next whole point of the score would take: of each signal alone, the smallest whole number of additional
    activity, found by the arithmetic. It is arithmetic, not advice.
    """
    from influence import api
    from influence.render.answers import render_next

    _answer(api.next_point, render_next, exports, set=settings, **how)


def _answer(
    ask: Callable[..., Answer],
    render: Callable[[Answer, Console], None],
    exports: tuple[str, ...],
    as_json: bool,
    output: str | None,
    quiet: bool,
    **how: Any,
) -> None:
    """Ask, and write the answer. The posts are only shown in the JSON."""
    if not as_json:
        how["posts"] = 0
    out.not_input(output, exports)
    answer = ask(*exports, **how)
    with out.written(output) as stream:
        if as_json:
            stream.write(answer.to_json() + "\n")
        else:
            from influence.render import console

            render(answer, console.consoles().out if stream is sys.stdout else console.console(stream, {}))
    if not quiet:
        out.notes(answer.before)


def _part(text: str) -> float:
    """`25%` or `0.25` as a number. Raises UsageError."""
    number, percent, rest = text.strip().partition("%")
    try:
        part = float(number) / (100 if percent else 1)
    except ValueError:
        part = 0.0
    if rest or not 0 < part < 1:
        raise UsageError(f"--by {text}: not a part between 0 and 1", "Write a quarter as 25% or 0.25.")
    return part
