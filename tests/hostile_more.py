"""More bad input, as `hostile.py` has it: workbooks that are none, archives inside out, exports bent in ways that only
exports are, and what the commands beside `score` are given."""

from __future__ import annotations

import bz2
import gzip
import io
import struct
import zipfile
from collections.abc import Iterator

from hostile import SCORE, Case, of
from hostile_bytes import GOOD, HEADER, TABLE, parquet

TWEET = (
    '{ "tweet" : { "id" : "%s", "id_str" : "%s", "favorite_count" : "%d", "retweet_count" : "2", '
    '"full_text" : "A kettle.", "created_at" : "Mon Nov 03 08:50:26 +0000 2025", "source" : "web" } }'
)
META = (
    '"Post ID","Account ID","Account username","Account name",Description,"Duration (sec)","Publish time",Permalink,'
    '"Post type","Data comment",Date,Views,Reach,Likes,Shares,Comments,Saves,Follows\n'
)


def cases() -> list[Case]:
    """All of them."""
    return [*workbooks(), *archives(), *exports(), *values(), *commands()]


def workbooks() -> Iterator[Case]:
    """What is called a workbook and is none, or one that costs too much."""
    page = b"<html><body><table><tr><td>network</td><td>kind</td></tr></table></body></html>"
    yield of("a web page called .xls", page, file="in.xls")
    yield of("a web page called .xls, with a mark", b"\xef\xbb\xbf\r\n" + page, file="in.xls")
    xml = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
    yield of("a workbook in XML called .xls", xml, file="in.xls")
    yield of("a table called .xlsx", TABLE, file="in.xlsx")
    yield of("a table called .xls, in UTF-16 with tabs", TABLE.decode().replace(",", "\t").encode("utf-16"),
             file="in.xls")  # fmt: skip
    yield of("a workbook called .csv", workbook(rows(("network", "kind", "count"), ("x", "like", 7))))
    yield of("a workbook with a password", locked_workbook(), file="in.xlsx")
    yield of("a workbook with a password in a folder's zip", zipped({"a.xlsx": locked_workbook(), "in.csv": TABLE}),
             file="in.zip")  # fmt: skip
    yield of("half a workbook", workbook(rows(("network", "kind", "count"), ("x", "like", 7)))[:700], file="in.xlsx")
    yield of("a workbook without sheets", workbook("", sheet=False), file="in.xlsx")
    yield of("a workbook of nothing", workbook(rows()), file="in.xlsx")
    far = rows(("network", "kind", "count"), ("x", "like", 7)) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield of("a workbook with a cell far away", workbook(far), file="in.xlsx")
    wrong = rows(("network", "kind", "count"), ("x", "like", 7), ("x", "share", 8)).replace(
        "><v>8<", ' t="e"><v>#REF!<'
    )
    yield of("a workbook with an error in a cell", workbook(wrong), file="in.xlsx")
    broken = rows(("network", "kind", "count"), ("x", "like", 7)) + "<row r='3'><c r='A3'><v>1</v></"
    yield of("a workbook whose sheet is broken", workbook(broken), file="in.xlsx")


def archives() -> Iterator[Case]:
    """Archives put together in ways that are allowed and rare."""
    yield of("a gzip of several parts", gzip.compress(HEADER) + gzip.compress(GOOD), file="in.csv.gz")
    yield of("a bzip2 of several parts", bz2.compress(HEADER) + bz2.compress(GOOD), file="in.csv.bz2")
    yield of("a gzip with zeros behind", gzip.compress(TABLE) + b"\0" * 512, file="in.csv.gz")
    yield of("a gzip, its second part cut", gzip.compress(TABLE) + gzip.compress(GOOD)[:20], file="in.csv.gz")
    yield of("a zip of empty members", zipped({"a.csv": b"", "b.json": b"", "in.csv": TABLE}), file="in.zip")
    yield of("a zip of nothing but an empty member", zipped({"a.csv": b""}), file="in.zip")
    yield of("a zip64", zipped({"in.csv": TABLE}, zip64=True), file="in.zip")
    yield of("a zip behind rubbish", b"rubbish" * 10 + zipped({"in.csv": TABLE}), file="in.zip")
    yield of("a zip with a comment", zipped({"in.csv": TABLE}, comment=b"downloaded on Monday"), file="in.zip")
    yield of("a zip called .csv", zipped({"in.csv": TABLE}))
    yield of("a zip whose member says another size", resized(zipped({"in.csv": TABLE * 50})), file="in.zip")


def exports() -> Iterator[Case]:
    """Exports, bent."""
    tweets = ", ".join(TWEET % (n, n, 5) for n in (1900000000000000001, 1900000000000000002))
    yield of("tweets without line breaks", f"window.YTD.tweets.part0 = [ {tweets} ]".encode(), file="tweets.js")
    yield of("tweets in CR only", f"window.YTD.tweets.part0 = [\r{tweets.replace(', {', ',{')}\r]".encode(),
             file="tweets.js")  # fmt: skip
    yield of("tweets with a semicolon behind", f"window.YTD.tweets.part0 = [{tweets}];\n".encode(), file="tweets.js")
    yield of("tweets in a module", f"export const tweets = [{tweets}];\n".encode(), file="tweets.js")
    yield of("tweets in a module, cut", f"export const tweets = [{tweets}"[:-40].encode(), file="tweets.js")
    yield of("a module of open brackets", b"export default " + b"[" * 300_000, file="tweets.js")
    yield of("tweets cut", f"window.YTD.tweets.part0 = [{tweets}"[:-40].encode(), file="tweets.js")
    row = '1788%d,1,ada,A,"%s",0,"11/03/2025 09:30",https://instagram.com/p/A%d/,"IG image",,Lifetime,9,8,%s,1,2,3,0\n'
    bent = META + row % (1, "a", 1, "10") + row % (2, "b", 2, "20")
    yield of("a content table", ("\ufeff" + bent).encode(), file="content.csv")
    thousand = (
        "Post id;Date;Post Link;Impressions;Likes;Reposts;Detail Expands\n1900000000000000001;2026-11-01;;%s;%s;2;1\n"
    )
    yield of("semicolons, thousands with dots", (thousand % ("12.408", "1.000")).encode(), file="content.csv")
    yield of("semicolons, and dots that may be a decimal point", (thousand % ("9.000", "1.000")).encode(),
             file="content.csv")  # fmt: skip
    above = "Account: Ada\nPeriod: October 2025\n\n"
    yield of("a content table with lines above that have names", (above + bent).encode(), file="content.csv")
    joined = ("\ufeff" + META + row % (1, "a", 1, "10")) + ("\ufeff" + META + row % (2, "b", 2, "20"))
    yield of("two content tables in one file", joined.encode(), file="content.csv")
    marked = META + row % (1, "a\ufeffb", 1, "10") + "\ufeff" + row % (2, "b", 2, "20")
    yield of("a mark in the middle", marked.encode(), file="content.csv")
    yield of("a content table in CR only", bent.replace("\n", "\r").encode(), file="content.csv")
    yield of("a content table in UTF-32", bent.encode("utf-32"), file="content.csv")
    yield of("a content table in Shift-JIS", (META + row % (1, "やかん", 1, "10")).encode("shift-jis"),
             file="content.csv")  # fmt: skip
    yield of("a content table with odd counts", (bent + row % (3, "c", 3, "1e400") + row % (4, "d", 4, "-3")).encode(),
             file="content.csv")  # fmt: skip
    link, day = "https://www.linkedin.com/feed/update/urn:li:activity:730000000000000000", "11/3/2026"
    lists = f"Post URL,Post publish date,Engagements,,Post URL,Post publish date,Impressions\n{link}1,{day},3,,"
    lists += f"{link}1,{day},90\n,,,,{link}2,{day},40\n,,,,{link[:30]}"
    yield of("tables side by side, cut", lists.encode(), file="posts.csv")
    for time in ("02/30/2025 10:00", "00/00/0000 00:00", "2025-11-03T09:30:00-0800", "11/03/2025 9:30 AM PST", ""):
        late = row.replace("11/03/2025 09:30", time) % (3, "c", 3, "30")
        yield of(f"a content table with the time {time or 'left out'}", (bent + late).encode(), file="content.csv")
    posts = b"Date: 2026-01-12 09:07:00\nLink: https://x.example/o/abcdef%d/\nLike(s): %d\n\n"
    yield of("TikTok's posts in TXT, cut off", posts % (1, 20) + (posts % (2, 300))[:60], file="Posts.txt")
    yield of("TikTok's posts in TXT, likes in another language", (posts % (1, 20)).replace(b"Like(s)", b"Gustos"),
             file="Posts.txt")  # fmt: skip
    yield of("a list of lines with names that no network writes", b"Poll Answer: rain\nDate: 2026-01-12\n" * 2,
             file="Polls.txt")  # fmt: skip


def values() -> Iterator[Case]:
    """Columns of Parquet as programs make them."""
    odd = {
        "a list of structs beside": "[{'a': 1}] AS extra, 5 AS count",
        "an unsigned count": "18446744073709551615::UBIGINT AS count",
        "a small unsigned count": "7::UTINYINT AS count",
        "a decimal without places": "7::DECIMAL(38, 0) AS count",
        "a map as count": "MAP {'a': 1} AS count",
        "an enum as kind": "5 AS count, 'share'::ENUM('share') AS kind",
        "a float of nothing": "unnest(['nan'::FLOAT, '-0.0'::FLOAT, 7::FLOAT]) AS count",
        "a date as count": "DATE '2026-11-01' AS count",
    }
    for name, sql in odd.items():
        kind = "" if "AS kind" in sql else "'like' AS kind, "
        made = parquet(f"SELECT 'x' AS network, {kind}{sql}")
        for command in (SCORE, ["rank"]):
            made = parquet(f"SELECT 'ann' AS profile, 'x' AS network, {kind}{sql}")
            yield Case(f"{command[0]} Parquet: {name}", [*command, "in.parquet"], {"in.parquet": made})


def commands() -> Iterator[Case]:
    """What is hard on one command only."""
    made = parquet("SELECT 'ann' AS profile, 'x' AS network, 'like' AS kind, range AS count FROM range(9)")
    for command in ("rank", "calibrate", "check", "trend"):
        yield Case(f"{command}: a Parquet file without its end", [command, "in.parquet"], {"in.parquet": made[:-4]})
        yield Case(f"{command}: a bare header", [command, "in.csv"], {"in.csv": HEADER})
        yield Case(f"{command}: a picture", [command, "in.csv"], {"in.csv": b"\x89PNG\r\n\x1a\n" + b"\0" * 99})
        yield Case(f"{command}: nothing there", [command, "none.csv"])
    table = {"in.csv": b"Gadget,Day,Hearts\na,%s,7\nb,2026-11-02,9\n"}
    for day in ("0000-01-01", "9999-12-31", "0001-01-01", "99999-01-01", "-2026-11-01", "2026-02-30", "infinity"):
        files = {name: content % day.encode() for name, content in table.items()}
        new = ["formats", "new", "in.csv", "--id", "a-b", "--network", "x", "--column", "Hearts=like"]
        yield Case(f"formats new: the day {day}", new, files)


# How the bytes are made


def rows(*given: tuple[str | int, ...]) -> str:
    """The rows of a sheet, as its XML."""
    made = ""
    for number, cells in enumerate(given, 1):
        inner = "".join(
            f'<c r="{chr(65 + at)}{number}"{"" if isinstance(cell, int) else " t=" + chr(34) + "str" + chr(34)}>'
            f"<v>{cell}</v></c>"
            for at, cell in enumerate(cells)
        )
        made += f'<row r="{number}">{inner}</row>'
    return made


def workbook(data: str, sheet: bool = True) -> bytes:
    """The smallest .xlsx with these rows in its one sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    listed = '<sheet name="One" sheetId="1" r:id="rId1"/>' if sheet else ""
    return zipped({
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'.encode(),
    })  # fmt: skip


def locked_workbook() -> bytes:
    """What Office writes for a workbook with a password: a compound file whose one stream is encrypted."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def entry(name: str, kind: int, child: int, start: int, size: int, right: int = free) -> bytes:
        spelled = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<BBIII", kind, 1, free, right, child) + b"\0" * 36
        return spelled.ljust(64, b"\0") + struct.pack("<H", len(spelled)) + links + struct.pack("<IQ", start, size)

    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0) + struct.pack("<I", free) * 108
    table = struct.pack("<II", fat, end) + b"".join(struct.pack("<I", n) for n in range(3, 10)) + struct.pack("<I", end)
    folder = entry("Root Entry", 5, 1, end, 0) + entry("EncryptedPackage", 2, free, 2, 4096, 2)
    folder += entry("EncryptionInfo", 2, free, end, 0) + b"\0" * 128
    return head + table.ljust(512, b"\xff") + folder + bytes(range(256)) * 16


def zipped(members: dict[str, bytes], zip64: bool = False, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, data in members.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=zip64) as member:
                member.write(data)
    return buffer.getvalue()


def resized(data: bytes) -> bytes:
    """A zip that says its one member is ten bytes long."""
    made = bytearray(data)
    at = made.index(b"PK\x01\x02")
    made[22:26] = made[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(made)
