"""The difference between two results for a person: each cause with its points, and what they add up to."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console

from influence.answers import Cause, Difference
from influence.causes import CAUSES
from influence.render import markdown, numbers
from influence.render.numbers import clean, points
from influence.render.page import GAP, HEADER, Page

_UP, _DOWN = "green", "magenta"


def render(difference: Difference, console: Console) -> None:
    """Print the two scores and the causes between them, largest first; below each the signals that it moved."""
    page = Page(console)
    page.line()
    page.fold(
        f"{points(difference.before)} before, {points(difference.after)} now: ",
        (numbers.difference(difference.difference), _colour(difference.difference)),
    )
    if not difference.causes:
        page.fold("nothing moved the score")
        page.sentences(map(clean, difference.notes))
        return
    page.heading("Causes")
    rows = list(_rows(difference))
    width = max(cell_len(name) for name, *_ in rows)
    page.line((f"{GAP}{'cause':<{width}}{GAP}{'points':>8}", HEADER))
    for name, moved, why in rows:
        padded = name + " " * (width - cell_len(name))
        page.beside(f"{GAP}{padded}{GAP}{numbers.difference(moved):>8}{GAP}", why)
    page.line(f"{GAP}{' ' * width}{GAP}{page.glyphs.rule * 8}")
    page.line((f"{GAP}{'sum':<{width}}{GAP}{numbers.difference(difference.difference):>8}", "bold"))
    if difference.notes:
        page.line()
        page.sentences(map(clean, difference.notes))


def to_markdown(difference: Difference) -> str:
    """The two scores, a table of the causes, and what to know beside them."""
    scores = f"{points(difference.before)} before, {points(difference.after)} now"
    blocks = ["## What changed", f"{scores}: {numbers.difference(difference.difference)}"]
    if difference.causes:
        rows = [_markdown_row(*row) for row in _rows(difference)]
        total = ["**sum**", f"**{numbers.difference(difference.difference)}**", ""]
        blocks.append(markdown.table(["cause", "points", ""], "lrl", [*rows, total]))
    blocks += ["\n".join(f"- {markdown.escape(clean(note))}" for note in difference.notes)] if difference.notes else []
    return "\n\n".join(blocks) + "\n"


def _markdown_row(name: str, moved: int, why: str) -> list[str]:
    cell = markdown.escape(name)
    return [cell if name.startswith(GAP) else f"**{cell}**", numbers.difference(moved), markdown.escape(why)]


def _rows(difference: Difference) -> list[tuple[str, int, str]]:
    """Each cause with its sum and its meaning, followed by its signals where there are several."""
    rows = []
    for cause, moved in sorted(difference.by_cause().items(), key=lambda one: -abs(one[1])):
        parts = _of(difference, cause)
        only = _where(parts[0]) if len(parts) == 1 else ""
        rows.append((cause, moved, f"{CAUSES[cause]}{f': {only}' if only else ''}"))
        if len(parts) > 1:
            rows.extend((f"{GAP}{_where(part)}", part.points, "") for part in parts)
    return rows


def _of(difference: Difference, cause: str) -> list[Cause]:
    return [one for one in difference.causes if one.cause == cause]


def _where(cause: Cause) -> str:
    return " ".join(clean(part) for part in (cause.network, cause.kind) if part)


def _colour(moved: int) -> str:
    return _UP if moved > 0 else _DOWN if moved < 0 else ""
