"""What is wrong with a record, in words: what, why, and what to do."""

from __future__ import annotations

from influence.errors import did_you_mean
from influence.events import KINDS
from influence.reading.cells import MISSING

ROUNDED = "a post id that a spreadsheet has rounded"
NEGATIVE = "a count cannot be negative"

_WRONG = {
    "row": ("a row with more cells than the header", "its cells cannot be told apart", "mend the row; it was left out"),
    "time": ("a date that cannot be read", "no day, no place in the window", "mend the date; the row was left out"),
    "post": (
        ROUNDED,
        "it is no id any more",
        "download the file again; the row is counted without its post",
    ),
    "network": ("no network", "the row does not say where it happened", "write a network; the row was left out"),
}


def why_wrong(own: str, examples: list[tuple[int, str]]) -> tuple[str, str, str]:
    """What is wrong with a field or the count of a kind, why that is, and what to do; by the first examples of it (the
    number of the record and its text)."""
    return _WRONG.get(own) or _wrong_count(own, examples)


def _wrong_count(own: str, examples: list[tuple[int, str]]) -> tuple[str, str, str]:
    first = examples[0][1] if examples else ""
    if own == "kind":
        hint = did_you_mean(first.lower(), KINDS)
        do = hint or "write one of them; the row was left out"
        return "a kind that is not known", f"known are {', '.join(KINDS)}", do
    what = "a count that cannot be read" if own == "count" else f"a count of {own} that cannot be read"
    why = _why_no_count(first)
    do = "nothing to mend where the network took counts back" if why == NEGATIVE else "mend it"
    return what, why, f"{do}; it was left out"


def _why_no_count(value: str) -> str:
    if value.strip().lower() in MISSING:
        return "there is none"
    if value.lstrip().startswith("-"):
        return NEGATIVE
    if value.strip().lstrip("+").replace(",", "").isdecimal() and len(value.strip()) > 15:
        return "no count is that large"
    return "not a whole number"


def shown(value: str | None) -> str:
    """A value as it can be printed."""
    return "".join(letter if letter.isprintable() else "�" for letter in (value or "")[:80])
