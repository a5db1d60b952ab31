"""Which format a file is of: what its head shows, held against every declaration."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product
from typing import Any

from influence.formats.catalogue import Catalogue
from influence.formats.model import Format, names
from influence.reading import documents, tables, text
from influence.reading.sources import Page, Source
from influence.record import record
from influence.result import is_result


@record
class Match:
    """A format that a file is of, and how the file is laid out."""

    format: Format
    encoding: str
    layout: tables.Layout | None = None
    documents: documents.Documents | None = None
    records: str = ""

    @property
    def reader(self) -> str:
        return "table" if self.layout else "documents" if self.documents else "parquet"


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why a file is of no known format, for people; `near` where it looks like one that misses something, and `sure`
    where it can hardly be another."""

    why: str
    near: str = ""
    sure: bool = False


def match(source: Source, catalogue: Catalogue) -> list[Match] | NoMatch:
    """The formats that a file matches (more than one: it is ambiguous). Raises UnreadableError."""
    head = source.head()
    if not head.strip():
        return NoMatch("the file is empty")
    if head.startswith(b"PAR1"):
        return [Match(format=one, encoding="") for one in _reading(catalogue, "parquet")]
    if page := _page(head):
        return page
    if is_result(head):
        return NoMatch("a result of influence, not an export", "`influence explain` and `influence verify` read it.")
    encoding = None if head.startswith(b"%PDF-") else text.encoding(head)
    if encoding is None:
        return NoMatch(f"binary data{_kind_of_binary(head)}, not an export that can be read")
    decoded = text.decode(head, encoding)
    found = documents.look(decoded)
    if found is not None:
        if found.is_cut:
            found = _seen_on(source, encoding, found)
        matches = _match_documents(source, catalogue, encoding, found)
        return NoMatch(_PAGE, WEB_PAGE) if isinstance(source, Page) and isinstance(matches, NoMatch) else matches
    return _match_table(source, catalogue, encoding, decoded)


def _seen_on(source: Source, encoding: str, found: documents.Documents) -> documents.Documents:
    """The same after a look at all of the first document."""
    from influence.reading import jsonstream  # most files end in their head

    reader = io.TextIOWrapper(source.beforehand(), encoding, errors="replace", newline="")
    try:
        return jsonstream.look_at_all(reader, found)
    finally:
        reader.detach()


def _page(head: bytes) -> NoMatch | None:
    """What a text in HTML or XML is, whatever it is called."""
    start = text.start(head)
    if start.startswith(text.PAGE):
        return NoMatch(_PAGE, WEB_PAGE)
    if start.startswith("<?xml"):
        return NoMatch("XML, not an export that can be read", "Where it is a spreadsheet, save it as .xlsx or CSV.")
    return None


def _reading(catalogue: Catalogue, reader: str) -> Iterator[Format]:
    return (one for one in catalogue.values() if reader in one.readers)


def _match_documents(
    source: Source, catalogue: Catalogue, encoding: str, found: documents.Documents
) -> list[Match] | NoMatch:
    matches = [
        Match(format=one, encoding=encoding, documents=found, records=path)
        for one in _reading(catalogue, "documents")
        if (path := _path_to_records(one, found)) is not None and _named_so(one, source, found.name)
    ]
    if not matches and _empty(catalogue, found):
        return NoMatch("JSON whose list is empty: there is no record in it")
    return matches or NoMatch("JSON of no known export")


def _empty(catalogue: Catalogue, found: documents.Documents) -> bool:
    """Whether what would be records is an empty list, as an account that has none downloads it."""
    if found.array or not found.first:
        return found.whole and not found.first
    lists = {
        tuple(steps[:-1])
        for one in _reading(catalogue, "documents")
        for path in one.paths
        if (steps := documents.steps(path)) and steps[-1] == "[]"
    }
    there = [value for document in found.first for path in lists for value in documents.values(document, path)]
    filled = [value for value in there if value != [] and isinstance(value, list)]
    return found.whole and [] in there and not filled


def _path_to_records(declared: Format, found: documents.Documents) -> str | None:
    """The first of a format's paths that leads to records of its kind."""
    for path in declared.paths:
        steps = documents.steps(path)
        if steps and not any(documents.values(document, steps[:-1]) for document in found.first):
            continue  # it has not even an empty list there
        records = first_records(declared, found, steps)

        def has(name: str, records: list[Any] = records) -> bool:
            return any(documents.values(record, documents.steps(name)) for record in records)

        if _recognised(declared, has):
            return path
    return None


def first_records(declared: Format, found: documents.Documents, steps: list[str]) -> list[Any]:
    """The records at a path in a file's first documents, as a format reads them."""
    records = [record for document in found.first for record in documents.values(document, steps)]
    return [documents.unbroken(record) for record in records] if declared.mojibake else records


def _match_table(source: Source, catalogue: Catalogue, encoding: str, decoded: str) -> list[Match] | NoMatch:
    near: list[tuple[float, str]] = []
    every = list(_reading(catalogue, "table"))
    bare = [(one, layout) for one in every if (layout := _without_header(one, decoded)) and _named_so(one, source)]
    if bare:
        return [Match(format=one, encoding=encoding, layout=layout) for one, layout in bare]
    candidates = [one for one in every if not one.columns]
    for layout in tables.layouts(decoded):
        if len(layout.header) > tables.MAX_COLUMNS:
            return NoMatch(f"a table of more than {tables.MAX_COLUMNS:,} columns, as no export has")
        header = layout.names

        def has(name: str, header: set[str] = header) -> bool:
            return in_header(text.folded(name), header)

        found = [one for one in candidates if _recognised(one, has) and _named_so(one, source)]
        if sure := [one for one in found if _doubtful(one, layout.header) is None]:
            return [Match(format=one, encoding=encoding, layout=layout) for one in sure]
        near.extend((_IN_DOUBT, _in_doubt(one, layout.header)) for one in found)
        near.extend(_near(one, header) for one in candidates if not one.recognise.last and _named_so(one, source))
    if not near:
        return NoMatch("text of no known export")
    likeness, sentence = max(near)
    cells = next(tables.layouts(decoded)).header
    why = f"{'text' if source.listed else 'a table'} of no known export"
    if _VERY_LIKE <= likeness < _IN_DOUBT and len(cells) >= _MANY:
        return NoMatch(why, sentence, sure=True)
    if likeness > 0.5 or len(catalogue) == 1:
        return NoMatch(why, sentence)
    return NoMatch(why, _TEXT if source.listed else _LANGUAGE * _foreign(cells))


def _foreign(header: list[str]) -> bool:
    """Whether a header seems to be in another language: in one of five names there is a letter that English lacks."""
    return len(header) > 2 and 5 * sum(bool(_FOREIGN.search(cell)) for cell in header) >= len(header)


def _without_header(declared: Format, decoded: str) -> tables.Layout | None:
    """The layout of a table that has no header, where its first lines are like those of the format."""
    pattern = declared.recognise.line
    if not (declared.columns and pattern):
        return None
    lines = decoded.splitlines()[:20]
    whole = lines[:-1] if len(lines) > 1 and not decoded.endswith("\n") else lines
    likely = bool(whole) and all(re.fullmatch(pattern, line) for line in whole)
    if not likely:
        return None
    return tables.Layout(delimiter=declared.delimiter, header=declared.columns, lines=0, row=0)


def _named_so(declared: Format, source: Source, assigned: str = "") -> bool:
    files = [pattern.lower() for pattern in declared.recognise.files]
    called = [source.file_name.lower(), assigned.lower()]
    return not files or any(fnmatchcase(name, pattern) for name in called for pattern in files)


def in_header(folded: str, header: set[str]) -> bool:
    """Whether a header has a name; `*` in it stands for anything, as for the currency of a column."""
    return folded in header or ("*" in folded and any(fnmatchcase(cell, folded) for cell in header))


def _recognised(declared: Format, has: Callable[[str], bool]) -> bool:
    groups = needed(declared)
    return all(any(map(has, group)) for group in groups) and not any(map(has, declared.recognise.without))


def unknown_counts(declared: Format, records: list[Any]) -> list[str]:
    """The numbers of some JSON records that stand beside counts which a format reads, and that it does not know."""
    known = {tuple(documents.steps(name)) for name in declared.known_names()}
    counts = {tuple(documents.steps(name)) for kind in declared.kinds for name in declared.names_of(kind)}
    found = dict.fromkeys(name for one in records for name in _beside_in_objects(declared, one, counts, known))
    for one, place in product(records, sorted({steps[:-1] for steps in counts})):
        for beside in documents.values(one, place):
            if isinstance(beside, dict) and any((*place, name) in counts for name in beside):
                numbers = [name for name, value in beside.items() if type(value) is int and value > 0]
                new = [documents.joined((*place, name)) for name in numbers if (*place, name) not in known]
                found.update(dict.fromkeys(name for name in new if not declared.is_left(name)))
    return list(found)


def _beside_in_objects(
    declared: Format, record: Any, counts: set[tuple[str, ...]], known: set[tuple[str, ...]]
) -> Iterator[str]:
    """The counts that are texts in objects of their own, as of an export in another language, where the name of the
    object is what they count (`"Mi piace": {"value": "1,204"}`), beside those which a format reads."""
    for place, last in sorted({(steps[:-2], steps[-1]) for steps in counts if len(steps) > 1}):
        for beside in documents.values(record, place):
            if isinstance(beside, dict) and any((*place, name, last) in counts for name in beside):
                for name, value in beside.items():
                    path = (*place, name, last)
                    text_of = value.get(last) if isinstance(value, dict) else None
                    said = isinstance(text_of, str) and _COUNT.fullmatch(text_of)
                    if said and path not in known and not declared.is_left(documents.joined(path)):
                        yield documents.joined(path)


def needed(declared: Format) -> list[list[str]]:
    """What a file must have: for each, the names of which one must be there. What is said by day says which."""
    rule = declared.recognise
    day = ["time"] if declared.per == "day" and declared.fields.time and "time" not in rule.fields else []
    return [*(declared.names_of(own) for own in [*rule.fields, *day]), *map(names, rule.names)]


def _doubtful(declared: Format, header: list[str]) -> str | None:
    """What keeps a header from being taken for that of a table of people's own: a value among its names, as where a
    record has run into it, or a name that may say what another is taken for."""
    if not declared.recognise.last:
        return None
    known = {text.folded(name) for name in declared.known_names()}
    cells = (cell for cell in map(text.folded, header) if cell not in known and not declared.is_left(cell))
    doubt = re.compile(declared.recognise.doubt or "(?!)")
    return next((cell for cell in cells if _VALUE.fullmatch(cell) or doubt.search(cell)), None)


def _in_doubt(declared: Format, header: list[str]) -> str:
    quoted = json.dumps(_doubtful(declared, header), ensure_ascii=False)
    return f"It looks like {declared.id} ({declared.title}), but what is the column {quoted}? --map says it."


def _near(declared: Format, header: set[str]) -> tuple[float, str]:
    """How much of a header a format knows (0 to 1), and what it misses."""
    groups = needed(declared)
    missing = [group[0] for group in groups if not any(in_header(text.folded(name), header) for name in group)]
    quoted = " and ".join(json.dumps(name, ensure_ascii=False) for name in missing)
    lacks = f"column {quoted} is" if len(missing) == 1 else f"columns {quoted} are"
    sentence = f"It looks like {declared.id} ({declared.title}), but the {lacks} missing."
    if not 0 < 2 * len(missing) <= len(groups):  # as with nearly all
        return 0.0, sentence
    known = {text.folded(name) for name in declared.known_names()}
    return len(header & known) / max(1, len(header)), sentence


def _kind_of_binary(head: bytes) -> str:
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return f" ({kind})"
    return ""


_VERY_LIKE, _MANY = 0.7, 5
"""A table with so large a part of its names known, and so many names, is an export that has changed."""

_IN_DOUBT = 2.0
"""More like than one that lacks something is a table that lacks nothing."""

_TEXT = "Where the network offers TXT and JSON, as TikTok does, choose JSON."
_COUNT = re.compile(r"(?=.*[1-9])\d[\d.,\s]*")
"""A count above nothing, written as a text."""
_VALUE = re.compile(r"\d{3,}|(19|20)\d\d-\d\d-\d\d.*")
"""What no name of a column is: where one is in a header, a record has run into it."""
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z]")
_LANGUAGE = (
    "Where a network translated its columns: set it to English and download it again, or say what they are: --map."
)
_PAGE = "a web page, not an export that can be read"
WEB_PAGE = "Where the network offers HTML and JSON, choose JSON; and a page that asks to log in is no download."
_MAGIC = {
    b"7z\xbc\xaf": "a 7z archive: unpack it and give the folder",
    b"Rar!": "a RAR archive: unpack it and give the folder",
    b"\x28\xb5\x2f\xfd": "compressed by zstd: unpack it first",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"SQLite": "an SQLite database",
    b"\x7fELF": "a program",
}


def choose(matches: Iterable[Match]) -> list[Match] | NoMatch:
    """The formats by which a file is read: one, or several that each read other records of it. A format that knows the
    file's name goes before one that does not, but not where it knows far fewer columns, and all before one that is the
    last resort. NoMatch where it could be more than one."""
    found = list(matches)
    found = [one for one in found if not one.format.recognise.last] or found
    if len(found) == 1:
        return found
    most = max((_columns_known(one) for one in found), default=0)
    found = [one for one in found if not (one.format.recognise.files and 2 * _columns_known(one) < most)]
    found = [one for one in found if one.format.recognise.files] or found
    if len({one.records for one in found}) == len(found):
        return found
    could = ", ".join(one.format.id for one in found)
    return NoMatch(f"it could be {could}", f"Choose one with --format {found[0].format.id}.")


def _columns_known(matched: Match) -> int:
    """How many columns of a table a format knows: people call any table `Total.csv`, so that a name alone says little.
    Of JSON it is not known, and 0."""
    known = {text.folded(name) for name in matched.format.known_names()}
    header = matched.layout.header if matched.layout else ()
    return sum(text.folded(cell) in known or matched.format.is_left(cell) for cell in header)
