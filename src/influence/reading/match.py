"""Which format a file is of: what its head shows, held against every declaration."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, partial
from itertools import product
from typing import Any

from influence.formats.catalogue import Catalogue
from influence.formats.model import Format
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
        return [Match(format=one, encoding="") for one in _index(catalogue).parquet]
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


class _Index:
    """The formats of a catalogue by what their files have, so that a file which is none of ours, as nearly all are in a
    folder of downloads, need not be held against each of them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.parquet, self.documents, every = (
            [one for one in catalogue.values() if reader in one.readers] for reader in ("parquet", "documents", "table")
        )
        self.bare = [one for one in every if one.columns]
        self.headed = [one for one in every if not one.columns]
        self.paths = {(path, one.mojibake): one for one in self.documents for path in one.paths}
        self._order = {id(one): number for number, one in enumerate(self.headed)}
        self._named: dict[str, list[Format]] = {}
        self._always: list[Format] = []
        for one in self.headed:
            for name in _folded(one.every_name)[0]:
                self._named.setdefault(name, []).append(one)
            if not one.needed or any(_folded(group)[1] for group in one.needed):
                self._always.append(one)

    def tables(self, header: set[str]) -> list[Format]:
        """The formats of tables that know a name in a header, in their order."""
        found = {id(one): one for one in self._always}
        for name in header & self._named.keys():
            found |= {id(one): one for one in self._named[name]}
        return sorted(found.values(), key=lambda one: self._order[id(one)])


_INDEXES: list[tuple[Catalogue, _Index]] = []


def _index(catalogue: Catalogue) -> _Index:
    """The index of a catalogue, made once."""
    for known, index in _INDEXES:
        if known is catalogue:
            return index
    _INDEXES[:] = [(catalogue, _Index(catalogue)), *_INDEXES[:1]]
    return _INDEXES[0][1]


def _match_documents(
    source: Source, catalogue: Catalogue, encoding: str, found: documents.Documents
) -> list[Match] | NoMatch:
    index = _index(catalogue)
    records = _records(index, found)
    matches = [
        Match(format=one, encoding=encoding, documents=found, records=path)
        for one in (index.documents if records else ())
        if (path := _path_to_records(one, records)) is not None and _named_so(one, source, found.name)
    ]
    if not matches and _empty(catalogue, found):
        return NoMatch("JSON whose list is empty: there is no record in it")
    return matches or NoMatch("JSON of no known export")


def _empty(catalogue: Catalogue, found: documents.Documents) -> bool:
    """Whether what would be records is an empty list, as an account that has none downloads it."""
    if found.array or not (found.first and found.whole):
        return found.whole and not found.first
    every = {documents.parted(path) for path, _ in _index(catalogue).paths}
    lists = {steps[:-1] for steps in every if steps and steps[-1] == "[]"}
    there = [value for document in found.first for path in lists for value in documents.values(document, path)]
    filled = [value for value in there if value != [] and isinstance(value, list)]
    return [] in there and not filled


_There = dict[tuple[str, bool], tuple[list[Any], set[str]]]
"""The records at the paths of a file's first documents, and their outermost names; by the path, and whether their texts
are mended."""


def _records(index: _Index, found: documents.Documents) -> _There:
    """What there is at the paths of all formats."""
    there: _There = {}
    for (path, mojibake), declared in index.paths.items():
        steps = documents.steps(path)
        # Without even an empty list there, nothing is.
        if not steps or any(documents.values(one, steps[:-1]) for one in found.first):
            records = first_records(declared, found, steps)
            there[path, mojibake] = records, {name for one in records if isinstance(one, dict) for name in one}
    return there


@cache
def _outermost(group: tuple[str, ...]) -> tuple[frozenset[str], bool]:
    """The outermost names of some paths, and whether one begins with none."""
    firsts = {documents.parted(name)[0] for name in group}
    return frozenset(firsts), any(first[0] in "[{" for first in firsts)


def _path_to_records(declared: Format, there: _There) -> str | None:
    """The first of a format's paths that leads to records of its kind."""
    for path in declared.paths:
        if (at := there.get((path, declared.mojibake))) is None:
            continue
        records, outermost = at

        def has(group: tuple[str, ...], records: list[Any] = records, outermost: set[str] = outermost) -> bool:
            firsts, unnamed = _outermost(group)
            if firsts.isdisjoint(outermost) and not unnamed:
                return False  # as with nearly all
            paths = map(documents.parted, group)
            return any(documents.values(record, steps) for steps in paths for record in records)

        without = tuple(declared.recognise.without)
        if all(map(has, declared.needed)) and not (without and has(without)):
            return path
    return None


def first_records(declared: Format, found: documents.Documents, steps: list[str]) -> list[Any]:
    """The records at a path in a file's first documents, as a format reads them."""
    records = [record for document in found.first for record in documents.values(document, steps)]
    return [documents.unbroken(record) for record in records] if declared.mojibake else records


def _match_table(source: Source, catalogue: Catalogue, encoding: str, decoded: str) -> list[Match] | NoMatch:
    near: list[tuple[float, Callable[[], str]]] = []
    index = _index(catalogue)
    lines = _first_lines(decoded) if index.bare else []
    bare = [(one, at) for one in index.bare if (at := _without_header(one, lines)) and _named_so(one, source)]
    if bare:
        return [Match(format=one, encoding=encoding, layout=layout) for one, layout in bare]
    alone = len(catalogue) == 1
    for layout in tables.layouts(decoded):
        if len(layout.header) > tables.MAX_COLUMNS:
            return NoMatch(f"a table of more than {tables.MAX_COLUMNS:,} columns, as no export has")
        header = layout.names
        candidates = index.headed if alone else index.tables(header)
        found = [one for one in candidates if _has_all(one, header) and _named_so(one, source)]
        if sure := [one for one in found if _doubtful(one, layout.header) is None]:
            return [Match(format=one, encoding=encoding, layout=layout) for one in sure]
        near.extend((_IN_DOUBT, partial(_in_doubt, one, layout.header)) for one in found)
        for one in candidates:
            if not one.recognise.last:
                like, say = _near(one, header)
                if (like or alone) and _named_so(one, source):
                    near.append((like, say))
    first = next(tables.layouts(decoded), None)
    if first is None:
        return NoMatch("text of no known export")
    likeness = max((like for like, _ in near), default=0.0)
    cells = first.header
    why = f"{'text' if source.listed else 'a table'} of no known export"
    if near and (likeness > 0.5 or alone):
        sentence = max(say() for like, say in near if like == likeness)
        sure_of_it = _VERY_LIKE <= likeness < _IN_DOUBT and len(cells) >= _MANY
        return NoMatch(why, sentence, sure=sure_of_it)
    return NoMatch(why, _TEXT if source.listed else _LANGUAGE * _foreign(cells))


def _foreign(header: list[str]) -> bool:
    """Whether a header seems to be in another language: in one of five names there is a letter that English lacks."""
    return len(header) > 2 and 5 * sum(bool(_FOREIGN.search(cell)) for cell in header) >= len(header)


def _first_lines(decoded: str) -> list[str]:
    """The first lines that are there whole."""
    lines = decoded.splitlines()[:20]
    return lines[:-1] if len(lines) > 1 and not decoded.endswith("\n") else lines


def _without_header(declared: Format, lines: list[str]) -> tables.Layout | None:
    """The layout of a table that has no header, where its first lines are like those of the format."""
    pattern = declared.recognise.line
    if not (pattern and lines and all(re.fullmatch(pattern, line) for line in lines)):
        return None
    return tables.Layout(delimiter=declared.delimiter, header=declared.columns, lines=0, row=0)


def _named_so(declared: Format, source: Source, assigned: str = "") -> bool:
    if not declared.recognise.files:
        return True
    files = [pattern.lower() for pattern in declared.recognise.files]
    called = [source.file_name.lower(), assigned.lower()]
    return any(fnmatchcase(name, pattern) for name in called for pattern in files)


@cache
def _folded(group: frozenset[str] | tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Names as they are compared: those that are whole, and those with a `*`, which stands for anything, as for the
    currency of a column."""
    found = frozenset(map(text.folded, group))
    patterns = tuple(name for name in found if "*" in name)
    return found, patterns


def _has_one(group: tuple[str, ...], header: set[str]) -> bool:
    """Whether a header has one of some names."""
    found, patterns = _folded(group)
    if not found.isdisjoint(header):
        return True
    return bool(patterns) and any(fnmatchcase(cell, pattern) for cell in header for pattern in patterns)


def lacking(declared: Format, header: set[str]) -> list[str]:
    """The columns that a header lacks, each by its first name."""
    return [group[0] for group in declared.needed if not _has_one(group, header)]


def _has_all(declared: Format, header: set[str]) -> bool:
    """Whether a header is that of a format."""
    has = all(_has_one(group, header) for group in declared.needed)
    return has and not _has_one(tuple(declared.recognise.without), header)


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


def _doubtful(declared: Format, header: list[str]) -> str | None:
    """What keeps a header from being taken for that of a table of people's own: a value among its names, as where a
    record has run into it, or a name that may say what another is taken for."""
    if not declared.recognise.last:
        return None
    known, _ = _folded(declared.every_name)
    cells = (cell for cell in map(text.folded, header) if cell not in known and not declared.is_left(cell))
    doubt = re.compile(declared.recognise.doubt or "(?!)")
    return next((cell for cell in cells if _VALUE.fullmatch(cell) or doubt.search(cell)), None)


def _in_doubt(declared: Format, header: list[str]) -> str:
    quoted = json.dumps(_doubtful(declared, header), ensure_ascii=False)
    return f"It looks like {declared.id} ({declared.title}), but what is the column {quoted}? --map says it."


def _near(declared: Format, header: set[str]) -> tuple[float, Callable[[], str]]:
    """How much of a header a format knows (0 to 1), and what says what it misses."""
    missing = lacking(declared, header)
    say = partial(_misses, declared, missing)
    if not 0 < 2 * len(missing) <= len(declared.needed):  # as with nearly all
        return 0.0, say
    known, _ = _folded(declared.every_name)
    return len(header & known) / max(1, len(header)), say


def _misses(declared: Format, missing: list[str]) -> str:
    quoted = " and ".join(json.dumps(name, ensure_ascii=False) for name in missing)
    lacks = f"column {quoted} is" if len(missing) == 1 else f"columns {quoted} are"
    return f"It looks like {declared.id} ({declared.title}), but the {lacks} missing."


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
    known, _ = _folded(matched.format.every_name)
    header = matched.layout.header if matched.layout else ()
    return sum(text.folded(cell) in known or matched.format.is_left(cell) for cell in header)
