"""A score and what it was made from, ready to be asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from influence.events import Kind
from influence.record import record
from influence.result import MeasuredLine, Network, Result, WeightsUsed
from influence.scoring.run import Outcome, Runs
from influence.scoring.scenarios import Scenario
from influence.weights import WeightsFile

if TYPE_CHECKING:
    from influence.answers import LineChange, NetworkChange


@record
class Asked:
    """A `result`, its weights file, the scenario that it is, and the run of others over the same events."""

    result: Result
    file: WeightsFile
    today: Scenario
    runs: Runs

    def run(self, scenarios: Sequence[Scenario]) -> list[Outcome]:
        """What each scenario gives, in their order."""
        return self.runs.run(scenarios)


def used(file: WeightsFile) -> WeightsUsed:
    """A weights file as a result names it."""
    return WeightsUsed(path=file.path, sha256=file.sha256, settings=list(file.settings), values=file.weights.numbers())


def changes(before: Iterable[Network], after: Iterable[Network]) -> list[NetworkChange]:
    """What each network and signal contributes in two outcomes of one profile, in alphabetical order."""
    was, now = ({network.network: network for network in networks} for networks in (before, after))
    return [_network_change(name, was.get(name), now.get(name)) for name in sorted(was | now)]


def _network_change(name: str, was: Network | None, now: Network | None) -> NetworkChange:
    from influence.answers import NetworkChange

    before, after = (network.contributes if network else 0 for network in (was, now))
    lines, old = _measured(now), _measured(was)
    return NetworkChange(
        network=name,
        points=now.points if now else None,
        contributes=after,
        before=before,
        difference=after - before,
        lines=[_line_change(kind, old.get(kind), lines.get(kind)) for kind in (old | lines)],
    )


def _line_change(kind: Kind, was: MeasuredLine | None, now: MeasuredLine | None) -> LineChange:
    from influence.answers import LineChange

    before, after = (line.contributes if line else 0 for line in (was, now))
    return LineChange(
        kind=kind, points=now.points if now else None, contributes=after, before=before, difference=after - before
    )


def _measured(network: Network | None) -> dict[Kind, MeasuredLine]:
    lines = network.lines if network else []
    return {line.kind: line for line in lines if isinstance(line, MeasuredLine)}
