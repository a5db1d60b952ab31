"""Dates without a year (`April 12`, `8 de marzo`): which month a word names, and in which year a file ends."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
januar februar märz april mai juni juli august september oktober november dezember
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart april mei juni juli augustus september oktober november december
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
januari februari maret april mei juni juli agustus september oktober november desember
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
januar februar mars april mai juni juli august september oktober november desember
januari februari mac april mei jun julai ogos september oktober november disember
enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
január február március április május június július augusztus szeptember október november december
ledna února března dubna května června července srpna září října listopadu prosince
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
ene feb mar abr may jun jul ago sept oct nov dic
jan fev mar abr mai jun jul ago set out nov dez
janv févr mars avr mai juin juil août sept oct nov déc
jan feb mrz apr mai jun jul aug sep okt nov dez
gen feb mar apr mag giu lug ago set ott nov dic
jan feb mrt apr mei jun jul aug sep okt nov dec
sty lut mar kwi maj cze lip sie wrz paź lis gru
янв фев мар апр май июн июл авг сен окт ноя дек
oca şub mar nis may haz tem ağu eyl eki kas ara
jan feb mar apr mei jun jul agu sep okt nov des
led úno bře dub kvě čvn čvc srp zář říj lis pro
ian febr márc ápr máj jún júl aug szept okt nov dec
січ лют бер кві тра чер лип сер вер жов лис гру
ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
"""
_FINNISH = "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu"
_VIETNAMESE = "một,hai,ba,tư,năm,sáu,bảy,tám,chín,mười,mười một,mười hai"
MONTHS = {name: month for line in _NAMES.split("\n") for month, name in enumerate(line.split(), 1)}
MONTHS |= {f"{stem}kuuta": month for month, stem in enumerate(_FINNISH.split(), 1)}
MONTHS |= {f"tháng {number}": month for month, number in enumerate(_VIETNAMESE.split(","), 1)}
"""Names of months in the languages in which exports were seen, in lower case, and their number; below, as spreadsheets
shorten them."""

WORD = r"tháng (?:mười )?[^\s\d.,]{2,}|[^\s\d.,/-]{3,}"
"""What names a month, in a text without a year: `8 de marzo`, or as a spreadsheet writes it again, `8-mar`."""
NUMBERED = r"\d{1,2} ?[月월]|tháng \d{1,2}"
"""A month that has a number and no name; where that is Chinese, Japanese or Korean, the day stands behind it."""

_ENDED = re.compile(r"20\d\d-\d\d-\d\d_(1\d{9})(?!\d)")
"""TikTok's names of archives: the first day of what is in them, and the second in which it ends."""
_DAY = re.compile(r"(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")


def _written(*patterns: str) -> tuple[str, ...]:
    return tuple(pattern + clock for pattern in patterns for clock in _CLOCKS)


RESAVED: dict[str, tuple[str, ...]] = {
    "month/day": _written("%m/%d/%y", "%m/%d/%Y", "%m-%d-%y", "%m-%d-%Y"),
    "day/month": _written("%d/%m/%y", "%d/%m/%Y", "%d-%m-%y", "%d-%m-%Y"),
    "day.month": _written("%d.%m.%y", "%d.%m.%Y"),
    "year/month": _written("%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    "day-name": _written("%d-%b-%y", "%d-%b-%Y", "%d %b %Y"),
    "name day": _written("%b %d, %Y", "%a, %b %d, %Y"),
    "year first": _written("%y/%m/%d", "%y.%m.%d", "%y-%m-%d"),
}
"""How spreadsheets and people write dates again, by our word for it: the patterns that go together, those of years in
two digits first, as `%Y` takes 18 for the year 18."""

YEAR_FIRST = "year first"
YEAR_LAST = ("day/month", "day.month")
"""A year in two digits can stand at either end: until 2031, 24/09/05 is a day of 2024, or the 24th of a September."""

TURNED = "month/day, some turned"
RESAVED_TURNED = {TURNED: _written("%m/%d/%y", "%m/%d/%Y", "%m.%d.%y", "%m.%d.%Y", "%Y-%d-%m")}
"""What a spreadsheet that writes 24.12. makes of dates with the month first: it takes 11/12 for the eleventh of
December, and writes 11.12. (in a workbook it is a date, and we get 2026-12-11); 11/24 it leaves as it is."""


def swapped(how: str) -> str | None:
    """The way to read dates with day and month in the other order, or None where nobody could mistake them."""
    words = {"month/day": "day/month", "day/month": "month/day"}
    if how in words:
        return words[how]
    turned = re.sub("%[md]", lambda found: "%d" if found[0] == "%m" else "%m", how)
    return turned if re.match("%[md][/-]%[md]", how) else None


def month_first(how: str) -> bool:
    """Whether a way to read dates that could be mistaken takes the month to come first."""
    return how.startswith(("%m", "month"))


def year_until(last: date) -> list[list[int | None]]:
    """For each month, and in it for the days 1 to 31: the one in the year that ends on the day `last`, in days since
    1970; None where there is none."""
    return [[_in_year_until(last, month, day) for day in range(1, 32)] for month in range(1, 13)]


def _in_year_until(last: date, month: int, day: int) -> int | None:
    for year in (last.year, last.year - 1):
        with suppress(ValueError):
            if (found := date(year, month, day)) <= last or year < last.year:
                return (found - date(1970, 1, 1)).days
    return None


@lru_cache(1024)  # of many posts, several are of one day
def month_and_day(text: str) -> tuple[int, int] | None:
    """The month and day that a text without a year names, or None."""
    text = text.lower()
    number, numbered, word = re.search(r"\d{1,2}", text), re.search(NUMBERED, text), re.search(WORD, text)
    if numbered:
        month = int(re.sub(r"\D", "", numbered[0]))
        number = re.search(r"(?<=[月월])\s*\d{1,2}", text) or number
    else:
        month = MONTHS.get(word[0], 0) if word else 0
    return (month, int(number[0])) if 1 <= month <= 12 and number else None


def in_name(name: str) -> date | None:
    """The last day that a file's name gives."""
    if ended := _ENDED.findall(name):
        return datetime.fromtimestamp(int(ended[-1]), UTC).date()
    found = [date(y, m, min(d, monthrange(y, m)[1])) for y, m, d in (map(int, parts) for parts in _DAY.findall(name))]
    return found[-1] if found else None


def _reached(rising: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The last of rising days, over New Year once at most; what comes behind a whole year is out of its order."""
    newest, over = rising[0], False
    for day in rising[1:]:
        if (day < newest and over) or ((over or day < newest) and day >= rising[0]):
            break
        newest, over = day, over or day < newest
    return newest


def last_day(texts: Sequence[str], known_by: date) -> date:
    """The day of the newest of these dates, which were all written by the day `known_by`, in order, at most a year."""
    found = [day for text in texts if (day := month_and_day(text))]
    if not found:
        return known_by
    rising = sum(a < b for a, b in pairwise(found))
    newest = _reached(found) if 2 * rising >= len(found) - 1 else found[0]
    by = known_by + timedelta(days=1)  # where they live, it can be a day later already
    year = by.year - (newest > (by.month, by.day))
    while True:
        try:
            return date(year, *newest)
        except ValueError:  # 29 February: of the last leap year
            year -= 1
            if known_by.year - year > 8:
                return known_by
