from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from influence.formats import catalogue
from influence.formats.model import Format, names
from influence.render.console import console
from influence.render.formats import render_list, render_one

ODD = """
title: "odd \\e[31mone"
network: x
checked: ["2026"]
get: nowhere
reader: [table, documents]
records: a.b[]
per: day
recognise: {fields: [time], files: ["odd*.json"], names: [["A, b", C]], without: [D]}
fields: {time: {names: Day, formats: ["%d %b", iso]}}
kinds: {like: ["A, b", C]}
skip:
  - {where: Text, starts: "RT @", made: boost}
  - {where: Kind, values: [ad, bot], why: bought}
  - {where: Day, blank: true, problem: a row without a day}
  - {where: Error, present: true, problem: the export says so}
left: {a total: [Sum]}
never: [quote]
instead: Ask again.
"""


@pytest.fixture
def odd(tmp_path: Path) -> Format:
    path = tmp_path / "odd-one.yaml"
    path.write_text(ODD, "utf-8")
    return catalogue.read(path)


def shipped() -> list[Format]:
    return list(catalogue.load_shipped().values())


def show(one: Format) -> str:
    stream = io.StringIO()
    render_one(one, console(stream, {}))
    return stream.getvalue()


def listed(formats: list[Format]) -> str:
    stream = io.StringIO()
    render_list(formats, console(stream, {}))
    return stream.getvalue()


def terminal(width: int) -> tuple[io.StringIO, Console]:
    stream = io.StringIO()
    return stream, Console(file=stream, width=width, height=40, force_terminal=True, color_system=None)


def test_the_list_goes_by_network_and_says_what_is_measured_and_what_never_is(odd: Format) -> None:
    text = listed([odd, *shipped()])
    networks = re.findall(r"^\S.*$", text, re.MULTILINE)[:-1]
    assert networks == [*sorted(networks[:-1]), "any network"]
    assert "\nx\n odd-one odd �[31mone\n measures like\n can never know quote\n" in re.sub(" +", " ", text)


def test_the_list_has_every_format_once() -> None:
    text = listed(shipped())
    for one in shipped():
        assert len(re.findall(rf"^  {one.id} +{re.escape(one.title)}$", text, re.MULTILINE)) == 1


def test_a_file_of_what_you_did_is_called_that() -> None:
    text = listed([one for one in shipped() if one.id == "mastodon-made"])
    assert "holds what you did yourself (favourite or bookmark), which is never scored" in text
    assert "measures" not in text


def test_no_formats() -> None:
    assert listed([]).startswith("\nOne in full")


def test_one_format_says_all_that_its_file_does(odd: Format) -> None:
    assert show(odd) == (
        "odd-one: odd �[31mone\n"
        "  network        x\n"
        "  download       nowhere\n"
        "  checked        2026\n"
        "  read as        a table (CSV, TSV) or JSON\n"
        "  records at     a.b[]\n"
        "  a record is    a day and its totals\n"
        "  days are       %d %b | iso\n"
        "  recognised by  a file name like odd*.json; its time; A, b | C; and not D\n"
        "  never knows    quote\n"
        "  otherwise      Ask again.\n"
        "\n"
        "Kinds\n"
        "  like  A, b | C\n"
        "\n"
        "Other fields\n"
        "  time  Day\n"
        "\n"
        "Not scored\n"
        '  Text starts with "RT @": yours, a boost\n'
        "  Kind is ad | bot: bought\n"
        "  Day is blank: a row without a day\n"
        "  Error is there: the export says so\n"
        "\n"
        "Left on purpose\n"
        "  a total  Sum\n"
    )


@pytest.mark.parametrize("one", shipped(), ids=lambda one: one.id)
def test_a_pipe_loses_no_name(one: Format) -> None:
    text = show(one)
    known = [*one.left_names(), *(name for own in one.own_fields() for name in one.names_of(own))]
    known += [name for group in one.recognise.names for name in names(group)]
    assert [name for name in known if name not in text] == []


@pytest.mark.parametrize("width", [33, 48, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int, odd: Format) -> None:
    stream, screen = terminal(width)
    render_list(shipped(), screen)
    for one in [odd, *shipped()]:
        render_one(one, screen)
    assert max(map(cell_len, stream.getvalue().splitlines())) <= width
