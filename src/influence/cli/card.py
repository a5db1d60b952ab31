"""`influence card`."""

from __future__ import annotations

from typing import Any

import click

from influence.cli import options, out
from influence.errors import UsageError
from influence.result import Result


@click.command(short_help="The score as a small picture: a card or a badge, as SVG.")
@options.exports
@click.option("--badge", is_flag=True, help="A badge instead of a card: the score beside the word.")
@click.option("--json", "as_json", is_flag=True, help="With --badge: the JSON that shields.io draws a badge from.")
@click.option(
    "--theme",
    type=click.Choice(["auto", "light", "dark"]),
    help="The card's colours. [auto: what the reader prefers]",
)
@options.scoring
@options.reading
@options.output
def card(
    exports: tuple[str, ...],
    badge: bool,
    as_json: bool,
    theme: Any,
    output: str | None,
    quiet: bool,
    **how: Any,
) -> None:
    """The score as a small picture for a README or a slide: a card or a badge, as SVG.

    EXPORT is what `influence score` takes, or a result that `influence score --json` wrote.

    \b
    influence card result.json -o card.svg
    influence card result.json --badge -o badge.svg
    """
    from influence.cli.score import saved_or_scored

    if badge and theme:
        raise UsageError("--theme is for the card", "A badge looks the same on light and on dark.")
    if as_json and not badge:
        raise UsageError("--json is for --badge", "For the result itself: influence score EXPORT... --json")
    out.not_input(output, exports)
    drawn = _drawn(saved_or_scored(exports, **how), badge, as_json, theme or "auto")
    with out.written(output, data=True) as stream:
        stream.write(drawn)


def _drawn(result: Result, badge: bool, as_json: bool, theme: Any) -> str:
    if badge:
        from influence.render.badge import to_badge, to_endpoint

        return to_endpoint(result) if as_json else to_badge(result)
    from influence.render.card import to_svg

    return to_svg(result, theme)
