"""HTML in which foreign text is text: every string that becomes a child or an attribute is cleaned and escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from influence.render import numbers

MOST_TEXT = 500
"""No more of one foreign text goes onto the page."""


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | Iterable[Markup] | None


def tag(name: str, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. A child that is no `Markup` is text; `class_` and `data_kind` are the attributes class and data-kind;
    an attribute that is None or False is left out, and one that is True has no value."""
    opened = "".join([name, *(_attribute(key, value) for key, value in attributes.items())])
    inner = join(*children)
    return Markup(f"<{opened}>" if name in _VOID else f"<{opened}>{inner}</{name}>")


_VOID = {"br", "input", "meta", "wbr"}


def join(*children: Child) -> Markup:
    """Children side by side."""
    return Markup("".join(map(_child, children)))


def _child(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    return text(child) if isinstance(child, str) else "".join(child)


def text(foreign: str) -> str:
    """Foreign text, cleaned, cut and escaped."""
    return escape(cut(numbers.clean(foreign)), quote=True)


def cut(cleaned: str) -> str:
    """A text of readable length."""
    return cleaned if len(cleaned) <= MOST_TEXT else cleaned[: MOST_TEXT - 1] + "…"


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'


def number(shown: str, value: float, form: str, **attributes: str) -> Markup:
    """A number as `shown`, which a script writes again in the reader's own format: `form` is one of numbers.js."""
    return tag("data", shown, value=f"{value:.15g}", data_form=form, **attributes)


def points(hundredths: int, **attributes: str) -> Markup:
    """Whole hundredths of a point."""
    return number(numbers.points(hundredths), hundredths, "points", **attributes)


def change(hundredths: int, **attributes: str) -> Markup:
    """A difference in whole hundredths, with its sign."""
    return number(numbers.difference(hundredths), hundredths, "change", **attributes)


def count(whole: int, **attributes: str) -> Markup:
    """A whole number."""
    return number(numbers.count(whole), whole, "count", **attributes)


def share(part: float, **attributes: str) -> Markup:
    """A share as per cent."""
    return number(numbers.percent(part), part, "share", **attributes)


def day(iso: str) -> Markup:
    """A day."""
    return tag("time", iso[:10], datetime=iso[:10])
