"""What the export doctor found, for a person."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from influence.checkup import Check, Doubt, Download, File, Gap, Missing, Overlap
from influence.render import words
from influence.render.numbers import clean, count, percent, span
from influence.render.page import GAP, NETWORK, NOTE, Page
from influence.result import Example

_LISTED = 20
_LABEL = 11
_ALERT = "bold magenta"
_PER = {"post": "a row is a post", "day": "a row is a day", "event": "a row is an event"}


def render(found: Check, console: Console) -> None:
    """Print each file, then what concerns several, then what to download next."""
    page = Page(console)
    for file in found.files:
        _file(page, file)
    _section(page, "Overlaps", map(_overlap, found.overlaps))
    _section(page, "Left out", map(words.left_out, found.left_out))
    _section(page, "Could not be read", map(words.problem, found.problems), _ALERT)
    _section(page, f"Not measured (coverage {percent(found.coverage)})", map(_missing, found.missing))
    _section(page, "Download next", _next(found.next) if found.next else ())
    if not found.received:
        _section(page, "Nothing to score", ["nothing in these files was received from others"], _ALERT)
    page.line()


def _file(page: Page, file: File) -> None:
    page.heading(clean(file.source), NETWORK)
    for label, text in _facts(file):
        if text:
            page.beside(f"{GAP}{label:<{_LABEL}}{GAP}", text)
    for doubt in file.doubts:
        page.beside(f"{GAP}{'odd':<{_LABEL}}{GAP}", (_doubt(doubt), NOTE))


def _facts(file: File) -> Iterator[tuple[str, str]]:
    yield "format", f"{clean(file.format)}: {clean(file.title)}"
    yield "checked", "; ".join(map(clean, file.checked))
    posts = f", {words.counted(file.posts, 'post')}" if file.posts else ""
    yield "holds", f"{words.counted(file.rows, 'row')}{posts}; {_PER[file.per]}"
    yield "yours", ", ".join(f"{words.counted(number, clean(name))}, not scored" for name, number in file.made.items())
    yield "days", f"{span(file.first, file.last)}, {words.counted(file.days, 'day')} with a row" if file.first else ""
    yield ("no row on" if file.per == "day" else "longest gap"), "; ".join(_gaps(file.gaps))
    yield "measures", ", ".join(file.measures) or "nothing that others did"
    yield "lacks", f"{', '.join(file.lacks)} (this format can have them)" if file.lacks else ""
    yield "never", ", ".join(file.never)
    yield "columns", ", ".join(f"{own}: {clean(name)}" for own, name in file.columns.items())
    unknown = ", ".join(map(clean, file.unknown_columns))
    yield "unknown", f"{unknown} (has the network changed its export?)" if unknown else ""
    yield "instead", clean(file.instead or "")


def _gaps(gaps: list[Gap]) -> list[str]:
    texts = [f"{span(gap.first, gap.last)} ({words.counted(gap.days, 'day')})" for gap in gaps]
    return words.at_most(texts, _LISTED)


def _doubt(doubt: Doubt) -> str:
    examples = f" ({', '.join(map(_example, doubt.examples))})" if doubt.examples else ""
    often = f" ({count(doubt.count)} times)" if doubt.count > 1 else ""
    return f"{doubt.what}{often}: {clean(doubt.why)}{examples}"


def _example(example: Example) -> str:
    return f"row {example.record}: {clean(example.value)}" if example.record is not None else clean(example.value)


def _overlap(one: Overlap) -> str:
    days = f", {span(one.first, one.last)}" if one.first else ""
    both = words.counted(one.count, one.of[:-1])
    return f"{' and '.join(map(clean, one.files))}: {both} of {clean(one.network)} in both{days}"


def _missing(one: Missing) -> str:
    by = f"measured by {', '.join(map(clean, one.formats))}" if one.formats else "no known export measures it"
    return f"{clean(one.network)} {one.kind}, {percent(one.share)} of the coverage: {by}"


def _next(one: Download) -> Iterator[str]:
    yield f"{clean(one.title)}: {clean(one.get)}"
    yield f"It measures {', '.join(one.kinds)} of {clean(one.network)}: {percent(one.gain)} more coverage."


def _section(page: Page, heading: str, sentences: Iterator[str] | list[str] | tuple[()], style: str = "bold") -> None:
    lines = words.at_most(list(sentences), _LISTED)
    if lines:
        page.heading(heading, style)
        page.sentences(lines)
