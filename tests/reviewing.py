"""A review page on loopback, served by a real uvicorn in a thread, and a browser without a screen that asks for it."""

from __future__ import annotations

import asyncio
import contextlib
import html
import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.parse import urlencode

from triage.cli import wiring
from triage.cli.options import Shared, settings
from triage.cli.review.sitting import Sitting
from triage.cli.review.web import Pages, _listening, until_idle

BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


OFFER = """Hi Sam,

We help companies like yours to get thirty qualified leads a month. Our team offers search engine optimisation and appointment
setting. Are you the right person to speak with? Would you have fifteen minutes for a quick call this week?

Jo Vendor, growth manager
"""


def doubtful(number, *, sender=None, subject=None, body=OFFER):
    """A message of a stranger that stays, as it has no date: nobody is sure of it."""
    message = EmailMessage()
    message["From"] = sender or f"Jo Vendor <jo@cold{number}.example>"
    message["To"] = "sam@acme.example"
    message["Subject"] = subject or f"Message {number}"
    message["Message-ID"] = f"<{number}@mail.example>"
    message.set_content(f"{body}\n{number}\n")
    return bytes(message)


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def told(self):
        """What the page says came of the last act."""
        return html.unescape(re.search(r'<p id="told"[^>]*>(.*?)</p>', self.text)[1])

    @property
    def piles(self):
        """The numbers of the cards of each pile, in the order of the page."""
        found = re.findall(r'class="all">\s*.*?name="cards" value="([\d ]+)"', self.text)
        return [tuple(map(int, numbers.split())) for numbers in found]

    @property
    def form_token(self):
        return re.search(r'name="token" value="([^"]+)"', self.text)[1]

    def pile_of(self, subject):
        """The numbers of the first pile that shows this subject."""
        articles = re.findall(r"<article.*?</article>", self.text, re.DOTALL)
        [found] = [one for one in articles if f"“<bdi>{subject}</bdi>”" in one.partition("</p>")[0]]
        return [int(one) for one in re.search(r'name="cards" value="([\d ]+)"', found)[1].split()]


@dataclass
class Browser:
    """Asks as a browser does, with the cookie that it was given; every header can be another."""

    port: int
    cookie: str = ""
    form_token: str = ""
    own: dict[str, str] = field(default_factory=dict)

    def ask(self, method, path, *, body=None, headers=None, without=()):
        given = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": self.cookie,
            **(
                {"Origin": f"http://127.0.0.1:{self.port}", "Content-Length": str(len(body))}
                if body is not None
                else {}
            ),
            **(headers or {}),
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in given.items():
                if value and name not in without:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())

    def enter(self, invitation):
        """Go in by the address that is printed, and return the first page."""
        answer = self.ask("GET", f"/?token={invitation}")
        assert (answer.status, answer.headers["location"]) == (303, "/")
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return self.look()

    def look(self, path="/"):
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.text
        self.form_token = answer.form_token if 'name="token"' in answer.text else self.form_token
        return answer

    def send(self, path, **fields):
        """Send a form of the page, and return the page that follows."""
        answer = self.ask("POST", path, body=urlencode({"token": self.form_token, **fields}).encode())
        assert answer.status == 303, answer.text
        return self.look(answer.headers["location"])

    def say(self, numbers, label):
        return self.send("/say", cards=" ".join(map(str, numbers)), label=label)


@contextlib.contextmanager
def served(target=None, *, idle_seconds=60.0):
    """Look through a mailbox of the configuration in $TRIAGE_HOME, serve the page, and yield (browser, first page, pages)."""
    chosen = settings(Shared())
    sitting = Sitting(chosen, wiring.places(chosen, None if target is None else str(target)), since=BEGAN)
    sitting.look()
    listener = _listening(0)
    pages = Pages(sitting, port=listener.getsockname()[1])
    ended = [idle_seconds]
    thread = threading.Thread(target=lambda: asyncio.run(until_idle(pages, listener, idle_seconds=ended[0])))
    thread.start()
    try:
        browser = Browser(listener.getsockname()[1])
        yield browser, browser.enter(pages.guard.invitation), pages
    finally:
        pages.heard_at = time.monotonic() - 10_000  # as if nobody had looked for hours
        thread.join(20)
        listener.close()
        assert not thread.is_alive()
