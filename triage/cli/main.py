"""The command line. Every command is declared here; what each does stands in the module of its name.

Imports are inside the commands: `triage --help` must not pay for IMAP, numpy and SQLite.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from triage.cli.app import app, command, with_shared_options
from triage.cli.options import Settings, Shared
from triage.errors import UsageError

__all__ = ["app", "main"]


def _version(asked: bool) -> None:
    if asked:
        from triage import __version__

        print(f"triage {__version__}")
        raise typer.Exit


def triage(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Tell cold outreach from everything else in your mailbox, and file it. Runs on your machine; undo puts it back."""


def _keep_for_the_command(context: typer.Context, shared: Shared, **_: object) -> None:
    context.obj = shared


app.callback()(with_shared_options(_keep_for_the_command, like=triage))


_Device = Annotated[
    bool, typer.Option("--device", help="Sign in by a code on any device, where the provider gives codes.")
]
_NoBrowser = Annotated[
    bool, typer.Option("--no-browser", help="Show the address of the sign-in page, and open nothing.")
]


@command(configured=False)
def setup(
    settings: Settings,
    address: Annotated[str | None, typer.Argument(help="Your mail address. Nothing: you are asked for it.")] = None,
    server: Annotated[
        str | None, typer.Option("--server", metavar="HOST", help="The IMAP server. Nothing: it is found.")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=1, max=65_535, help="Its port; else 993, or 143.")
    ] = None,
    tls: Annotated[
        str | None,
        typer.Option("--tls", metavar="HOW", help="implicit, starttls, or none on this machine; else by the port."),
    ] = None,
    user: Annotated[
        str | None, typer.Option("--user", metavar="NAME", help="The sign-in name, where it is not the address.")
    ] = None,
    password_command: Annotated[
        str | None, typer.Option("--password-command", metavar="CMD", help="A command that prints the password.")
    ] = None,
    client_id: Annotated[
        str | None, typer.Option("--client-id", metavar="ID", help="Sign in with OAuth2, as this client of yours.")
    ] = None,
    client_secret_command: Annotated[
        str | None, typer.Option("--client-secret-command", metavar="CMD", help="A command that prints its secret.")
    ] = None,
    authorize_url: Annotated[
        str | None, typer.Option("--authorize-url", metavar="URL", help="The page to sign in on, else as it is known.")
    ] = None,
    token_url: Annotated[
        str | None, typer.Option("--token-url", metavar="URL", help="Where tokens are had, else as it is known.")
    ] = None,
    device_url: Annotated[
        str | None, typer.Option("--device-url", metavar="URL", help="Where codes are had, else as it is known.")
    ] = None,
    scope: Annotated[
        str | None, typer.Option("--scope", metavar="WORDS", help="What tokens are for, else as it is known.")
    ] = None,
    device: _Device = False,
    no_browser: _NoBrowser = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody where the server is.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write the configuration without asking.")] = False,
) -> int:
    """Set up an account: its server is found and tested.

    You see the configuration before it is written; one that is there gets the account at its end. The password is
    asked for only once the server's certificate is verified, and kept in the keyring of your system. Nothing is changed
    in the mailbox.
    """
    from triage.cli.setup.command import setup as work
    from triage.cli.setup.request import Request

    request = Request(
        address=address,
        server=server,
        port=port,
        tls=tls,
        user=user,
        password_command=password_command,
        client_id=client_id,
        client_secret_command=client_secret_command,
        authorize_url=authorize_url,
        token_url=token_url,
        device_url=device_url,
        scope=scope,
        device=device,
        no_browser=no_browser,
        offline=offline,
        yes=yes,
    )
    return work(settings, request)


@command()
def clean(
    settings: Settings,
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
) -> int:
    """Show what would be filed where, and why; --apply files it."""
    from triage.cli.clean import Request
    from triage.cli.clean import clean as work

    request = Request(
        target=target,
        apply=apply,
        yes=yes,
        since=since,
        limit=limit,
        folder=folder,
        sent=sent,
        out=out,
        fail_if_found=fail_if_found,
    )
    return work(settings, request)


@command()
def watch(
    settings: Settings,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="90d|DATE", help="Leave mail alone that is older than this when the watch begins."
        ),
    ] = None,
    log_format: Annotated[
        str, typer.Option("--log-format", metavar="text|json", help="How the log is written.")
    ] = "text",
) -> int:
    """Watch the accounts, and file outreach as it comes.

    It ends on SIGTERM or Ctrl-C; SIGHUP reads the configuration again. What stands in the folders already is swept
    first. `triage status` tells what it does.
    """
    from triage.cli.watch import work

    return work(settings, since=since, log_format=log_format)


@command()
def undo(
    settings: Settings,
    run: Annotated[str | None, typer.Argument(help="The run to put back; nothing: the last one.")] = None,
) -> int:
    """Put back everything that a run filed.

    Flags and dates are as before. What you moved since stays where you put it, and is listed.
    """
    from triage.cli.undo import undo as work

    return work(settings, run)


@command()
def why(
    settings: Settings,
    message: Annotated[
        str, typer.Argument(help="An .eml file, an id that `clean --json` gave, or a TARGET with the ID behind it.")
    ],
    id: Annotated[str | None, typer.Argument(help="Which message of that TARGET, as `clean --json` names it.")] = None,
    sent: Annotated[
        Path | None,
        typer.Option("--sent", metavar="PATH", help="Mail that you wrote; everybody it went to is a correspondent."),
    ] = None,
) -> int:
    """Show one message's whole verdict.

    What speaks for it and what against, the earlier mail that it repeats, and who the sender is to you.
    """
    from triage.cli.why import why as work

    return work(settings, message, id=id, sent=sent)


@command()
def teach(
    settings: Settings,
    message: Annotated[
        str | None,
        typer.Argument(help="A message of a mailbox: its id as `clean --json` gives it, or its file in a Maildir."),
    ] = None,
    label: Annotated[
        str | None, typer.Argument(help="What it is: legitimate, spray, irrelevant, pitch or scam.")
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--in", metavar="TARGET", help="The mailbox that it is in, where its id alone does not tell."),
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Learn from what was moved with many others at once.")
    ] = False,
    dismiss: Annotated[
        bool, typer.Option("--dismiss", help="Pass over what was moved with many others at once.")
    ] = False,
) -> int:
    """Say what a message is, as dragging it does.

    It is filed there, and `retrain` learns from it. Without a message: what you said so far.
    """
    from triage.cli import teach as work

    if confirm or dismiss:
        if message is not None or (confirm and dismiss):
            raise UsageError("Give --confirm, or --dismiss, or a message with its label.")
        return work.decide(settings, confirm=confirm)
    if message is None:
        return work.show(settings)
    if label is None:
        raise UsageError("What is it? Add legitimate, spray, irrelevant, pitch or scam.")
    return work.teach(settings, message, label, target=target)


@command()
def promote(
    settings: Settings,
    label: Annotated[
        str | None, typer.Argument(help="spray, irrelevant, pitch or scam. Nothing: what each has earned.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="MODE", help="observe, keyword or move; nothing: one step up.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Promote although the evidence is thin.")] = False,
) -> int:
    """Trust a label with more: from observe to keyword to move.

    On the evidence of your own folders: it shows how many messages were judged, how many you corrected, and what
    error that leaves possible, and refuses when that is
    too little. `--to observe` goes back. It counts above the configuration, for all accounts.
    """
    from triage.cli.promote import promote as work

    return work(settings, label, to=to, force=force)


@command()
def retrain(
    settings: Settings,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="PATH",
            help="A folder with mail in folders named by label, or a Maildir. Nothing: the folders of your accounts.",
        ),
    ] = None,
    sent: Annotated[
        Path | None,
        typer.Option("--sent", metavar="PATH", help="Mail that you wrote; everybody it went to is a correspondent."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure, and write nothing.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Return to the model that was in use before.")] = False,
) -> int:
    """Learn from your folders.

    Where mail lies says what it is. The new model is taken into use only where it moves no more legitimate mail than
    the present one and tells the kinds no worse.
    """
    from triage.cli.retrain import Request
    from triage.cli.retrain import retrain as work

    return work(settings, Request(source, sent, dry_run, rollback))


@command()
def eval(  # noqa: A001 - the name of the command
    settings: Settings,
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[SET]", help="A folder with mail in folders named by label, or a mailbox. Nothing: your accounts."
        ),
    ] = None,
    sent: Annotated[
        Path | None,
        typer.Option("--sent", metavar="PATH", help="Mail that you wrote; everybody it went to is a correspondent."),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE.svg", help="Draw the figures into this file, too.")
    ] = None,
    curve: Annotated[
        bool,
        typer.Option("--curve", help="Show what `retrain` would learn: figures after 0, 10, 20 … messages of yours."),
    ] = False,
) -> int:
    """Measure the verdicts on mail whose labels are known.

    Of a mailbox, the folders that triage filed to are the truth, and your inbox is legitimate.
    """
    from triage.cli.eval import evaluate as work

    return work(settings, target, sent=sent, picture=picture, curve=curve)


@command()
def vendors(
    settings: Settings,
    name: Annotated[
        str | None,
        typer.Argument(help="A domain, an address, a brand, or part of a display name. Nothing: who pesters most."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="Only the first N vendors.")] = None,
) -> int:
    """Show who pesters most, or the whole history of one vendor."""
    from triage.cli.vendors import vendors as work

    return work(settings, name, limit=limit)


_Name = Annotated[str | None, typer.Argument(help="A domain, an address, a brand, or part of a display name.")]
_For = Annotated[str | None, typer.Option("--for", metavar="90d", help="For so long: 90d, 12w, 6m, 2y. Else for good.")]
_Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Until this date.")]


@command()
def block(
    settings: Settings,
    name: _Name = None,
    span: _For = None,
    until: _Until = None,
    listed: Annotated[bool, typer.Option("--list", help="List the rules that hold, and change nothing.")] = False,
) -> int:
    """File all mail of a vendor, for a while or for good.

    Your allow list and the fact that you wrote to an address count more.
    """
    from triage.cli.rules import block as work

    return work(settings, name, span=span, until=until, listed=listed)


@command()
def release(settings: Settings, name: _Name, span: _For = None, until: _Until = None) -> int:
    """Hold nothing against a vendor that it sent before.

    Its mail is judged by what it says, never called a repeat, and not remembered. Takes back a block.
    """
    from triage.cli.rules import release as work

    return work(settings, name, span=span, until=until)


@command()
def export(
    settings: Settings,
    sieve: Annotated[
        bool, typer.Option("--sieve", help="As a Sieve script (RFC 5228), for the filter of a mail server.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it to this file, and do not print it.")
    ] = None,
) -> int:
    """Print your block list for another program.

    Whom you released is told, too. The mail server can then file what a blocked vendor sends while triage does not run.
    """
    from triage.cli.export import export as work

    return work(settings, as_sieve=sieve, out=out)


@command()
def forget(
    settings: Settings,
    name: Annotated[str | None, typer.Argument(metavar="[NAME|ID]", help="A vendor, or the id of a message.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Everything remembered of your mailboxes, and whom you wrote to.")
    ] = False,
    journal: Annotated[
        bool, typer.Option("--journal", help="With --all: the runs, too. None can be undone then.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before forgetting.")] = False,
) -> int:
    """Erase what is remembered of a vendor or of a message.

    No trace of it stays in the memory of any mailbox. The journal stays, for undo.
    """
    from triage.cli.forget import forget as work

    return work(settings, name, everything=everything, journal=journal, yes=yes)


accounts = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(accounts, name="accounts", help="Look after the accounts of the configuration.")


@command(below=accounts, name="sign-in")
def sign_in(
    settings: Settings,
    name: Annotated[str, typer.Argument(help="The account's name in the configuration.")],
    device: _Device = False,
    no_browser: _NoBrowser = False,
) -> int:
    """Sign in at the provider, anew or for the first time.

    On its page in your browser, or by a code. It is for an account with a section [account.NAME.oauth]; the tokens are
    kept once the mail server took them.
    """
    from triage.cli.accounts import sign_in as work

    return work(settings, name, device=device, no_browser=no_browser)


@command(below=accounts)
def token(
    settings: Settings,
    name: Annotated[str, typer.Argument(help="The account's name in the configuration.")],
) -> int:
    """Keep the refresh token of an account, read from the standard input.

    It is for an account with a section [account.NAME.oauth]; the access tokens are renewed with it.
    """
    from triage.cli.accounts import token as work

    return work(settings, name)


service = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(service, name="service", help="Run `triage watch` as a service of systemd or launchd.")
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")]
_Yes = Annotated[
    bool, typer.Option("--yes", help="Do not ask. A file that somebody edited is asked about all the same.")
]


@command(below=service, name="install")
def service_install(
    settings: Settings,
    credential: Annotated[
        Path | None,
        typer.Option("--credential", metavar="FILE", help="The file with the password, handed to the service alone."),
    ] = None,
    dry_run: _DryRun = False,
    yes: _Yes = False,
) -> int:
    """Show the file of the service, write it, and start the service.

    Without systemd or launchd, as in a container, it says what to run there.
    """
    from triage.cli.service.command import Request, install

    return install(settings, Request(credential, dry_run=dry_run, yes=yes))


@command(below=service, name="status", configured=False)
def service_status(settings: Settings) -> int:
    """Tell whether the service is installed, and whether it runs."""
    from triage.cli.service.command import status as work

    return work(settings)


@command(below=service, name="uninstall", configured=False)
def service_uninstall(settings: Settings, dry_run: _DryRun = False, yes: _Yes = False) -> int:
    """Stop the service and remove its file. What triage remembers stays."""
    from triage.cli.service.command import Request, uninstall

    return uninstall(settings, Request(dry_run=dry_run, yes=yes))


@command()
def report(
    settings: Settings,
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="What was filed in this month.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="30d|DATE", help="What was filed since then: 30d, 12w, 6m, 2y or a date."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the HTML here, and not into this folder.")
    ] = None,
    open: Annotated[bool, typer.Option("--open", help="Open the file in your browser.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print it as text, and write no file.")] = False,
    digest: Annotated[
        bool, typer.Option("--digest", help="Print what the digest of the last week or month would say.")
    ] = False,
    deliver: Annotated[bool, typer.Option("--deliver", help="Put the digest into your own inbox, once.")] = False,
) -> int:
    """Write a page on what was filed, and why.

    It tells who sends the same again, and what you took back. One HTML file that loads nothing, of the last 30 days
    unless you say otherwise.
    """
    from triage.cli.report.command import Request
    from triage.cli.report.command import report as work

    return work(settings, Request(month, since, out, open, text, digest, deliver))


@command()
def review(
    settings: Settings,
    target: Annotated[
        str | None, typer.Argument(help="A Maildir or imaps://user@host/FOLDER. Nothing: your accounts.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="90d|DATE", help="How far back: 90d, 12w, 6m, 2y or a date; else 30d."),
    ] = None,
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", help="Serve the page on this port of this machine; else on a free one."),
    ] = 0,
    open: Annotated[bool, typer.Option("--open", help="Open the page in your browser.")] = False,
    tty: Annotated[bool, typer.Option("--tty", help="Ask in this terminal; no page.")] = False,
) -> int:
    """Judge what is unsure and what was filed, by one key each.

    On a page that this machine serves to itself alone, until Ctrl-C or 30 idle minutes. What you say is done as `teach` does it,
    and every act can be undone.
    """
    from triage.cli.review.command import Request
    from triage.cli.review.command import review as work

    return work(settings, Request(target, since, port, open, tty))


@command()
def status(settings: Settings) -> int:
    """Show what is configured, remembered and left open."""
    from triage.cli.status import status as work

    return work(settings)


@command(configured=False)
def doctor(
    settings: Settings,
    learning: Annotated[
        bool,
        typer.Option("--learning", help="Move a message of its own on each account, and see that this teaches."),
    ] = False,
) -> int:
    """Check everything that a run needs, and say what to mend.

    Configuration, model, clock and state; of each account secret, TLS, sign-in, folders and backlog. Nothing is
    written to the state, and to the mailbox only with --learning, into a folder that is removed again.
    """
    from triage.cli.doctor.command import doctor as work

    return work(settings, learning=learning)


@command(configured=False)
def demo(
    settings: Settings,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="Keep the demo's Maildir here, to look around in.")
    ] = None,
) -> int:
    """See it work on bundled mail: preview, apply, undo.

    No account and no network: everything happens in a temporary Maildir.
    """
    from triage.cli.demo import demo as work

    return work(settings, keep=keep)


@command(configured=False)
def completion(
    settings: Settings,
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish", help="The shell that is to complete.")],
) -> int:
    """Print a script that lets your shell complete.

    Tab then writes out commands, options and their choices.
    For bash put `eval "$(triage completion bash)"` into ~/.bashrc.
    """
    from triage.cli.completion import completion as work

    return work(settings, shell)


def main() -> None:
    """Run the command line."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # somebody closed it before we were started
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - open as long as we run
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter gets a "?", not a traceback
    app()


if __name__ == "__main__":
    main()
