"""What if: the score beside what it would be with other weights, without a network, with more activity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from typing import cast

from influence.answers import Alternative, WhatIf
from influence.errors import UsageError, did_you_mean
from influence.events import KINDS, Kind
from influence.presets import catalogue
from influence.questions.asked import Asked, changes, used
from influence.result import Result
from influence.scoring.run import Outcome
from influence.scoring.scenarios import Added, Scenario
from influence.weights import WeightsFile, load, settings_between, with_more

MOST = 10**12
"""No more than this can be added."""

UNCHANGED = "nothing changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A scenario, what it is called, and the weights file that it stands on."""

    name: str
    file: WeightsFile
    scenario: Scenario
    notes: tuple[str, ...] = ()


def ask(
    asked: Asked, settings: Sequence[str], against: Sequence[str], without: Sequence[str], add: Sequence[str]
) -> WhatIf:
    """The scores of the scenarios that these make: `settings`, `without` and `add` one together, each of `against` one
    of its own. Raises UsageError, ConfigError."""
    named = [*_own(asked, settings, without, add, bool(against)), *(_against(asked, name) for name in against)]
    outcomes = asked.run([one.scenario for one in named])
    return WhatIf(before=asked.result, scenarios=list(map(_alternative, repeat(asked.result), named, outcomes)))


class Versions:
    """The score under one version of the weights after the other, each beside the one before."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._before: Result | Outcome = asked.result
        self._file = asked.file

    def put(self, file: WeightsFile) -> Alternative:
        """The score under these weights, named by what is different in them."""
        changed = settings_between(self._file.weights, file.weights)
        scenario = replace(self._asked.today, weights=file.weights)
        named = Named(name=", ".join(changed) or UNCHANGED, file=file, scenario=scenario)
        (outcome,) = self._asked.run([scenario])
        made = _alternative(self._before, named, outcome)
        self._before, self._file = outcome, file
        return made


def _alternative(before: Result | Outcome, named: Named, outcome: Outcome) -> Alternative:
    return Alternative(
        name=named.name,
        score=outcome.points / 100,
        points=outcome.points,
        difference=outcome.points - before.points,
        low=outcome.low / 100,
        high=outcome.high / 100,
        coverage=outcome.coverage,
        weights=used(named.file),
        networks=changes(before.networks, outcome.networks),
        notes=list(named.notes),
    )


def _against(asked: Asked, name: str) -> Named:
    """The scenario of another weights file, or of a preset. A file of that name comes first."""
    if name in catalogue.names() and not Path(name).is_file():
        file = catalogue.put_on(name, asked.file)
    elif not Path(name).exists() and not name.endswith((".yaml", ".yml")):
        hint = did_you_mean(name, catalogue.names()) or f"Presets are {', '.join(catalogue.names())}."
        raise UsageError(f"--against {name}: neither a weights file nor a preset", hint)
    else:
        file = load(name)
    return Named(name=name, file=file, scenario=replace(asked.today, weights=file.weights))


def _own(
    asked: Asked, settings: Sequence[str], without: Sequence[str], add: Sequence[str], others: bool
) -> Iterator[Named]:
    if not (settings or without or add) and others:
        return
    present = [network.network for network in asked.result.networks]
    for name in without:
        if name not in present:
            raise UsageError(f"--without {name}: nothing of it is scored", _known(name, present))
    file = with_more(asked.file, settings) if settings else asked.file
    added = additions(add)
    yield Named(
        name=", ".join([*settings, *(f"without {name}" for name in without), *add]) or UNCHANGED,
        file=file,
        scenario=replace(asked.today, weights=file.weights, without=frozenset(without), added=tuple(added)),
        notes=tuple(note for one in added for note in _notes(asked, one, file)),
    )


def _known(word: str, known: Sequence[str]) -> str:
    return did_you_mean(word, known) or f"There is {', '.join(known)}."


_ADDITION = re.compile(r"\+?(\d{1,13}(?:\.\d{1,6})?)\s*(%?)")


def additions(texts: Iterable[str]) -> list[Added]:
    """`x.comment=+50` or `x.comment=+10%`, one for each network and kind. Raises UsageError."""
    sums: dict[tuple[str, str], Added] = {}
    for text in texts:
        one = _addition(text)
        before = sums.get((one.network, one.kind), Added(network=one.network, kind=one.kind))
        sums[one.network, one.kind] = replace(one, count=one.count + before.count, part=one.part + before.part)
    return list(sums.values())


def _addition(text: str) -> Added:
    key, equals, number = text.partition("=")
    network, _, kind = key.strip().rpartition(".")
    found = _ADDITION.fullmatch(number.strip())
    if not (equals and network and found):
        raise UsageError(
            f"--add {text}: give NETWORK.KIND=+NUMBER or +PART%",
            "For example --add x.comment=+50 or --add x.comment=+10%; activity can only come, not go.",
        )
    if kind not in KINDS or kind == "post":
        received = [one for one in KINDS if one != "post"]
        raise UsageError(f"--add {text}: no kind {kind!r} is received", _known(kind, received))
    of = cast(Kind, kind)
    amount, percent = found.groups()
    if percent:
        return Added(network=network, kind=of, part=_limited(float(amount) / 100, text))
    if "." in amount:
        raise UsageError(f"--add {text}: not a whole number", "A part of what is there is written with %.")
    return Added(network=network, kind=of, count=int(_limited(int(amount), text)))


def _limited(number: float, text: str) -> float:
    if number > MOST:
        raise UsageError(f"--add {text}: more than can be added", f"At most {MOST:,}.")
    return number


def _notes(asked: Asked, added: Added, file: WeightsFile) -> Iterator[str]:
    """What is special about adding this. Raises UsageError for a part of what is unknown."""
    key = f"{added.network}.{added.kind}"
    lines = {(network.network, line.kind): line for network in asked.result.networks for line in network.lines}
    line = lines.get((added.network, added.kind))
    unscored = {(one.network, one.kind) for one in asked.result.unscored}
    if added.kind not in file.weights.of(added.network).signals:
        yield f"{key} does not score: these weights have no {added.kind} for {added.network}"
    elif (added.network, added.kind) in unscored:
        yield f"{key} may not score: it is a total, and finer signals of this network are measured"
    elif line is None or line.status == "unknown":
        if added.part:
            raise UsageError(
                f"--add {key}: there is nothing to take {added.part:.0%} of: no file measures it",
                f"Give a number: --add {key}=+50",
            )
        yield f"{key} is in none of these exports: adding it makes it known, so the points are shared out anew"
