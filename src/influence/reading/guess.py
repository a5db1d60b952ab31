"""A file of no known format: what its names and values say that it holds, as a declaration to start from.

`look` gives the columns of a file with the texts in them; `propose` says which is the time, the post, and which kind.
What only a person can say becomes a question.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import duckdb

from influence.errors import InputError, UsageError, did_you_mean
from influence.events import KINDS, MAX_COUNT
from influence.formats.catalogue import Catalogue
from influence.formats.model import Fields as FormatFields
from influence.formats.model import Format, Recognise, Time, Words
from influence.reading import days, documents, select, tables, text
from influence.reading.match import Match, NoMatch
from influence.reading.sources import Source

OWN = ("time", "post", "url", "label", "actor", "profile", "network")
"""What a column can be beside a kind."""
LEFT = "left"
ROLES = (*OWN, *(kind for kind in KINDS if kind != "post"), LEFT)

_WORDS = {
    "time": "date day time timestamp created created_at published posted publish_time datum zeit fecha data heure jour",
    "post": "id post_id guid status_id post",
    "url": "url link permalink uri post_url",
    "label": "text title caption content message body post_text titel beitrag",
    "actor": "actor from_user liked_by",
    "like": "like likes favorites favourites favs hearts reactions claps upvotes",
    "comment": "comment comments replies reply answers responses",
    "share": "share shares",
    "repost": "repost reposts retweets boosts reblogs",
    "quote": "quote quotes",
    "mention": "mention mentions",
    "save": "save saves saved bookmarks",
    "click": "click clicks link_clicks",
    "follow": "follow follows new_followers new_follows subscribers_gained",
    "view": "view views plays video_views",
    "impression": "impression impressions",
    "reach": "reach accounts_reached",
    LEFT: "followers rate engagement_rate duration length rank",
}
_TOTALS = re.compile("engagement|interaction|interaktion|total|gesamt|insgesamt|summe|sum of|all reactions", re.I)
_NOISE = {"count", "counts", "total", "number", "num", "of", "no", "anzahl", "items", "the", "post", "posts", "value"}
_TIMES = (
    "%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d", "%Y%m%d",
    "%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%y",
    "%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M %p", "%d-%m-%Y", "%d-%m-%Y %H:%M", "%m-%d-%Y",
    "%b %d, %Y", "%B %d, %Y", "%a, %b %d, %Y", "%d %b %Y", "%d %B %Y", "%a, %d %b %Y %H:%M:%S %z",
    "%a %b %d %H:%M:%S %z %Y",
)  # fmt: skip
_FUZZY = 0.86
_MOST_ROWS = 2000
_MOST_COLUMNS = 14
"""Of more columns, sums are not looked for: there are too many."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of records: how it is laid out, and the texts of each of its columns, one a record (None: not there)."""

    name: str
    part: str
    encoding: str
    columns: dict[str, list[str | None]]
    layout: tables.Layout | None = None
    documents: documents.Documents | None = None
    records: str = ""

    @property
    def rows(self) -> int:
        return max(map(len, self.columns.values()), default=0)

    def name_of(self, wanted: str) -> str | None:
        """The column of that name, as the file writes it."""
        return next((name for name in self.columns if text.folded(name) == text.folded(wanted)), None)


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say: about a column ("" for the whole file), with the answers that make sense."""

    column: str
    why: str
    choices: tuple[str, ...]

    def to_say(self, option: str) -> tuple[str, str]:
        """A question as an error: what is not clear, and what to give."""
        if self.choices == ("network",):
            say = "--network NAME" if option == "--column" else f"{option} NAME=network"
            return self.why, f"Say it: {say}"
        if not self.column:
            return self.why, f'Say it: {option} "{self.choices[0]}", or ' + ", ".join(self.choices[1:])
        which = " or ".join(f'{option} "{self.column}={choice}"' for choice in self.choices[:3])
        return f"{self.column}: {self.why}", f"Say it: {which}"


@dataclass(slots=True)
class Proposal:
    """A declaration to start from. `roles`: what each column was taken for; `notes`: what to know about that;
    `questions`: what must be answered first; `format` is None until then."""

    seen: Seen
    roles: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    network: str | None = None
    per: str = "post"
    format: Format | None = None


# What a person says


def parse_given(settings: Iterable[str]) -> dict[str, str]:
    """`Herzen=like`, `Tag=time:%d.%m.%Y`: each column and what it is. Raises UsageError."""
    given: dict[str, str] = {}
    for setting in settings:
        column, equals, own = setting.rpartition("=")
        if setting.count(":") and "=time:" in setting:
            column, equals, own = setting.partition("=time:")
            own = f"time:{own}"
        if not equals or not column.strip():
            raise UsageError(f"{setting!r}: not COLUMN=WHAT", 'Write for example "Herzen=like".')
        if own.partition(":")[0] not in ROLES:
            hint = did_you_mean(own, ROLES) or f"A column can be {', '.join(ROLES)}."
            raise UsageError(f"{setting!r}: {own!r} is nothing a column can be", hint)
        given[column.strip()] = own
    return given


# Looking


def look(source: Source, catalogue: Catalogue) -> Seen | None:
    """The records in a file, or None where it is neither a table nor JSON with a list of records."""
    head = source.head()
    encoding = text.encoding(head)
    if encoding is None or not head.strip():
        return None
    decoded = text.decode(head, encoding).lstrip("\ufeff")
    found = documents.look(decoded)
    part = source.file_name if source.path is None and "/" in source.name else ""
    words = vocabulary(catalogue)
    if found is not None:
        return _seen_documents(source.name, encoding, found, words)
    layouts = [Seen(source.name, part, encoding, _columns(decoded, one), one) for one in tables.layouts(decoded)]
    rows = [one for one in layouts if one.rows and _is_header(one)]
    return max(rows, key=lambda one: _promise(one, words), default=None)


def _is_header(seen: Seen) -> bool:
    assert seen.layout is not None
    cells = [cell.strip() for cell in seen.layout.header if cell.strip()]
    return len(set(cells)) == len(cells) > 1 and not any(re.fullmatch(r"[\d\s.,:/%+-]+", cell) for cell in cells)


def _promise(seen: Seen, words: Mapping[str, str]) -> tuple[int, int]:
    """How much a way to see a file explains: names that are known, and cells that are filled."""
    known = sum(meaning(name, words) is not None for name in seen.columns)
    filled = sum(value is not None for column in seen.columns.values() for value in column)
    return known, filled


def _columns(decoded: str, layout: tables.Layout) -> dict[str, list[str | None]]:
    lines = decoded.splitlines(keepends=True)
    rows = csv.reader(tables.unwrapped(lines) if layout.wrapped else io.StringIO(decoded, newline=""),
                      delimiter=layout.delimiter)  # fmt: skip
    columns: dict[str, list[str | None]] = {cell.strip(): [] for cell in layout.header if cell.strip()}
    at = {cell.strip(): index for index, cell in reversed(list(enumerate(layout.header))) if cell.strip()}
    try:
        for number, row in enumerate(rows, 1):
            if number > layout.row and any(cell.strip() for cell in row):
                for name, values in columns.items():
                    values.append(_said(row[at[name]]) if at[name] < len(row) else None)
            if number > _MOST_ROWS:
                break
    except csv.Error:
        pass
    return columns


def _said(value: str) -> str | None:
    return None if value.strip().lower() in select.MISSING else value.strip()


def _seen_documents(name: str, encoding: str, found: documents.Documents, words: Mapping[str, str]) -> Seen | None:
    """Of all lists of objects in a document, that whose names are best known."""
    lists: dict[str, list[dict[str, Any]]] = {}
    if found.array or found.lines or len(found.first) > 1:
        lists[""] = [one for one in found.first if isinstance(one, dict)]
    for document in found.first if not found.array else ():
        for path, records in _lists(document, ""):
            lists.setdefault(path, []).extend(records)
    every = [
        Seen(name, "", encoding, _flat(records[:_MOST_ROWS]), documents=found, records=path)
        for path, records in lists.items()
        if records
    ]
    return max(every, key=lambda one: (*_promise(one, words)[:1], one.rows), default=None)


def _lists(value: Any, path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if isinstance(value, list):
        records = [item for item in value if isinstance(item, dict)]
        if records:
            yield f"{path}[]", records
        for record in records[:20]:
            yield from _lists_of(record, f"{path}[]")
    elif isinstance(value, dict):
        yield from _lists_of(value, path)


def _lists_of(record: dict[str, Any], path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for key, inner in record.items():
        if _expressible(key):
            yield from _lists(inner, f"{path}.{key}" if path else key)


def _expressible(key: str) -> bool:
    return bool(key) and not re.search(r'[.\[\]{}"]', key)


def _flat(records: Sequence[dict[str, Any]]) -> dict[str, list[str | None]]:
    columns: dict[str, list[str | None]] = {}
    for number, record in enumerate(records):
        for name, value in _leaves(record, ""):
            column = columns.setdefault(name, [])
            column.extend([None] * (number - len(column)))
            column.append(_said(value))
    for column in columns.values():
        column.extend([None] * (len(records) - len(column)))
    return columns


def _leaves(record: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if not _expressible(key):
            continue
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from _leaves(value, name)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            yield name, str(value)


# What a name says


def vocabulary(catalogue: Catalogue) -> dict[str, str]:
    """What each name means that any known format uses, in any language; of several meanings the most used."""
    votes: dict[str, Counter[str]] = {}
    for own, line in _WORDS.items():
        for word in line.split():
            votes.setdefault(_plain(word), Counter())[own] += 1
    for one in catalogue.values():
        if not one.made:
            for own in (own for own in one.own_fields() if own in ROLES):
                for name in one.names_of(own):
                    votes.setdefault(_plain(name), Counter())[own] += 2
    votes.pop("", None)
    return {name: found.most_common(1)[0][0] for name, found in votes.items()}


def _plain(name: str) -> str:
    """A name without what only decorates it: `public_metrics.like_count` is `like`, `Total Likes` is `likes`."""
    for part in reversed([step for step in documents.steps(name) if step not in ("[]", "{}")]):
        spaced = re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", part)
        tokens = re.findall(r"[^\W_]+", text.folded(spaced))
        kept = [token for token in tokens if token not in _NOISE]
        if kept:
            return " ".join(kept)
    return " ".join(re.findall(r"[^\W_]+", text.folded(name)))


def meaning(name: str, words: Mapping[str, str]) -> str | None:
    """What a name means: by itself, or by the nearest name that is known."""
    plain = _plain(name)
    if plain in words:
        return words[plain]
    near = difflib.get_close_matches(plain, list(words), n=1, cutoff=_FUZZY) if len(plain) > 4 else []
    return words[near[0]] if near else None


# What the values say


@dataclass(slots=True)
class _Column:
    name: str
    values: list[str | None]
    numbers: list[int | None]
    times: list[str]
    readings: int
    means: str | None

    @property
    def said(self) -> list[str]:
        return [value for value in self.values if value is not None]

    @property
    def whole(self) -> bool:
        right = sum(number is not None and 0 <= number <= MAX_COUNT for number in self.numbers)
        return bool(self.said) and right >= 0.95 * len(self.said)

    @property
    def urls(self) -> bool:
        return bool(self.said) and all(re.match(r"https?://", value) for value in self.said)

    @property
    def unique(self) -> bool:
        return len(self.said) == len(self.values) == len(set(self.said))

    @property
    def is_id(self) -> bool:
        return self.unique and all(re.fullmatch(r"[^\s]{3,}", value) for value in self.said) and not self.times

    @property
    def length(self) -> float:
        return sum(map(len, self.said)) / max(1, len(self.said))


def _read_column(
    connection: Any, name: str, values: list[str | None], formats: Sequence[str], words: Mapping[str, str]
) -> _Column:
    """A column as the reader would read it: the whole numbers in it, and the ways in which all of it is a time."""
    said = [value for value in values if value is not None]
    rows = connection.execute(
        f"SELECT {select.number('t')} FROM (SELECT unnest(CAST($1 AS VARCHAR[])) AS t)", [values]
    ).fetchall()
    column = _Column(name, values, [row[0] for row in rows], [], 0, meaning(name, words))
    possible = ("epoch", "epoch_ms") if column.whole else ("iso", *formats)
    readings: dict[str, tuple[Any, ...]] = {}
    for how in possible if said else ():
        read = connection.execute(
            f"SELECT {select.time_of('t', how)} FROM (SELECT unnest(CAST($1 AS VARCHAR[])) AS t)", [said]
        ).fetchall()
        if all(row[0] is not None and 1995 <= row[0].year < 2100 for row in read):
            readings[how] = tuple(row[0] for row in read)
    if column.whole and "%Y%m%d" in formats and all(re.fullmatch("20[0-3][0-9][01][0-9][0-3][0-9]", v) for v in said):
        readings = {"%Y%m%d": ()}
    if not (readings or column.whole) and said and all(days.month_and_day(v) and len(v) < 25 for v in said):
        readings["month_day"] = ()
    column.times = ["iso"] if "iso" in readings else list(readings)
    column.readings = len({readings[how] for how in column.times})
    return column


# Proposing


def propose(
    seen: Seen,
    catalogue: Catalogue,
    given: Mapping[str, str],
    *,
    identifier: str = "new",
    network: str | None = None,
    per: str | None = None,
) -> Proposal:
    """What a file seems to hold, with what a person said (`given`: column to role) put first. Raises UsageError for a
    column that the file does not have."""
    made = Proposal(seen)
    words = vocabulary(catalogue)
    shipped = [how for one in catalogue.values() for how in select.time_formats(one) if how.startswith("%")]
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        formats = list(dict.fromkeys([*_TIMES, *shipped]))
        columns = [_read_column(connection, name, values, formats, words) for name, values in seen.columns.items()]
    said = _take_given(made, given)
    made.network = network or said
    _take_time(made, columns)
    _take_kinds(made, columns)
    _take_texts(made, columns)
    _leave_the_rest(made, columns)
    _take_network(made, columns)
    made.per = per or _per(made, columns)
    _ask(made)
    if not made.questions:
        made.format = _declaration(made, identifier)
    return made


def _take_given(made: Proposal, given: Mapping[str, str]) -> str | None:
    """The roles that a person gave; a network's name that is no column."""
    network = None
    for wanted, own in given.items():
        name = made.seen.name_of(wanted)
        role, _, how = own.partition(":")
        if name is None and role == "network":
            network = wanted
        elif name is None:
            hint = did_you_mean(wanted, made.seen.columns) or f"It has {', '.join(list(made.seen.columns)[:12])}."
            raise UsageError(f"{made.seen.name}: no column {wanted!r}", hint)
        else:
            made.roles[name] = role
            if role == LEFT:
                made.left[name] = "said to be left"
            if how:
                made.times = [how]
    return network


def _has(made: Proposal, own: str) -> bool:
    return own in made.roles.values()


def _take(made: Proposal, own: str, column: _Column | None) -> None:
    if column is not None and not _has(made, own) and column.name not in made.roles:
        made.roles[column.name] = own


def _take_time(made: Proposal, columns: list[_Column]) -> None:
    chosen = next((one for one in columns if made.roles.get(one.name) == "time"), None)
    if chosen is None:
        possible = [one for one in columns if one.times and one.name not in made.roles]
        possible = [one for one in possible if not one.whole or one.means in ("time", None)]
        named = [one for one in possible if one.means == "time"] or possible
        if len({tuple(one.values) for one in named}) > 1:
            rank = sorted(named, key=lambda one: -_like_publishing(one.name))
            if _like_publishing(rank[0].name) == _like_publishing(rank[1].name):
                choices = tuple(f"{one.name}=time" for one in rank)
                made.questions.append(Question("", "several columns are days; which is that of the post?", choices))
            named = rank
        chosen = named[0] if named else None
        _take(made, "time", chosen)
    if chosen is None:
        made.notes.append("no column holds days: its events are undated and always count")
    elif not made.times:
        made.times = chosen.times
        if chosen.readings > 1:
            made.questions.append(
                Question(chosen.name, "its days can be read in several ways", tuple(f"time:{h}" for h in chosen.times))
            )
        elif not chosen.times:
            made.questions.append(
                Question(chosen.name, "its days cannot be read; give the pattern", ("time:%d.%m.%Y",))
            )


def _like_publishing(name: str) -> int:
    return bool(re.search("publish|post|creat|veröff|erstell|date|datum", name, re.I))


def _take_kinds(made: Proposal, columns: list[_Column]) -> None:
    """Columns of whole numbers with the name of a kind; sums of others are left."""
    counts = [one for one in columns if one.whole and made.roles.get(one.name) in (None, *KINDS)]
    for one in counts:
        if one.name in made.roles or one.means not in KINDS or one.means in OWN or (one.is_id and one.length > 9):
            continue
        if _TOTALS.search(one.name) and one.means not in _plain(one.name):
            continue
        if _has(made, one.means):
            first = next(name for name, own in made.roles.items() if own == one.means)
            made.left[one.name] = f"{first} is the {one.means} already"
            made.notes.append(f"{one.name}: left, since {first} is taken for {one.means}")
        else:
            made.roles[one.name] = one.means
    _leave_totals(made, [one for one in counts if not (one.is_id and one.length > 9) and not one.times])


def _leave_totals(made: Proposal, counts: list[_Column]) -> None:
    """A column that is the sum of others is never scored; one that is only called a total stands in where there is
    nothing else."""
    said = {name for name, own in made.roles.items() if own == LEFT}
    for one in counts:
        looks = bool(_TOTALS.search(one.name))
        if one.name in made.left or one.name in said:
            continue
        parts = _parts(one, counts, looks)
        if parts:
            made.left[one.name] = "a total of other columns"
            made.roles.pop(one.name, None)
            made.notes.append(f"{one.name}: left, it is {' + '.join(parts)} in every row")
        elif looks and one.name not in made.roles:
            if any(own in KINDS for own in made.roles.values()):
                made.left[one.name] = "looks like a total of other columns"
                made.notes.append(f"{one.name}: left, its name says that it is a total")
            else:
                made.roles[one.name] = "interaction"


def _parts(total: _Column, counts: list[_Column], looks: bool) -> list[str]:
    """The columns whose sum a column is in every row, where that can be no accident."""
    others = [one for one in counts if one is not total and any(one.numbers)]
    rows = [i for i, number in enumerate(total.numbers) if number]
    if len(counts) > _MOST_COLUMNS or len(set(total.numbers)) < (2 if looks else 4):
        return []
    for size in range(2, len(others) + 1):
        for group in combinations(others, size):
            if all(sum(one.numbers[i] or 0 for one in group) == total.numbers[i] for i in rows):
                return [one.name for one in group]
    return []


def _take_texts(made: Proposal, columns: list[_Column]) -> None:
    free = [one for one in columns if one.name not in made.roles and one.name not in made.left]
    texts = [one for one in free if not one.whole and not one.times]
    _take(made, "url", next((one for one in texts if one.urls and one.means == "url"), None))
    _take(made, "url", next((one for one in texts if one.urls and one.unique), None))
    ids = [one for one in free if one.is_id and not one.urls]
    _take(made, "post", next((one for one in ids if one.means == "post"), None))
    _take(made, "post", next((one for one in ids if one.length > 5 and re.search(r"id\b|_id|Id$", one.name)), None))
    _take(made, "post", next((one for one in ids if one.length > 9), None))
    plain = [one for one in texts if not one.urls and made.roles.get(one.name) is None and one.length > 8]
    _take(made, "label", next((one for one in plain if one.means == "label"), None))
    _take(made, "label", max((one for one in plain if one.length > 15), key=lambda one: one.length, default=None))
    _take(made, "actor", next((one for one in texts if one.means == "actor"), None))


def _leave_the_rest(made: Proposal, columns: list[_Column]) -> None:
    for one in columns:
        if one.name in made.roles or one.name in made.left:
            continue
        if (one.whole and not one.times and not one.unique and one.means != LEFT) or (one.whole and one.length < 6):
            made.left[one.name] = "not known yet: is it a kind?"
            made.unclear.append(one.name)
        else:
            made.left[one.name] = "who and what"


def _take_network(made: Proposal, columns: list[_Column]) -> None:
    if made.network or _has(made, "network"):
        return
    url = next((one for one in columns if one.urls and made.roles.get(one.name) == "url"), None)
    hosts = {urlsplit(value).hostname or "" for value in url.said} if url else set()
    names = {host.removeprefix("www.").rpartition(".")[0].rpartition(".")[2] for host in hosts}
    if len(names) == 1 and "" not in names:
        made.network = names.pop()
        made.notes.append(f"network: {made.network}, by its links; another: --network NAME")


def _per(made: Proposal, columns: list[_Column]) -> str:
    if any(_has(made, own) for own in ("post", "url", "label")):
        return "post"
    time = next((one for one in columns if made.roles.get(one.name) == "time"), None)
    return "day" if time and time.unique else "event"


def _ask(made: Proposal) -> None:
    kinds = [own for own in made.roles.values() if own in KINDS and own != "post"]
    if not kinds:
        columns = made.unclear or list(made.seen.columns)
        choices = tuple(kind for kind in KINDS if kind != "post")
        made.questions.append(Question(columns[0] if columns else "", "no column is known to be a count", choices))
    if made.network is None and not _has(made, "network"):
        made.questions.append(Question("", "which network is it?", ("network",)))
    if len(set(kinds)) != len(kinds):
        twice = next(kind for kind in kinds if kinds.count(kind) > 1)
        raise UsageError(f"two columns are said to be {twice}", "Say which; give the other one as left.")


def _declaration(made: Proposal, identifier: str) -> Format:
    at: dict[str, str] = {own: name for name, own in made.roles.items() if own != LEFT}
    left: dict[str, list[str]] = {}
    for name, why in made.left.items():
        left.setdefault(why, []).append(name)
    kinds = {kind: at[kind] for kind in KINDS if kind in at and kind not in OWN}
    post = at.get("post") or (at.get("url") if made.per == "post" else None)
    recognised = [own for own in ("time", *kinds) if own in at][:5]
    part = re.sub(r"([\[*?])", "[\\1]", made.seen.part)
    return Format(
        title=f"{made.network or identifier} ({'JSON' if made.seen.documents else 'table'})",
        network=made.network,
        checked=["one file"],
        reader="documents" if made.seen.documents else "table",
        records=made.seen.records,
        per=made.per,  # type: ignore[arg-type]
        recognise=Recognise(
            fields=recognised,
            names=[name for name in [*made.left][:2] if len(kinds) < 3],  # few kinds: a little more to tell it by
            files=[part.lower()] if part else [],
        ),
        fields=FormatFields(
            time=Time(names=at["time"], formats=made.times[0] if len(made.times) == 1 else made.times)
            if "time" in at
            else None,
            network=Words(names=at["network"]) if "network" in at else None,
            post=post,
            url=at.get("url"),
            label=at.get("label"),
            actor=at.get("actor"),
            profile=at.get("profile"),
        ),
        kinds=kinds,  # type: ignore[arg-type]
        left=left,  # type: ignore[arg-type]
        id=identifier,
    )


# For one run


def mapped(source: Source, found: list[Match] | NoMatch, catalogue: Catalogue, given: dict[str, str],
           used: set[str]) -> list[Match] | NoMatch:  # fmt: skip
    """The formats of a file with what a person said of its columns put first; for a file of no known format, the one
    that its names and values propose. `used` gets the columns that the file has."""
    seen = look(source, catalogue)
    if seen is None:
        return found
    here = {name: own for name, own in given.items() if seen.name_of(name)}
    networks = {name: own for name, own in given.items() if own == "network" and name not in here}
    if not here:
        return found
    used.update(here, networks)
    if isinstance(found, list):
        return [replace(one, format=_with(one.format, here)) for one in found]
    made = propose(seen, catalogue, here | networks, identifier=_identifier(source.name))
    if made.format is None:
        asks = [question.to_say("--map") for question in made.questions]
        raise InputError(f"{source.name}: {asks[0][0]}", asks[0][1])
    return [
        Match(
            format=made.format,
            encoding=seen.encoding,
            layout=seen.layout,
            documents=seen.documents,
            records=seen.records,
        )
    ]


def _identifier(name: str) -> str:
    stem = PurePosixPath(name).name.partition(".")[0]
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "new"


def _with(declared: Format, given: Mapping[str, str]) -> Format:
    """A format that takes some columns for what a person said they are."""
    kinds: dict[Any, Any] = dict(declared.kinds)
    fields: dict[str, Any] = {}
    left = {why: [n for n in group if n not in given] for why, group in _groups(declared.left).items()}
    for name, own in given.items():
        role, _, how = own.partition(":")
        kinds = {kind: rest for kind, group in _groups(kinds).items() if (rest := [n for n in group if n != name])}
        if role == LEFT:
            left.setdefault("said to be left", []).append(name)
        elif role == "time":
            before = declared.fields.time.formats if declared.fields.time else ["iso", *_TIMES]
            fields["time"] = Time(names=name, formats=how or before)
        elif role == "network":
            fields["network"] = Words(names=name)
        elif role in OWN:
            fields[role] = name
        else:
            kinds[role] = [name]
    return replace(
        declared,
        kinds=kinds,
        fields=replace(declared.fields, **fields),
        left={why: group for why, group in left.items() if group},
    )


def _groups(groups: Mapping[Any, Any]) -> dict[Any, list[str]]:
    return {key: [value] if isinstance(value, str) else list(value) for key, value in groups.items()}


def best(every: Iterable[Seen], catalogue: Catalogue, part: str | None = None) -> Seen | None:
    """Of the tables of a workbook or archive, the one to start with: `part` by its name (a glob), else that whose
    names are best known."""
    words = vocabulary(catalogue)
    wanted = [one for one in every if part is None or fnmatchcase(one.name.rpartition("/")[2].lower(), part.lower())]
    return max(wanted, key=lambda one: _promise(one, words), default=None)
