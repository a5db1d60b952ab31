"""Changed copies of an export: what happens to files on their way from a network to this program, as a table.

A mutation says what must come of it: the events of the original or what is `right` of them, or else a message. What
nobody could tell from a true file (a number that lost its last digits) is not in the table.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import random
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from influence.reading import scripts

Files = dict[str, bytes]
Rows = list[list[str]]


@dataclass(frozen=True)
class Event:
    """What of an event must survive."""

    network: str
    kind: str
    count: int
    day: str | None
    post: str | None
    actor: str | None
    record: int | None


Right = Callable[[list[Event]], list[Event]]


def same(events: list[Event]) -> list[Event]:
    """The original's events."""
    return events


@dataclass(frozen=True)
class Mutation:
    """A changed copy. Its events must be the original's, or `right` of them, or there must be a message that the
    original does not give; `told`: the original's events, or a message."""

    name: str
    files: Files
    right: Right = same
    told: bool = False


@dataclass
class Table:
    """A table in text: what stands above its header, the header, and the rows."""

    name: str
    above: Rows
    header: list[str]
    rows: Rows
    delimiter: str

    def text(self, header: list[str] | None = None, rows: Rows | None = None, delimiter: str | None = None) -> str:
        made = io.StringIO(newline="")
        writer = csv.writer(made, delimiter=delimiter or self.delimiter, lineterminator="\n")
        writer.writerows([*self.above, header or self.header, *(self.rows if rows is None else rows)])
        return made.getvalue()

    def files(self, text: str, encoding: str = "utf-8") -> Files:
        return {self.name: text.encode(encoding)}


@dataclass
class Known:
    """What the original says of its columns: which one is the time, the post, and each kind."""

    columns: dict[str, str] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    """Names whose counts are added to those of others: what is left without one is a smaller count."""
    telling: frozenset[str] = frozenset()
    """Names that say of some records that they are none of the owner's posts, or that are all there is of a record:
    without one, nobody can tell."""

    def of(self, column: str) -> list[str]:
        """What a column is to us."""
        return [own for own, name in self.columns.items() if folded(name) == folded(column)]


def folded(name: str) -> str:
    return " ".join(re.sub("[\u00ad\u200b-\u200f\ufeff]", "", name).split()).casefold()


def decoded(content: bytes) -> str | None:
    """The text of a file; None where it is none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def table_of(name: str, content: bytes, known: Known) -> Table | None:
    """The table in a file, where it is one table with a header that names what is known of it."""
    text = decoded(content)
    if text is None or text.lstrip()[:1] in ("{", "[") or not known.columns:
        return None
    delimiter = max(",;\t", key=text[:4000].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    wanted = {folded(column) for column in known.columns.values()}
    for at, row in enumerate(rows[:6]):
        if wanted <= {folded(cell) for cell in row}:
            return Table(name, rows[:at], row, rows[at + 1 :], delimiter)
    return None


def of(files: Files, known: Known, chance: random.Random) -> Iterator[Mutation]:
    """All mutations of an example."""
    yield from containers(files)
    if len(files) > 1:
        return
    ((name, content),) = files.items()
    text = decoded(content)
    if text is None:
        return
    table = table_of(name, content, known)
    yield from spellings(name, text)
    yield from cuts(name, content, chance, table)
    if table:
        yield from columns(table, known)
        yield from cells(table, known)
        yield from rows(table, known, chance)
    elif text.lstrip()[:1] in ("{", "[") or "= [" in text[:100]:
        yield from documents(name, text, chance, known)


# Where it lies


def containers(files: Files) -> Iterator[Mutation]:
    def zipped(prefix: str, how: int = zipfile.ZIP_DEFLATED) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", how) as archive:
            for name, content in files.items():
                archive.writestr(prefix + name, content)
        return made.getvalue()

    def tarred(prefix: str) -> bytes:
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w") as archive:
            for name, content in files.items():
                info = tarfile.TarInfo(prefix + name)
                info.size, info.mtime = len(content), 1_790_000_000
                archive.addfile(info, io.BytesIO(content))
        return made.getvalue()

    def nested(content: bytes, name: str) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr(name, content)
            archive.writestr("media/photo.jpg", b"\xff\xd8\xff")
            archive.writestr("README.txt", "Thank you for downloading.")
        return made.getvalue()

    odd = "Meine Dächer – 投稿 (2)/a=b/*x/"
    yield Mutation("in a folder with odd names", {odd + name: content for name, content in files.items()})
    yield Mutation("zipped", {"export.zip": zipped("")})
    yield Mutation("stored in a zip, in odd folders", {"export.zip": zipped(odd, zipfile.ZIP_STORED)})
    yield Mutation("tar.gz", {"export.tar.gz": gzip.compress(tarred("export/"))})
    yield Mutation("tar.xz", {"export.tar.xz": lzma.compress(tarred("./"))})
    yield Mutation("a zip in a zip", {"all.zip": nested(zipped("a/"), "inner/export.zip")})
    yield Mutation("a tar.gz in a zip", {"all.zip": nested(gzip.compress(tarred("")), "export.tgz")})
    yield Mutation("beside other things", {**files, "notes.txt": b"a note", ".DS_Store": b"\0\0", "a.png": b"\x89PNG"})
    yield Mutation("the same twice", {**files, **{f"copy/{name}": content for name, content in files.items()}})
    if len(files) == 1:
        ((name, content),) = files.items()
        yield Mutation("gzipped", {name + ".gz": gzip.compress(content)})
        yield Mutation("bzipped", {name + ".bz2": bz2.compress(content)})


# How it is written


def spellings(name: str, text: str) -> Iterator[Mutation]:
    def written(how: str, encoding: str) -> Iterator[Mutation]:
        try:
            yield Mutation(how, {name: text.encode(encoding)})
        except UnicodeEncodeError:
            return

    yield from written("UTF-8 with a mark", "utf-8-sig")
    yield from written("UTF-16 with a mark", "utf-16")
    yield from written("UTF-16 without a mark", "utf-16-le")
    yield Mutation("UTF-16 BE with a mark", {name: b"\xfe\xff" + text.encode("utf-16-be")})
    yield Mutation("UTF-32 with a mark", {name: text.encode("utf-32")})
    for code_page in ("cp1252", "cp1251", "latin-1"):
        yield from written(code_page, code_page)
    plain = text.replace("\r\n", "\n")
    yield Mutation("lines that end in CR LF", {name: plain.replace("\n", "\r\n").encode()})
    yield Mutation("lines that end in CR", {name: plain.replace("\n", "\r").encode()})
    yield Mutation("blank lines at the end", {name: (plain.rstrip("\n") + "\n\n\n").encode()})
    yield Mutation("no line end at the end", {name: plain.rstrip("\n").encode()})


def cuts(name: str, content: bytes, chance: random.Random, table: Table | None) -> Iterator[Mutation]:
    """The start of a file, as an interrupted download leaves it; not where the cut goes through the last cell of a row,
    or the last line of a record, or through the only one, which nobody can tell."""
    for part in range(4):
        at = chance.randrange(len(content) * part // 4, len(content) * (part + 1) // 4) or 1
        if content.startswith(b"Date: ") and _ends_as_records_do(content, at):
            continue
        if content[0] not in b"\xff\xfe{[" and b"= [" not in content[:100]:
            delimiter = table.delimiter if table else ","
            left = list(csv.reader(io.StringIO(content[:at].decode("utf-8", "ignore")), delimiter=delimiter))
            if left and 1 < len(table.header if table else left[0]) <= len(left[-1]):
                continue
        yield Mutation(f"cut after {at} bytes", {name: content[:at]}, right=beginning)


def _ends_as_records_do(content: bytes, at: int) -> bool:
    """Whether the start of a file of records of lines (`Date: 2026-11-03`) ends in one like the last of a record."""
    records = re.split(r"\n\n(?=Date: )", content.decode().strip())
    left = re.split(r"\n\n(?=Date: )", content[:at].decode("utf-8", "ignore"))
    line = left[-1].rpartition("\n")[2].partition(":")[0]
    return len(left) == 1 or any(one.rpartition("\n")[2].startswith(line) for one in records)


def beginning(events: list[Event]) -> list[Event]:
    raise NotImplementedError("any beginning of them is right")


# Tables


def columns(table: Table, known: Known) -> Iterator[Mutation]:
    width = len(table.header)
    padded = [row + [""] * (width - len(row)) for row in table.rows]

    def ordered(order: list[int]) -> Files:
        return table.files(table.text([table.header[i] for i in order], [[row[i] for i in order] for row in padded]))

    names = [folded(cell) for cell in table.header]
    unique = len(set(names)) == len(names)
    if unique and all(len(row) <= width for row in table.rows):
        yield Mutation("columns turned round", ordered(list(range(width))[::-1]))
        yield Mutation("columns moved on", ordered([*range(width // 2, width), *range(width // 2)]))
        yield Mutation("every column twice", ordered([*range(width), *range(width)]))
    for i, column in enumerate(table.header):
        own = known.of(column)
        if not own or names.count(folded(column)) > 1:
            continue
        rest = [j for j in range(width) if j != i]
        gone = renamed if "post" in own else without(own)
        essential = any(one in ("time", "post", "network", "kind", "count") for one in own)
        yield Mutation(f"without {column}", ordered(rest), right=gone, told=essential)
        header = [*table.header[:i], "Qwertz", *table.header[i + 1 :]]
        yield Mutation(f"{column} renamed", table.files(table.text(header)), right=gone, told=True)
        shouted = [*table.header[:i], f"  {column.upper()} ", *table.header[i + 1 :]]
        yield Mutation(f"{column} in capitals", table.files(table.text(shouted)))
        if all(len(row) == width for row in table.rows) and not essential and set(own) - {"url", "label"}:
            other = [[*row, str(n)] for n, row in enumerate(padded, 7000)]
            twice = table.files(table.text([*table.header, column], other))
            yield Mutation(f"another {column}", twice, told=True)


def renamed(events: list[Event]) -> list[Event]:
    raise NotImplementedError("they are right where another of the columns names the posts")


def without(own: Iterable[str]) -> Right:
    kinds = set(own)
    return lambda events: [event for event in events if event.kind not in kinds]


def cells(table: Table, known: Known) -> Iterator[Mutation]:
    def changed(own: Iterable[str], change: Callable[[str], str]) -> Rows:
        at = [i for i, column in enumerate(table.header) if set(known.of(column)) & set(own)]
        return [[change(cell) if i in at else cell for i, cell in enumerate(row)] for row in table.rows]

    kinds = [own for own in known.columns if own not in ("time", "post", "url", "label", "profile", "network", "actor")]
    for mark, what in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        yield Mutation(what, table.files(table.text(delimiter=mark)))
        yield Mutation(f"{what}, announced", table.files(f"sep={mark}\n" + table.text(delimiter=mark)))
    commas = [[re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", cell) for cell in row] for row in table.rows]
    yield Mutation("semicolons and decimal commas", table.files(table.text(rows=commas, delimiter=";")))
    yield Mutation("a title above", table.files(f"My export{table.delimiter}\n\n" + table.text()))
    counted = [
        ("floats", lambda cell: re.sub(r"^(\d+)$", r"\1.0", cell)),
        ("thousands", lambda cell: f"{int(cell):,}" if re.fullmatch(r"\d+", cell) else cell),
        ("thousands of the Swiss", lambda cell: f"{int(cell):,}".replace(",", "’") if cell.isdecimal() else cell),
        ("thousands of the French", lambda cell: f"{int(cell):,}".replace(",", "\u202f") if cell.isdecimal() else cell),
        ("spaces", lambda cell: f" {cell} "),
    ]
    for what, change in counted:
        yield Mutation(f"numbers with {what}", table.files(table.text(rows=changed(kinds, change))))
    dots = changed(kinds, lambda cell: f"{int(cell):,}".replace(",", ".") if cell.isdecimal() else cell)
    yield Mutation("numbers with dots for thousands", table.files(table.text(rows=dots, delimiter=";")))
    thousandfold = changed(kinds, lambda cell: f"{int(cell)}.000" if re.fullmatch("[1-9]", cell) else cell)
    if thousandfold != table.rows:
        yield Mutation("numbers like 1.000", table.files(table.text(rows=thousandfold)), told=True)
    rounded = changed(["post"], lambda cell: f"{int(cell):.5E}" if re.fullmatch(r"\d{12,}", cell) else cell)
    if rounded != table.rows:
        yield Mutation("rounded ids", table.files(table.text(rows=rounded)), right=unnamed)
    for what, pattern in DATES.items():
        dates = changed(["time"], lambda cell, p=pattern: rewritten(cell, p))
        if dates != table.rows:
            yield Mutation(f"dates like {what}", table.files(table.text(rows=dates)))


def unnamed(events: list[Event]) -> list[Event]:
    """The events without their posts; a message must say so."""
    return [Event(e.network, e.kind, e.count, e.day, None, e.actor, e.record) for e in events]


DATES = {
    "2026-11-03 09:07": "%Y-%m-%d %H:%M",
    "2026-11-03": "%Y-%m-%d",
    "11/3/2026 9:07": "%m/%d/%Y %H:%M",
    "11/03/26": "%m/%d/%y",
    "03.11.2026": "%d.%m.%Y",
    "03.11.2026 09:07": "%d.%m.%Y %H:%M",
    "03/11/2026": "%d/%m/%Y",
    "3-Nov-26": "%d-%b-%y",
}
"""How spreadsheets write a date again."""

WRITTEN = [
    "%Y-%m-%d %H:%M %z",
    "%a, %b %d, %Y",
    "%a %b %d %Y",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
    "%b %d, %Y",
    "%m/%d/%Y",
    "%m-%d-%Y",
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%fZ",
]
"""How the networks write them in our examples."""


def rewritten(cell: str, pattern: str) -> str:
    for written in WRITTEN:
        try:
            return datetime.strptime(cell.strip(), written).strftime(pattern)
        except ValueError:
            continue
    return cell


def rows(table: Table, known: Known, chance: random.Random) -> Iterator[Mutation]:
    if not table.rows:
        return
    at = chance.randrange(len(table.rows))
    fewer = table.rows[:at] + table.rows[at + 1 :]
    gone = at + len(table.above) + 2
    if not table.above:  # below a title, records are numbered from there
        yield Mutation("a row cut out", table.files(table.text(rows=fewer)), right=not_of({gone}))
    yield Mutation("a row twice", table.files(table.text(rows=[*table.rows, table.rows[at]])))
    blank = [*table.rows, [""] * len(table.header), [""] * len(table.header)]
    yield Mutation("blank rows of commas", table.files(table.text(rows=blank)))
    wide = [[*row, "", "", ""] for row in table.rows]
    yield Mutation("empty columns behind", table.files(table.text([*table.header, "", "", ""], wide)))
    more = [[*row, "7"] for row in wide_to(table)]
    yield Mutation("a column more", table.files(table.text([*table.header, "Zeta"], more)))
    sums = [total(table, i, known) for i in range(len(table.header))]
    if any(sums) and ("time" in known.columns or "post" in known.columns):
        yield Mutation("a sum below", table.files(table.text(rows=[*table.rows, ["Sum", *sums[1:]]])))
        yield Mutation("a sum without a word", table.files(table.text(rows=[*table.rows, sums])))
    long = [[*row, "1", "2"] if n == at else row for n, row in enumerate(wide_to(table))]
    yield Mutation("a row with too many cells", table.files(table.text(rows=long)), told=True)


def wide_to(table: Table) -> Rows:
    return [row + [""] * (len(table.header) - len(row)) for row in table.rows]


def total(table: Table, at: int, known: Known) -> str:
    own = set(known.of(table.header[at])) - {"time", "post", "url", "label", "profile", "network", "actor"}
    found = [row[at] for row in table.rows if at < len(row)]
    return str(sum(int(float(cell)) for cell in found if re.fullmatch(r"\d+(\.0)?", cell))) if own else ""


def not_of(records: set[int]) -> Right:
    return lambda events: [event for event in events if event.record not in records]


# Documents


def documents(name: str, text: str, chance: random.Random, known: Known) -> Iterator[Mutation]:
    if scripts.starts(text.encode()):
        text = (scripts.unpacked(text.encode()) or b"").decode()
    assignment = re.match(r"\s*([\w.$]+\s*=\s*)?", text)
    before = assignment.group(1) or "" if assignment else ""
    bare = text[assignment.end() if assignment else 0 :].strip().rstrip(";")
    try:
        whole: list[Any] = [json.loads(bare)]
        lines = False
    except ValueError:
        whole, lines = [json.loads(line) for line in bare.splitlines() if line.strip()], True

    def said(values: list[Any], **how: Any) -> Files:
        return {name: (before + "\n".join(json.dumps(value, **how) for value in values) + "\n").encode()}

    yield Mutation("minified", said(whole, separators=(",", ":")))
    yield Mutation("keys in order", said(whole, sort_keys=True, ensure_ascii=False))
    if not lines:
        yield Mutation("indented", said(whole, indent=4))
    else:
        yield Mutation("as one list", {name: json.dumps(whole).encode()})
        yield Mutation("one behind the other", {name: "".join(json.dumps(v, indent=1) for v in whole).encode()})
    if isinstance(whole[0], list) and not before:
        yield Mutation("an item a line", {name: "\n".join(json.dumps(item) for item in whole[0]).encode()})
        yield Mutation("two lists", {name: f"{json.dumps(whole[0][:1])}\n{json.dumps(whole[0][1:])}".encode()})
    yield Mutation("whole numbers as texts", said([texts(value) for value in whole]))
    yield Mutation("a record twice", said([doubled(value) for value in whole] if not lines else [*whole, whole[-1]]))
    for key in sorted({key for value in whole for key in keys(value)} - known.parts - known.telling):
        yield Mutation(f"without {key}", said([pruned(value, key) for value in whole]), right=fewer)
        yield Mutation(f"{key} is null", said([nulled(value, key) for value in whole]), right=fewer)


def fewer(events: list[Event]) -> list[Event]:
    raise NotImplementedError("they are right without some whole kinds, or without who did it")


def texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def keys(value: Any) -> Iterator[str]:
    """The names in a document, without keys that are values, as the signs of reactions are."""
    if isinstance(value, dict):
        yield from (key for key in value if key[:1].isalnum() or key[:1] in "_$@")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(item)


def pruned(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return {k: pruned(item, key) for k, item in value.items() if k != key}
    return [pruned(item, key) for item in value] if isinstance(value, list) else value


def nulled(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return {k: None if k == key else nulled(item, key) for k, item in value.items()}
    return [nulled(item, key) for item in value] if isinstance(value, list) else value


def doubled(value: Any) -> Any:
    """The longest list in a document, with its last item once more."""
    best: list[Any] = []

    def look(one: Any) -> None:
        nonlocal best
        if isinstance(one, list) and len(one) > len(best) and one and isinstance(one[0], dict):
            best = one
        for item in one.values() if isinstance(one, dict) else one if isinstance(one, list) else ():
            look(item)

    copy = json.loads(json.dumps(value))
    look(copy)
    best += best[-1:]
    return copy
