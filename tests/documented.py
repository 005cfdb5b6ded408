"""Every command that the pages and the help texts tell a reader to type, and how it is run: what it needs, is asked, ends with.

`tests/test_documented.py` proves that none is missed, `tests/wheel_commands.py` runs all of them (`make test-wheel`).
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {"architecture.md", "decisions.md", "evaluation.md"}
"""Pages that tell nobody to type anything."""
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "packaging/README.md", "data/README.md")),
    *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in LEFT_OUT),
]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`]+)`")
_CALLED = re.compile(r"(?:^|[|(] ?|; )(?:triage (?=-?-?[a-z])|keyring (?:set|del) triage )")
_PROMPT = re.compile(r"^(?:\$ |    )?(triage .+)$", re.MULTILINE)
_QUOTED = re.compile(r'"((?:triage) [^"]+)"')
_CONTAINER = re.compile(r"^docker compose .* (?:run --rm|exec triage) (?=triage )")
"""What runs in the container runs here without it: there is no Docker where triage is made."""
_CHOICE = re.compile(r"\b[a-z]+(?:\|[a-z]+)+\b")


@dataclass(frozen=True, order=True)
class Documented:
    """One line as it is typed into a shell, and the first page that has it."""

    line: str
    page: str


def found() -> list[Documented]:
    """Return each command of the pages once. The help texts stand in docs/cli.md, word for word (tests/test_docs.py)."""
    first: dict[str, str] = {}
    for page in PAGES:
        for line in commands_of(page.read_text("utf-8")):
            first.setdefault(line, page.relative_to(ROOT).as_posix())
    return [Documented(line, page) for line, page in first.items()]


def commands_of(page: str) -> list[str]:
    """Return every command on a page, in blocks and in the text, as it is typed."""
    lines = []
    for kind, block in _BLOCK.findall(page):
        if kind == "sh":
            lines += [line for line in block.splitlines() if re.search(r"\btriage ", line.partition(" # ")[0])]
        else:
            lines += _QUOTED.findall(block) if kind == "json" else _PROMPT.findall(block)
            lines += _inline(block)
    lines += _inline(_BLOCK.sub("", page))
    return [_CONTAINER.sub("", one.partition(" # ")[0].strip()) for one in lines]


def _inline(text: str) -> list[str]:
    codes = (" ".join(code.split()) for code in _INLINE.findall(text))
    return [one for code in codes if _CALLED.search(code) for one in _each_choice(code)]


def _each_choice(code: str) -> list[str]:
    choice = None if " | " in code else _CHOICE.search(code)
    return [code.replace(choice[0], one) for one in choice[0].split("|")] if choice else [code]


def advised(path: Path) -> list[str]:
    """Return every command that a module or a template of triage tells its reader to type; what varies in it is `something`."""
    text = path.read_text("utf-8")
    if path.suffix == ".j2":
        return [re.sub(r"{{.*?}}", "something", one) for one in re.findall(r"<code>(triage [^<]+)</code>", text)]
    return [one for sentence in _sentences(text) for one in _inline(sentence)]


def _sentences(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "something" for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def untold(page: str) -> list[str]:
    """Return code on a page that names triage with a word behind it and is taken for no command."""
    blocks = [block for kind, block in _BLOCK.findall(page) if kind == "sh"]
    codes = [" ".join(code.split()) for code in _INLINE.findall(_BLOCK.sub("", page))]
    lines = [line.partition(" # ")[0] for block in blocks for line in block.splitlines()] + codes
    return [line for line in lines if re.search(r"\btriage \S", line) and not _CALLED.search(_CONTAINER.sub("", line))]


# ---------------------------------------------------------------- how each is run

MEANT = {
    "--client-id ID": "--client-id own-client",
    "block NAME": "block VENDOR",
    "undo 7f3a91": "undo RUN",
    "$TENANT": "https://login.microsoftonline.com/an-id/oauth2/v2.0",
}
"""What a line means where a word of it stands for something else than elsewhere, or for what an example had."""
PLACEHOLDERS = {"ID", "RUN", "VENDOR", "NAME", "FILE", "DIR", "USER@HOST", "vendor.example", "/etc/triage/config.toml"}
"""Words of the pages that stand for something else; what for, is known once there is mail."""
NAMES = {"INBOX"}
"""Words in capitals that are meant as they stand."""
_STANDS_FOR = re.compile(
    r"(?<![\w/.~:-])(?:\$\w+|[A-Z][A-Z_]+(?:@[A-Z]+)?|vendor\.example|/\S+|\S*…\S*|<\S+>)(?![\w.])"
)


def placeholders(line: str) -> set[str]:
    """Return the words of a line that stand for something else."""
    return set(_STANDS_FOR.findall(_meant(line))) - NAMES


def written_out(line: str, stands_for: Mapping[str, str]) -> str:
    """Return a line as it is typed, with what each placeholder stands for."""
    return _STANDS_FOR.sub(lambda word: word[0] if word[0] in NAMES else shlex.quote(stands_for[word[0]]), _meant(line))


def _meant(line: str) -> str:
    for said, meant in MEANT.items():
        line = line.replace(said, meant)
    return line


@dataclass(frozen=True)
class Way:
    """How a command is run: in which home, with which answers to which questions, when Ctrl-C is pressed, and its exit code."""

    home: str = "used"
    replies: tuple[tuple[str, str], ...] = ()
    until: str = ""
    code: int = 0
    shows: str = ""


_PASSWORD = (r"Password of \S+ at \S+ \(not shown\)", "secret")
_WRITE = (r"Write it\?", "y")
_LATER = (r"How\? \[", "")
_NEEDS_MORE = "Missing argument"

WAYS = {
    "triage setup": Way(
        "new",
        (("Your mail address:", "sam@acme.example"), ("IMAP server", "imap.acme.example"), _PASSWORD, _WRITE),
        shows="triage clean --account acme",
    ),
    "triage setup maren@holtinstruments.example --server localhost --port 993": Way("new", (_PASSWORD, _WRITE)),
    "triage clean --account holtinstruments": Way("hour"),
    "triage setup you@outlook.com --client-id ID": Way(
        "new", (_LATER, _WRITE), shows="triage accounts sign-in outlook"
    ),
    # The provider is not within reach: tests/cli/test_sign_in.py has one, and goes all the way.
    "triage setup you@outlook.com --client-id ID --device": Way("new", code=5, shows="login.microsoftonline.com"),
    "triage accounts sign-in NAME": Way(
        "tokens", until="redirect_uri", code=130, shows="Sign in as sam@acme.example on this page"
    ),
    "triage setup you@yours.example --client-id ID --authorize-url $TENANT/authorize --token-url $TENANT/token "
    "--device-url $TENANT/devicecode": Way("new", (("IMAP server", "imap.yours.example"), _LATER, _WRITE)),
    'triage setup you@yours.example --client-id ID --client-secret-command "cat google-client-secret"': Way(
        "new", (("IMAP server", "imap.gmail.com"), _LATER, _WRITE)
    ),
    "triage setup you@proton.me": Way("new", (_PASSWORD, _WRITE), shows="after STARTTLS"),
    "triage setup you@yours.example --server imap.yours.example": Way("new", (_PASSWORD, _WRITE)),
    "triage setup you@yours.example --server imap.yours.example --port 143": Way(
        "new", (_PASSWORD, _WRITE), shows="after STARTTLS"
    ),
    'triage setup sam@acme.example --server imap.acme.example --password-command "pass show mail/acme" --yes --json': Way(
        "new", shows='"schema": ?"triage.setup/1"'
    ),
    "triage clean --apply": Way("fresh", (("File the outreach of", "y"),), shows="triage undo"),
    "triage clean imaps://you@imap.host.example/INBOX --apply": Way(
        "fresh", (("File the outreach of", "y"),), shows="triage undo"
    ),
    "triage watch": Way(until="swept", code=130),
    "triage service install": Way(replies=(("Write this file", "y"),), shows="NoNewPrivileges"),
    "triage service uninstall": Way("serving", (("Stop the service and remove", "y"),)),
    "triage review": Way("web", until="http://127.0.0.1"),
    "triage review --open": Way("web", until="http://127.0.0.1"),
    "triage review --since 2023-11-01": Way("web", until="http://127.0.0.1"),
    "triage review --since 2023-11-01 --tty": Way(replies=(("q end:", "q"),)),
    "triage review --tty": Way(replies=(("q end:", "q"),)),
    "triage retrain --rollback": Way("retrained", shows="is now the one that triage came with"),
    "triage accounts token NAME": Way("tokens", (("Refresh token", "1//refresh"),)),
    "provider-login | triage accounts token work": Way("tokens"),
    "triage forget vendor.example": Way(replies=(("Forget", "y"),), shows="Forgotten: "),
    "triage forget --all": Way(replies=(("Forget", "y"),), shows="Forgotten: "),
    "triage forget --all --journal": Way(replies=(("Forget", "y"),), shows="Forgotten: "),
    "keyring set triage you@imap.host.example": Way("new", (("Password", "secret"),)),
    "keyring set triage USER@HOST": Way("new", (("Password", "secret"),)),
    # Named in the text without what they need: they say what that is.
    "triage why": Way(code=2, shows=_NEEDS_MORE),
    "triage accounts sign-in": Way(code=2, shows=_NEEDS_MORE),
    "triage accounts token": Way(code=2, shows=_NEEDS_MORE),
    "triage block": Way(code=2),
    "triage release": Way(code=2, shows=_NEEDS_MORE),
    "triage forget": Way(code=2, shows="Name a vendor"),
}
