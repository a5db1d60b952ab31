"""Weights for a person: every number in force, why it is what it is, where it comes from, and what `--set` changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console

from influence.errors import UsageError, did_you_mean
from influence.render.numbers import clean
from influence.render.page import GAP, HEADER, NETWORK, NOTE, Page
from influence.weights import NetworkWeights, Signal, Weights, WeightsFile


@dataclass(frozen=True)
class _Row:
    """A name, its numbers, why they are what they are, and what they were before `--set`."""

    cells: Sequence[str]
    why: str = ""
    source: str = ""
    before: str = ""


def render(file: WeightsFile, console: Console, network: str | None) -> None:
    """Print the numbers in force, of all networks or of one. Raises UsageError for a network without a block."""
    blocks = file.weights.networks
    if network is not None and network not in blocks:
        hint = did_you_mean(network, blocks) or f"It is scored with `default`. Blocks: {', '.join(blocks)}."
        raise UsageError(f"--network {network}: no block of that name", hint)
    page, written = Page(console), file.written()
    page.fold(f"{clean(file.path)}, sha256 {file.sha256[:12]}", first="", rest=GAP)
    if file.settings:
        page.fold((f"changed by --set {' --set '.join(map(clean, file.settings))}", NOTE), first="", rest=GAP)
    page.line()
    _table(page, list(_general(file.weights, written)))
    for name in [network] if network else blocks:
        page.heading(clean(name), NETWORK)
        _table(page, [_voice(blocks[name], written.networks.get(name))])
        page.line()
        _table(page, list(_signals(blocks[name], written.networks.get(name))), ["signal", "weight", "full"])


def _table(page: Page, rows: Sequence[_Row], header: Sequence[str] = ()) -> None:
    """Print rows whose first two cells line up on both sides, with the prose beside them."""
    cells = [row.cells for row in rows] + ([header] if header else [])
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    if header:
        page.line((_line(header, widths), HEADER))
    for row in rows:
        line = _line(row.cells, widths)
        page.beside(line + GAP, _prose(row))
        if row.before:
            page.fold((row.before, NOTE), first=GAP * 2, rest=GAP * 3)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers = cells
    right = (" " * (width - cell_len(cell)) + cell for cell, width in zip(numbers, widths[1:], strict=True))
    return GAP + GAP.join([name + " " * (widths[0] - cell_len(name)), *right])


def _prose(row: _Row) -> str:
    return " ".join(filter(None, (clean(row.why), f"[{clean(row.source)}]" if row.source else "")))


def _general(now: Weights, written: Weights) -> Iterator[_Row]:
    for name in ("window_days", "half_life_days", "same_person"):
        value, before = _number(getattr(now, name)), _number(getattr(written, name))
        yield _Row([name, value], now.why.get(name, ""), now.source.get(name, ""), _before(value, before))
    combine, was = now.combine, written.combine
    yield _Row(["combine.rule", combine.rule], combine.why, combine.source, _before(combine.rule, was.rule))
    points = _number(combine.points)
    yield _Row(["combine.points", points], before=_before(points, _number(was.points)))


def _voice(block: NetworkWeights, written: NetworkWeights | None) -> _Row:
    voice = _number(block.voice)
    return _Row(["voice", voice], block.why, block.source, _before(voice, _number(written.voice) if written else ""))


def _signals(block: NetworkWeights, written: NetworkWeights | None) -> Iterator[_Row]:
    before = written.signals if written else {}
    for kind, signal in block.signals.items():
        numbers = [_number(signal.weight), _curve(signal)]
        yield _Row([kind, *numbers], signal.why, signal.source, _signal_before(numbers, before.get(kind)))


def _signal_before(numbers: Sequence[str], written: Signal | None) -> str:
    if written is None:
        return "set on the command line, not in the file"
    names = zip(("weight", "full"), numbers, (_number(written.weight), _curve(written)), strict=True)
    changed = [f"{name} {was}" for name, now, was in names if now != was]
    return f"in the file: {', '.join(changed)}" if changed else ""


def _before(now: str, written: str) -> str:
    return f"in the file: {written}" if now != written else ""


def _curve(signal: Signal) -> str:
    """What counts as full, with the curve where it is not the usual one."""
    if signal.curve == "loglogistic":
        return f"median {_number(signal.median)}, p90 {_number(signal.p90)}"
    return _number(signal.full) if signal.curve == "log" else f"{signal.curve} {_number(signal.full)}"


def _number(value: float | None) -> str:
    return "null" if value is None else f"{value:,.15g}"
