"""The pages of a Meta download in HTML: each box of a page as the record that the JSON download has of it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from influence.reading import text
from influence.reading.days import MONTHS

Shown = list[tuple[str, str]]
"""What a part of a page shows: its texts, and the tags around them with what they link to."""

_PART = re.compile(r"<(/?)([a-zA-Z]\w*)([^<>]*)>|([^<]+)")
_BOX = frozenset(["uiBoxWhite", "noborder"])
"""The classes of a box, on every page of these downloads since 2018."""
_STARTS = re.compile(r"\ufeff?\s*(<!doctype html[^>]*>\s*)?<html\b", re.IGNORECASE)
_ENDS = re.compile(r"</html>\s*$", re.IGNORECASE)
_VOID = frozenset(["img", "br", "hr", "meta", "input", "link", "base", "source"])
_TIME = re.compile(
    r"(?:(?P<month>[^\W\d_]{3,})\.? (?P<day>\d{1,2})|(?P<day_first>\d{1,2})\.? (?:de )?(?P<month_then>[^\W\d_]{3,})\.?)"
    r",? (?:de )?(?P<year>\d{4}),? (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?(?:\s?(?P<half>[ap])\.?\s?m\.?)?",
    re.IGNORECASE,
)


def is_page(head: bytes) -> bool:
    """Whether a text starts like a page with such boxes."""
    start = head[:4096]
    if not _STARTS.match(text.decode(start, text.encoding(start) or "latin-1")):
        return False
    return "uiBoxWhite noborder" in text.decode(head, text.encoding(head) or "latin-1")


def unpacked(content: bytes) -> bytes:
    """The boxes of a page as JSON in UTF-8. It is cut where the page is, so that the last record is told to be."""
    decoded = text.decode(content, text.encoding(content) or "utf-8")
    boxes, open_box = _boxes(decoded)
    written = ", ".join(json.dumps(_record(box), ensure_ascii=False) for box in boxes)
    cut = ', {"title": "' if open_box else ""
    return f'{{"boxes": [{written}{cut if written else cut[2:]}{"]}" if _ENDS.search(decoded) else ""}'.encode()


def _boxes(page: str) -> tuple[list[Shown], bool]:
    """What each box of a page shows, and whether the page ends inside of one."""
    boxes: list[Shown] = []
    depth = 0  # how many tags are open, from the box on
    for part in _PART.finditer(page):
        closing, tag, given, words = part.groups()
        if not depth:
            if given and not closing and set(_given(given, "class").split()) >= _BOX:
                depth = 1
                boxes.append([])
        elif words is not None:
            if words := html.unescape(words).strip():
                boxes[-1].append(("text", words))
        elif closing:
            depth -= 1
            boxes[-1].append((f"end of {tag}", ""))
        else:
            depth += not (tag in _VOID or given.endswith("/"))
            boxes[-1].append((tag, _given(given, "href") or _given(given, "src")))
    return (boxes[:-1] if depth else boxes), depth > 0


def _given(given: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', given)
    return html.unescape(found[1]) if found else ""


def _record(box: Shown) -> dict[str, Any]:
    """What a box shows, by the names that the JSON download has for it."""
    record: dict[str, Any] = {"title": "", "string_list_data": [], "media_map_data": {}, "string_map_data": {}}
    said = when = ""
    for row in _rows(box):
        texts = [text for shows, text in row if shows == "text"]
        files = [text for shows, text in row if shows != "text" and text.startswith("media/")]
        if row[0][0] == "tr" and texts:
            name, value = texts[0], " ".join(texts[1:])
            if files:
                record["media_map_data"][name] = {"uri": files[0], "title": value}
            else:
                when = when or _when(value)
                record["string_map_data"][name] = {"value": value}
        elif row[0][0] == "a" and texts:
            record["string_list_data"].append({"href": row[0][1], "value": " ".join(texts)})
        elif row[0][0] == "h2":
            record["title"] = " ".join(texts)
        elif texts:
            said = texts[-1]
    return record | {"when": when or _when(said) or said}


def _rows(box: Shown) -> Iterator[Shown]:
    """The rows, links and headings of a box, and what is between them, each as the list of what it shows."""
    row: Shown = [("", "")]
    inside = ""
    for shows, told in box:
        if not inside and shows in ("tr", "a", "h2"):
            yield row
            row, inside = [(shows, told)], shows
        elif inside and shows == f"end of {inside}":
            yield row
            row, inside = [("", "")], ""
        else:
            row.append((shows, told))
    yield row


def _when(said: str) -> str:
    """A time as these pages write it in any language (`nov 16, 2025 7:34 am`), as ISO; '' where it is none."""
    if not (found := _TIME.fullmatch(said)):
        return ""
    word, day = found["month"] or found["month_then"], int(found["day"] or found["day_first"])
    if not (month := _month(word.lower())):
        return ""
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].lower() == "p")
    return f"{found['year']}-{month:02}-{day:02}T{hour:02}:{found['minute']}"


@lru_cache(64)
def _month(word: str) -> int:
    """The number of the month of which a word is the name, or else its start; 0 where it is of none, or of several."""
    if word in MONTHS:
        return MONTHS[word]
    months = {month for name, month in MONTHS.items() if name.startswith(word)}
    return months.pop() if len(months) == 1 else 0
