"""The digest: the report of the last week or month as a message in the user's own inbox. Nothing is sent.

It is told by the figures of the report alone, and names senders as the report does; no text of mail is in it. At most one a period is
put there, and only where there is something new.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.report.page import page
from triage.cli.report.text import text, title
from triage.cli.report.told import told_of
from triage.cli.terminal import Pen, safe
from triage.config import Every
from triage.domain import DIGEST_HEADER
from triage.errors import TriageError
from triage.mailbox.own_inbox import InDoubtError
from triage.memory import digests
from triage.report.figures import Report
from triage.report.period import Period

LIST_ID = "Digest of triage <digest.triage.localhost>"


@dataclass(frozen=True, slots=True)
class Digest:
    """What an account would be told now; `due` where it was not told yet, and there is something to tell."""

    account: str
    address: str
    told: Report
    due: bool

    @property
    def subject(self) -> str:
        """What it is of, and what it comes to."""
        back = f", {len(self.told.taken_back):,} taken back" if self.told.taken_back else ""
        return f"{title(self.told)}: {self.told.filed:,} filed{back}"

    def message(self) -> bytes:
        """Return the whole message, its lines ending in CRLF."""
        end = self.told.period.end
        mail = EmailMessage(policy=SMTP)
        mail["From"] = f"triage <{self.address}>"
        mail["To"] = self.address
        mail["Subject"] = self.subject
        mail["Date"] = datetime.combine(end, time(), UTC)
        mail["Message-ID"] = f"<digest.{self.told.period.first}.{end}.{self.account}@triage.localhost>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["List-Id"] = LIST_ID
        mail[DIGEST_HEADER] = self.account
        mail.set_content("\n".join(text(self.told, Pen(color=False))), cte="quoted-printable")
        mail.add_alternative(page(self.told), subtype="html", cte="quoted-printable")
        return mail.as_bytes()


def digest_of(settings: Settings, account: str, *, now: datetime) -> Digest:
    """Return what an account would be told now: all since the last digest, at least the last whole week or month."""
    last = _last(settings, now.date())
    known = digests.load(settings.paths.state_dir).get(account)
    period = last if known is None or known >= last.end else Period(known, last.end)
    told = told_of(replace(settings, account=account), period, now=now)
    is_new = bool(told.filed or told.taken_back or told.undone)
    return Digest(
        account, settings.config.accounts[account].address, told, is_new and (known is None or known < last.end)
    )


def deliver(settings: Settings, account: str, *, now: datetime) -> Digest:
    """Put the digest of an account into its inbox where it is due, and return it.

    Raises InDoubtError where it may be there all the same, any other TriageError where it is not, and is due again.
    """
    folder = settings.paths.state_dir
    known, digest = digests.load(folder).get(account), digest_of(settings, account, now=now)
    # Written first: a crash right then costs one digest, and never brings two.
    if not digests.claim(folder, account, digest.told.period.end):
        return replace(digest, due=False)
    if digest.due:
        try:
            wiring.put_into_inbox(settings, account, digest.message())
        except InDoubtError:
            raise  # one too few is better than two
        except TriageError:
            digests.take_back(folder, account, known)
            raise
    return digest


def has_ended(settings: Settings, account: str, *, today: date) -> bool:
    """Tell whether a week or month has ended of which an account was told nothing; there may be nothing to tell."""
    known = digests.load(settings.paths.state_dir).get(account)
    return known is None or known < _last(settings, today).end


def _last(settings: Settings, today: date) -> Period:
    """Return the last whole period; a week where none is configured."""
    return Period.month_before(today) if settings.config.digest.every is Every.MONTH else Period.week_before(today)


def show(settings: Settings, *, delivering: bool) -> int:
    """Print the digest of each account, or put each that is due into its inbox, and return the exit code."""
    now = datetime.now(UTC)
    accounts = [place.account for place in wiring.places(settings, None)]
    found = [(deliver if delivering else digest_of)(settings, account, now=now) for account in accounts]
    if settings.json:
        print(dumps({"schema": "triage.digest/1", "digests": [_object(one, delivering=delivering) for one in found]}))
        return 0
    for one in found:
        if not delivering:
            print(f"  To: {safe(one.address)}", f"  Subject: {safe(one.subject)}", sep="\n")
            print(*text(one.told, Pen(color=settings.color)), sep="\n")
        elif one.due:
            print(f"{safe(one.account)}: put into the inbox: {safe(one.subject)}.")
        else:
            print(f"{safe(one.account)}: nothing new since the last digest, so none was put into the inbox.")
    return 0


def _object(one: Digest, *, delivering: bool) -> dict[str, Any]:
    return {
        "account": one.account,
        "first": one.told.period.first.isoformat(),
        "end": one.told.period.end.isoformat(),
        "subject": one.subject,
        "due": one.due,
        "delivered": delivering and one.due,
        "text": "\n".join(text(one.told, Pen(color=False))),
    }
