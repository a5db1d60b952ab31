"""How numbers, days and foreign text look, the same in every renderer."""

from __future__ import annotations

import math
import unicodedata

_JOINERS = "\u200c\u200d"
"""Format characters that scripts and emoji cannot do without; all others are invisible and can only mislead."""


def points(hundredths: int) -> str:
    """Whole hundredths of a point as people read them: 6480 is "64.80"."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def difference(hundredths: int) -> str:
    """A difference in whole hundredths, with its sign: "+1.07", "-0.20", and "0.00" for none."""
    return ("+" if hundredths > 0 else "-" if hundredths else "") + points(abs(hundredths))


def score(value: float) -> str:
    """A score of 0 to 100 with both of its decimals."""
    return f"{value:.2f}"


def count(number: int) -> str:
    """A whole number with thousands separators."""
    return f"{number:,}"


def amount(value: float) -> str:
    """An amount with thousands separators and two decimals."""
    return f"{value:,.2f}"


def plain(value: float) -> str:
    """A number as somebody would write it in a weights file: 20, not 20.0."""
    return f"{value:.15g}"


def percent(share: float) -> str:
    """A share as per cent. What is not all or nothing is never rounded to 100 % or 0 %."""
    tenths = math.floor(share * 1000 + 0.5 + 1e-9)
    if share not in (0, 1):
        tenths = min(max(tenths, 1), 999)
    return f"{plain(tenths / 10)} %"


def span(first: str | None, last: str | None) -> str:
    """The days from first to last, "no days" where only totals are known."""
    days = list(dict.fromkeys(clean(day) for day in (first, last) if day))
    return " to ".join(days) or "no days"


def clean(text: str) -> str:
    """Foreign text made safe to print: white space is one space, a control character or half a surrogate (or what
    no XML may hold) shows as U+FFFD, and what is invisible (bidirectional overrides, zero-width characters) goes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_clean_character, text))


def _clean_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zl", "Zp", "Zs") or character in "\t\n\v\f\r":
        return " "
    if category in ("Cc", "Cs") or ord(character) & 0xFFFE == 0xFFFE:  # the last two of each plane are no characters
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category == "Cf" and character not in _JOINERS else character
