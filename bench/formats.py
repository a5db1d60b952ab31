"""Throughput, one export for each way that files are read: our score beside the bare reader of the same columns.

Each export is invented and large. DuckDB's reader makes a table of the columns that the format uses; a workbook's is
python-calamine.
"""

from __future__ import annotations

import csv
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from xml.sax.saxutils import escape

import duckdb
from measure import INFLUENCE, PYTHON, Figure, in_turn, peak

DAY = "DATE '2020-01-01' + CAST(i % 2400 AS INTEGER)"
TEXT = "'orchard, violin glacier ' || i || ' meadow kettle pepper harbour compass lantern ribbon copper saddle'"
LINES = f"{TEXT} || chr(10) || chr(10) || '#tulip \"bridge\" ' || i"
WIDE = [f"promoted {name}" for name in ("impressions", "engagements", "retweets", "replies", "likes", "follows")]


def count(most: int, salt: int) -> str:
    """An invented count."""
    return f"hash(i + {salt}) % {most}"


def twitter_time(zone: str = "+0000") -> str:
    """A time as X's JSON has it."""
    return f"strftime({DAY}, '%a %b %d 10:%M:00 {zone} %Y')"


@dataclass(frozen=True)
class Export:
    """An invented export: its file, the columns of its records as SQL over a row number `i`, how they are written, and
    what else is done with the file. `used`: the columns that the format uses; `bare`: the options of the reader."""

    name: str
    file: str
    rows: int
    columns: dict[str, str]
    used: tuple[str, ...]
    how: str = "FORMAT csv, HEADER"
    reader: str = "read_csv"
    options: str = ""
    limit: float = 2
    finish: Callable[[Path], Path] = lambda path: path
    bare: Callable[[Path], Path] = lambda path: path

    def write(self, folder: Path) -> Path:
        """The file, as a network would hand it out."""
        path = folder / self.file
        columns = ", ".join(f'{sql} AS "{name}"' for name, sql in self.columns.items())
        duckdb.execute(f"COPY (SELECT {columns} FROM range({self.rows}) AS t(i)) TO '{path}' ({self.how})")
        return self.finish(path)

    def theirs(self, path: Path) -> tuple[str, ...]:
        """The bare reader as a command."""
        if self.reader == "calamine":
            return (*PYTHON, CALAMINE.format(path=str(path)))
        used = ", ".join(name if "." in name else f'"{name}"' for name in self.used)
        options = f", {self.options}" if self.options else ""
        sql = f"CREATE TABLE t AS SELECT {used} FROM {self.reader}('{self.bare(path)}'{options})"
        return (*PYTHON, f"import duckdb; duckdb.execute({sql!r})")


def utf16(path: Path) -> Path:
    path.write_text("\ufeff" + path.read_text("utf-8"), "utf-16-le", newline="")
    return path


def assigned(path: Path) -> Path:
    """A JSON file as the script that X makes of it."""
    records = path.read_bytes()
    path.with_suffix(".json").write_bytes(records)
    path.write_bytes(b"window.YTD.tweets.part0 = " + records)
    return path


CALAMINE = """
import python_calamine
with python_calamine.CalamineWorkbook.from_path({path!r}) as workbook:
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""
PARTS = {
    "[Content_Types].xml": """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/xl/workbook.xml"
        ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
        <Override PartName="/xl/worksheets/sheet1.xml"
        ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""",
    "_rels/.rels": """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r1" Target="xl/workbook.xml"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>""",
    "xl/workbook.xml": """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
        <sheets><sheet name="Content" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": """<Relationships
        xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
        Target="worksheets/sheet1.xml"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>""",
}
"""The parts of a workbook of one sheet, but for the sheet."""


def workbook(path: Path) -> Path:
    """The rows of a CSV as a workbook, short numbers as numbers."""
    made = path.with_suffix(".xlsx")
    with path.open(encoding="utf-8", newline="") as rows, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in PARTS.items():
            parts.writestr(name, text)
        with parts.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for number, row in enumerate(csv.reader(rows), 1):
                cells = "".join(
                    _cell(f"{column}{number}", text) for column, text in zip(ascii_uppercase, row, strict=False)
                )
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
    path.unlink()
    return made


def _cell(name: str, text: str) -> str:
    if text.isdecimal() and len(text) < 16:
        return f'<c r="{name}"><v>{text}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


CONTENT = {
    "Post ID": "17000000000000000 + i",
    "Account ID": "'28370000000000001'",
    "Account username": "'ada.example'",
    "Account name": "'Ada Example'",
    "Description": LINES,
    "Duration (sec)": "31",
    "Publish time": f"strftime({DAY}, '%m/%d/%Y 01:12')",
    "Permalink": "'https://www.instagram.com/p/Demo' || i",
    "Post type": "'IG image'",
    "Data comment": "NULL",
    "Date": "'Lifetime'",
    "Views": count(9000, 1),
    "Reach": count(9000, 2),
    "Likes": count(900, 3),
    "Shares": count(90, 4),
    "Comments": count(90, 5),
    "Saves": count(90, 6),
    "Follows": count(9, 7),
}
CONTENT_USED = (
    *("Post ID", "Publish time", "Permalink", "Description"),
    *("Views", "Reach", "Likes", "Shares", "Comments", "Saves", "Follows"),
)
EVENTS = {
    "network": "CASE WHEN i % 3 = 0 THEN 'mastodon' ELSE 'x' END",
    "kind": "CASE WHEN i % 2 = 0 THEN 'like' ELSE 'comment' END",
    "count": count(90, 1),
    "time": f"strftime({DAY}, '%Y-%m-%dT10:00:00Z')",
    "post": "'p' || (i // 8)",
}
TWEET = f"""{{'tweet': {{'retweeted': false, 'source': '<a href="https://mobile.example">Twitter Web App</a>',
    'display_text_range': ['0', '53'], 'favorite_count': CAST({count(90, 1)} AS VARCHAR), 'id_str':
    CAST(1900000000000000000 + i AS VARCHAR), 'truncated': false, 'retweet_count': CAST({count(9, 2)} AS VARCHAR),
    'id': CAST(1900000000000000000 + i AS VARCHAR), 'created_at': {twitter_time()}, 'full_text': {TEXT},
    'lang': 'en'}}}}"""
METRICS = f"""{{'retweet_count': {count(9, 1)}, 'reply_count': {count(9, 2)}, 'like_count': {count(90, 3)},
    'quote_count': {count(5, 4)}}}"""
X_CONTENT = {
    "Post id": "1900000000000000000 + i",
    "Date": f"strftime({DAY}, '%a, %b %d, %Y')",
    "Post text": TEXT,
    "Post Link": "'https://x.com/ada_example/status/' || (1900000000000000000 + i)",
    "Impressions": count(9000, 1),
    "Likes": count(90, 2),
    "Engagements": count(90, 3),
    "Bookmarks": count(9, 4),
    "Shares": count(9, 5),
    "New follows": count(3, 6),
    "Replies": count(9, 7),
    "Reposts": count(9, 8),
    "Profile visits": count(9, 9),
    "Detail Expands": count(9, 10),
    "URL Clicks": count(9, 11),
}
X_CONTENT_USED = (
    "Post id",
    "Date",
    "Post text",
    "Post Link",
    "Impressions",
    "Likes",
    "Bookmarks",
    "Shares",
    "New follows",
    "Replies",
    "Reposts",
    "URL Clicks",
)

EXPORTS = (
    Export("canonical events (CSV)", "events.csv", 2_500_000, EVENTS, tuple(EVENTS)),
    Export(
        "canonical events (NDJSON)",
        "events.ndjson",
        1_200_000,
        EVENTS,
        tuple(EVENTS),
        how="FORMAT json",
        reader="read_json",
    ),
    Export(
        "canonical events (Parquet)",
        "events.parquet",
        4_000_000,
        EVENTS,
        tuple(EVENTS),
        how="FORMAT parquet",
        reader="read_parquet",
    ),
    Export(
        "X tweet activity (CSV, all quoted)",
        "tweet_activity_metrics.csv",
        400_000,
        {
            "Tweet id": "1900000000000000000 + i",
            "Tweet permalink": "'https://twitter.com/ada_example/status/' || (1900000000000000000 + i)",
            "Tweet text": LINES,
            "time": f"strftime({DAY}, '%Y-%m-%d 10:%M +0000')",
            "impressions": f"({count(9000, 1)}) || '.0'",
            "engagements": f"({count(90, 2)}) || '.0'",
            "engagement rate": "0.0123",
            "retweets": f"({count(9, 3)}) || '.0'",
            "replies": f"({count(9, 4)}) || '.0'",
            "likes": f"({count(90, 5)}) || '.0'",
            "url clicks": f"({count(9, 6)}) || '.0'",
            "detail expands": "'3.0'",
            "follows": "0",
            **dict.fromkeys(WIDE, "'-'"),
        },
        ("Tweet id", "Tweet permalink", "Tweet text", "time", "impressions", "retweets", "replies", "likes"),
        how="FORMAT csv, HEADER, FORCE_QUOTE *",
    ),
    Export(
        "X content (CSV)",
        "account_analytics_content.csv",
        500_000,
        X_CONTENT,
        X_CONTENT_USED,
    ),
    Export("Instagram content (CSV, captions of several lines)", "content.csv", 300_000, CONTENT, CONTENT_USED),
    Export(
        "Instagram content, saved again (semicolons, decimal commas)",
        "content.csv",
        300_000,
        CONTENT | {"Views": f"({count(9000, 1)}) || ',0'", "Likes": f"({count(900, 3)}) || ',0'"},
        CONTENT_USED,
        how="FORMAT csv, HEADER, DELIMITER ';'",
    ),
    Export(
        "Instagram content (UTF-16)",
        "content.csv",
        150_000,
        CONTENT,
        CONTENT_USED,
        options="encoding='utf-16', header=true",
        finish=utf16,
    ),
    Export(
        "TikTok content (CSV, days without a year)",
        "Content_2026-08-28.csv",
        500_000,
        {
            "Time": "'August 28'",
            "Video title": TEXT,
            "Video link": "'https://www.tiktok.com/@ada.example/video/' || (7300000000000000000 + i)",
            "Post time": "strftime(DATE '2025-08-29' + CAST(i % 365 AS INTEGER), '%B %-d')",
            "Total likes": count(900, 1),
            "Total comments": count(90, 2),
            "Total shares": count(90, 3),
            "Total views": count(9000, 4),
        },
        ("Video title", "Video link", "Post time", "Total likes", "Total comments", "Total shares", "Total views"),
    ),
    Export(
        "X archive (tweets.js)",
        "tweets.js",
        400_000,
        {"tweet": TWEET.partition(": ")[2].removesuffix("}")},
        ("tweet.created_at", "tweet.id_str", "tweet.full_text", "tweet.favorite_count", "tweet.retweet_count"),
        how="FORMAT json, ARRAY",
        reader="read_json",
        finish=assigned,
        bare=lambda path: path.with_suffix(".json"),
    ),
    Export(
        "X API v2 (JSON lines)",
        "tweets.jsonl",
        500_000,
        {
            "author_id": "'9490414350509267669'",
            "text": TEXT,
            "lang": "'en'",
            "conversation_id": "CAST(1900000000000000000 + i AS VARCHAR)",
            "created_at": f"strftime({DAY}, '%Y-%m-%dT10:00:00.000Z')",
            "public_metrics": METRICS,
            "id": "CAST(1900000000000000000 + i AS VARCHAR)",
        },
        (
            "id",
            "created_at",
            "text",
            "author_id",
            "public_metrics.like_count",
            "public_metrics.retweet_count",
            "public_metrics.reply_count",
            "public_metrics.quote_count",
        ),
        how="FORMAT json",
        reader="read_json",
    ),
    Export(
        "X content (workbook)",
        "account_analytics_content.csv",
        60_000,
        X_CONTENT,
        X_CONTENT_USED,
        reader="calamine",
        limit=1.5,
        finish=workbook,
    ),
)


def figures() -> Iterator[Figure]:
    """Each export, read by both."""
    for export in EXPORTS:
        with tempfile.TemporaryDirectory() as folder:
            path = export.write(Path(folder))
            ours = (INFLUENCE, "score", str(path), "--json", "--posts", "5")
            megabytes = path.stat().st_size // 1_000_000
            name = f"`score` of {export.name}, {megabytes} MB"
            yield Figure(f"{name} / bare reader", in_turn(ours, export.theirs(path)), export.limit)
            yield Figure(f"{name}: memory", peak(ours), 500, unit="MiB")
