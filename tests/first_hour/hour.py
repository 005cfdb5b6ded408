"""The first hour: what a person types, step by step."""

from __future__ import annotations

import http.client
import re
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from first_hour.fixed import Fixed
from first_hour.person import Person
from first_hour.world import ADDRESS, PASSWORD, World, drag

PROFILE = """\
about = "We repair and calibrate sextants, chronometers and compasses, also for museums."
interests = ["calibration equipment", "optics supply", "museum work", "maritime fairs"]
never = ["franchises", "insurance agencies", "SEO", "crypto", "telephone marketing"]
"""
TAKEN_BACK, MISSED = "Optical lens / prism / mirror manufacturer", "3 candidates for you"
SINCE = "--since 2023-11-01"
YES = (r"\[y/N\]$", "y")
NEXT = "q end:$"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the hour: its title, what there is to say of it, and what was to be seen."""

    title: str
    words: str
    screen: str


@dataclass(frozen=True, slots=True)
class Hour:
    """All that was seen, with what differs from hour to hour fixed: the steps, and the HTML of the pages by name."""

    steps: tuple[Step, ...]
    pages: dict[str, str]


def spend(person: Person, world: World) -> Hour:
    """Do all of it, and return what was to be seen."""
    fixed, steps, pages = Fixed(world), list[Step](), dict[str, str]()

    def step(title: str, words: str, *screens: str) -> str:
        steps.append(Step(title, words, fixed("\n".join(screens)).rstrip()))
        return screens[-1]

    step(
        "Set it up",
        "Most servers are found by the address; this one stands on the machine itself, so it is named. The password is asked\n"
        "for once its certificate is verified, and the configuration is shown before it is written.",
        person.run(
            f"triage setup {ADDRESS} --server localhost --port {world.port}",
            ("Password of", PASSWORD),
            (r"\[y/e/N\]$", "y"),
        ),
    )
    said = person.run("# In an editor: say what you do, what you buy, and what you never want.")
    _say_who_i_am(world)
    step(
        "Say who you are",
        "Three lines, and offers are told by what they are worth to you.",
        said,
        person.run("grep -A 2 about .config/triage/config.toml"),
    )
    step(
        "Look before anything moves",
        "A preview moves nothing and remembers nothing. What stays is told as loudly as what would go.",
        person.run("triage clean"),
    )
    filed = step("File", "The same, and now it is filed.", person.run("triage clean --apply", YES))
    dragged = [
        person.run("# In the mail program: drag the mail on lenses out of Outreach/Repeats, back into the inbox,"),
        person.run("# and the one on candidates out of the inbox into Outreach/Spray."),
    ]
    with world.mail_program() as client:
        drag(client, TAKEN_BACK, "Outreach/Repeats", "INBOX")
        drag(client, MISSED, "INBOX", "Outreach/Spray")
    step(
        "Say where it was wrong",
        "Mail is dragged in any mail program; the next run learns from it.",
        *dragged,
        person.run("triage clean --apply", YES),
    )
    step("Where things stand", "What it knows, and which runs can be put back.", person.run("triage status"))
    step(
        "Look back",
        "A month on a page that loads nothing, or in the terminal.",
        person.run("triage report --text"),
        person.run("triage report"),
    )
    [report] = world.home.glob("triage-report-*.html")
    pages["report"] = fixed(report.read_text("utf-8"))
    began = person.begin(f"triage review {SINCE}")
    person.wait("Ctrl-C ends it")
    address = re.search(r"http://\S+", "\n".join(person.lines()[began:]))
    assert address is not None
    pages["review"] = fixed(_fetched(address[0]))
    person.send("\x03")
    step(
        "Judge what it is not sure of",
        "On a page that this machine serves to one browser of yours, or in the terminal; one key for each.",
        person.end(began),
        person.run(f"triage review {SINCE} --tty", (NEXT, "k"), (NEXT, "s"), (NEXT, "q")),
    )
    run = re.search(r"triage undo (\w+)", filed)
    assert run is not None
    step(
        "Put everything back",
        "A run is put back by its name, the last one without. What you moved yourself stays where you put it.",
        person.run(f"triage undo {run[1]}"),
        person.run("triage undo"),
        person.run("triage status"),
    )
    return Hour(tuple(steps), pages)


def _say_who_i_am(world: World) -> None:
    path = world.home / ".config" / "triage" / "config.toml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not re.match("# (about|interests|never) =", line)]
    at = next(number for number, line in enumerate(kept) if line.startswith("domains ="))
    path.write_text("\n".join([*kept[: at + 1], *PROFILE.splitlines(), *kept[at + 1 :], ""]), "utf-8")


def _fetched(address: str) -> str:
    """Return the page of `triage review` as a browser gets it that was invited by this address."""
    at = urlsplit(address)
    with closing(http.client.HTTPConnection(at.hostname or "", at.port, timeout=30)) as connection:
        connection.request("GET", f"/?{at.query}")
        answer = connection.getresponse()
        answer.read()
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        connection.request("GET", answer.headers["Location"], headers={"Cookie": cookie})
        answer = connection.getresponse()
        assert answer.status == 200, answer.status
        return answer.read().decode()
