"""The page of `triage review`: its words are in `review.html.j2`, here is what the template cannot say."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from triage.cli.page import LOOK, environment, part
from triage.cli.report.text import day
from triage.cli.review.sitting import Sitting
from triage.cli.why import LONGEST_SENTENCE, worth_telling
from triage.cli.words import KEYS, NAMES, STANDINGS
from triage.run.review import Section

_HERE = Path(__file__).parent
STYLE = part(LOOK) + part(_HERE / "review.css")
SCRIPT = part(_HERE / "review.js")


def _allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


POLICY = "; ".join((
    "default-src 'none'",
    f"style-src {_allowed(STYLE)}",
    f"script-src {_allowed(SCRIPT)}",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
"""What a browser may do on the page: show it, run our one script, and send our forms back to where it came from."""


def page(sitting: Sitting, *, token: str, told: str, failed: bool, at: int | None, idle: int) -> str:
    """Return the page: what there is to judge, what came of the last act, and the card `at` which its reader is.

    `token` proves that a form is of this page, `idle` is after how many minutes the server ends.
    """
    return _template().render(
        sitting=sitting,
        token=token,
        told=told,
        failed=failed,
        at=at,
        idle=idle,
        style=Markup(STYLE),  # noqa: S704 - files of ours, word for word what the policy allows
        script=Markup(SCRIPT),  # noqa: S704 - the same
    )


@cache
def _template() -> Template:
    made = environment(_HERE)
    made.filters |= {"day": day}
    made.globals |= {
        "Section": Section,
        "KEYS": KEYS,
        "NAMES": NAMES,
        "STANDINGS": STANDINGS,
        "LONGEST": LONGEST_SENTENCE,
        "worth_telling": worth_telling,
    }
    return made.get_template("review.html.j2")
