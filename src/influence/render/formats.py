"""Formats for a person: what can be read, and what each export knows."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from influence.formats.model import Format, names


def render_list(formats: list[Format], console: Console) -> None:
    """Every format: its id, what it is, and what it measures."""
    for one in formats:
        console.print(Text.assemble((one.id, "bold"), f"  {one.title}"), soft_wrap=True)
        console.print(Text(f"    {_holds(one)}"), soft_wrap=True)


def _holds(one: Format) -> str:
    if one.made:
        return f"what you did yourself ({one.made}); scores nothing"
    kinds = ", ".join(one.kinds) or "any kind"
    never = f"; never {', '.join(one.never)}" if one.never else ""
    return f"{kinds}{never}"


def render_one(one: Format, console: Console) -> None:
    """One format: how it is recognised, what each of its names is, and where to download it."""
    console.print(Text.assemble((one.id, "bold"), f"  {one.title}"), soft_wrap=True)
    for line in _lines(one):
        console.print(Text(line), soft_wrap=True)


def _lines(one: Format) -> Iterator[str]:
    yield f"network     {one.network or 'named in each record'}"
    yield f"checked     {'; '.join(one.checked)}"
    yield f"download    {one.get}"
    yield f"one record  {one.per}"
    yield ""
    for own in one.own_fields():
        yield f"{own + ' ':.<12} {' | '.join(one.names_of(own))}"
    yield ""
    for why, group in one.left.items():
        yield f"left: {why}: {', '.join(names(group))}"
    if one.never:
        yield f"can never know: {', '.join(one.never)}"
    if one.instead:
        yield one.instead
