"""SQL that reads the text of a cell: as a count, an id, a word, a time, or as nothing said.

Most texts are written plainly, which is quick to tell; the careful look is for the others alone. Where that is behind a
`coalesce` and not in a `CASE`, it says nothing in the same words twice (nullif does): what DuckDB finds twice, it works
out for all texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import chain, islice

from influence.reading.days import MONTHS, NUMBERED, RESAVED, RESAVED_TURNED, WORD, year_until

_FORMULA = ("#name?", "#nome?", "#nom?", "#¿nombre?")
"""What a spreadsheet makes of a text that begins like a formula (the id -abc), in several languages."""

MISSING = ("", "-", "--", "---", "–", "—", "n/a", "na", "nan", "null", "none", "undefined", "#n/a", *_FORMULA)
"""How exports write that a value is missing; none of these is 0."""

NO_COUNT = -1
"""Stands where a text should be a count and is none."""

_LONG = 12
"""From more bytes on than these, a text says more than that it is missing, whatever its case."""


def said(text: str) -> str:
    """A text, or null where it only says that a value is missing."""
    missing = ", ".join(map(quoted, MISSING))
    plain = f"WHEN strlen({text}) > {_LONG} AND {_trim(text)} THEN {text}"  # most texts, and quick to tell
    return f"CASE {plain} WHEN lower(trim({text})) NOT IN ({missing}) THEN trim({text}) END"


def _trim(text: str) -> str:
    """Whether a text is of ASCII alone, so that only one kind of space could be around it, and has none."""
    return f"{text} >= '!' AND strlen({text}) = length({text}) AND NOT suffix({text}, ' ')"


def first_said(texts: Iterable[str]) -> str:
    """The first of some texts that says something. Most are numbers, or not there at all; both are quick to tell."""
    told = (f"CASE WHEN {_begins_with_a_digit(t)} THEN {t} WHEN {t} IS NOT NULL THEN {said(t)} END" for t in texts)
    return f"coalesce({', '.join(told)})"


def _begins_with_a_digit(text: str) -> str:
    return f"{text} BETWEEN '0' AND ':'"


def trimmed(text: str) -> str:
    """A text without spaces around it; to ask whether there are any is quicker than to take them away."""
    return f"CASE WHEN {_trim(text)} THEN {text} ELSE trim({text}) END"


def plain_number(text: str) -> str:
    """The whole number that a text writes in digits alone; null for anything else."""
    return f"CASE WHEN NOT contains({text}, '.') AND NOT contains({text}, '_') THEN try_cast({text} AS BIGINT) END"


def whole(text: str) -> str:
    """As `plain_number`, also with the `.0` that some programs put behind whole numbers."""
    cut = plain_number(f"left({text}, -2)")
    return f"CASE WHEN suffix({text}, '.0') OR suffix({text}, ',0') THEN {cut} ELSE {plain_number(text)} END"


def quick(text: str, cast: str, careful: str) -> str:
    """A number as `careful` reads it from a text, or what DuckDB made of it, `cast`, where that is written like it."""
    written = f'CAST("{cast}" AS VARCHAR)'
    return f"""CASE WHEN {written} = "{text}" THEN "{cast}" WHEN {written} || '.0' = "{text}" THEN "{cast}"
        ELSE {careful} END"""


def number(text: str) -> str:
    """The whole number that a text writes: 1234, 1,234, 1938.0 or 12.3K; null for anything else, as for 1.000, which is
    one to some and a thousand to others."""
    grouped = _written_as(text, r"\d{1,3}(?:[, \x{A0}\x{202F}’'']\d{3})+")
    zeros = _written_as(text, r"\d+[.,](?:0{0,2}|0{4,})")
    large = _written_as(text, r"\d+(?:[.,]\d+)?\s?[kKmMbB]")
    times = f"CASE lower(regexp_extract({text}, '[kKmMbB]')) WHEN 'k' THEN 1e3 WHEN 'm' THEN 1e6 ELSE 1e9 END"
    return rf"""coalesce({plain_number(text)}, CASE
        WHEN {grouped} THEN try_cast(regexp_replace({text}, '[^-\d]', '', 'g') AS BIGINT)
        WHEN {zeros} THEN try_cast(regexp_extract({text}, '-?\d+') AS BIGINT)
        WHEN {large} THEN try_cast(round({times}
            * CAST(replace(regexp_extract({text}, '[-+]?[\d.,]+'), ',', '.') AS DOUBLE)) AS BIGINT) END)"""


def _written_as(text: str, pattern: str) -> str:
    """Whether a text is written like that, with a sign before it or not."""
    return f"regexp_full_match({text}, '[ '']*[-+]?{pattern}[ '']*')"


def undotted(text: str) -> str:
    """A text without the dots between the thousands of a whole number: 12.345 as 12345."""
    grouped = rf"regexp_full_match({text}, '[1-9]\d{{0,2}}(?:\.\d{{3}})+')"
    return f"CASE WHEN {grouped} THEN replace({text}, '.', '') ELSE {text} END"


def total(text: str, added: Iterable[str]) -> str:
    """A count and those that are added to it, as a text: null where the count itself is not said, as the others alone
    are none; and the first text that is no count where there is one."""
    told = f"[{', '.join(map(said, [text, *added]))}]"
    return f"CASE WHEN {said(text)} IS NOT NULL THEN {_sum(told)} END"


def sum_of(texts: str) -> str:
    """What the counts of a list of texts add up to, as a text: null where there is no list, and the first text that is
    no count where there is one. One that is not said is none either, as the sum would be too small."""
    told = f"list_transform({texts}, lambda t: coalesce({said('t')}, '(nothing)'))"
    return f"CASE WHEN {texts} IS NOT NULL THEN {_sum(told)} END"


def _sum(texts: str) -> str:
    told = f"list_filter({texts}, lambda c: c IS NOT NULL)"
    wrong = f"list_filter({told}, lambda c: coalesce({number('c')} < 0, true))"
    added_up = f"CAST(coalesce(list_sum(list_transform({told}, lambda c: {number('c')})), 0) AS VARCHAR)"
    return f"coalesce({wrong}[1], {added_up})"


def _iso_time(text: str) -> str:
    """A time with an offset in UTC; DuckDB's plain cast would ignore the offset."""
    return f"""CASE WHEN strlen({text}) = 20 AND suffix({text}, 'Z') THEN try_cast({text} AS TIMESTAMP)
        WHEN contains({text}, '+') OR contains({text}, '/') OR contains(substr({text}, 11), '-')
        THEN try_cast({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' ELSE try_cast({text} AS TIMESTAMP) END"""


_ROUNDED = r"\d([.,]\d+)?[eE]\+?\d+"
_POINTED = r"^(\d+)[.,]0$"
"""An id with the `.0` that pandas puts behind whole numbers where a cell of their column is empty."""
PLAIN_NETWORK = "[a-mo-tv-z][a-z]*"
"""Names of networks that are plainly such, with nothing around them, and that no way to say "missing" is like."""

COMMON = ("x", "instagram", "facebook", "tiktok", "youtube", "linkedin", "threads", "mastodon", "bluesky", "reddit")
"""Networks that are told by comparing alone, which is quicker than any other look at a text."""


def id_of(text: str, part: str | None, url: str | None = None) -> str:
    """An id; null where a spreadsheet has rounded it (7.58963E+18), unless `url` holds the whole of it. `part`: what of
    the text is the id, or null where all is. Nearly every id is plainly one, and one look tells it."""
    whole = f"regexp_replace(ltrim({said(text)}, ''''), {quoted(_POINTED)}, {quoted(chr(92) + '1')})"
    cut = f"coalesce({part}, {whole})" if part else whole
    careful = f"CASE WHEN {text} >= 'A' OR NOT regexp_full_match({text}, {quoted(_ROUNDED)}) THEN {cut} END"
    if url:
        careful = f"coalesce({_id_in_link(text, url)}, {careful})"
    return careful if part else f"CASE WHEN {_plain_id(text)} THEN {text} ELSE {careful} END"


_DIGITS_BEHIND = re.compile(r"([\w/]*)\(\\d\{(\d+),(\d+)\}\)")
"""Patterns of digits behind a word: where these are all that is behind it, they need no looking for."""


def behind(text: str, pattern: str) -> str:
    """What is behind the word with which a pattern of digits begins; no digits where there is no such word."""
    form = _DIGITS_BEHIND.fullmatch(pattern)
    if not form:
        return "CAST(NULL AS VARCHAR)"
    word = form[1]
    return f"split_part({text}, {quoted(word)}, 2)" if word else text


def part_of(text: str, pattern: str, behind: str) -> str:
    """What the group of a pattern finds in a text, or null. `behind`: the column of what the function says."""
    careful = f"nullif(regexp_extract({text}, {quoted(pattern)}, 1), '')"
    form = _DIGITS_BEHIND.fullmatch(pattern)
    if not form:
        return careful
    digits = f"CAST(try_cast({behind} AS BIGINT) AS VARCHAR) = {behind}"
    return f"CASE WHEN {digits} AND strlen({behind}) BETWEEN {form[2]} AND {form[3]} THEN {behind} ELSE {careful} END"


def _plain_id(text: str) -> str:
    """Whether a text is plainly an id: no number that a spreadsheet has rounded, with nothing around it, and like no
    way to say "missing". It asks only what is quick to tell."""
    tails = [f"suffix({text}, '{tail}')" for tail in ("00", ".0", ",0")]
    rounded = " OR ".join([*tails, *(f"contains({text}, '{e}')" for e in "Ee")])
    missing = " OR ".join(f"{text} BETWEEN '{first}' AND '{chr(ord(first) + 1)}'" for first in "NUnu")
    number = f"{_begins_with_a_digit(text)} AND NOT ({rounded})"
    word = f"{text} >= 'A' AND (strlen({text}) > {_LONG} OR NOT ({missing}))"
    return f"{_trim(text)} AND ({word} OR {number})"


def _id_in_link(text: str, url: str) -> str:
    """The id that ends a link, where the text is that id as a spreadsheet has rounded it: to some places of a power of
    ten (7.58963E+18), or to fifteen digits and zeros."""
    found = rf"regexp_extract({url}, '(\d{{16,20}})(?:[/?#].*)?$', 1)"
    value = f"try_cast(replace({text}, ',', '.') AS DOUBLE)"
    places = rf"length(regexp_extract({text}, '[.,](\d+)[eE]', 1))"
    power = rf"CAST(regexp_extract({text}, '[eE]\+?(\d+)$', 1) AS INTEGER) - {places}"
    step = f"CASE WHEN contains(upper({text}), 'E') THEN {power} ELSE length({text}) - 15 END"
    rounded = f"abs(try_cast({found} AS DOUBLE) - {value}) <= 0.51 * pow(10, {step})"
    # Excel does not round what is behind the fifteenth digit, but makes it zero.
    kept = rf"rtrim(regexp_replace({text}, '[.,]|[eE].*$', '', 'g'), '0')"
    digits = rf"coalesce(try_cast(regexp_extract({text}, '[eE]\+?(\d+)$', 1) AS INTEGER) + 1, strlen({text}))"
    cut = f"strlen({found}) = {digits} AND starts_with({found}, {kept})"
    near = f"({rounded} OR {cut})"
    return rf"""CASE WHEN regexp_full_match({text}, '{_ROUNDED}|\d{{15}}00+')
        THEN CASE WHEN {near} THEN {found} END END"""


def handle(text: str) -> str:
    """A name without the mark that keeps a spreadsheet from taking it for a formula: '@name."""
    return f"CASE WHEN starts_with({text}, {quoted(chr(39) + '@')}) THEN substr({text}, 2) ELSE {text} END"


def _month_and_day(text: str, last: str) -> str:
    """A day without a year: in the year that ends on the day `last`."""
    year = [["NULL" if day is None else str(day) for day in month] for month in year_until(date.fromisoformat(last))]
    english = ", ".join(quoted(f"{name.title()} {day}") for name in islice(MONTHS, 12) for day in range(1, 32))
    quick = f"{_listed(chain.from_iterable(year))}[enum_code(try_cast({text} AS ENUM({english}))) + 1]"
    day_alone = rf"regexp_replace({text}, '\d{{1,2}}:\d\d(?::\d\d)?', '')"
    without = f"length(regexp_extract_all({day_alone}, '\\d+')) = CASE WHEN {_numbered(text)} THEN 2 ELSE 1 END"
    careful = f"CASE WHEN {without} THEN {_listed(map(_listed, year))}[{_month(text)}][{_day(text)}] END"
    return f"make_timestamp(CAST(coalesce({quick}, {careful}) AS BIGINT) * 86400000000)"


def _named_day(text: str) -> str:
    """A day whose month has a name in any language, with its year, in two digits where that comes last."""
    numbers = f"regexp_extract_all({text}, '\\d+')"
    year = rf"""coalesce(nullif(regexp_extract({text}, '(?:^|\D)((?:19|20)\d\d)(?:\D|$)', 1), ''),
        '20' || regexp_extract({text}, '^\D*\d{{1,2}}\D+(\d\d)$', 1))"""
    whole = f"length({numbers}) = CASE WHEN {_numbered(text)} THEN 3 ELSE 2 END"
    return f"""CASE WHEN {whole} THEN
        try_strptime(concat_ws('-', {year}, {_month(text)}, {_day(text)}), '%Y-%m-%d') END"""


def _numbered(text: str) -> str:
    return f"regexp_matches({text}, '(?i){NUMBERED}')"


def _month(text: str) -> str:
    """The number of the month that a text names, in any language and order."""
    names, numbers = _listed(map(quoted, MONTHS)), _listed(map(str, MONTHS.values()))
    numbered = f"regexp_extract(regexp_extract({text}, '(?i){NUMBERED}'), '\\d+')"
    return f"""coalesce(try_cast({numbered} AS INTEGER),
        {numbers}[list_position({names}, regexp_extract(lower({text}), '{WORD}'))])"""


def _day(text: str) -> str:
    """The number of the day in such a text."""
    behind = rf"regexp_extract({text}, '[月월]\s*(\d{{1,2}})', 1)"
    first = rf"regexp_extract({text}, '(?:^|\D)(\d{{1,2}})(?:\D|$)', 1)"
    return f"coalesce(try_cast({behind} AS INTEGER), try_cast({first} AS INTEGER))"


def _listed(values: Iterable[str]) -> str:
    return f"[{', '.join(values)}]"


def word_of(text: str, cleaned: str, values: dict[str, str]) -> str:
    """Our word for one of the file's: for its `text` as it is, or as it is once cleaned."""
    if not values:
        return cleaned
    if all(key == value for key, value in values.items()):
        words = ", ".join(map(quoted, values))
        return f"CASE {text} {same(values)} ELSE CASE WHEN {cleaned} IN ({words}) THEN {cleaned} END END"
    cases = " ".join(f"WHEN {quoted(key.lower())} THEN {quoted(value)}" for key, value in values.items())
    return f"CASE {cleaned} {cases} END"


def same(words: Iterable[str]) -> str:
    """The cases of words that stay as they are; to compare with each is quicker than to look for a text in a list."""
    return " ".join(f"WHEN {quoted(word)} THEN {quoted(word)}" for word in words)


def time_of(text: str, how: str, last: str = "2000-01-01") -> str:
    """The time that a text writes in one of the ways of a format; null for anything else."""
    match how:
        case "month_day":
            return _month_and_day(text, last)
        case "named_day":
            return _named_day(text)
        case "iso":
            return _iso_time(text)
        case "epoch" | "epoch_ms":  # 20240903 is a day, and no second of 1970
            number = f"try_cast(CASE WHEN {text} NOT SIMILAR TO '20[0-9]{{6}}' THEN {text} END AS DOUBLE)"
            return f"make_timestamp(try_cast({number} * {1_000_000 if how == 'epoch' else 1000} AS BIGINT))"
    if how.endswith(" %Z"):
        text, how = f"regexp_replace({text}, ' [-+A-Za-z]\\S*$', '')", how.removesuffix(" %Z")
    patterns = [quoted(pattern) for pattern in (RESAVED | RESAVED_TURNED).get(how, (how,))]
    parsed = f"try_strptime({text}, {patterns[0] if len(patterns) == 1 else '[' + ', '.join(patterns) + ']'})"
    return f"make_timestamp(epoch_us({parsed}))" if "%z" in how else parsed


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
