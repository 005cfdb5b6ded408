"""The same crap again, from end to end: a folder with a sequence, a reboot, a sister and news, among mail that only looks alike."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

CONFIG = """
[me]
name = "Ailsa Drummond"
addresses = ["ailsa@northlightdomes.example"]
domains = ["northlightdomes.example"]
company = "Northlight Domes"
role = "founder"
about = "Northlight Domes builds small observatory domes of glass fibre for schools and universities in Dunblane, Scotland."
interests = ["telescope mounts", "stepper motors"]
never = ["franchises", "search engine optimisation"]
"""
DISCLAIMER = """--
This e-mail and any attachment are confidential and meant for the addressee alone. If you have received it in error, please
tell the sender and delete it. Kestrel Universities Purchasing Consortium, registered in Scotland SC104882."""

FIRST = """Hi Ailsa,

I came across northlightdomes.example and noticed that your website is not ranking on the first page of Google for your main
keywords. Your competitors are taking your customers every single day!

We are a leading digital marketing agency. Our experts have helped 340 companies to get guaranteed first page rankings, with
quality backlinks, on-page optimisation, social media marketing and 24/7 support, at affordable prices. No hidden costs.

Can I send you our packages and a free SEO audit? Let me know a good time for a quick call this week.

Kind regards,
Derek Malone
Business Development Manager, RankFoundry"""
BUMP = """Hi Ailsa,

just floating this to the top of your inbox, in case you missed it. Any thoughts?

Derek"""
QUOTED = """Ailsa, did you have a chance to look at my email below? Happy to jump on a quick call.

Derek

On Mon, Mar 4, 2024 at 9:00 AM Derek Malone <derek@rankfoundry.example> wrote:

"""
BREAK_UP = """Hi Ailsa,

I have not heard back, so I guess that rankings are not a priority for you right now. I will close your file and not bother you
again. If anything changes, just reply to this email.

Derek"""
REBOOT = """Hello Ailsa,

my name is Tiffany and I took a look at northlightdomes.example. I noticed your website is not ranking on the first page of
Google for your most important keywords, and your competitors take your customers every day.

As a leading digital marketing agency we have helped 340 companies to guaranteed first page rankings: quality backlinks, on-page
optimisation, social media marketing, round the clock support, affordable prices, no hidden costs.

May I send you a free SEO audit and our packages? When would be a good time for a quick call?

Best,
Tiffany Cole
Account Executive, RankFoundry"""
SISTER = (
    FIRST.replace("Derek Malone", "Brad Turner")
    .replace("RankFoundry", "SearchSummit")
    .replace("Hi Ailsa", "Dear Ailsa")
)
NEWS = """Hi Ailsa,

new since my last mail: for Corbel Optics in Stirling, who sell eyepieces to schools, we rewrote 41 product pages in May. Visits
from search rose from 1,870 to 3,260 a month by August, and 17 of their 52 orders in August came that way. I looked at yours: 6
of your 9 dome pages share one title, and the page for the 3.5 metre dome answers with error 404 from your price list.

Derek"""

DEREK = "Derek Malone <derek@rankfoundry.example>"
START = datetime(2024, 3, 4, 9, tzinfo=UTC)
QUOTE = "\n".join(f"> {line}" for line in FIRST.splitlines())
OUTREACH = {
    "first": (0, DEREK, "Your rankings", FIRST, ()),
    "bump": (4, DEREK, "Re: Your rankings", BUMP, ("first",)),
    "quoted": (9, DEREK, "Re: Your rankings", QUOTED + QUOTE, ("first", "bump")),
    "break-up": (16, DEREK, "Closing your file", BREAK_UP, ()),
    "news": (40, DEREK, "Re: Your rankings", NEWS, ("first", "bump", "quoted")),
    "sister": (70, "Brad Turner <brad@searchsummit.example>", "your website", SISTER, ()),
    "reboot": (730, "Tiffany Cole <tiffany@rankfoundry.example>", "northlightdomes.example", REBOOT, ()),
}

LOOK_ALIKE = [
    (
        "Harbour Books <orders@harbourbooks.example>",
        "Your receipt {n}",
        """\
Thank you for your order.

Receipt no. 20{n}
2 x Notebook A5, dotted   £14.00
Delivery   £3.20
Paid with the card ending 4410: £17.20""",
    ),
    (
        "CI <builds@ci.northlight-firmware.example>",
        "[dreel] build {n} failed",
        """\
Build #{n} of dreel/main failed after 4m 12s.

  tests/test_shutter.c:118: assertion failed: limit switch
  2 failed, 311 passed

Commit 8f2c{n} by Morag.""",
    ),
    (
        "Kirsty Bell <k.bell@kestrel.example>",
        "Invitation: dome fitting, week {n}",
        """\
You are invited.

What: dome fitting, Stirling High
When: Thursday of week {n}, 10:00 to 12:00
Where: roof, east stairs

Please tell us whether you can come.

{disclaimer}""",
    ),
    (
        "Rain gauge <gauge@metoffice-schools.example>",
        "Weekly report {n}",
        """\
Week {n}: rain 31.{n} mm, wind at most 48 km/h, nights below zero: 2. Clear hours at the site: 19. The battery
stands at 3.9 V.""",
    ),
    (
        "Stargazers of Fife <letter@fife-stars.example>",
        "Fife Stargazers, letter {n}",
        """\
Dear members,

letter {n} of the society. The moon is new on the 9th, so we meet at the reservoir at eight. Bring tea. Hamish
has mended the big Dobsonian; the mirror is back from Leeds.

You get this because you joined the society; write to Hamish to leave it.""",
    ),
    (
        "Owen Pryce <owen@pryce-joinery.example>",
        "Re: door for the workshop",
        """\
Ailsa, the oak is in and I can hang it on the {n}th. You said the left side sticks in wet weather, so I shall
plane that edge by two millimetres.

On Friday Ailsa Drummond wrote:
> When could you come, Owen?
> The old door lets the rain in.""",
    ),
    (
        "Parcel Post <tracking@parcelpost.example>",
        "Your parcel {n} is on its way",
        """\
Parcel PP{n}77120 left Falkirk at 6:40 and arrives tomorrow between 9 and 13. Nobody home? The driver leaves
it with number 14.""",
    ),
    (
        "Dr Senga Reid <s.reid@kestrel.example>",
        "Order {n}, two domes",
        """\
Dear Ms Drummond,

please find our purchase order {n} for two domes of 2.2 metres for the physics roof. The crane is booked for
the 12th. Send the invoice to the finance office as before.

Senga Reid

{disclaimer}""",
    ),
    (
        "Account <security@instrument-forum.example>",
        "Confirm your sign-in",
        """\
Somebody signed in to your account of the instrument forum from a new browser. If it was you, enter the code
88{n}31 within ten minutes. If it was not, change your password.""",
    ),
    (
        "Glen Primary <office@glenprimary.example>",
        "Trip, class {n}",
        """\
Dear parents,

class {n} visits the wind farm on Tuesday. Please send a packed lunch and a rain jacket, and the signed slip
by Friday. We are back at three.

The office""",
    ),
]


def raw(number, sender, subject, body, *, day, answers=()):
    """Return the bytes of one message; `answers` are the numbers of those that it refers to."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        sender,
        "Ailsa Drummond <ailsa@northlightdomes.example>",
        subject,
    )
    message["Date"] = (START + timedelta(days=day)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    message["Message-ID"] = f"<{number}@mail.example>"
    if answers:
        message["In-Reply-To"] = f"<{answers[-1]}@mail.example>"
        message["References"] = " ".join(f"<{one}@mail.example>" for one in answers)
    message.set_content(body)
    return bytes(message)


@pytest.fixture
def mail():
    """Seven messages of two sellers, and ten kinds of legitimate mail, each twice a week apart."""
    sold = {
        f"{name}.eml": raw(name, sender, subject, body, day=day, answers=answers)
        for name, (day, sender, subject, body, answers) in OUTREACH.items()
    }
    kept = {
        f"kept-{at}-{turn}.eml": raw(
            f"kept-{at}-{turn}",
            sender,
            subject.format(n=21 + turn),
            body.replace("{n}", str(21 + turn)).replace("{disclaimer}", DISCLAIMER),
            day=1 + at + 7 * turn,
        )
        for turn, (at, (sender, subject, body)) in itertools.product((0, 1), enumerate(LOOK_ALIKE))
    }
    return {**sold, **kept}


@pytest.fixture
def shown(triage, tmp_path, mail):
    """What `triage clean` says of all of it, by the name of the file."""
    folder = tmp_path / "mail"
    folder.mkdir()
    for name, content in mail.items():
        (folder / name).write_bytes(content)
    triage.configure(CONFIG)
    return {message["id"]: message for message in triage.json("clean", folder)["messages"]}


@pytest.mark.parametrize(
    ("name", "kind", "original", "touch"),
    [
        ("bump", "bump", "first", 2),
        ("quoted", "bump", "bump", 3),
        ("break-up", "bump", "quoted", 4),
        ("sister", "sister", "first", 2),
        ("reboot", "reboot", "first", 5),
    ],
)
def test_each_repeat_is_of_its_kind_and_names_the_right_earlier_mail(shown, name, kind, original, touch):
    repeat = shown[f"{name}.eml"]["repeat"]
    assert (repeat["kind"], repeat["of"], repeat["touch"]) == (kind, f"{original}.eml", touch)
    assert shown[f"{name}.eml"]["folder"] == "Outreach/Repeats"
    assert shown[f"{name}.eml"]["label"] == shown["first.eml"]["label"] == "irrelevant"


def test_the_first_mail_repeats_nothing(shown):
    assert (shown["first.eml"]["repeat"], shown["first.eml"]["follows"]) == (None, None)
    assert shown["first.eml"]["folder"] == "Outreach/Irrelevant"


def test_a_case_study_is_no_repeat_and_says_what_it_follows(shown):
    news = shown["news.eml"]
    assert news["repeat"] is None
    assert news["follows"]["of"] == "quoted.eml"
    assert news["follows"]["news"] >= 0.5


def test_twenty_legitimate_messages_that_look_alike_stay_and_repeat_nothing(shown):
    kept = {name: message for name, message in shown.items() if name.startswith("kept-")}
    assert len(kept) == 20
    for message in kept.values():
        assert (message["label"], message["folder"], message["repeat"], message["follows"]) == (
            "legitimate",
            None,
            None,
            None,
        )
