"""`influence calibrate`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

import click

from influence.cli import options, out
from influence.errors import UsageError
from influence.weights import Curve

if TYPE_CHECKING:
    from influence.calibration import Calibration


@click.command(short_help="A weights file whose full amounts come from a cohort.")
@click.argument("events", nargs=-1, required=True, metavar="EVENTS...")
@click.option("--percentile", type=float, metavar="P", help="What is full: this percentile of the amounts. [99]")
@click.option("--curve", type=click.Choice(get_args(Curve)), help="Give every signal this curve. [its own]")
@click.option("--min-profiles", type=int, default=100, show_default=True, help="Leave a signal that fewer received.")
@options.weights
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Change a weight: x.like.weight=2")
@click.option("--as-of", metavar="DAY", help="The day of the amounts. [the newest day in the input]")
@options.reading
@options.output
def calibrate(
    events: tuple[str, ...],
    percentile: float | None,
    settings: tuple[str, ...],
    output: str | None,
    quiet: bool,
    **how: Any,
) -> None:
    """A weights file whose full amounts come from a cohort: events of many profiles.

    `full` of each signal (`median` and `p90` with the curve loglogistic) becomes a percentile of what the profiles have
    that received any of it, by the score's own amounts, to three digits. Its `why` says of how many profiles and which
    days. Comments, order and all other numbers are those of the weights file it started from. What is full is full: at
    the 99th percentile the loudest in a hundred are equal, and a higher --percentile tells them apart.

    \b
    influence calibrate cohort.parquet -o weights.yaml
    influence calibrate cohort/*.csv --curve loglogistic --weights mine.yaml -o theirs.yaml
    """
    from influence import api
    from influence.render.numbers import clean

    if percentile is not None:
        if how["curve"] == "loglogistic":
            raise UsageError("--percentile is for full, and loglogistic takes the median and percentile 90 instead")
        how["percentile"] = percentile
    out.not_input(output, events)
    calibrated = api.calibrate(*events, set=settings, **how)
    with out.written(output, data=True) as stream:
        stream.write(calibrated.text)
    for line in () if quiet else _notes(calibrated):
        click.echo(clean(line), err=True)


def _notes(calibrated: Calibration) -> Iterator[str]:
    """What was set, what was left, and why."""
    from influence.render.numbers import count, span

    for problem in calibrated.problems:
        yield from out.problem_lines(problem)
    yield f"amounts as of {calibrated.as_of or 'no day'}, of {span(calibrated.first, calibrated.last)}"
    if calibrated.nameless:
        yield f"note: rows that name no profile, and are nobody's: {calibrated.nameless:,}"
    for network in calibrated.added:
        yield f"{network}: not in the weights, added from default"
    for one in calibrated.signals:
        name, before = f"{one.network} {one.kind}", _numbers(one.before)
        if one.left:
            yield f"{name}: left at {before}: {one.left}"
        else:
            yield f"{name}: {before} -> {_numbers(one.now)} ({count(one.profiles)} profiles)"
    if calibrated.absent:
        yield f"not in the input, left as they are: {', '.join(calibrated.absent)}"


def _numbers(numbers: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:,.15g}" for name, value in numbers.items())
