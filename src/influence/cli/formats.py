"""`influence formats list|show|new|check`."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from influence.cli import options
from influence.formats import catalogue
from influence.formats.model import Format

_folders = click.option("--formats", "folders", multiple=True, metavar="DIR", help="Also know those in this folder.")


@click.group(short_help="The exports that can be read.")
def formats() -> None:
    """The exports that can be read. Each is one file of data; --formats DIR adds your own."""


@formats.command("list", short_help="Every format: network, what it is, what it measures.")
@_folders
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(folders: tuple[str, ...], as_json: bool) -> None:
    """Every format: network, what it is, what it measures."""
    found = catalogue.load(folders)
    if as_json:
        import json

        click.echo(json.dumps([plain(one) for one in found.values()], indent=2, ensure_ascii=False))
        return
    from influence.render import console
    from influence.render.formats import render_list

    render_list(list(found.values()), console.consoles().out)


def plain(one: Format) -> dict[str, Any]:
    """A declaration as plain data, without what it leaves out."""
    values = dataclasses.asdict(one)
    del values["file"]
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


@formats.command(short_help="One format: how it is recognised, what each column is, where to download it.")
@click.argument("identifier", metavar="ID")
@_folders
@click.option("--yaml", "as_yaml", is_flag=True, help="The declaration itself, to copy and edit.")
def show(identifier: str, folders: tuple[str, ...], as_yaml: bool) -> None:
    """One format: how it is recognised, what each column is, where to download it."""
    one = catalogue.find(catalogue.load(folders), identifier)
    if as_yaml:
        click.echo(catalogue.text_of(one), nl=False)
        return
    from influence.render import console
    from influence.render.formats import render_one

    render_one(one, console.consoles().out)


@formats.command(short_help="Start a format file from a file of no known format.")
@click.argument("path", metavar="FILE")
@click.option("--column", "columns", multiple=True, metavar="COLUMN=WHAT", help=options.MAP)
@click.option("--network", metavar="NAME", help="The network. [by its links]")
@click.option("--id", "identifier", metavar="ID", help="The id of the format. [NETWORK-export]")
@click.option("--per", type=click.Choice(["post", "day", "event"]), help="What a record is. [by its columns]")
@click.option("--table", "part", metavar="NAME", help="Which sheet or table of it. [the one best known]")
@click.option("-o", "--output", metavar="FILE", help="Where to write it. [./ID.yaml]")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@_folders
def new(path: str, columns: tuple[str, ...], output: str | None, force: bool, **how: Any) -> None:
    """Start a format file from a file of no known format: a table, a workbook or JSON.

    Proposes what each column is, from its name and its values; asks on a terminal what it must, and otherwise says
    which --column to give. Shows the events that the new format gives.

    \b
    influence formats new kumo.csv --network kumo --column "Herzen=like"
    """
    from influence.cli.new import start

    start(path, list(columns), output, force, **how)


@formats.command(short_help="Hold a format against a sample: the events it gives, and those it should give.")
@click.argument("identifier", metavar="FORMAT")
@click.argument("sample", metavar="SAMPLE")
@click.option("--update", is_flag=True, help="Write what it gives as what it should give.")
@_folders
def check(identifier: str, sample: str, update: bool, folders: tuple[str, ...]) -> int:
    """Hold a format against a sample: the events it gives, and those in events.ndjson beside the sample.

    FORMAT is an id or a format file, SAMPLE an export or a folder like those in examples/. Exits with 3 where they
    differ.
    """
    from influence.cli.new import held_against

    return held_against(identifier, sample, update, folders)
