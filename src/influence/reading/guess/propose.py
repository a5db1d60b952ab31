"""A declaration to start from: which column is the time, the post, and which kind, and what only a person can say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from urllib.parse import urlsplit

import duckdb

from influence.errors import UsageError, did_you_mean
from influence.events import KINDS
from influence.formats.catalogue import Catalogue
from influence.formats.model import Fields as FormatFields
from influence.formats.model import Format, Recognise, Time, Words
from influence.reading import select
from influence.reading.guess.columns import Column, read_column
from influence.reading.guess.seen import Seen
from influence.reading.guess.words import LEFT, OWN, TOTALS, plain, vocabulary

_MOST_COLUMNS = 14
"""Of more columns, sums are not looked for: there are too many."""

TIMES = (
    "%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d", "%Y%m%d",
    "%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%y",
    "%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M %p", "%d-%m-%Y", "%d-%m-%Y %H:%M", "%m-%d-%Y",
    "%b %d, %Y", "%B %d, %Y", "%a, %b %d, %Y", "%d %b %Y", "%d %B %Y", "%a, %d %b %Y %H:%M:%S %z",
    "%a %b %d %H:%M:%S %z %Y",
)  # fmt: skip


UNCLEAR = "not known yet: is it a kind?"
"""Why a column of numbers is left whose name says nothing."""


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
    dotted: bool = False
    format: Format | None = None


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
        formats = list(dict.fromkeys([*TIMES, *shipped]))
        columns = [read_column(connection, name, values, formats, words) for name, values in seen.columns.items()]
    said = _take_given(made, given)
    made.network = network or said
    _take_time(made, columns)
    _take_kinds(made, columns)
    _take_texts(made, columns)
    _leave_the_rest(made, columns)
    _take_network(made, columns)
    _note_dots(made, columns)
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


def _take(made: Proposal, own: str, column: Column | None) -> None:
    if column is not None and not _has(made, own) and column.name not in made.roles:
        made.roles[column.name] = own


def _take_time(made: Proposal, columns: list[Column]) -> None:
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


def _take_kinds(made: Proposal, columns: list[Column]) -> None:
    """Columns of whole numbers with the name of a kind; sums of others are left."""
    counts = [one for one in columns if one.whole and made.roles.get(one.name) in (None, *KINDS)]
    for one in counts:
        if one.name in made.roles or one.means not in KINDS or one.means in OWN or (one.is_id and one.length > 9):
            continue
        if TOTALS.search(one.name) and one.means not in plain(one.name):
            continue
        if _has(made, one.means):
            first = next(name for name, own in made.roles.items() if own == one.means)
            made.left[one.name] = f"{first} is the {one.means} already"
            made.notes.append(f"{one.name}: left, since {first} is taken for {one.means}")
        else:
            made.roles[one.name] = one.means
    _leave_totals(made, [one for one in counts if not (one.is_id and one.length > 9) and not one.times])


def _leave_totals(made: Proposal, counts: list[Column]) -> None:
    """A column that is the sum of others is never scored; one that is only called a total stands in where there is
    nothing else."""
    said = {name for name, own in made.roles.items() if own == LEFT}
    for one in counts:
        looks = bool(TOTALS.search(one.name))
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


def _parts(total: Column, counts: list[Column], looks: bool) -> list[str]:
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


def _take_texts(made: Proposal, columns: list[Column]) -> None:
    free = [one for one in columns if one.name not in made.roles and one.name not in made.left]
    texts = [one for one in free if not one.whole and not one.times]
    _take(made, "url", next((one for one in texts if one.urls and one.means == "url"), None))
    _take(made, "url", next((one for one in texts if one.urls and one.unique), None))
    named = [one for one in free if one.means == "post" and one.is_name and not one.urls]
    _take(made, "post", next((one for one in named if not one.whole or re.search(r"(?i)id$", one.name)), None))
    ids = [one for one in free if one.is_id and not one.urls]
    _take(made, "post", next((one for one in ids if one.length > 5 and re.search(r"id\b|_id|Id$", one.name)), None))
    _take(made, "post", next((one for one in ids if one.length > 9), None))
    words = [one for one in texts if one.said and not one.urls and made.roles.get(one.name) is None]
    _take(made, "label", next((one for one in words if one.means == "label"), None))
    _take(made, "label", max((one for one in words if one.length > 15), key=lambda one: one.length, default=None))
    _take(made, "actor", next((one for one in texts if one.means == "actor"), None))


def _leave_the_rest(made: Proposal, columns: list[Column]) -> None:
    for one in columns:
        if one.name in made.roles or one.name in made.left:
            continue
        if one.counts_rows:
            made.left[one.name] = "the number of the row"
        elif (one.whole and not one.times and not one.unique and one.means != LEFT) or (one.whole and one.length < 6):
            made.left[one.name] = UNCLEAR
            made.unclear.append(one.name)
        else:
            made.left[one.name] = "who and what"


def _note_dots(made: Proposal, columns: list[Column]) -> None:
    """Say where 1.204 is read as 1,204."""
    for one in columns:
        if one.dotted and made.roles.get(one.name) in KINDS:
            made.dotted = True
            example = next(value for value in one.said if "." in value)
            made.notes.append(f"{one.name}: {example} is read as {example.replace('.', '')}")


def _take_network(made: Proposal, columns: list[Column]) -> None:
    if made.network or _has(made, "network"):
        return
    url = next((one for one in columns if one.urls and made.roles.get(one.name) == "url"), None)
    hosts = {urlsplit(value).hostname or "" for value in url.said} if url else set()
    names = {host.removeprefix("www.").rpartition(".")[0].rpartition(".")[2] for host in hosts}
    if len(names) == 1 and "" not in names:
        made.network = names.pop()
        made.notes.append(f"network: {made.network}, by its links; another: --network NAME")


def _per(made: Proposal, columns: list[Column]) -> str:
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
        dotted=made.dotted,
        id=identifier,
    )
