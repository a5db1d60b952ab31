"""The pages of a Meta download in HTML: each box of a page as the record that the JSON download has of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from influence.reading import text
from influence.reading.days import MONTHS

Shown = list[tuple[str, str]]
"""What a part of a page shows: its texts, and the tags around them with what they link to."""

_BOX = frozenset(["uiBoxWhite", "noborder"])
"""The classes of a box, on every page of these downloads since 2018."""
_ENOUGH = 1 << 14
_ENDS = re.compile(r"</html>\s*$", re.IGNORECASE)
_VOID = frozenset(["img", "br", "hr", "meta", "input", "link", "base", "source"])
_MORNING = r"a\.?\s?m\.?|da (?:manhã|madrugada)"
_AFTERNOON = r"p\.?\s?m\.?|da (?:tarde/noite|tarde|noite)"
_TIME = re.compile(
    r"(?:(?P<month>[^\W\d_]{3,})\.? (?P<day>\d{1,2})|(?P<day_first>\d{1,2})\.? (?:de )?(?P<month_then>[^\W\d_]{3,})\.?)"
    r",? (?:de )?(?P<year>\d{4}),? (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?"
    rf"(?:\s?(?:(?P<morning>{_MORNING})|(?P<afternoon>{_AFTERNOON})))?",
    re.IGNORECASE,
)


def first(head: bytes) -> bytes:
    """As much of the start of a page as shows what its boxes hold."""
    at = head.find(b"uiBoxWhite")
    return head if at < 0 else head[: at + _ENOUGH]


def unpacked(content: bytes) -> bytes:
    """The boxes of a page as JSON in UTF-8. It is cut where the page is, so that the last record is told to be."""
    decoded = text.decode(content, text.encoding(content) or "utf-8")
    page = _Boxes(decoded)
    records = [json.dumps(_record(box), ensure_ascii=False) for box in page.boxes]
    written = ", ".join([*records, *(['{"title": "'] if page.cut else [])])
    return f'{{"boxes": [{written}{"]}" if _ENDS.search(decoded) else ""}'.encode()


class _Boxes(HTMLParser):
    """What each box of a page shows, and whether the page ends inside of one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.boxes: list[Shown] = []
        self._depth = 0  # how many tags are open, from the box on
        self.feed(page)
        self.close()
        self.cut = self._depth > 0
        if self.cut:
            self.boxes.pop()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._depth:
            self._depth += tag not in _VOID
            self._show(tag, given)
        elif set((given.get("class") or "").split()) >= _BOX:
            self._depth = 1
            self.boxes.append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._show(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            self._depth -= 1
            self.boxes[-1].append((f"end of {tag}", ""))

    def handle_data(self, data: str) -> None:
        if self._depth and data.strip():
            self.boxes[-1].append(("text", data.strip()))

    def _show(self, tag: str, given: dict[str, str | None]) -> None:
        if self._depth:
            self.boxes[-1].append((tag, given.get("href") or given.get("src") or ""))


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
    if found["morning"] or found["afternoon"]:
        hour = hour % 12 + 12 * bool(found["afternoon"])
    return f"{found['year']}-{month:02}-{day:02}T{hour:02}:{found['minute']}"


@lru_cache(64)
def _month(word: str) -> int:
    """The number of the month of which a word is the name, or else its start; 0 where it is of none, or of several."""
    if word in MONTHS:
        return MONTHS[word]
    months = {month for name, month in MONTHS.items() if name.startswith(word)}
    return months.pop() if len(months) == 1 else 0
