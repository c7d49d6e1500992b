"""The ``knell`` command: a door. It parses, calls a flow, shows what comes back, and turns errors into one line.

A command's module is imported only when the command is called, so that ``knell read`` does not pay for Django.
"""

import importlib
import logging
import os
import sys

import click

from knell import __version__
from knell.records.errors import KnellError

from .passphrases import hold_passphrases

COMMANDS = {
    "read": "knell.cli.read",
    "reckon": "knell.cli.reckon",
    "opinion": "knell.cli.opinion",
    "init": "knell.cli.init",
    "passphrase": "knell.cli.passphrase",
    "add": "knell.cli.add",
    "allow": "knell.cli.allow",
    "forbid": "knell.cli.forbid",
    "fetch": "knell.cli.fetch",
    "watch": "knell.cli.watch",
    "teach": "knell.cli.teach",
    "incidents": "knell.cli.incidents",
    "link": "knell.cli.link",
    "unlink": "knell.cli.unlink",
    "why": "knell.cli.why",
    "hand-on": "knell.cli.hand_on",
    "history": "knell.cli.history",
    "compare": "knell.cli.compare",
    "decide": "knell.cli.decide",
    "exhibit": "knell.cli.exhibit",
    "verify": "knell.cli.verify",
    "checkpoint": "knell.cli.checkpoint",
    "migrate": "knell.cli.migrate",
    "identity": "knell.cli.identity",
    "redact": "knell.cli.redact",
    "erase": "knell.cli.erase",
    "backup": "knell.cli.backup",
    "restore": "knell.cli.restore",
    "rebuild": "knell.cli.rebuild",
    "brief": "knell.cli.brief",
    "proof": "knell.cli.proof",
    "verifier": "knell.cli.verifier",
    "anchor": "knell.cli.anchor",
    "cosign": "knell.cli.cosign",
    "encrypt": "knell.cli.encrypt",
    "serve": "knell.cli.serve",
    "codebook": "knell.cli.codebook",
    "schema": "knell.cli.schema",
}
"""Command name -> the module that holds a click command called ``command``."""


class ReaderGone(Exception):
    """Whoever read our output has stopped: ``knell ... | head``."""


class Commands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def invoke(self, ctx: click.Context) -> object:
        """Calls the command. A closed pipe is renamed, because click would make exit code 1 of it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGone from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names, in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; ``None`` where there is none."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(module).command
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="knell")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def knell(debug: bool) -> None:
    """A casualty recorder's casebook: reports in; attributed claims, incidents and tolls that can be walked back, out."""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns the exit code; never a traceback unless ``--debug``."""
    hold_passphrases()
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    for talkative in ("trafilatura", "htmldate", "justext", "readability", "pypdf"):
        # What they warn of stands in our own line on the file; without a handler they would say it on standard error besides.
        logging.getLogger(talkative).addHandler(logging.NullHandler())
    try:
        result = knell.main(args=arguments, prog_name="knell", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("knell: stopped", err=True)
        return 130
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        if debug:
            raise
        click.echo(_one_line(error), err=True)
        return error.exit_code
    except KnellError as error:
        if debug:
            raise
        click.echo(f"knell: {error.line()}", err=True)
        return error.exit_code
    except ReaderGone:
        # Nothing is wrong, and nothing more can be said; what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if debug:
            raise
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"knell: {where}{(error.strerror or str(error)).lower()}; check the disk, and run the command again", err=True)
        return 1
    except Exception as error:
        if debug:
            raise
        click.echo(f"knell: a fault of Knell's own ({type(error).__name__}: {error}); run again with --debug and report it", err=True)
        return 70
    return result if isinstance(result, int) else 0


def _one_line(error: click.ClickException) -> str:
    """What, where, what to do, for a command line that click refuses."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "knell"
    message = " ".join(error.format_message().split()).rstrip(".")
    return f"{path}: {message}; see {path} --help" if isinstance(error, click.UsageError) else f"{path}: {message}"


def entry() -> None:
    """The console script."""
    sys.exit(main())
