"""Answers to questions about a score, for a person at a terminal or at the end of a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import Console

from influence.answers import Alternative, Move, NetworkChange, Next, NextLine, Order, Sensitivity, WhatIf
from influence.render import numbers, words
from influence.render.bars import Swing
from influence.render.ledger import Ledger, Row
from influence.render.numbers import clean, difference, points
from influence.render.page import GAP, HEADING, NETWORK, SCORE, Page

_MOVES = 16
"""How many numbers a tornado shows; the others move the score by less."""

_CHANGES = 6
"""How many changed numbers of the weights are named at a save."""

_NAME = 34
"""What a terminal gives the name of a scenario or of a number beside the numbers."""


def render_whatif(answer: WhatIf, console: Console) -> None:
    """Print the score of each scenario beside the score as it is, and where the difference comes from."""
    page = Page(console)
    page.line()
    page.fold((f"{numbers.score(answer.before.score)} of 100", HEADING))
    for one in answer.scenarios:
        page.fold(_beside(one))
    for one in answer.scenarios:
        page.heading(clean(one.name))
        render_changes(page, one.networks, answer.before.points, one.points)
        page.sentences(map(clean, one.notes))
    page.line()


def render_version(one: Alternative, before: int, console: Console) -> None:
    """Print the score under another version of the weights, and what is different since the version before."""
    page = Page(console)
    page.line()
    page.fold(
        (words.of_hundred(one.score), SCORE), f", {difference(one.difference) if one.difference else 'as before'}"
    )
    if one.coverage < 1:
        page.fold(f"{words.if_unknown(one.low, one.high)}, {words.coverage(one.coverage)}", rest=GAP)
    changes = clean(one.name).split(", ")
    more = [f"and {len(changes) - _CHANGES} more"] if len(changes) > _CHANGES else []
    page.fold(", ".join([*changes[:_CHANGES], *more]), rest=GAP)
    networks = [_moved(network) for network in one.networks if _moved(network).lines or network.difference]
    if networks:
        page.line()
        render_changes(page, networks, before, one.points)


def _moved(network: NetworkChange) -> NetworkChange:
    """The network with the signals that contribute another amount."""
    return replace(network, lines=[line for line in network.lines if line.difference])


def _beside(one: Alternative) -> str:
    return f"{numbers.score(one.score)} ({difference(one.difference)}): {clean(one.name)}"


def render_changes(page: Page, networks: Sequence[NetworkChange], before: int, after: int) -> None:
    """Print what each network and signal contributes before and after, and the difference, down to the sum."""
    header = Row(["contributes"], ["before", "after", "difference"])
    rows = [row for network in networks for row in _network_rows(page, network)]
    total = Row(["sum"], _numbers(before, after))
    ledger = Ledger(page, [header, *rows, total], drawn=False)
    if ledger.fits:
        ledger.print(header, rows, total)
        return
    page.sentences(_change(network) for network in networks)


def _network_rows(page: Page, network: NetworkChange) -> Iterator[Row]:
    yield Row([page.cut(clean(network.network), _NAME)], _numbers(network.before, network.contributes))
    for line in network.lines:
        yield Row([f"{GAP}{line.kind}"], _numbers(line.before, line.contributes))


def _numbers(before: int, after: int) -> list[str]:
    return [points(before), points(after), difference(after - before)]


def _change(network: NetworkChange) -> str:
    lines = ", ".join(f"{line.kind} {difference(line.difference)}" for line in network.lines if line.difference)
    of_lines = f" ({lines})" if lines else ""
    before, after, by = _numbers(network.before, network.contributes)
    return f"{clean(network.network)}: {before} before, {after} after, {by}{of_lines}"


# Sensitivity


def render_sensitivity(answer: Sensitivity, console: Console) -> None:
    """Print a tornado of the numbers that move the score most, the score under each preset, and which choices change
    the order of networks."""
    page = Page(console)
    part = numbers.percent(answer.by)
    page.line()
    page.fold((f"{numbers.score(answer.before.score)} of 100", HEADING))
    page.heading(f"Each number {part} less ({page.glyphs.shade}) and {part} more ({page.glyphs.solid})")
    _tornado(page, answer.moves)
    page.heading("Under other people's choices")
    for preset in answer.presets:
        cells = f"{GAP}{preset.name:<12}{GAP}{numbers.score(preset.score):>6}{GAP}{difference(preset.difference):>6}"
        page.beside(f"{cells}{GAP}", preset.title)
    page.heading("The order of networks")
    page.sentences(_order(order) for order in answer.orders)
    if not answer.orders and len(answer.before.networks) > 1:
        page.fold("None of these choices changes it.")
    elif not answer.orders:
        page.fold("There is one network.")
    page.line()


def _tornado(page: Page, moves: Sequence[Move]) -> None:
    shown = [move for move in moves[:_MOVES] if move.swing]
    header = Row(["number", "now"], ["less", "more"])
    most = max((abs(one.difference) for move in shown for one in (move.down, move.up)), default=0)
    rows = [
        Row(
            [page.cut(clean(move.key), _NAME), numbers.plain(move.value)],
            [difference(move.down.difference), difference(move.up.difference)],
            Swing(down=move.down.difference, up=move.up.difference, most=most),
        )
        for move in shown
    ]
    ledger = Ledger(page, [header, *rows])
    if ledger.fits:
        ledger.print(header, rows, None)
    else:
        page.sentences(f"{clean(row.left[0])} {row.left[1]}: {row.right[0]} less, {row.right[1]} more" for row in rows)
    still = [clean(move.key) for move in moves if not move.swing]
    if more := len(moves) - len(shown) - len(still):
        page.fold(f"{more} more move the score by less; --json lists them all")
    if still:
        page.fold(f"These do not move it: {', '.join(words.at_most(still, 10))}")


def _order(order: Order) -> str:
    turned = ", ".join(words.at_most([clean(choice) for choice in order.turned_by], 10))
    return f"That {clean(order.first)} is louder than {clean(order.second)} depends on a choice: not so with {turned}."


# The next whole point


def render_next(answer: Next, console: Console) -> None:
    """Print what the next whole point would take, signal by signal."""
    page = Page(console)
    page.line()
    page.fold((f"{numbers.score(answer.before.score)} of 100", HEADING))
    page.fold(
        f"One whole point more, {points(answer.target)}, would take this much more of one signal alone, on "
        f"{clean(answer.before.as_of or 'the same day')}, from people who are not in the exports yet. This is "
        f"arithmetic with these weights, and not advice."
    )
    header = Row(["signal", "count"], ["more", "then"])
    tables = [(one.network, [_next_row(line) for line in one.lines]) for one in answer.networks]
    ledger = Ledger(page, [header, *(row for _, rows in tables for row in rows)], drawn=False)
    for network, rows in tables:
        page.heading(clean(network), NETWORK)
        if ledger.fits:
            ledger.print(header, rows, None)
        else:
            page.sentences(f"{row.left[0]}: {row.note or f'{row.right[0]} more, then {row.right[1]}'}" for row in rows)
    page.line()


def _next_row(line: NextLine) -> Row:
    if line.status == "open":
        count, add, then = line.count or 0, line.add or 0, line.points or 0
        return Row([line.kind, numbers.count(count)], [f"+{numbers.count(add)}", points(then)])
    return Row([line.kind, ""], ["", ""], note=_closed(line))


def _closed(line: NextLine) -> str:
    if line.status == "full":
        return "full: no number of these gives more"
    if line.status == "short":
        return f"not enough alone: all that these can give makes {points(line.points or 0)}"
    return "not in these exports"
