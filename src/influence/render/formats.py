"""Formats for a person: what can be read, and what each export knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.cells import cell_len
from rich.console import Console

from influence.formats.model import Format, Skip, names
from influence.render.numbers import clean
from influence.render.page import GAP, HEADING, NETWORK, Page

_RECORD = {"post": "a post and its totals", "day": "a day and its totals", "event": "one event, or a total"}
_READER = {"table": "a table (CSV, TSV)", "documents": "JSON", "parquet": "Parquet"}
_OR = " | "
"""Between the names of one thing: they have commas of their own."""

_NAME = 16
"""A longer name would leave the column beside it too narrow."""


def render_list(formats: list[Format], console: Console) -> None:
    """Print every format by its network: its id, what it is, what it measures and what it can never know."""
    page = Page(console)
    indent = " " * max((cell_len(one.id) + 2 * len(GAP) for one in formats), default=0)
    for network, group in _by_network(formats).items():
        page.heading(clean(network), NETWORK)
        for one in group:
            page.beside(_padded(f"{GAP}{clean(one.id)}", indent), (clean(one.title), HEADING))
            for sentence in _sentences(one):
                page.beside(indent, sentence)
    page.line()
    page.fold("One in full: influence formats show ID", first="", rest=GAP)


def _by_network(formats: Iterable[Format]) -> dict[str, list[Format]]:
    """Formats by network; those that name one in each record come last."""
    groups: dict[str, list[Format]] = {}
    for one in sorted(formats, key=lambda one: (one.network is None, one.network or "")):
        groups.setdefault(one.network or "any network", []).append(one)
    return groups


def _sentences(one: Format) -> Iterator[str]:
    if one.made:
        yield f"holds what you did yourself ({clean(one.made)}), which is never scored"
    else:
        yield f"measures {', '.join(one.kinds) or 'any kind'}"
    if one.never:
        yield f"can never know {', '.join(one.never)}"


def render_one(one: Format, console: Console) -> None:
    """Print one format: how it is recognised, what each of its names is, and where to download it."""
    page = Page(console)
    page.fold((f"{clean(one.id)}: {clean(one.title)}", HEADING), first="", rest=GAP)
    _entries(page, dict(_facts(one)))
    own = {name: _alternatives(one.names_of(name)) for name in one.own_fields()}
    _section(page, "Kinds", {kind: name for kind, name in own.items() if kind in one.kinds})
    _section(page, "Other fields", {field: name for field, name in own.items() if field not in one.kinds})
    _section(page, "Not scored", dict(map(_skip, one.skip)))
    _section(page, "Left on purpose", {clean(why): _alternatives(names(group)) for why, group in one.left.items()})


def _facts(one: Format) -> Iterator[tuple[str, str]]:
    yield "network", clean(one.network or "named in each record")
    yield "download", clean(one.get)
    yield "checked", "; ".join(map(clean, one.checked))
    yield "read as", " or ".join(_READER[reader] for reader in one.readers)
    yield "records at", _alternatives(one.paths)
    yield "and inside", f"each record, at {_alternatives(nest.path for nest in one.nests)}" if one.nested else ""
    yield "a record is", _RECORD[one.per]
    yield "days are", _OR.join(names(one.fields.time.formats)) if one.fields.time else "not in it"
    yield "recognised by", "; ".join(_marks(one))
    yield "holds", f"what you did yourself ({clean(one.made)}), which is never scored" if one.made else ""
    yield "never knows", ", ".join(one.never)
    yield "otherwise", clean(one.instead)


def _marks(one: Format) -> Iterator[str]:
    """What a file must have to be of this format."""
    if one.recognise.files:
        yield f"a file name like {_alternatives(one.recognise.files)}"
    if one.recognise.fields:
        yield f"its {', '.join(one.recognise.fields)}"
    if one.recognise.line:
        yield f"lines like {clean(one.recognise.line)}"
    yield from (_alternatives(group) for group in map(names, one.recognise.names) if any(group))
    if one.recognise.without:
        yield f"and not {_alternatives(one.recognise.without)}"
    if one.recognise.doubt:
        yield f"and no column that it does not know is like {clean(one.recognise.doubt)}"
    if one.recognise.last:
        yield "and only where no other format fits"


def _skip(rule: Skip) -> tuple[str, str]:
    """Which records do not score, and why not."""
    where = _alternatives(names(rule.where))
    if rule.starts is not None:
        where += f' starts with "{clean(rule.starts)}"'
    elif rule.values is not None:
        where += f" is {_alternatives(names(rule.values))}"
    elif rule.matches is not None:
        where += f" matches {clean(rule.matches)}"
    elif rule.same is not None:
        where += f" is the same as {clean(rule.same)}"
    else:
        where += " is blank" if rule.blank else " is there"
    where += f" beside {_alternatives(names(rule.beside))}" if rule.beside else ""
    outcome = f"yours, a {clean(rule.made)}" if rule.made else clean(rule.problem or rule.why or "")
    return where, outcome


def _section(page: Page, heading: str, entries: Mapping[str, str]) -> None:
    if entries:
        page.heading(heading)
        _entries(page, entries)


def _entries(page: Page, entries: Mapping[str, str]) -> None:
    """Print names and what they mean: in two columns, or as sentences where a name is long."""
    said = {name: meaning for name, meaning in entries.items() if meaning}
    longest = max(map(cell_len, said))
    for name, meaning in said.items():
        if longest > _NAME:
            page.fold(f"{name}: {meaning}")
        else:
            page.beside(_padded(f"{GAP}{name}", " " * (longest + 2 * len(GAP))), meaning)


def _padded(text: str, like: str) -> str:
    return text + " " * (len(like) - cell_len(text))


def _alternatives(texts: Iterable[str]) -> str:
    return _OR.join(map(clean, texts))
