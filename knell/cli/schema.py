"""``knell schema``: the contract as JSON Schema."""

import json

import click

from knell.publishing.schema import SHAPES, describe_contract, describe_shape


@click.command()
@click.argument("shape", required=False, type=click.Choice(list(SHAPES)))
def command(shape: str | None) -> None:
    """Print the JSON Schema of what Knell reads and writes.

    SHAPE is one of report, claim, mention, incident and opinion; without it the schema of all five comes in one document.
    """
    schema = describe_shape(shape) if shape else describe_contract()
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
