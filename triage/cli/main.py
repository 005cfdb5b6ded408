"""The command line. Every command is wired here; what each does stands in the module of its name.

Imports are inside the commands: `triage --help` must not pay for IMAP, numpy and SQLite.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from triage.cli.options import (
    AccountOption,
    ConfigOption,
    JsonOption,
    NoColorOption,
    QuietOption,
    VerboseOption,
    settings,
)
from triage.errors import TriageError

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130
STATE_FAULT = 5

app = typer.Typer(
    name="triage",
    help="Tell cold outreach from everything else in your mailbox, and file it. Runs on your machine; undo puts it back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from triage import __version__

        print(f"triage {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Tell cold outreach from everything else in your mailbox, and file it. Runs on your machine; undo puts it back."""


@app.command()
def clean(
    target: Annotated[
        str | None,
        typer.Argument(
            help="A Maildir, an .mbox, a folder of .eml files, or imaps://user@host/FOLDER. Nothing: your accounts."
        ),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="File it. Without this nothing is moved or remembered.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before filing.")] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="90d|DATE", help="Only mail since then: 90d, 12w, 6m, 2y or a date."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="Only the N oldest messages.")] = None,
    folder: Annotated[str | None, typer.Option("--folder", metavar="NAME", help="Sweep this folder.")] = None,
    sent: Annotated[
        Path | None,
        typer.Option("--sent", metavar="PATH", help="Mail that you wrote; everybody it went to is a correspondent."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where copies go, for .mbox and .eml, which are never altered."),
    ] = None,
    fail_if_found: Annotated[
        bool, typer.Option("--fail-if-found", help="Exit with 10 when there is outreach.")
    ] = False,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Show what would be filed where, and why; with --apply, file it."""

    def work() -> int:
        from triage.cli.clean import Request
        from triage.cli.clean import clean as run

        chosen = settings(config=config, account=account, json=json, quiet=quiet, verbose=verbose, no_color=no_color)
        return run(chosen, Request(target, apply, yes, since, limit, folder, sent, out, fail_if_found))

    _end(work)


@app.command()
def undo(
    run: Annotated[str | None, typer.Argument(help="The run to put back; nothing: the last one.")] = None,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Put everything of a run back, flags and dates as before. What you moved since stays."""

    def work() -> int:
        from triage.cli.undo import undo as put_back

        chosen = settings(config=config, account=account, json=json, quiet=quiet, verbose=verbose, no_color=no_color)
        return put_back(chosen, run)

    _end(work)


@app.command()
def why(
    message: Annotated[str, typer.Argument(help="An .eml file, or the id of a message in an account.")],
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Show one message's whole verdict: what speaks for it, what against, and who the sender is to you."""

    def work() -> int:
        from triage.cli.why import why as explain

        chosen = settings(config=config, account=account, json=json, quiet=quiet, verbose=verbose, no_color=no_color)
        return explain(chosen, message)

    _end(work)


@app.command()
def status(
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Show the model, the mailboxes that are remembered, the last runs, and what is left open."""

    def work() -> int:
        from triage.cli.status import status as show

        chosen = settings(config=config, account=account, json=json, quiet=quiet, verbose=verbose, no_color=no_color)
        return show(chosen)

    _end(work)


@app.command()
def demo(
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="Keep the demo's Maildir here, to look around in.")
    ] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> None:
    """See it work on bundled mail: preview, apply, undo. No account, no network."""

    def work() -> int:
        from triage.cli.demo import demo as show

        return show(keep=keep, json=json, quiet=quiet, no_color=no_color)

    _end(work)


def main() -> None:
    """Run the command line."""
    app()


def _end(work: Callable[[], int]) -> NoReturn:
    """Run a command and leave with its exit code; every error ends in a sentence on the error stream."""
    try:
        code = work()
    except TriageError as error:
        code = _tell(str(error), error.exit_code)
    except KeyboardInterrupt:
        code = _tell("Interrupted. What was begun is in the journal; the next run completes it.", INTERRUPTED)
    except BrokenPipeError:
        sys.stdout = None  # type: ignore[assignment]  # the reader went away: nothing may be flushed to it at exit
        code = 1
    except OSError as error:
        code = _tell(
            f"{error.strerror or error}. Nothing more was filed; free some room or rights, and run it again.",
            STATE_FAULT,
        )
    raise typer.Exit(code)


def _tell(sentence: str, code: int) -> int:
    for line in sentence.splitlines():
        print(f"triage: {line}", file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
