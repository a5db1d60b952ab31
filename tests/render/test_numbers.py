from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence.render import numbers


@pytest.mark.parametrize(
    ("hundredths", "shown"),
    [(0, "0.00"), (5, "0.05"), (50, "0.50"), (100, "1.00"), (6480, "64.80"), (10_000, "100.00")],
)
def test_points_keep_both_decimals(hundredths: int, shown: str) -> None:
    assert numbers.points(hundredths) == shown


def test_large_numbers_have_separators() -> None:
    assert numbers.count(10**15) == "1,000,000,000,000,000"
    assert numbers.amount(1234567.5) == "1,234,567.50"
    assert numbers.amount(0) == "0.00"


@pytest.mark.parametrize(("value", "shown"), [(20.0, "20"), (0.5, "0.5"), (40.123456, "40.123456"), (0, "0")])
def test_plain_numbers_look_hand_written(value: float, shown: str) -> None:
    assert numbers.plain(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0 %"), (1, "100 %"), (0.8, "80 %"), (2 / 3, "66.7 %"), (0.9999, "99.9 %"), (0.0001, "0.1 %")],
)
def test_only_all_and_nothing_are_round(share: float, shown: str) -> None:
    assert numbers.percent(share) == shown


def test_span_of_days() -> None:
    assert numbers.span("2026-10-01", "2026-11-20") == "2026-10-01 to 2026-11-20"
    assert numbers.span("2026-10-01", "2026-10-01") == "2026-10-01"
    assert numbers.span(None, None) == "no days"


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("plain", "plain"),
        ("naïve 漢字", "naïve 漢字"),
        ("a\tb\r\nc", "a b  c"),
        ("a\u2028b\u00a0c", "a b c"),
        ("\x1b[31mred\x07", "�[31mred�"),
        ("\x9b31m", "�31m"),
        ("\x7f\x00", "��"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2066iso\u2069late\u200b\ufeff", "isolate"),
        ("half \ud83d", "half �"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_clean_takes_the_teeth_out_of_foreign_text(foreign: str, shown: str) -> None:
    assert numbers.clean(foreign) == shown


@given(st.text())
def test_cleaned_text_is_one_harmless_line_and_stays_so(text: str) -> None:
    cleaned = numbers.clean(text)
    assert len(cleaned.splitlines()) <= 1
    assert not {unicodedata.category(character) for character in cleaned} & {"Cc", "Cs", "Zl", "Zp"}
    assert numbers.clean(cleaned) == cleaned
    cleaned.encode("utf-8")
