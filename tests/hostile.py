"""Bad input, as a table: what is given, and how the program is called with it. What it must answer stands in
`bad_input.txt`, as a person would see it. Bytes that a readable file could not hold are made here."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hostile_bytes import (
    GOOD,
    HEADER,
    ITEM,
    LINES,
    TABLE,
    changed,
    gzips,
    locked,
    method,
    nested,
    outbox,
    parquet,
    result,
    tar_size,
    tar_specials,
    tarred,
    zip_link,
    zip_renamed,
    zip_twice,
    zipped,
)

Content = bytes | Callable[[Path], None] | None
"""What lies at a path: its bytes, something made there by a function, or (None) an empty folder."""


@dataclass(frozen=True)
class Case:
    """One bad input. `files`: what lies in the folder where the program runs."""

    name: str
    arguments: list[str]
    files: dict[str, Content] = field(default_factory=dict)
    stdin: bytes = b""
    environ: dict[str, str] = field(default_factory=dict)


SCORE = ["score", "--json"]
WEIGHTS = b"""method: 1
window_days: 90
half_life_days: 45
same_person: 0.5
combine: {rule: doubling, points: 6}
networks:
  default:
    voice: 1
    signals:
      like: {weight: 20, full: 10000}
      comment: {weight: 40, full: 1000}
"""
FORMAT = b"""title: Mine
network: mine
checked: ["2026"]
reader: table
per: post
recognise: {fields: [post, like]}
fields: {post: Id, time: {names: Day}}
kinds: {like: Hearts}
"""


def cases() -> list[Case]:
    """All of them."""
    groups = (
        paths, binaries, archives, tables, counts, days, encodings, documents, unsafe_texts, weights, formats,
        parquets, outputs, streams, options, results,
    )  # fmt: skip
    return [case for group in groups for case in group()]


def of(name: str, content: Content, *more: str, file: str = "in.csv", **files: Content) -> Case:
    """The score of one bad file."""
    return Case(name, [*SCORE, file, *more], {file: content, **files})


def paths() -> Iterator[Case]:
    """What is no file at all."""
    yield Case("a missing file", [*SCORE, "none.csv"])
    yield Case("a missing file beside a good one", [*SCORE, "in.csv", "none.csv"], {"in.csv": TABLE})
    yield of("an empty folder", None, file="empty")
    yield of("a folder of empty folders", None, file="outer", **{"outer/inner": None})
    yield Case("a folder without anything known", [*SCORE, "f"], {"f/notes.txt": b"hello\n", "f/a.jpg": b"\xff\xd8"})
    yield Case("a folder with one bad file", [*SCORE, "f"], {"f/in.csv": TABLE, "f/cut.gz": gzip.compress(TABLE)[:30]})
    yield Case("no export", ["score"])
    yield Case("an empty name", [*SCORE, ""])
    yield Case("a name too long", [*SCORE, "a" * 5000])
    yield Case("a name with a NUL", [*SCORE, "a\0b"])
    yield Case("a file as a folder", [*SCORE, "in.csv/x"], {"in.csv": TABLE})
    yield Case("an empty device", [*SCORE, "/dev/null"])
    yield Case("an endless device", [*SCORE, "/dev/zero"])
    yield Case("an endless random device", [*SCORE, "/dev/urandom"])
    yield of("a FIFO nobody writes to", os.mkfifo, file="fifo")
    yield Case("a FIFO in a folder", [*SCORE, "f"], {"f/in.csv": TABLE, "f/fifo": os.mkfifo})
    yield of("a broken link", lambda path: path.symlink_to("nowhere"), file="link")
    yield of("a link to itself", lambda path: path.symlink_to(path.name), file="link")
    yield Case("a broken link in a folder", [*SCORE, "f"], {"f/in.csv": TABLE, "f/l": lambda p: p.symlink_to("none")})
    yield Case("a loop of links in a folder", [*SCORE, "f"], {"f/in.csv": TABLE, "f/l": lambda p: p.symlink_to("..")})
    yield Case("a name like a key", [*SCORE, "network=y/in.csv"], {"network=y/in.csv": TABLE})
    yield Case("a name like a key, Parquet", [*SCORE, "network=y/in.parquet"],
               {"network=y/in.parquet": parquet("SELECT 'x' AS network, 'like' AS kind, 5 AS count")})  # fmt: skip
    yield Case("a plain table named as packed", [*SCORE, "in.csv.gz"], {"in.csv.gz": TABLE})
    yield Case("a name with a tilde", [*SCORE, "~in.csv"], {"~in.csv": TABLE})
    yield Case("a file given twice", [*SCORE, "in.csv", "in.csv"], {"in.csv": TABLE})
    yield Case("a name with a line break", [*SCORE, "a\nb.csv"], {"a\nb.csv": TABLE + b"x,like,-1,2026-11-01\n"})
    yield Case("a name with an escape", [*SCORE, "\x1b[31m.csv"], {"\x1b[31m.csv": TABLE + b"x,like,-1,2026-11-01\n"})
    yield Case("a name with a reversal", [*SCORE, "a\u202egnp.csv"], {"a\u202egnp.csv": HEADER})
    yield Case("a name that is an option", [*SCORE, "--", "--strict"], {"--strict": TABLE})
    yield Case("a name with a leading dash", [*SCORE, "-a.csv"], {"-a.csv": TABLE})
    yield Case("a name that is no UTF-8", [*SCORE, os.fsdecode(b"\xff.csv")], {os.fsdecode(b"\xff.csv"): TABLE})
    yield Case(
        "a name that is no UTF-8, in a folder", [*SCORE, "f"],
        {os.fsdecode(b"f/\xff.csv"): TABLE + b"x,like,-1,2026-11-01\n"},
    )  # fmt: skip
    yield Case("a bad name as text", ["score", os.fsdecode(b"\xff\xfe.csv")], {os.fsdecode(b"\xff\xfe.csv"): TABLE})
    yield Case("a missing name that is no UTF-8", [*SCORE, os.fsdecode(b"\xff\xfe.csv")])
    yield Case("names with stars", [*SCORE, "a*.csv"], {"a*.csv": TABLE, "ab.csv": TABLE + GOOD})
    yield Case("a name with a quote", [*SCORE, "a'b.csv"], {"a'b.csv": TABLE})
    yield Case("names with brackets", [*SCORE, "a[1].csv"], {"a[1].csv": TABLE, "a1.csv": TABLE + GOOD})
    yield Case("lines with stars", [*SCORE, "a*.ndjson"], {"a*.ndjson": LINES, "ab.ndjson": LINES + LINES})


def binaries() -> Iterator[Case]:
    """Bytes that are no text."""
    yield of("an empty file", b"")
    yield of("only white space", b" \n\t\n \n")
    yield of("one NUL", b"\0")
    yield of("random bytes", random.Random(1).randbytes(100_000))
    yield of("a picture", b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(3000))
    yield of("a picture named so", b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(3000), file="in.png")
    yield of("a program", b"\x7fELF\x02\x01\x01" + bytes(3000))
    yield of("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + random.Random(2).randbytes(3000))
    yield of("a PDF of text", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    yield of("an old Office document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    yield of("a workbook", zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), file="in.xlsx")
    yield of("a database", b"SQLite format 3\0" + bytes(3000))
    yield of("a web page", b"<!doctype html><html><body><h1>Log in</h1></body></html>\n")
    yield of("a message instead of a download", b'{"error": "not_authorised"}\n', file="in.json")
    yield of("prose", b"Dear reader,\nthis is, as you see, no export, but a letter, with commas.\n" * 9)


def archives() -> Iterator[Case]:
    """Archives that are cut, locked, hostile or merely odd."""
    noise = HEADER + b"".join(b"x,like,%d,2026-11-01\n" % n for n in random.Random(3).sample(range(10**9), 3000))
    packed = {
        "gzip": ("in.csv.gz", gzip.compress(noise)),
        "bzip2": ("in.csv.bz2", bz2.compress(noise)),
        "xz": ("in.csv.xz", lzma.compress(noise)),
        "zip": ("in.zip", zipped({"in.csv": noise})),
        "tar": ("in.tar", tarred([("in.csv", noise)])),
        "tar.gz": ("in.tar.gz", gzip.compress(tarred([("in.csv", noise)]))),
    }
    for kind, (name, data) in packed.items():
        yield of(f"a whole {kind}", data, file=name)
        yield of(f"half a {kind}", data[: len(data) // 2], file=name)
        yield of(f"the first 20 bytes of a {kind}", data[:20], file=name)
        yield Case(
            f"half a {kind} in a folder", [*SCORE, "f"], {f"f/{name}": data[: len(data) // 2], "f/in.csv": TABLE}
        )
        yield of(f"a {kind} with a changed byte", changed(data, len(data) // 2), file=name)
    yield of("a gzip with rubbish behind", gzip.compress(TABLE) + b"rubbish", file="in.csv.gz")
    yield of("a gzip of nothing", gzip.compress(b""), file="in.csv.gz")
    yield of("an empty zip", zipped({}), file="in.zip")
    yield of("an empty tar", tarred([]), file="in.tar")
    yield of("a locked member", locked(zipped({"in.csv": TABLE})), file="in.zip")
    yield of("a locked member beside a good one", locked(zipped({"a.csv": TABLE}), zipped({"b.csv": TABLE})),
             file="in.zip")  # fmt: skip
    yield of("an unknown compression", method(zipped({"in.csv": TABLE}), 77), file="in.zip")
    for bad in ("../out.csv", "/etc/out.csv", "a/../../out.csv", "..\\out.csv", "C:\\out.csv", ""):
        yield of(f"a zip member named {bad!r}", zipped({bad: TABLE, "in.csv": TABLE + GOOD}), file="in.zip")
        yield of(f"a tar member named {bad!r}", tarred([(bad, TABLE), ("in.csv", TABLE + GOOD)]), file="in.tar")
    yield of("links and devices in a tar", tar_specials(), file="in.tar")
    yield of("a link in a zip", zip_link(), file="in.zip")
    yield of("two members of one name", zip_twice(), file="in.zip")
    yield of("a member's name in a code page", zip_renamed("Ångström".encode("cp437"), bad=True), file="in.zip")
    yield of("a member's name in GBK", zip_renamed("粉丝".encode("gbk"), bad=True), file="in.zip")
    yield of("a member's name with an escape", zipped({"\x1b[2J.csv": TABLE + b"x,like,-1,\n"}), file="in.zip")
    yield of("a tar member's name with an escape", tarred([("\x1b[2J.csv", TABLE + b"x,like,-1,\n")]), file="in.tar")
    yield of("a tar member's name that is no UTF-8", tarred([(os.fsdecode(b"\xff.csv"), TABLE + b"x,like,-1,\n")]),
             file="in.tar")  # fmt: skip
    yield of("thousands of members", zipped({f"{n}.txt": b"x" for n in range(3000)} | {"in.csv": TABLE}), file="in.zip")
    yield of("archives in archives", nested(4), file="in.zip")
    yield of("archives in archives, too deep", nested(30), file="in.zip")
    yield of("a zip in gzip in gzip", gzip.compress(gzip.compress(zipped({"in.csv": TABLE}))), file="in.gz")
    yield of("gzip in gzip, too deep", gzips(30), file="in.gz")
    yield of("a tar with a bad check sum", changed(tarred([("in.csv", TABLE)]), 150), file="in.tar")
    yield of("a tar that says a member is huge", tar_size(), file="in.tar")
    yield of("a zip's directory only", zipped({"in.csv": TABLE})[-80:], file="in.zip")
    yield of("another archive: 7z", b"7z\xbc\xaf\x27\x1c\0\x04" + random.Random(4).randbytes(500), file="in.7z")
    yield of("another archive: rar", b"Rar!\x1a\x07\x01\0" + random.Random(4).randbytes(500), file="in.rar")
    yield of("another archive: zstd", b"\x28\xb5\x2f\xfd" + random.Random(4).randbytes(500), file="in.csv.zst")


def tables() -> Iterator[Case]:
    """Tables bent in some way."""
    yield of("a lone header", HEADER)
    yield of("a lone header without a line end", HEADER.strip())
    yield of("no header", GOOD)
    yield of("a missing column", b"network,kind\nx,like\n")
    yield of("columns in another language", "Zeit,Gefällt,Grüße\n2026-11-01,3,5\n".encode())
    yield of("a misspelt column", b"network,kind,cuont\nx,like,1\n")
    yield of("a row too short", TABLE + b"x,like\n")
    yield of("a row of one cell", TABLE + b"x\n")
    yield of("a row too long", TABLE + b"x,like,7,2026-11-01,more\n")
    yield of("a row much too long", TABLE + b"x,like,7,2026-11-01" + b",more" * 50 + b"\n")
    yield of("a row whose surplus starts empty", TABLE + b"x,like,7,2026-11-01,,more\n")
    yield of("a row whose surplus is empty", TABLE + b"x,like,7,2026-11-01,,,\n")
    yield of("a row whose surplus is far off", TABLE + b"x,like,7,2026-11-01" + b"," * 40 + b"more\n")
    yield of("a thousands comma not quoted", TABLE + b"x,like,1,240,2026-11-01\n")
    yield of("blank lines", HEADER + b"\n\n" + GOOD + b"\n\n\nx,like,-1,2026-11-01\n")
    yield of("lines of commas", HEADER + b",,,\n" + GOOD + b",,,\n")
    yield of("the header twice", HEADER + HEADER + GOOD)
    yield of("a column twice", b"network,kind,count,time,count\nx,like,5,2026-11-01,9\n")
    yield of("a column twice, in another case", b"network,kind,count,time,COUNT\nx,like,5,2026-11-01,9\n")
    yield of("a column without a name", b"network,kind,count,time,\nx,like,5,2026-11-01,9\n")
    yield of("a million columns", b"network,kind,count,time" + b",a" * 1_000_000 + b"\nx,like,5,2026-11-01\n")
    yield of("a row of a million cells", TABLE + b"x,like,5,2026-11-01" + b",a" * 1_000_000 + b"\n")
    yield of("a row of a million empty cells", TABLE + b"x,like,5,2026-11-01" + b"," * 1_000_000 + b"\n")
    yield of("a line of 30 MB", TABLE + b"x,like,5," + b"9" * 30_000_000 + b"\n" + GOOD)
    yield of("a first line of 30 MB", b"a" * 30_000_000)
    yield of("a cell of 30 MB in quotes", TABLE + b'x,like,5,"' + b"9" * 29_900_000 + b"\n" * 100_000 + b'"\n' + GOOD)
    yield of("a quote that never closes", TABLE + b'x,like,"5,2026-11-01\n' + GOOD)
    yield of("a quote that never closes, far from the end", TABLE + b'x,like,"5,2026-11-01\n' + GOOD * 1000)
    yield of(
        "two quotes that do not close", TABLE + b'x,like,"5,2026-11-01\n' + GOOD * 3 + b'x,"like,5,2026-11-01\n' + GOOD
    )
    yield of("a header with an open quote", b'network,kind,"count,time\n' + GOOD)
    yield of(
        "a quote in the middle of a cell", HEADER + b'x,like,5,2026-11-01\nx,li"ke,6,2026-11-01\nx,like,7,2026-11-01\n'
    )
    yield of("line ends of CR only", TABLE.replace(b"\n", b"\r"))
    yield of("line ends of all kinds", HEADER.replace(b"\n", b"\r\n") + GOOD.replace(b"\n", b"\r", 1) + GOOD)
    yield of("CR CR LF", TABLE.replace(b"\n", b"\r\r\n"))
    yield of("semicolons", TABLE.replace(b",", b";"))
    yield of("tabs", TABLE.replace(b",", b"\t"))
    yield of("pipes", TABLE.replace(b",", b"|"))
    yield of("mixed marks", HEADER + GOOD.replace(b",", b";"))
    yield of("spaces around all", b" network , kind , count , time \n x , like , 5 , 2026-11-01 \n")
    yield of("a kind that is none", TABLE + b"x,liek,5,2026-11-01\n")
    yield of("no kind", TABLE + b"x,,5,2026-11-01\n")
    yield of("no network", TABLE + b",like,5,2026-11-01\n")
    yield of("a network of a thousand letters", TABLE + b"x" * 1000 + b",like,5,2026-11-01\n")
    yield of("thousands of bad rows", HEADER + b"x,like,bad,2026-11-01\n" * 5000 + GOOD)
    yield of("only bad rows", HEADER + b"x,like,bad,2026-11-01\n" * 5)
    yield of("two profiles", b"profile,network,kind,count\na,x,like,1\nb,x,like,2\n")
    yield Case("nobody's profile", [*SCORE, "in.csv", "--profile", "c"],
               {"in.csv": b"profile,network,kind,count\na,x,like,1\nb,x,like,2\n"})  # fmt: skip


def counts() -> Iterator[Case]:
    """Counts as networks, spreadsheets and mistakes write them."""
    written = [
        '"1,234"', "--", "-", "N/A", "", " ", "12.3K", "1.234", "1.5", "1.0", "1e3", "1E3", "١٢٣", "１２３", "NaN",
        "inf", "-inf", "-5", "-0", "+5", "1000000000000000", "1000000000000001", "9999999999999999999", "9" * 400,
        "1_000", "0x10", "1 234", '"1,23"', '"12,34,567"', "1.234.567", "12.3M", "1.2B", "99999B", "5%", "$5", "five",
        "true", "'5", "=5+5", "5 likes", "½", "Ⅻ", "1\u00a0234", "1\u202f234", "007", ".5", "5.", "1,",
    ]  # fmt: skip
    for count in written:
        row = f"x,share,{count},2026-11-01\n".encode()
        yield of(f"the count {count[:30] or 'that is not there'!s}", TABLE + row)
    for number in ("1.5", "-5", "1e3", "1e400", "12345678901234567890", "true", "null", '"7"', "[7]", '{"a":7}', "NaN",
                   "Infinity", "-0", "1.0", "1E2", "0.99999999999999999999"):  # fmt: skip
        line = f'{{"network":"x","kind":"share","count":{number},"time":"2026-11-01"}}\n'.encode()
        yield of(f"the JSON count {number}", LINES + line, file="in.ndjson")
    yield of("counts whose sum is too large", HEADER + b"x,like,1000000000000000,2026-11-01\n" * 10_000)


def days() -> Iterator[Case]:
    """Times that are none, or far away."""
    written = [
        "2026-02-30", "2026-13-01", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "1969-12-31", "2200-01-01",
        "2026-11-01T25:00:00Z", "2026-11-01T10:61:00Z", "2026-11-01T10:00:60Z", "2026-11-01T10:00:00+99:00",
        "2026-11-01T10:00:00+05:30", "2026-11-01T10:00:00 Europe/Berlin", "2026-11-01T10:00:00 Nowhere/Town",
        "yesterday", "infinity", "-infinity", "epoch", "now", "today", "11/01/2026", "01.11.2026", "20261101",
        "1762000000", "2026-11", "2026", "", "-", "2026-11-01 (BC)", "٢٠٢٦-١١-٠١", "2026-11-01\u00a0", "-2026-11-01",
        "2026-02-29", "2024-02-29",
    ]  # fmt: skip
    for time in written:
        yield of(f"the time {time or 'that is not there'}", TABLE + f"x,share,7,{time}\n".encode())
    yield of("no time anywhere", b"network,kind,count\nx,like,5\n")
    yield of("the day the calendar ends", TABLE, "--as-of", "9999-12-31")
    yield of("a day long ago", TABLE, "--as-of", "0001-01-01")
    for day in ("yesterday", "2026-02-30", "", "2026-11-20T10:00", "10000-01-01", "20261120", "2026-W47-5", "-1"):
        yield of(f"--as-of {day}", TABLE, f"--as-of={day}")


def encodings() -> Iterator[Case]:
    """Encodings, marked and not, and broken."""
    text = TABLE.decode() + "café,share,7,2026-11-01\n"
    for name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "cp1251", "utf-7"):
        made = text if name != "cp1251" else TABLE.decode() + "привет,share,7,2026-11-01\n"
        yield of(f"a table in {name}", made.encode(name))
    yield of("UTF-16 with a mark, the other end first", b"\xfe\xff" + text.encode("utf-16-be"))
    yield of("UTF-16 of odd length", text.encode("utf-16")[:-1])
    yield of("two marks", b"\xef\xbb\xbf\xef\xbb\xbf" + TABLE)
    yield of("only a mark", b"\xef\xbb\xbf")
    yield of("only a mark of UTF-16", b"\xff\xfe")
    yield of("a byte that is no UTF-8", TABLE + b"x\xff,share,7,2026-11-01\n" + "é".encode() * 100 + b",like,1,\n")
    yield of("a byte that is no UTF-8, far from the head", TABLE + GOOD * 20_000 + b"x\xff,share,7,2026-11-01\n")
    yield of("a NUL in a cell", TABLE + b"x\0,share,7,2026-11-01\n")
    yield of("NULs far from the head", TABLE + GOOD * 20_000 + b"\0" * 100 + b"\nx,share,7,2026-11-01\n")
    yield of("half a character at the end", TABLE + b"caf\xc3")
    yield of("surrogates in UTF-8", TABLE + b"\xed\xa0\x80,share,7,2026-11-01\n")
    yield of("lines in UTF-16", LINES.decode().encode("utf-16"), file="in.ndjson")
    yield of("lines in UTF-16 without a mark", LINES.decode().encode("utf-16-le"), file="in.ndjson")
    yield of("JSON in UTF-8 with a mark", b"\xef\xbb\xbf" + outbox(), file="outbox.json")
    yield of("JSON with a byte that is no UTF-8", outbox(ITEM.replace("hello", "h\xff").encode("latin-1")),
             file="outbox.json")  # fmt: skip


def documents() -> Iterator[Case]:
    """JSON bent in some way."""
    yield of("an empty object", b"{}", file="in.json")
    yield of("an empty list", b"[]", file="in.json")
    yield of("a bare number", b"5", file="in.json")
    yield of("a bare text", b'"hello"', file="in.json")
    yield of("nested 100,000 deep, lists", b"[" * 100_000, file="in.json")
    yield of("nested 100,000 deep, closed", b"[" * 100_000 + b"]" * 100_000, file="in.json")
    yield of("nested 100,000 deep, objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, file="in.json")
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    yield of("a deep field in a line", LINES + LINES.replace(b"}", b',"x":' + deep + b"}") + LINES, file="in.ndjson")
    items = [LINES, LINES.replace(b"}", b',"x":' + deep + b"}"), LINES]
    yield of("a deep field in a list", b"[" + b",".join(items) + b"]", file="in.json")
    yield of("a deep field in a record", outbox(ITEM[:-1].encode() + b',"x":' + deep + b"}"), file="outbox.json")
    yield of("a deep field above the records", b'{"x":' + deep + b"," + outbox()[1:], file="outbox.json")
    yield of("a deep field below the records", outbox()[:-1] + b',"x":' + deep + b"}", file="outbox.json")
    yield of("an outbox cut in its middle", outbox(*[ITEM] * 20)[:-600], file="outbox.json")
    yield of("an outbox cut in its first record", outbox()[:90], file="outbox.json")
    yield of("a list cut in its middle", b"[" + b",".join([LINES] * 20)[:-30], file="in.json")
    yield of("a line cut at the end", LINES * 3 + LINES[:30], file="in.ndjson")
    yield of("a bad line", LINES + b"{bad}\n" + LINES, file="in.ndjson")
    yield of("lines that are no objects", LINES + b'7\n"x"\n[1]\nnull\ntrue\n' + LINES, file="in.ndjson")
    yield of("a list of what is no object", b"[" + LINES + b', 7, "x", [1], null, true]', file="in.json")
    yield of("a first line that is bad", b"{bad}\n" + LINES * 2, file="in.ndjson")
    yield of("blank lines between lines", LINES + b"\n\n  \n" + LINES, file="in.ndjson")
    yield of("two documents on a line", LINES.strip() + b" " + LINES.strip() + b"\n" + LINES, file="in.ndjson")
    yield of("a comma behind each line", LINES.strip() + b",\n" + LINES.strip() + b",\n", file="in.ndjson")
    yield of("a key twice", b'{"network":"x","kind":"like","count":1,"count":2}\n', file="in.ndjson")
    yield of("a key in another case", LINES + LINES.replace(b"count", b"Count"), file="in.ndjson")
    yield of("a missing key", LINES + b'{"network":"x","kind":"share"}\n', file="in.ndjson")
    yield of("half a surrogate", LINES + LINES.replace(b'"x"', b'"x\\ud800"'), file="in.ndjson")
    yield of(
        "half a surrogate in a label", outbox(ITEM.replace("hello", "\\udc00 \\ud83d").encode()), file="outbox.json"
    )
    yield of("an escaped NUL", LINES + LINES.replace(b'"x"', b'"x\\u0000y"'), file="in.ndjson")
    yield of("a raw control character in a text", LINES + LINES.replace(b'"x"', b'"x\x01\ty"'), file="in.ndjson")
    yield of("a bad escape", LINES + LINES.replace(b'"x"', b'"\\x"') + LINES, file="in.ndjson")
    yield of("single quotes", LINES.replace(b'"', b"'"), file="in.ndjson")
    yield of("a comment", b"// hello\n" + LINES, file="in.ndjson")
    yield of("a trailing comma", b"[" + LINES.strip() + b",]", file="in.json")
    yield of("records that are no list", b'{"orderedItems": 7}', file="outbox.json")
    yield of("records that are null", b'{"orderedItems": null}', file="outbox.json")
    yield of("no records", b'{"orderedItems": []}', file="outbox.json")
    yield of("a field of another shape", outbox(ITEM, ITEM.replace('{"totalItems": 12}', "12")), file="outbox.json")
    yield of("a record of another shape", outbox(ITEM, "7", '"x"', "null", "[1]"), file="outbox.json")
    yield of("a line of 30 MB in JSON", LINES + LINES.replace(b'"x"', b'"' + b"x" * 30_000_000 + b'"') + LINES,
             file="in.ndjson")  # fmt: skip
    yield of("a page with a script", b"window.YTD.tweets.part0 = [ ]", file="tweets.js")
    yield of("rubbish behind the list", b"[" + LINES + b"] rubbish", file="in.json")
    yield of("rubbish behind an outbox", outbox() + b" rubbish", file="outbox.json")
    yield of("a network that is a list", LINES + LINES.replace(b'"x"', b'["x"]'), file="in.ndjson")
    yield of("a time that is a number", LINES + LINES.replace(b'"2026-11-01"', b"1793491200"), file="in.ndjson")


UNSAFE = "a\x1b[2J\x1b]0;t\x07\x9b31m\x00\x08\x7f\u202eb\u2066c\u200b\u2028d\r\ne\ud800".encode(
    "utf-8", "replace"
).decode()


def unsafe_texts() -> Iterator[Case]:
    """What would play tricks on a terminal."""
    label = json.dumps(UNSAFE)
    for form in ([], ["--json"], ["--csv"], ["--markdown"]):
        yield Case(f"an unsafe label, {form[0] if form else 'page'}", ["score", *form, "outbox.json"],
                   {"outbox.json": outbox(ITEM.replace('"hello"', label).encode())})  # fmt: skip
        line = json.dumps({"network": UNSAFE, "kind": "like", "count": 5, "post": UNSAFE, "actor": UNSAFE,
                           "url": UNSAFE, "label": UNSAFE, "profile": UNSAFE, "time": "2026-11-01"})  # fmt: skip
        yield Case(f"unsafe words, {form[0] if form else 'page'}", ["score", *form, "in.ndjson"],
                   {"in.ndjson": line.encode()})  # fmt: skip
    bad = json.dumps({"network": "x", "kind": UNSAFE, "count": UNSAFE, "time": UNSAFE})
    yield of("unsafe words that are wrong", LINES + bad.encode(), file="in.ndjson")
    yield of("an unsafe column", TABLE.replace(b"time", b"time,\x1b[31m\xe2\x80\xaered"))
    yield Case("explain unsafe words", ["explain", "in.ndjson"], {"in.ndjson": line.encode()})
    yield Case("events of unsafe words", ["events", "in.ndjson"], {"in.ndjson": line.encode()})
    two = line + "\n" + line.replace('"profile": "a', '"profile": "z')
    yield of("unsafe profiles", two.encode(), file="in.ndjson")
    yield of("an unsafe network asked for", line.encode(), "--network", "\x1b[31m", file="in.ndjson")
    marked = ITEM.replace("hello", "[bold]b[/bold] :smile: <script>x</script> |x| [a](b)")
    yield of("markup in a label", outbox(marked), file="outbox.json")
    for name, arguments, words in (
        ("markup on the page", ["score"], {"network": "[red]x", "post": "[/]", "label": "[bold]b[/bold] :smile:"}),
        ("markup in Markdown", ["score", "--markdown"], {"network": "x|y", "label": "a|b <b>c</b> `d` [e](f)\n# g"}),
        ("a formula in CSV", ["score", "--csv"], {"network": "x", "post": "=1+1", "label": "=HYPERLINK(1)"}),
    ):
        made = json.dumps({"network": "x", "kind": "like", "count": 5, "post": "p"} | words)
        yield Case(name, [*arguments, "in.ndjson"], {"in.ndjson": made.encode()})


def weights() -> Iterator[Case]:
    """Weights files that are wrong."""

    def bad(name: str, content: Content) -> Case:
        return Case(f"weights: {name}", [*SCORE, "in.csv", "--weights", "w.yaml"], {"in.csv": TABLE, "w.yaml": content})

    def changed(name: str, old: bytes, new: bytes) -> Case:
        assert old in WEIGHTS
        return bad(name, WEIGHTS.replace(old, new, 1))

    yield bad("a key twice", WEIGHTS + b"window_days: 30\n")
    yield bad("a deep key twice", WEIGHTS.replace(b"weight: 20,", b"weight: 20, weight: 3,"))
    bomb = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (97 + n, 97 + n, b",".join([b"*%c" % (96 + n)] * 9)) for n in range(1, 12)
    )
    yield bad("an alias bomb", bomb)
    yield bad("a merge key", WEIGHTS + b"  x:\n    <<: {voice: 2}\n    signals: {like: {weight: 1, full: 5}}\n")
    yield bad("a tag", WEIGHTS.replace(b"window_days: 90", b"window_days: !!python/object/apply:os.system ['true']"))
    yield bad("nested deeply", WEIGHTS + b"why: " + b"[" * 100_000)
    yield bad("nested deeply, closed", WEIGHTS + b"why: " + b"[" * 5000 + b"]" * 5000)
    yield bad("nested by columns", b"\n".join(b" " * n + b"a:" for n in range(900)))
    yield bad("keys nested in keys", WEIGHTS + b"? " * 5000 + b"a\n")
    yield bad("not UTF-8", WEIGHTS + b"# \xff\n")
    yield bad("UTF-16", WEIGHTS.decode().encode("utf-16"))
    yield bad("tabs", WEIGHTS.replace(b"    voice", b"\tvoice"))
    yield bad("a NUL", WEIGHTS + b"\0")
    yield bad("a control character", WEIGHTS + b"# \x1b[31m\n")
    yield bad("empty", b"")
    yield bad("a comment only", b"# nothing\n")
    yield bad("a list", b"[1, 2]\n")
    yield bad("a word", b"hello\n")
    yield bad("a table by mistake", TABLE)
    yield bad("JSON by mistake", json.dumps({"score": 5}).encode())
    yield bad("a binary", random.Random(5).randbytes(500))
    yield bad("too large", WEIGHTS + b"# x\n" * 500_000)
    yield bad("a folder", None)
    yield bad("endless", lambda path: path.symlink_to("/dev/zero"))
    yield bad("a FIFO nobody writes to", os.mkfifo)
    yield bad("two documents", WEIGHTS + b"---\na: 1\n")
    yield bad("cut", WEIGHTS[:-20])
    yield changed("no method", b"method: 1\n", b"")
    yield changed("another method", b"method: 1", b"method: 2")
    yield changed("an unknown key", b"window_days", b"windowdays")
    yield changed("an unknown key with an escape", b"window_days", b'"\\e[31mwindow_days"')
    yield changed("an unknown kind", b"like:", b"lik:")
    yield changed("an unknown number of a signal", b"full: 10000", b"ful: 10000")
    yield changed("a negative weight", b"weight: 20", b"weight: -20")
    yield changed("a huge weight", b"weight: 20", b"weight: 1e300")
    yield changed("a weight that is no number", b"weight: 20", b"weight: .nan")
    yield changed("an endless weight", b"weight: 20", b"weight: .inf")
    yield changed("a weight that overflows", b"weight: 20", b"weight: 1e999")
    yield changed("a weight with many digits", b"weight: 20", b"weight: " + b"9" * 5000)
    yield changed("a weight with seven decimals", b"weight: 20", b"weight: 0.1234567")
    yield changed("a weight as text", b"weight: 20", b'weight: "20"')
    yield changed("a weight that is true", b"weight: 20", b"weight: true")
    yield changed("a weight that is null", b"weight: 20", b"weight: null")
    yield changed("a weight that is a list", b"weight: 20", b"weight: [20]")
    yield changed("no full", b"weight: 20, full: 10000", b"weight: 20")
    yield changed("full of 0", b"full: 10000", b"full: 0")
    yield changed("a window of 0 days", b"window_days: 90", b"window_days: 0")
    yield changed("a window of half a day", b"window_days: 90", b"window_days: 0.5")
    yield changed("a half-life of 0", b"half_life_days: 45", b"half_life_days: 0")
    yield changed("a tiny half-life", b"half_life_days: 45", b"half_life_days: 0.000001")
    yield changed("a same_person of 2", b"same_person: 0.5", b"same_person: 2")
    yield changed("an unknown rule", b"doubling", b"dubling")
    yield changed("an unknown curve", b"{weight: 20,", b"{weight: 20, curve: lgo,")
    yield changed("no default", b"default", b"x")
    yield changed("no signal", b"      like: {weight: 20, full: 10000}\n      comment: {weight: 40, full: 1000}\n", b"")
    yield changed("no networks", b"networks:\n", b"networks: {}\nx:\n")
    yield changed(
        "all weights 0",
        b"weight: 20, full: 10000}\n      comment: {weight: 40",
        b"weight: 0, full: 1}\n      comment: {weight: 0",
    )
    yield changed("a voice of 0 everywhere", b"voice: 1", b"voice: 0")
    yield changed("a network named null", b"  default:", b"  null: {signals: {like: {weight: 1, full: 1}}}\n  default:")
    yield changed("a network that is null", b"  default:", b"  x: null\n  default:")
    yield Case("weights: missing", [*SCORE, "in.csv", "--weights", "none.yaml"], {"in.csv": TABLE})
    yield Case("weights: missing by the variable", [*SCORE, "in.csv"], {"in.csv": TABLE},
               environ={"INFLUENCE_WEIGHTS": "none.yaml"})  # fmt: skip
    yield Case("weights: bad by lying here", [*SCORE, "in.csv"], {"in.csv": TABLE, "weights.yaml": WEIGHTS + b"a: 1\n"})
    yield Case("weights check: a key twice", ["weights", "check", "w.yaml"], {"w.yaml": WEIGHTS + b"method: 1\n"})
    yield Case("weights show: a key twice", ["weights", "show", "w.yaml"], {"w.yaml": WEIGHTS + b"method: 1\n"})
    yield Case("weights show: an unknown network", ["weights", "show", "--network", "nowhere"])
    yield Case("weights show: an unsafe why", ["weights", "show", "w.yaml"],
               {"w.yaml": WEIGHTS.replace(b"full: 10000", b'full: 10000, why: "a\\e[31m\\u202eb"')})  # fmt: skip
    yield Case("weights init: there already", ["weights", "init"], {"weights.yaml": WEIGHTS})
    yield Case("weights init: no folder", ["weights", "init", "none/w.yaml"])
    yield Case("weights init: a folder", ["weights", "init", "f", "--force"], {"f": None})


def formats() -> Iterator[Case]:
    """Format files that are wrong."""

    def bad(name: str, content: Content) -> Case:
        arguments = [*SCORE, "in.csv", "--formats", "f"]
        return Case(
            f"formats: {name}", arguments, {"in.csv": b"Id,Day,Hearts\n1,2026-11-01,5\n", "f/mine.yaml": content}
        )

    def changed(name: str, old: bytes, new: bytes) -> Case:
        assert old in FORMAT
        return bad(name, FORMAT.replace(old, new, 1))

    yield bad("a good one", FORMAT)
    yield bad("a key twice", FORMAT + b"title: Again\n")
    yield bad("an unknown key", FORMAT + b"titel: Again\n")
    yield bad("an alias", FORMAT + b"instead: &a x\nget: *a\n")
    yield bad("nested deeply", FORMAT + b"left: " + b"[" * 100_000)
    yield bad("not UTF-8", FORMAT + b"# \xff\n")
    yield bad("tabs", FORMAT + b"\tget: x\n")
    yield bad("empty", b"")
    yield bad("a list", b"[]")
    yield bad("a binary", random.Random(6).randbytes(500))
    yield bad("a folder", None)
    yield bad("a broken link", lambda path: path.symlink_to("none"))
    yield bad("endless", lambda path: path.symlink_to("/dev/zero"))
    yield bad("a FIFO nobody writes to", os.mkfifo)
    yield bad("too large", FORMAT + b"# x\n" * 3_000_000)
    yield changed("an unknown kind", b"like: Hearts", b"liek: Hearts")
    yield changed("an unknown reader", b"reader: table", b"reader: excel")
    yield changed("an empty name", b"like: Hearts", b'like: ""')
    yield changed("no names", b"like: Hearts", b"like: []")
    yield changed("a number as a name", b"like: Hearts", b"like: 5")
    yield changed("no title", b"title: Mine\n", b"")
    yield changed("nothing to recognise", b"{fields: [post, like]}", b"{}")
    yield changed("recognised by what is not declared", b"[post, like]", b"[post, likes]")
    yield changed("no network", b"network: mine\n", b"")
    yield changed("a name with a quote", b"like: Hearts", b"""like: "He'ar\\"ts" """)
    yield changed("an id in the file", b"title", b"id: x\ntitle")
    yield changed("an unknown list of words", b"title", b"words: youtub\ntitle")
    yield changed("a bad date pattern", b"{names: Day}", b'{names: Day, formats: "%Q%"}')
    yield changed("a bad date pattern among others", b"{names: Day}", b'{names: Day, formats: ["%Q%", iso]}')
    yield bad("a skip that tests nothing", FORMAT + b"skip: [{where: Id, why: x}]\n")
    yield bad("a glob that is none", FORMAT.replace(b"{fields:", b"{files: ['[!'], fields:"))
    yield Case("formats: a missing folder", [*SCORE, "in.csv", "--formats", "none"], {"in.csv": TABLE})
    yield Case("formats: a file", [*SCORE, "in.csv", "--formats", "in.csv"], {"in.csv": TABLE})
    yield Case("formats: an empty folder", [*SCORE, "in.csv", "--formats", "f"], {"in.csv": TABLE, "f": None})
    yield Case("formats: an unknown one asked for", [*SCORE, "in.csv", "--format", "x-contents"], {"in.csv": TABLE})
    yield Case("formats: another one asked for", [*SCORE, "in.csv", "--format", "x-content"], {"in.csv": TABLE})
    yield Case("formats show: unknown", ["formats", "show", "x-contents"])
    yield Case("formats list: a bad one", ["formats", "list", "--formats", "f"], {"f/a.yaml": b"title: 5\n"})
    yield Case("formats show: unsafe words", ["formats", "show", "mine", "--formats", "f"],
               {"f/mine.yaml": FORMAT.replace(b"title: Mine", b'title: "a\\e[31m\\u202eb"')})  # fmt: skip
    yield Case("formats list: unsafe words", ["formats", "list", "--formats", "f"],
               {"f/mine.yaml": FORMAT.replace(b"title: Mine", b'title: "a\\e[31m\\u202eb"')})  # fmt: skip


def parquets() -> Iterator[Case]:
    """Parquet that is cut or oddly typed."""
    whole = parquet("SELECT 'x' AS network, 'like' AS kind, range AS count, DATE '2026-11-01' AS time FROM range(1000)")
    yield of("half a Parquet file", whole[: len(whole) // 2], file="in.parquet")
    yield of("a Parquet file without its end", whole[:-4], file="in.parquet")
    yield of("four bytes of Parquet", b"PAR1", file="in.parquet")
    yield of("a Parquet file with a changed byte", changed(whole, len(whole) - 60), file="in.parquet")
    yield of("a Parquet file with changed data", changed(whole, 60, 40), file="in.parquet")
    odd = {
        "a list as count": "[1, 2] AS count",
        "a struct as count": "{'a': 1} AS count",
        "a double as count": "unnest([1.0, 1.5, 'nan'::DOUBLE, 'inf'::DOUBLE, 1e20, -1.0]) AS count",
        "a decimal as count": "unnest([1.00, 1.50]::DECIMAL(9,2)[]) AS count",
        "a huge integer as count": "170141183460469231731687303715884105727::HUGEINT AS count",
        "bytes as count": "'\\xFF\\xFE'::BLOB AS count",
        "a boolean as count": "true AS count",
        "no count": "1 AS cuont",
        "a null type": "NULL AS count",
    }
    for name, sql in odd.items():
        yield of(f"Parquet: {name}", parquet(f"SELECT 'x' AS network, 'like' AS kind, {sql}"), file="in.parquet")
    times = {
        "a time with a zone": "TIMESTAMPTZ '2026-11-01 23:30:00-02'",
        "nanoseconds": "TIMESTAMP_NS '2026-11-01 10:00:00'",
        "a clock time": "TIME '10:00:00'",
        "endless": "'infinity'::TIMESTAMP",
        "a number": "1793491200",
        "an interval": "INTERVAL 1 DAY",
    }
    for name, sql in times.items():
        made = parquet(f"SELECT 'x' AS network, 'like' AS kind, 5 AS count, {sql} AS time")
        yield of(f"Parquet: {name} as time", made, file="in.parquet")
    yield of(
        "Parquet: no rows", parquet("SELECT 'x' AS network, 'like' AS kind, 1 AS count WHERE false"), file="in.parquet"
    )
    quote = """SELECT 'x' AS network, 'like' AS kind, 1 AS count, 5 AS "a""b", 6 AS "Count" """
    yield of("Parquet: odd names", parquet(quote), file="in.parquet")
    yield of("Parquet: bytes as network", parquet("SELECT '\\xFF'::BLOB AS network, 'like' AS kind, 1 AS count"),
             file="in.parquet")  # fmt: skip


def outputs() -> Iterator[Case]:
    """Places that cannot be written to."""
    for command in (["score", "--json"], ["score"], ["events"], ["explain"]):
        said = " ".join(command)
        yield Case(f"{said} -o: no such folder", [*command, "in.csv", "-o", "none/out"], {"in.csv": TABLE})
        yield Case(f"{said} -o: a folder", [*command, "in.csv", "-o", "f"], {"in.csv": TABLE, "f": None})
        yield Case(f"{said} -o: a full folder", [*command, "in.csv", "-o", "f"], {"in.csv": TABLE, "f/x": b"kept"})
        yield Case(f"{said} -o: its own input", [*command, "in.csv", "-o", "in.csv"], {"in.csv": TABLE})
        yield Case(f"{said} -o: a device", [*command, "in.csv", "-o", "/dev/full"], {"in.csv": TABLE})
        yield Case(f"{said} -o: kept when failing", [*command, "none.csv", "-o", "out"], {"out": b"kept"})
        yield Case(f"{said} -o: a name too long", [*command, "in.csv", "-o", "a" * 300], {"in.csv": TABLE})
        yield Case(f"{said} -o: nothing", [*command, "in.csv", "-o", ""], {"in.csv": TABLE})
        yield Case(f"{said} -o: -", [*command, "in.csv", "-o", "-"], {"in.csv": TABLE})
        yield Case(f"{said} -o: a NUL", [*command, "in.csv", "-o", "a\0b"], {"in.csv": TABLE})
        yield Case(f"{said} -o: a link", [*command, "in.csv", "-o", "link"],
                   {"in.csv": TABLE, "target": b"kept", "link": lambda path: path.symlink_to("target")})  # fmt: skip
    yield Case("events --to parquet to a pipe", ["events", "in.csv", "--to", "parquet"], {"in.csv": TABLE})
    yield Case("events -o: inside its input folder", ["events", "f", "-o", "f/out.ndjson"], {"f/in.csv": TABLE})


def streams() -> Iterator[Case]:
    """What may come through a pipe."""
    dash = [*SCORE, "-"]
    yield Case("a pipe of CSV", dash, stdin=TABLE)
    yield Case("a pipe of lines", dash, stdin=LINES)
    yield Case("a pipe of Parquet", dash, stdin=parquet("SELECT 'x' AS network, 'like' AS kind, 5 AS count"))
    yield Case("a pipe of gzip", dash, stdin=gzip.compress(TABLE))
    yield Case("a pipe of zip", dash, stdin=zipped({"in.csv": TABLE}))
    yield Case("a pipe of tar.gz", dash, stdin=gzip.compress(tarred([("in.csv", TABLE)])))
    yield Case("half a gzip in a pipe", dash, stdin=gzip.compress(TABLE * 100)[:100])
    yield Case("an empty pipe", dash)
    yield Case("a pipe of rubbish", dash, stdin=random.Random(7).randbytes(5000))
    yield Case("a pipe given twice", [*dash, "-"], stdin=TABLE)
    yield Case("a pipe and a file", [*dash, "in.csv"], {"in.csv": TABLE + GOOD}, stdin=TABLE)
    yield Case("a pipe of an outbox", dash, stdin=outbox())
    yield Case("explain a pipe", ["explain", "-"], stdin=b"")
    yield Case("verify a pipe of nothing", ["verify", "-"])
    yield Case("verify a pipe of rubbish", ["verify", "-"], stdin=random.Random(7).randbytes(5000))


def options() -> Iterator[Case]:
    """A command line that is wrong."""
    given = {"in.csv": TABLE}
    wrong: list[list[str]] = [
        ["--set", ""], ["--set", "="], ["--set", "x"], ["--set", "x.like.weight"], ["--set", "x.like.weight="],
        ["--set", "x.like.weight=-1"], ["--set", "x.like.weight=nan"], ["--set", "x.like.weight=.nan"],
        ["--set", "x.like.weight=1e999"], ["--set", "x.like.weight=[1]"], ["--set", "x.like.weight={a: 1}"],
        ["--set", "x.like.weight=*a"], ["--set", "x.like.weight=1\n2"], ["--set", "x.like.weight=true"],
        ["--set", "x.lik.weight=1"], ["--set", "x.like.wait=1"], ["--set", "nowhere.like.weight=1"],
        ["--set", "window_days=0"], ["--set", "window_days=1e9"], ["--set", "method=2"], ["--set", "combine=5"],
        ["--set", "combine.points=0"], ["--set", "....=1"], ["--set", "x.mention.full=5"], ["--set", "\x1b[31m=1"],
        ["--set", "why.window_days=x"], ["--set", "networks.x.signals.like.weight=" + "9" * 5000],
        ["--set", "x.like.weight=" + "[" * 5000], ["--set", "combine.rule=x"], ["--set", "x.voice=0"],
        ["--set", "x.like.weight=2", "--set", "x.like.weight=3"],
        ["--posts", "-1"], ["--posts", "many"], ["--posts", "9" * 30], ["--network", "nowhere"], ["--network", ""],
        ["--profile", "ann"], ["--fail-under", "nan"], ["--fail-under", "x"], ["--fail-under", "inf"],
        ["--fail-under", "-1"], ["--nonsense"], ["--weights"], ["--strict", "--strict"], ["--csv", "--markdown"],
        ["--weights", ""], ["--format", ""], ["--formats", ""], ["--as-of", "\x1b[31m"],
    ]  # fmt: skip
    for arguments in wrong:
        name = " ".join(arguments)[:60].replace("\n", " / ").replace("\x1b", "ESC")
        yield Case(f"score {name}", [*SCORE, "in.csv", *arguments], given)
    yield Case("an unknown command", ["scroe", "in.csv"], given)
    yield Case("no command but a file", ["in.csv"], given)
    yield Case("an unsafe command", ["\x1b[31m"])
    yield Case("explain --posts", ["explain", "in.csv", "--posts", "-1"], given)
    for columns in ("1", "10", "0", "-5", "x", "100000"):
        yield Case(f"COLUMNS={columns}", ["score", "in.csv"], given, environ={"COLUMNS": columns})
    yield Case("the weights at COLUMNS=1", ["weights", "show", "--network", "x"], environ={"COLUMNS": "1"})
    yield Case("LINES=x", ["score", "in.csv"], given, environ={"LINES": "x"})
    yield Case("TERM that is none", ["score", "in.csv"], given, environ={"TERM": "\x1b"})


def results() -> Iterator[Case]:
    """Results and exports that were taken for each other."""
    made = result()
    yield Case("a result to score", [*SCORE, "result.json"], {"result.json": made})
    yield Case("a result to events", ["events", "result.json"], {"result.json": made})
    yield Case("a result in a folder", [*SCORE, "f"], {"f/result.json": made, "f/in.csv": TABLE})
    yield Case("a result in a pipe to score", [*SCORE, "-"], stdin=made)
    yield Case("a result on one line to score", [*SCORE, "r.json"], {"r.json": json.dumps(json.loads(made)).encode()})
    yield Case("a result and an export to explain", ["explain", "result.json", "in.csv"],
               {"result.json": made, "in.csv": TABLE})  # fmt: skip
    yield Case("events to verify", ["verify", "in.csv"], {"in.csv": TABLE})
    yield Case("lines to verify", ["verify", "in.ndjson"], {"in.ndjson": LINES})
    yield Case("an outbox to verify", ["verify", "outbox.json"], {"outbox.json": outbox()})
    yield Case("nothing to verify", ["verify", "none.json"])
    yield Case("a folder to verify", ["verify", "f"], {"f": None})
    yield Case("an empty file to verify", ["verify", "e.json"], {"e.json": b""})
    yield Case("half a result to verify", ["verify", "h.json"], {"h.json": made[: len(made) // 2]})
    yield Case("half a result to explain", ["explain", "h.json"], {"h.json": made[: len(made) // 2]})
    yield Case(
        "a result of another schema", ["verify", "r.json"], {"r.json": made.replace(b'"schema": 1', b'"schema": 2')}
    )
    yield Case(
        "a result of another method", ["verify", "r.json"], {"r.json": made.replace(b'"method": 1', b'"method": 2', 1)}
    )
    yield Case("deep JSON to verify", ["verify", "d.json"], {"d.json": b"[" * 100_000})
    yield Case("a device to verify", ["verify", "/dev/zero"])
    yield Case("a FIFO to verify", ["verify", "fifo"], {"fifo": os.mkfifo})
    yield Case("a FIFO to explain", ["explain", "fifo"], {"fifo": os.mkfifo})
    yield Case("a NUL to verify", ["verify", "a\0b"])
    yield Case("a NUL to explain", ["explain", "a\0b"])
    yield Case("a result with an unsafe name", ["explain", "r.json"],
               {"r.json": made.replace(b'"network": "x"', b'"network": "x\\u001b[31m\\u202e"')})  # fmt: skip
    yield Case(
        "a result with NaN", ["verify", "r.json"], {"r.json": made.replace(b'"coverage": ', b'"coverage": NaN, "x": ')}
    )
    yield Case("a result with a huge number", ["verify", "r.json"],
               {"r.json": made.replace(b'"count": 1240', b'"count": 1e400')})  # fmt: skip
