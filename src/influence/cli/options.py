"""Options that several commands share, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

MAP = "What a column is: Herzen=like, Tag=time:%d.%m.%Y, kumo=network. Repeatable."

exports = click.argument("exports", nargs=-1, required=True, metavar="EXPORT...")
weights = click.option("--weights", metavar="FILE", help="The weights. [$INFLUENCE_WEIGHTS, ./weights.yaml, shipped]")


def reading(command: F) -> F:
    """How exports are read."""
    return _all(
        command,
        click.option("--format", "format", metavar="ID", help="Read every file as this format."),
        click.option("--formats", multiple=True, metavar="DIR", help="Also know the formats in this folder or file."),
        click.option("--map", "map", multiple=True, metavar="COLUMN=WHAT", help=MAP),
        click.option("--strict", is_flag=True, help="Exit with 6 where any part of the input could not be read."),
    )


def scoring(command: F) -> F:
    """What is scored, and with which numbers."""
    settings = click.option(
        "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Change a weight: x.like.weight=2"
    )
    return _all(command, weights, settings, *_SCORED)


def scenario(command: F) -> F:
    """What is scored, where changing it is the question."""
    return _all(command, weights, *_SCORED)


_SCORED = (
    click.option("--as-of", metavar="DAY", help="The day of the score. [the newest day in the input]"),
    click.option("--network", "networks", multiple=True, metavar="NAME", help="Only this network. Repeatable."),
    click.option("--profile", metavar="NAME", help="Whose score, where the rows name several profiles."),
    click.option("--posts", type=click.IntRange(min=0), metavar="N", help="List N posts. [5; in JSON and CSV: all]"),
)


def output(command: F) -> F:
    """Where a command's output goes."""
    return _all(
        command,
        click.option("-o", "--output", metavar="FILE", help="Write to a file, which appears only when complete."),
        click.option("-q", "--quiet", is_flag=True, help="No notes on stderr."),
    )


def _all(command: F, *options: Callable[[F], F]) -> F:
    for option in reversed(options):
        command = option(command)
    return command
