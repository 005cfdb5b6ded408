"""What the seeds of this project are annoyed by, and what they welcome: one letter of each, and the verdict says so."""

from __future__ import annotations

import pytest
from accepted import shown, verdict_of
from letters import letter as _letter

TO = "Ailsa Drummond <ailsa@northlightdomes.example>"


def letter(sender, subject, body, **more):
    return _letter(body, **{"sender": sender, "subject": subject, "to": TO, **more})


FRANCHISE = letter(
    "Dale Whitcomb <dale.whitcomb@freshfoldbrands.example>",
    "A territory near you has opened",
    """Ailsa,

Because of your track record as a business owner we have chosen you as a possible franchise partner in your area. FreshFold is the
fastest growing laundry franchise in the country: 140 units in four years, an average unit volume of $612,000, and absentee
ownership is possible with as little as ten hours a week.

The franchise fee is $39,500 and we finance up to 70 percent of the build-out. Territories are awarded on a first come basis.

When can we speak about becoming a franchisee?

Dale Whitcomb
Director of Franchise Development, FreshFold Brands
""",
)

FIRST_TOUCH = letter(
    "Marisol Penn <marisol@ledgerloft.example>",
    "Bookkeeping at Northlight Domes",
    """Hi Ailsa,

I'm with LedgerLoft. We take bookkeeping off the plate of small manufacturers: a dedicated accountant, bank feeds reconciled every
week and a month-end pack that you can actually read, for a flat 390 a month.

Most owners tell us they save around ten hours a month and stop dreading their VAT return.

Would it make sense to show you how it works next week?

Marisol Penn
Account Executive, LedgerLoft
""",
    date="Mon, 04 Mar 2024 09:02:00 +0000",
    message_id="<a1@ledgerloft.example>",
)

SAME_AGAIN = letter(
    "Marisol Penn <marisol@ledgerloft.example>",
    "Ailsa, your books",
    """Hello Ailsa,

I'm with LedgerLoft. We take bookkeeping off the plate of small manufacturers: a dedicated accountant, bank feeds reconciled every
week and a month-end pack that you can actually read, for a flat 390 a month.

Most owners tell us they save around ten hours a month and stop dreading their VAT return.

Would it make sense to show you how it works on Tuesday?

Marisol Penn
Account Executive, LedgerLoft
""",
    date="Mon, 18 Mar 2024 09:00:00 +0000",
    message_id="<a2@ledgerloft.example>",
)

QUOTED_BUMP = letter(
    "Marisol Penn <marisol@ledgerloft.example>",
    "Re: Bookkeeping at Northlight Domes",
    """Hi Ailsa,

Just floating this to the top of your inbox. I know how busy you must be! Any thoughts on my note below?

Marisol

On Mon, 4 Mar 2024 at 09:02, Marisol Penn <marisol@ledgerloft.example> wrote:
> Hi Ailsa,
>
> I'm with LedgerLoft. We take bookkeeping off the plate of small manufacturers: a dedicated accountant, bank feeds reconciled every
> week and a month-end pack that you can actually read, for a flat 390 a month.
>
> Most owners tell us they save around ten hours a month and stop dreading their VAT return.
>
> Would it make sense to show you how it works next week?
""",
    date="Fri, 08 Mar 2024 09:00:00 +0000",
    message_id="<a3@ledgerloft.example>",
    headers=(("In-Reply-To", "<a1@ledgerloft.example>"), ("References", "<a1@ledgerloft.example>")),
)

SQUARE_ONE = letter(
    "Tyler Bosch <tyler@ledgerloft.example>",
    "Quick introduction",
    """Hi Ailsa,

I'm Tyler, I look after manufacturers at LedgerLoft. We take bookkeeping off the plate of small manufacturers like yours: you get a
dedicated accountant, bank feeds reconciled every week and a month-end pack that you can actually read, for a flat 450 a month.

Most owners tell us they save around ten hours a month.

Would it make sense to show you how it works next week?

Tyler Bosch
Senior Account Executive, LedgerLoft
""",
    date="Tue, 07 Apr 2026 10:11:00 +0100",
    message_id="<b1@ledgerloft.example>",
)

ANSWERED = letter(
    "Chad Ferris <chad@peopleorbit.example>",
    "HR at your company",
    """Hello Ailsa,

To see whether PeopleOrbit is a fit for your company I just need a few details from you:

How many employees do you have? Where are you based? And how long have you been in business?

Once I have your answers I can put together a tailored quote for our HR platform.

Thanks,
Chad Ferris
Sales Development Representative, PeopleOrbit
""",
)

NONE_OF_THEIR_BUSINESS = letter(
    "Lydia Shaw <lshaw@brightlane.example>",
    "Quick question about your telephony",
    """Hi Ailsa,

Who manages telephony at Northlight Domes, and what is your current provider? When does your contract expire, and roughly what do you
pay per month? What is your budget for the coming year?

If you reply with those details our specialists will come back to you with a proposal.

Kind regards
Lydia Shaw
BrightLane Communications
""",
)

RAW_FIELD = letter(
    "Nadia Osei <nadia@pipelineforge.example>",
    "{{first_name}}, more meetings for {{company}}?",
    """Hi {{first_name}},

Companies in {{industry}} tell us that finding new customers has never been harder. Our outbound team books 10 to 15 sales calls a
month for firms like {{company}}, and you only pay for meetings that take place.

Worth a quick chat this week?

Nadia Osei
PipelineForge
""",
)

BLANK = letter(
    "Export Department <sales7@hongrui-mould.example>",
    "Cooperation with ______",
    """Dear ______,

We are a professional manufacturer of plastic injection moulds in Ningbo with 18 years of experience. We learned that ______ is a
leading company in your market and we would like to establish long-term cooperation with you. Good quality, competitive price and
fast delivery are guaranteed.

If you have any drawings please send them and we will quote within 24 hours.

Best regards,
Cindy
""",
)

ANOTHERS_NAME = letter(
    "Gavin Pryce <gavin@cloudmoat.example>",
    "Protecting your business",
    """Hi Deborah,

Small firms are hit by ransomware every eleven seconds. At CloudMoat we provide managed backup and endpoint protection to businesses
like yours, from 9 pounds per user per month, with 24/7 support from our UK team.

Could we arrange a short call next week so I can talk you through it?

Gavin Pryce
Business Development, CloudMoat
""",
)

LONE_CALENDAR_LINK = letter(
    "Jess Amaro <jess@hireglide.example>",
    "15 min?",
    """Hey Ailsa,

Would love to tell you more about HireGlide and how we help teams hire faster.

Grab a time here: https://calendly.com/jess-hireglide/15min

Jess
""",
)

CONNECT_AND_PITCH = letter(
    "Ravi Deshmukh via LinkedIn <messages-noreply@linkedin.com>",
    "Ravi just messaged you",
    """You have 1 new message

Ravi Deshmukh
Helping SMEs build world-class apps | Delivery Head

Hi Ailsa, thanks for connecting! We are an offshore development company with 250+ engineers in React, Node and Flutter, and we help
companies cut their development cost by 60%. Can we schedule a quick call this week to discuss your upcoming requirements?

View message: https://www.linkedin.com/messaging/thread/2-abc/

Unsubscribe: https://www.linkedin.com/comm/psettings/email-unsubscribe
You are receiving LinkedIn notification emails.
This email was intended for Ailsa Drummond (founder at Northlight Domes).
(c) LinkedIn Ireland Unlimited Company, Wilton Plaza, Dublin 2.
""",
    headers=(("X-LinkedIn-Class", "MEMBER-MESSAGE"), ("X-LinkedIn-Template", "email_member_message")),
)

MENU = letter(
    "Ankit Verma <ankit.verma.webexpert@gmail.com>",
    "Website Proposal",
    """Hello Sir/Madam,

Hope you are doing well. We are a full service digital agency based in India. We offer the following services at affordable prices:

- Website Design and Redesign
- WordPress, Shopify and Magento Development
- Mobile App Development (iOS and Android)
- Logo and Graphic Design
- Social Media Marketing
- Google Ads and PPC
- Content Writing
- Video Editing
- Virtual Assistants

Let me know which of these you need and I will send you our price list and portfolio.

Thanks,
Ankit Verma
""",
)

VOICEMAIL = letter(
    "RingBridge Voicemail <voicemail@ringbridge.example>",
    "New voicemail from +1 (470) 555-0183, 0:41",
    """You have a new voice message.

From: +1 (470) 555-0183
To: Ailsa Drummond, ext. 11
Length: 41 seconds

Transcript:
"Hi this message is for the business owner my name is Kevin with Summit Capital Partners I was calling because you've been
pre-approved for a working capital line of up to two hundred and fifty thousand dollars with no collateral and no upfront fees we can
have the funds in your account within twenty four hours please call me back at four seven zero five five five zero one eight three
again that's Kevin with Summit Capital and have a blessed day"

Was this transcript helpful? Rate it in the RingBridge app.
""",
    headers=(("Auto-Submitted", "auto-generated"),),
)

AFTER_REFUSAL = letter(
    "Rob Tanner <rob.tanner@swiftfleet.example>",
    "Re: Vans for Northlight Domes",
    """Hi Ailsa,

Totally understand, timing is everything! I just wanted to let you know that our spring leasing offers are now live, with the new
electric Transit from 329 a month including maintenance. Shall I put together a quote for you?

Rob Tanner
SwiftFleet Leasing

On Tue, 7 May 2024 at 14:20, Ailsa Drummond <ailsa@northlightdomes.example> wrote:
> We own our van and are not interested. Please take me off your list and do not contact me again.
>
> Ailsa Drummond
""",
    headers=(("In-Reply-To", "<r7@northlightdomes.example>"), ("References", "<r7@northlightdomes.example>")),
)

SURNAME = letter(
    "Barr. Edwin Mensah <edwin.mensah.chambers@outlook.com>",
    "ATTENTION DRUMMOND",
    """Dear Drummond,

I am Barrister Edwin Mensah, personal attorney to the late Engineer Robert Drummond, a national of your country who shares the same
last name with you. My client died with his wife and only child in a motor accident in 2017 and left behind the sum of $9.7 million
in a bank here in Lome, Togo.

All efforts to locate any of his relatives have failed. I now seek your consent to present you as the next of kin of the deceased so
that the proceeds of this account can be paid to you and we share it 50/50. This is one hundred percent risk free.

Kindly reply with your full name, address and telephone number for more details.

Yours faithfully,
Barrister Edwin Mensah
""",
)

ANNOYANCES = [
    pytest.param("never-wanted", FRANCHISE, (), id="an offer of no use to me"),
    pytest.param("repeat-variant", SAME_AGAIN, (FIRST_TOUCH,), id="the same again"),
    pytest.param("repeat-bump", QUOTED_BUMP, (FIRST_TOUCH,), id="a quoted bump"),
    pytest.param("repeat-reboot", SQUARE_ONE, (FIRST_TOUCH,), id="from square one after two years, by another rep"),
    pytest.param("answered-question", ANSWERED, (), id="questions that my own pages answer"),
    pytest.param("qualifying-questions", NONE_OF_THEIR_BUSINESS, (), id="questions that are none of their business"),
    pytest.param("merge-field", RAW_FIELD, (), id="a raw merge field"),
    pytest.param("merge-field", BLANK, (), id="a blank where my name belongs"),
    pytest.param("wrong-name", ANOTHERS_NAME, (), id="another person's name"),
    pytest.param("calendar-link-only", LONE_CALENDAR_LINK, (), id="a calendar link as the whole ask"),
    pytest.param("linkedin-pitch", CONNECT_AND_PITCH, (), id="connect and pitch"),
    pytest.param("service-menu", MENU, (), id="a long menu of services"),
    pytest.param("voicemail-script", VOICEMAIL, (), id="a script read onto voicemail"),
    pytest.param("mailed-after-refusal", AFTER_REFUSAL, (), id="again after I asked not to be mailed"),
    pytest.param("surname-inheritance", SURNAME, (), id="money of somebody of my surname"),
]

FACT = letter(
    "Petra Lindholm <petra@kolvring.example>",
    "Slip rings for the shutter",
    """Dear Ailsa,

On page 3 of the Dreel manual you write that the shutter loses power for a moment where the slip rings have worn, and that you
therefore ask owners to clean the brushes every spring. We make slip rings with gold-on-gold contacts for weather radars; they run
five years in salt air without cleaning, and the 60 mm size would sit where yours sits now.

I can lend you two, with our wear figures, for the dome at your workshop. If they are no better than what you have, send them back.

Petra Lindholm
Kolvring AB, Gävle
""",
)

FIGURE = letter(
    "Owen Pritchard <owen@resinworks.example>",
    "Gelcoat and condensation",
    """Ms Drummond,

your note on condensation under white gelcoat compares two resins. We measured a third one, our isophthalic RW-40, on panels of the
same lay-up: water uptake after 90 days was 0.31 % against 0.62 % for the orthophthalic resin. The figures were published in the
proceedings of Composites Wales last autumn, table 4, and the university of Swansea did the weighing.

It costs 8 % more per drum. If that is of interest for the 4.5 metre dome, I will send a data sheet.

Owen Pritchard
""",
)

GIFT = letter(
    "Hanne Vestergaard <hanne@mountworks.example>",
    "INDI driver for Dreel",
    """Hi Ailsa,

We sell telescope mounts, and two of our customers run them under your 2.2 metre dome. Parking failed whenever the mount and Dreel
lost sync after a meridian flip, so I wrote a small fix for the INDI driver and opened a pull request with a test. It is yours,
whatever comes of the rest.

If you ever want to test against our mounts, I would lend you one.

Hanne Vestergaard
""",
)

WELCOMES = [
    pytest.param("fact-about-me", FACT, id="a fact about my work"),
    pytest.param("figure-with-source", FIGURE, id="a figure with its source"),
    pytest.param("gives-first", GIFT, id="something given first"),
]


@pytest.mark.parametrize(("code", "message", "after"), ANNOYANCES)
def test_what_annoys_is_named_and_is_not_taken_for_legitimate(code, message, after):
    verdict = verdict_of(message, after=after)
    assert code in {reason.code for reason in verdict.reasons}, shown(verdict)
    assert verdict.unsure or verdict.folder, shown(verdict)


@pytest.mark.parametrize(("code", "message"), WELCOMES)
def test_what_is_welcome_is_named_and_is_not_taken_for_legitimate(code, message):
    verdict = verdict_of(message)
    assert code in {reason.code for reason in verdict.reasons}, shown(verdict)
    assert verdict.unsure or verdict.folder, shown(verdict)
