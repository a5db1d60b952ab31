"""Workbooks that are unlike the examples: of many rows, or with a table away from the corner of its sheet."""

from __future__ import annotations

from pathlib import Path

import influence
from hostile_more import rows, workbook

HEADER = ("network", "kind", "count", "post")


def test_a_workbook_of_many_rows(tmp_path: Path) -> None:
    count = 2_100
    cells = [("x", "like", number % 7, f"p{number}") for number in range(count)]
    (path := tmp_path / "events.xlsx").write_bytes(workbook(rows(HEADER, *cells)))
    result = influence.score(path)
    assert result.inputs[0].rows == count
    assert result.networks[0].lines[0].count == sum(number % 7 for number in range(count))


def test_a_table_away_from_the_corner(tmp_path: Path) -> None:
    data = rows(HEADER, ("x", "like", 7, "p1"))
    for column, other in zip("DCBA", "GFED", strict=True):
        data = data.replace(f'"{column}', f'"{other}')
    (path := tmp_path / "events.xlsx").write_bytes(workbook(data))
    assert influence.score(path).networks[0].lines[0].count == 7


def test_an_id_that_a_spreadsheet_has_rounded_is_told_and_one_kept_whole_is_read(tmp_path: Path) -> None:
    """A spreadsheet keeps fifteen digits: of ids of sixteen, as Facebook's are, it leaves a 0 in place of the last."""
    cells = [("x", "like", 7, 1812578237033020), ("x", "like", 5, 1812578237033024)]
    (path := tmp_path / "events.xlsx").write_bytes(workbook(rows(HEADER, *cells)))
    with influence.read(path) as events:
        assert [(event.count, event.post) for event in events] == [(7, None), (5, "1812578237033024")]
        assert [problem.what for problem in events.problems] == ["a post id that a spreadsheet has rounded"]
