"""Encodings: what a file's bytes spell, from its first ones."""

from __future__ import annotations

import codecs
import re
from functools import cache

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EAST = (
    ("cp932", "cp932", range(0x82, 0x84), 0.1),  # Japanese: kana
    ("euc_kr", "cp949", range(0xB0, 0xC9), 0.9),  # Korean: syllables
    ("gb2312", "gb18030", range(0xB0, 0xD8), 0.7),  # Chinese: the commoner half of the signs
    ("big5", "big5", range(0xA4, 0xC7), 0.9),  # and in Taiwan
)
"""The code pages of several bytes a sign in which spreadsheets save: by what each is told (all must be of it, and so
large a part begin with these bytes), and what it is read as."""
_UNNAMED = re.compile(r"Unnamed: \d+(_level_\d+)?")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BEFORE = re.compile("^(?:[\ufeff \t\r\n]|<!--.*?-->)+", re.DOTALL)
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def encoding(head: bytes) -> str | None:
    """The encoding of a text that starts with `head`, or None where it is not text."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" in head[:4096]:
        return _utf16_without_mark(head)
    if _is_utf8(head):
        return "utf-8"
    return _eight_bit(head)


def _utf16_without_mark(head: bytes) -> str | None:
    even, odd = head[0:400:2].count(0), head[1:400:2].count(0)
    few = len(head[:400]) // 20
    if odd > 5 * few and even <= few:
        return "utf-16-le"
    if even > 5 * few and odd <= few:
        return "utf-16-be"
    return None


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a character cut at the end is no error
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(head: bytes) -> str | None:
    """UTF-8 with a few broken bytes, or the code page that a spreadsheet saved in."""
    high = sum(byte > 127 for byte in head)
    if head.decode("utf-8", "replace").count("\ufffd") * 10 < high:
        return "utf-8"
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    if controls * 100 > len(head):
        return None
    if east := _east_asian(head):
        return east
    cyrillic = len(_CYRILLIC.findall(head.decode("cp1251", "replace")))
    return "cp1251" if cyrillic * 2 > high and _runs(head) else "cp1252"


def _east_asian(head: bytes) -> str | None:
    for told, name, common, part in _EAST:
        try:
            words = re.findall("[^\0-\x7f]+", codecs.getincrementaldecoder(told)().decode(head))
            signs = "".join(words)
            known = sum(sign.encode(told)[0] in common for sign in signs)
            if known >= part * len(signs) and 3 * len(signs) >= 4 * len(words):  # Western text has single ones
                return name
        except UnicodeError:  # not of it
            continue
    return None


def _runs(head: bytes) -> bool:
    """Cyrillic text has whole words of high bytes, Western text single ones."""
    words = re.findall(rb"[\x80-\xff]+", head)
    return sum(len(word) for word in words) > 2 * len(words)


def decode(head: bytes, name: str) -> str:
    """The text that a head spells, without a character that is cut at its end."""
    return codecs.getincrementaldecoder(name)("replace").decode(head)


def unnamed(name: str) -> bool:
    """Whether a column has no name, or is called so by pandas."""
    return not name.strip() or _UNNAMED.fullmatch(name.strip()) is not None


@cache
def folded(name: str) -> str:
    """A column's name as it is compared: without invisible characters, with single spaces, in one case."""
    return " ".join(_INVISIBLE.sub("", name).split()).casefold()


PAGE = ("<!doctype html", "<html")
"""How a page in HTML starts."""


def start(head: bytes) -> str:
    """The first characters of a text, in lower case, without a comment of HTML before it, as where a browser has saved
    a page."""
    first = decode(head[:4096], encoding(head[:4096]) or "latin-1")
    return _BEFORE.sub("", first, count=1).lower()
