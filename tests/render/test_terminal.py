from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from rich.cells import cell_len
from rich.console import Console

from influence.render import numbers, terminal
from influence.render.console import console
from influence.result import MeasuredLine, OtherPosts, Result, UnknownLine

Snapshot = Callable[[str, str], None]

WIDTHS = (20, 33, 48, 59, 60, 72, 80, 100, 200)


def on_terminal(result: Result, width: int, posts: int = 5, color: Literal["standard"] | None = None) -> str:
    stream = io.StringIO()
    screen = Console(file=stream, width=width, height=40, force_terminal=True, color_system=color, legacy_windows=False)
    terminal.render(result, screen, posts)
    return stream.getvalue()


def piped(result: Result, posts: int = 5) -> str:
    stream = io.StringIO()
    terminal.render(result, console(stream, {}), posts)
    return stream.getvalue()


def printed_to_file(result: Result, width: int) -> str:
    stream = io.StringIO()
    terminal.render(result, Console(file=stream, width=width, height=40, force_terminal=False))
    return stream.getvalue()


def numbers_of(result: Result) -> Iterator[str]:
    yield numbers.score(result.score)
    for network in result.networks:
        yield numbers.points(network.contributes) if network.coverage else "unknown"
        yield numbers.score(network.score) if network.coverage else "unknown"
        for line in network.lines:
            if isinstance(line, MeasuredLine):
                yield from (numbers.count(line.count), numbers.amount(line.amount))
                yield from map(numbers.points, (line.points, line.of, line.contributes))
            else:
                yield numbers.plain(line.weight)
    yield from (numbers.points(post.contributes) for post in result.posts if post.post is None)


@pytest.mark.parametrize("width", [50, 80, 200])
@pytest.mark.parametrize("name", ["worked", "messy"])
def test_snapshot_on_a_terminal(name: str, width: int, snapshot: Snapshot, request: pytest.FixtureRequest) -> None:
    snapshot(f"{name}.{width}.txt", on_terminal(request.getfixturevalue(name), width))


@pytest.mark.parametrize("name", ["worked", "messy"])
def test_snapshot_in_a_pipe(name: str, snapshot: Snapshot, request: pytest.FixtureRequest) -> None:
    snapshot(f"{name}.piped.txt", piped(request.getfixturevalue(name)))


def test_the_worked_example_adds_up_before_the_reader(worked: Result) -> None:
    text = piped(worked)
    assert "65.79 of 100" in text
    assert "64.92 if the unknown were nothing, 72.50 if it were full" in text
    assert re.search(r"^  x +64\.80  \S+ +58\.69$", text, re.MULTILINE)
    assert re.search(r"^  comment +40 +18\.52  \S+ +28\.67 of  66\.67 +4\.37$", text, re.MULTILINE)
    assert re.search(r"^  sum +46\.55 of 100\.00 +7\.10$", text, re.MULTILINE)
    assert re.search(r"^  share +not in these exports, weight 40$", text, re.MULTILINE)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("show", [on_terminal, printed_to_file])
@pytest.mark.parametrize("name", ["worked", "messy"])
def test_no_width_loses_a_number(
    name: str, show: Callable[[Result, int], str], width: int, request: pytest.FixtureRequest
) -> None:
    result = request.getfixturevalue(name)
    text = "".join(show(result, width).split())
    assert [number for number in numbers_of(result) if number not in text] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["worked", "messy"])
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(
    name: str, width: int, request: pytest.FixtureRequest
) -> None:
    lines = on_terminal(request.getfixturevalue(name), width).splitlines()
    assert [line for line in lines if cell_len(line) > width] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_labels_are_cut_on_a_terminal_only(messy: Result) -> None:
    assert "…" in on_terminal(messy, 80)
    assert "…" not in piped(messy)
    assert "…" not in printed_to_file(messy, 80)
    for post in messy.posts[:2]:
        assert numbers.clean(post.label or "") in piped(messy)


def test_forced_colour_does_not_cut_what_is_piped(messy: Result) -> None:
    stream = io.StringIO()
    terminal.render(messy, console(stream, {"FORCE_COLOR": "1"}))
    assert "…" not in stream.getvalue()
    assert "\x1b[1;36m" in stream.getvalue()


def test_hostile_text_is_shown_and_does_nothing(messy: Result) -> None:
    for text in (on_terminal(messy, 80), on_terminal(messy, 30), piped(messy)):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "[red]not red[/red]" in piped(messy)
    assert "a warning with [red]markup[/red] and" in piped(messy)
    assert "my [bold]weights[/bold].yaml" in piped(messy)


def test_colours_are_few_safe_and_never_essential(messy: Result) -> None:
    coloured = on_terminal(messy, 80, color="standard")
    codes = {code for codes in re.findall(r"\x1b\[([\d;]*)m", coloured) for code in codes.split(";")}
    assert codes <= {"0", "1", "2", "3", "32", "35", "36"}
    assert set("".join(re.findall(r"\x1b\[2m(.*?)\x1b", coloured))) == {"·"}
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == on_terminal(messy, 80)


def test_an_ascii_terminal_gets_ascii(worked: Result) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    terminal.render(worked, Console(file=stream, width=60, height=40, force_terminal=True, color_system=None))
    stream.flush()
    text = raw.getvalue().decode("ascii")
    assert "Networks: # contributes, = the rest of its own score" in text
    assert "I left the number alone for a..." in text


def test_only_a_terminal_with_room_gets_large_digits(worked: Result) -> None:
    assert "┏" in on_terminal(worked, 80)
    assert "┏" not in on_terminal(worked, 60)
    assert "┏" not in piped(worked)


def test_a_single_network_needs_neither_legend_nor_sum(worked: Result) -> None:
    alone = dataclasses.replace(worked, networks=worked.networks[1:])
    networks = piped(alone).partition("Networks")[2].partition("\n\n")[0]
    assert networks.startswith("\n")
    assert "sum" not in networks


def test_everything_measured_leaves_no_range(worked: Result) -> None:
    sure = dataclasses.replace(worked, networks=worked.networks[1:], coverage=1.0)
    assert "if the unknown" not in piped(sure)
    assert "coverage 100 %" in piped(sure)


def test_no_networks() -> None:
    text = piped(empty())
    assert "0.00 of 100" in text
    assert "no network in these exports has anything to score" in text
    assert "Networks" not in text


def test_everything_unknown_is_called_unknown_not_zero(worked: Result) -> None:
    lines: list[MeasuredLine | UnknownLine] = [UnknownLine(kind="like", weight=20)]
    linkedin = dataclasses.replace(
        worked.networks[0], score=0.0, points=0, low=0.0, high=100.0, coverage=0.0, contributes=0, lines=lines
    )
    result = dataclasses.replace(empty(), networks=[linkedin], high=100.0)
    text = on_terminal(result, 80)
    assert "nothing that the weights score is in these exports: this 0 means unknown" in text
    assert "0.00 if the unknown were nothing, 100.00 if it were full" in text
    assert re.search(r"^  linkedin +unknown ", text, re.MULTILINE)
    assert "like: not in these exports, weight 20" in text
    assert "┏" not in text


def test_undated_totals_have_no_window(worked: Result) -> None:
    text = piped(dataclasses.replace(worked, as_of=None, first=None, last=None))
    assert "coverage 80 %, totals without days" in text
    assert "activity:" not in text


def test_no_posts(worked: Result) -> None:
    assert "Posts that earned most" not in piped(dataclasses.replace(worked, posts=[]))
    assert "Posts that earned most" not in piped(worked, posts=0)


def test_fewer_posts_than_there_are_still_add_up(worked: Result) -> None:
    result = dataclasses.replace(worked, other_posts=OtherPosts(posts=2, contributes=10))
    text = piped(result, posts=1)
    assert re.search(r"^ +35\.46  2026-11-01  I left", text, re.MULTILINE)
    assert re.search(r"^ +30\.43  4 other posts$", text, re.MULTILINE)
    assert re.search(r"^ +65\.79  sum$", text, re.MULTILINE)


def test_problems_say_where_what_why_and_what_to_do(messy: Result) -> None:
    text = piped(messy)
    assert (
        '  downloads/x.csv:17: Likes is not a whole number "12.3K", a rounded count cannot be added up, '
        'export the table again with full numbers (12 times; also row 23 "1.2M", row 40 "9999'
    ) in text
    assert "downloads/broken.csv.gz: the file ends in the middle, its download was cut off, download it again\n" in text


def test_a_long_list_says_how_much_of_it_is_elsewhere(messy: Result) -> None:
    text = piped(dataclasses.replace(messy, warnings=[f"warning {number}" for number in range(1000)]))
    assert "warning 19\n  980 more; --json lists them all\n" in text


def empty() -> Result:
    return Result.from_json(
        """{"version": "0.1.0", "profile": null, "as_of": null, "window_days": 90, "first": null, "last": null,
        "weights": {"path": "weights.yaml", "sha256": "0", "values": {}}, "score": 0, "points": 0, "low": 0, "high": 0,
        "coverage": 0, "networks": [], "posts": [], "activity": [], "unscored": [], "inputs": [], "left_out": [],
        "problems": [], "warnings": []}"""
    )
