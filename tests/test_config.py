from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from triage.config import Account, Auth, Config, Filing, Learn, Me, Mode, OAuth, Paths, Repeats, Tls, is_loopback, load
from triage.errors import ConfigError

WHOLE = """
[me]
name = "Sam Field"
addresses = [" Sam@Acme.Example "]
domains = ["ACME.example"]
company = "Acme Software"
role = "owner"
about_file = "about.txt"
interests = ["hosting"]
never = ["franchises"]

[account.work]
address = "Sam@acme.example"
host = "IMAP.acme.example"
password_command = "pass show mail"

[account.home]
address = "sam@home.example"
host = "127.0.0.1"
user = "sam"
port = 11143
tls = "none"
auth = "oauth2"
folders = ["INBOX", "Lists/New"]

[filing]
parent = "Cold"
mode = "observe"
min_confidence = 1
repeats = "with-first"

[learn]
legitimate = ["Clients", "Projects/2026"]
pitch = ["Worth a look"]
after_corrections = 20

[never_touch]
senders = ["@Acme.example", "Broker@bank.example"]

[block]
senders = ["@spray.example"]
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _problems(folder: Path, text: str) -> list[str]:
    """The problems of this configuration, without the path of the file."""
    path = _write(folder, text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert all(problem.startswith(str(path)) for problem in caught.value.problems)
    return [problem.removeprefix(str(path)).lstrip(", ") for problem in caught.value.problems]


def test_a_whole_file_becomes_a_config_with_addresses_in_lower_case(tmp_path):
    (tmp_path / "about.txt").write_text("Acme makes software.\n", encoding="utf-8")
    config = load(_write(tmp_path, WHOLE))
    assert config == Config(
        me=Me(
            name="Sam Field",
            addresses=("sam@acme.example",),
            domains=("acme.example",),
            company="Acme Software",
            role="owner",
            about="Acme makes software.",
            interests=("hosting",),
            never=("franchises",),
        ),
        accounts={
            "work": Account("sam@acme.example", "imap.acme.example", password_command="pass show mail"),
            "home": Account(
                "sam@home.example",
                "127.0.0.1",
                user="sam",
                port=11143,
                tls=Tls.NONE,
                auth=Auth.OAUTH2,
                folders=("INBOX", "Lists/New"),
            ),
        },
        filing=Filing("Cold", Mode.OBSERVE, 1.0, Repeats.WITH_FIRST),
        learn=Learn(legitimate=("Clients", "Projects/2026"), pitch=("Worth a look",), after_corrections=20),
        never_touch=("@acme.example", "broker@bank.example"),
        block=("@spray.example",),
    )


def test_without_a_file_the_defaults_hold_and_nobody_is_me(tmp_path):
    assert load(tmp_path / "config.toml") == Config()
    assert Config().me is None


def test_a_config_cannot_be_changed(tmp_path):
    config = load(_write(tmp_path, '[account.a]\naddress = "a@b.example"\nhost = "localhost"\n'))
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.filing.parent = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        config.accounts["b"] = config.accounts["a"]  # type: ignore[index]


@pytest.mark.parametrize(("tls", "port"), [(Tls.IMPLICIT, 993), (Tls.STARTTLS, 143), (Tls.NONE, 143)])
def test_the_port_follows_from_tls_unless_it_is_told(tls, port):
    assert Account("a@b.example", "localhost", tls=tls).port == port
    assert Account("a@b.example", "localhost", tls=tls, port=1).port == 1


NAME_PAGES = "name saved pages (.html, .htm, .txt, .md), or folders of them"
ACCOUNT = '[account.work]\naddress = "sam@acme.example"\nhost = "imap.acme.example"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[me]\nname = 3", 'line 2: me.name: must be text in quotes ("…")', id="number-for-text"),
        pytest.param(
            '[me]\naddresses = ["a@b.example", "nope"]',
            "line 2: me.addresses[1]: 'nope' is no address; write it as name@domain.example",
            id="second-of-a-list",
        ),
        pytest.param(
            '[me]\naddresses = ["a@b.example\\r\\nX: y"]',
            "line 2: me.addresses[0]: 'a@b.example\\r\\nX: y' is no address; write it as name@domain.example",
            id="line-break-in-an-address",
        ),
        pytest.param(
            '[me]\ndomains = "acme.example"',
            'line 2: me.domains: must be a list such as ["one", "two"]',
            id="text-for-a-list",
        ),
        pytest.param(
            '[me]\nabout = "a"\nabout_file = "b"',
            "line 3: me.about_file: stands beside `about`; keep one of the two",
            id="about-twice",
        ),
        pytest.param(
            '[me]\nabout_file = "none.txt"',
            "line 2: me.about_file: 'none.txt' cannot be read (No such file or directory); name a text file in UTF-8",
            id="about-file-missing",
        ),
        pytest.param(
            '[me]\npages = ["gone"]',
            f"line 2: me.pages[0]: 'gone' cannot be read (No such file or directory); {NAME_PAGES}",
            id="page-missing",
        ),
        pytest.param(
            '[me]\npages = [\n  ".",\n  "config.toml",\n]',
            f"line 2: me.pages[1]: 'config.toml' is no page; {NAME_PAGES}",
            id="page-of-another-kind",
        ),
        pytest.param('[me]\npages = [""]', f"line 2: me.pages[0]: '' is no page; {NAME_PAGES}", id="page-unnamed"),
        pytest.param(
            '[me]\npages = ["a\\u0000.html"]',
            f"line 2: me.pages[0]: 'a\\x00.html' cannot be read (its name holds a NUL); {NAME_PAGES}",
            id="page-with-a-nul",
        ),
        pytest.param(
            '[me]\npages = "site"', 'line 2: me.pages: must be a list such as ["one", "two"]', id="page-without-a-list"
        ),
        pytest.param("[me]\npages = [3]", 'line 2: me.pages[0]: must be text in quotes ("…")', id="page-is-a-number"),
        pytest.param(
            "[account.work]\naddress = 'sam@acme.example'",
            "line 1: account.work.host: is missing; add it",
            id="missing-host-points-at-its-section",
        ),
        pytest.param(
            '\n\n["account"."work"]\naddress = "a@b.example"\nhost = "h.example"\nport = 0',
            "line 6: account.work.port: must be at least 1",
            id="quoted-section",
        ),
        pytest.param(ACCOUNT + "port = 65536", "line 4: account.work.port: must be at most 65535", id="port-too-high"),
        pytest.param(
            ACCOUNT + 'port = "993"',
            "line 4: account.work.port: must be a whole number, without quotes",
            id="port-in-quotes",
        ),
        pytest.param(
            ACCOUNT + "port = true",
            "line 4: account.work.port: must be a whole number, without quotes",
            id="port-is-no-yes",
        ),
        pytest.param(
            ACCOUNT + 'tls = "ssl"',
            "line 4: account.work.tls: must be one of 'implicit', 'starttls' or 'none'",
            id="unknown-tls",
        ),
        pytest.param(
            '[filing]\nmode = "move"\n[filing.modes]\nspray = "keyword"\nlegitimate = "observe"',
            "line 5: filing.modes.legitimate: is not known; known here: spray, irrelevant, pitch, scam",
            id="mode-of-no-outreach",
        ),
        pytest.param(
            '[filing.modes]\n\nspary = "keyword"',
            "line 3: filing.modes.spary: is not known; did you mean `spray`?",
            id="mode-of-an-unknown-label",
        ),
        pytest.param(
            '[filing.modes]\nscam = "delete"',
            "line 2: filing.modes.scam: must be one of 'move', 'keyword' or 'observe'",
            id="unknown-mode-of-a-label",
        ),
        pytest.param(
            '[filing]\nmodes = "move"',
            "line 2: filing.modes: must be a section of its own, with its keys below it",
            id="modes-without-a-section",
        ),
        pytest.param(
            ACCOUNT + 'auth = "pw"',
            "line 4: account.work.auth: must be one of 'password' or 'oauth2'",
            id="unknown-auth",
        ),
        pytest.param(
            ACCOUNT + 'tls = "none"',
            "line 4: account.work.tls: \"none\" would send the password in the clear to 'imap.acme.example'; "
            'use "implicit" or "starttls"',
            id="no-tls-beyond-loopback",
        ),
        pytest.param(
            '[account.work]\naddress = "a@b.example"\nhost = "imaps://h.example"',
            "line 3: account.work.host: 'imaps://h.example' is no host name; write it as imap.domain.example, "
            "without a port or imap://",
            id="url-for-a-host",
        ),
        pytest.param(
            ACCOUNT + "folders = []",
            "line 4: account.work.folders: is empty; name at least one or remove the line",
            id="no-folders",
        ),
        pytest.param(
            ACCOUNT + 'hots = "x"', "line 4: account.work.hots: is not known; did you mean `host`?", id="misspelt-key"
        ),
        pytest.param(
            '[filing]\nparent = "../x"',
            "line 2: filing.parent: '../x' is no folder name; write it with / between levels and none at the ends",
            id="folder-that-climbs",
        ),
        pytest.param(
            '[filing]\nmode = "delete"',
            "line 2: filing.mode: must be one of 'move', 'keyword' or 'observe'",
            id="unknown-mode",
        ),
        pytest.param(
            '[filing]\nrepeats = "drop"',
            "line 2: filing.repeats: must be one of 'own-folder' or 'with-first'",
            id="unknown-repeats",
        ),
        pytest.param(
            "[filing]\nmin_confidence = 0.49", "line 2: filing.min_confidence: must be at least 0.5", id="too-unsure"
        ),
        pytest.param(
            "[filing]\nmin_confidence = nan", "line 2: filing.min_confidence: must be at most 1.0", id="not-a-number"
        ),
        pytest.param(
            '[never_touch]\nsenders = ["acme.example"]',
            "line 2: never_touch.senders[0]: 'acme.example' is no sender; write name@domain.example, or "
            "@domain.example for all of it",
            id="domain-without-at",
        ),
        pytest.param(
            "[nevertouch]\nsenders = []", "line 1: nevertouch: is not known; did you mean `never_touch`?", id="section"
        ),
        pytest.param(
            "account = 3", "line 1: account: must be a section of its own, such as [account.work]", id="no-section"
        ),
        pytest.param(
            '[me]\nabout = """\nname = 1\n"""\ncolour = 1',
            "line 5: me.colour: is not known; known here: name, addresses, domains, company, role, about, interests, "
            "never, pages, about_file",
            id="a-key-inside-a-text-is-no-key",
        ),
    ],
)
def test_a_problem_is_told_with_its_line_its_path_and_what_to_do(tmp_path, text, expected):
    assert _problems(tmp_path, text) == [expected]


def test_pages_are_found_beside_the_configuration_whatever_the_working_folder_is(tmp_path, monkeypatch):
    (tmp_path / "site").mkdir()
    (tmp_path / "about.HTML").write_text("<p>We cast gauges.")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    page = elsewhere / "more.md"
    page.write_text("We cast gauges.")
    _write(tmp_path, f'[me]\npages = ["site", "about.HTML", "{page}"]\n')
    expected = (str(tmp_path / "site"), str(tmp_path / "about.HTML"), str(page))
    for folder, name in ((elsewhere, tmp_path / "config.toml"), (tmp_path, Path("config.toml"))):
        monkeypatch.chdir(folder)
        config = load(name)
        assert config.me is not None
        assert config.me.pages == expected


def test_a_pipe_and_a_link_to_itself_are_no_pages_and_nothing_waits_for_them(tmp_path):
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")
    pipe, loop = _problems(tmp_path, '[me]\npages = ["pipe.html", "loop.html"]')
    assert pipe == f"line 2: me.pages[0]: 'pipe.html' is no page; {NAME_PAGES}"
    assert loop.startswith("line 2: me.pages[1]: 'loop.html' cannot be read (")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["page.html", "site"])
def test_a_page_that_may_not_be_read_is_told(tmp_path, name):
    page = tmp_path / name
    page.mkdir() if name == "site" else page.touch()
    page.chmod(0)
    try:
        [problem] = _problems(tmp_path, f'[me]\npages = ["{name}"]')
    finally:
        page.chmod(0o700)
    assert problem == f"line 2: me.pages[0]: '{name}' cannot be read (Permission denied); {NAME_PAGES}"


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path):
    me = '[me]\nname = 3\nabout_file = "gone"\npages = ["gone", "lost"]\n'
    text = f'{me}{ACCOUNT}port = 0\ntls = "none"\n[filing]\nmode = "x"\n[foo]\n'
    places = [problem.split(": ")[:2] for problem in _problems(tmp_path, text)]
    assert places == [
        ["line 2", "me.name"],
        ["line 3", "me.about_file"],
        ["line 4", "me.pages[0]"],
        ["line 4", "me.pages[1]"],
        ["line 8", "account.work.port"],
        ["line 9", "account.work.tls"],
        ["line 11", "filing.mode"],
        ["line 12", "foo"],
    ]


@pytest.mark.parametrize("key", ["password", "Password", "pasword", "passwd", "secret", "token", "app_password"])
def test_a_password_in_the_file_is_refused_unseen_and_sent_where_it_belongs(tmp_path, key):
    (problem,) = _problems(tmp_path, f'{ACCOUNT}{key} = "hunter2"')
    assert problem.startswith(f"line 4: account.work.{key}: a password does not belong in this file")
    assert "hunter2" not in problem
    for place in ("keyring", "password_command", "$CREDENTIALS_DIRECTORY", "TRIAGE_PASSWORD_FILE"):
        assert place in problem


OAUTH = f"""{ACCOUNT}auth = "oauth2"
[account.work.oauth]
client_id = "triage-test"
token_url = "https://login.acme.example/token"
"""


def test_an_account_may_say_where_its_tokens_are_renewed(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(f'{OAUTH}scope = "mail offline"\nclient_secret_command = "pass show client"\n')
    assert load(path).accounts["work"].oauth == OAuth(
        "triage-test", "https://login.acme.example/token", "mail offline", "pass show client"
    )


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/token", "http://localhost/token", "https://10.0.0.7:444/t?a=b"])
def test_a_token_service_on_this_machine_needs_no_tls(tmp_path, url):
    path = tmp_path / "config.toml"
    path.write_text(OAUTH.replace("https://login.acme.example/token", url))
    assert load(path).accounts["work"].oauth.token_url == url


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://login.acme.example/token", "in the clear"),
        ("ftp://login.acme.example/token", "in the clear"),
        ("login.acme.example/token", "no address of a token service"),
        ("https:///token", "no address of a token service"),
        ("https://sam:x@login.acme.example/token", "no address of a token service"),
        ("https://login.acme.example:x/token", "no address of a token service"),
        ("https://[::1/token", "no address of a token service"),
        ("file:///etc/passwd", "no address of a token service"),
    ],
)
def test_a_token_service_that_is_not_safe_is_refused(tmp_path, url, sentence):
    (problem,) = _problems(tmp_path, OAUTH.replace("https://login.acme.example/token", url))
    assert problem.startswith("line 7: account.work.oauth.token_url: ")
    assert sentence in problem


@pytest.mark.parametrize("key", ["authorize_url", "device_url"])
def test_a_page_to_sign_in_on_must_be_encrypted_like_the_token_service(tmp_path, key):
    (problem,) = _problems(tmp_path, f'{OAUTH}{key} = "http://login.acme.example/"')
    assert problem.startswith(f"line 8: account.work.oauth.{key}: would send the tokens in the clear")


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("http://127.0.0.1", True),
        ("http://localhost", True),
        ("http://localhost:8400/back", True),
        ("https://127.0.0.1", False),
        ("http://login.acme.example", False),
        ("http://localhost.acme.example", False),
        ("http://[::1]", False),
        ("http://127.0.0.1:0", False),
        ("http://127.0.0.1:99999", False),
        ("http://me@127.0.0.1", False),
        ("http://127.0.0.1/?next=x", False),
        ("http://127.0.0.1/#x", False),
        ("http://127.0.0.1/a b", False),
        ("http://127.0.0.1/a\\r\\nHost: x", False),
    ],
)
def test_the_way_back_leads_to_this_machine_and_is_plain(tmp_path, url, good):
    text = f'{OAUTH}redirect_url = "{url}"'
    if good:
        path = tmp_path / "config.toml"
        path.write_text(text)
        assert load(path).accounts["work"].oauth.redirect_url == url
    else:
        (problem,) = _problems(tmp_path, text)
        assert "line 8: account.work.oauth.redirect_url: " in problem
        assert "is no address of this machine" in problem


@pytest.mark.parametrize("key", ["client_secret", "refresh_token", "access_token", "token"])
def test_a_token_in_the_file_is_refused_unseen_and_sent_where_it_belongs(tmp_path, key):
    (problem,) = _problems(tmp_path, f'{OAUTH}{key} = "hunter2"')
    assert problem.startswith(f"line 8: account.work.oauth.{key}: a secret does not belong in this file")
    assert "hunter2" not in problem
    assert "`triage accounts token NAME`" in problem


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(OAUTH.replace('auth = "oauth2"\n', ""), 'account.work.oauth: needs auth = "oauth2"', id="no-auth"),
        pytest.param(
            OAUTH.replace("[account.work.oauth]", 'password_command = "x"\n[account.work.oauth]'),
            "account.work.password_command: stands beside `oauth`",
            id="two-sources",
        ),
        pytest.param(
            f'{OAUTH}scop = "x"', "account.work.oauth.scop: is not known; did you mean `scope`?", id="unknown"
        ),
        pytest.param(OAUTH.replace("client_id", "# "), "account.work.oauth.client_id: is missing", id="no-client"),
        pytest.param(f'{ACCOUNT}oauth = "x"\nauth = "oauth2"', "must be a section of its own", id="no-section"),
    ],
)
def test_a_section_oauth_that_cannot_be_is_told(tmp_path, text, sentence):
    (problem,) = _problems(tmp_path, text)
    assert sentence in problem


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path):
    (problem,) = _problems(tmp_path, "[me]\nname = Sam\n")
    assert "line 2" in problem
    assert "this is no TOML" in problem


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    path = tmp_path / "config.toml"
    path.mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        load(path)


def test_triage_home_moves_everything_together():
    paths = Paths.of({"TRIAGE_HOME": "/somewhere"})
    assert paths == Paths(Path("/somewhere/config.toml"), Path("/somewhere/state"), Path("/somewhere/models"))


def test_without_triage_home_the_platform_says_where():
    paths = Paths.of({})
    assert {"triage"} <= set(paths.config_file.parts) & set(paths.state_dir.parts) & set(paths.models_dir.parts)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("localhost.example", False)],
)
def test_only_this_machine_is_loopback(host, expected):
    assert is_loopback(host) is expected


def test_importing_the_configuration_does_not_import_pydantic():
    code = "import sys, triage.config; sys.exit('pydantic' in sys.modules or 'platformdirs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
