"""The wire against a hostile server: nothing hangs, nothing leaks, nothing is injected."""

import ssl
import threading
import time

import pytest
from servers import Scripted, Server, free_port

from triage.domain import Ref, Target
from triage.errors import FilingStopped, SignInError, TriageError, UnreachableError, UsageError
from triage.mailbox.imap import connect, server_from_url
from triage.mailbox.wire_guard import READING_VERBS, Gate, Limits


@pytest.fixture
def scripted():
    servers = []

    def start(answers=None, **more):
        servers.append(Scripted(answers or {}, **more))
        return servers[-1]

    yield start
    for server in servers:
        for mailbox in server.mailboxes:
            mailbox._wire.drop()
        server.stop()


def sign_in(server, *, tls="none", password="secret", writable=True, **more):
    mailbox = connect(server.server(tls=tls), password=password, writable=writable, **more)
    server.mailboxes.append(mailbox)
    return mailbox


def verbs(server):
    return [words[1] for words in (line.split() for line in server.heard) if len(words) > 1]


# ---------------------------------------------------------------- signing in


@pytest.mark.case(38)
@pytest.mark.case(41)
@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"LOGIN": b"%TAG% NO [AUTHENTICATIONFAILED] no\r\n"}, SignInError),
        ({"LOGIN": b"%TAG% NO\r\n"}, SignInError),
        ({"LOGIN": b"%TAG% BAD what\r\n"}, SignInError),
        ({"LOGIN": b"%TAG% NO [UNAVAILABLE] later\r\n"}, UnreachableError),
        ({"LOGIN": None}, UnreachableError),
        ({"LOGIN": b"* BYE too many\r\n"}, UnreachableError),
        ({"LOGIN": b"* OK half a li"}, UnreachableError),
        ({"LOGIN": b"A999 OK another tag\r\n"}, UnreachableError),
    ],
    ids=["refused", "without text", "bad", "unavailable", "dropped", "bye", "half a line", "wrong tag"],
)
def test_a_refused_password_is_told_from_a_dropped_connection(scripted, answers, error):
    with pytest.raises(error) as caught:
        sign_in(scripted(answers), limits=Limits(silence=0.5))
    assert type(caught.value) is error
    assert "secret" not in str(caught.value)


@pytest.mark.case(52)
def test_a_tagged_ok_without_text_is_an_ok(scripted):
    server = scripted({"LOGIN": b"%TAG% OK\r\n"})
    sign_in(server).close()
    assert verbs(server)[-1] == b"LOGOUT"


@pytest.mark.parametrize("word", ["a\r\nb", "a\nb", "a\0b", "\x7f"])
def test_a_line_break_in_user_or_password_never_reaches_the_wire(scripted, word):
    server = scripted()
    with pytest.raises(SignInError, match="control character"):
        sign_in(server, password=word)
    with pytest.raises(SignInError, match="control character"):
        connect(Server("127.0.0.1", server.port, word, "none"), password="x", writable=True)
    assert set(verbs(server)) <= {b"CAPABILITY"}


def test_quotes_in_a_password_are_written_as_such(scripted):
    server = scripted()
    sign_in(server, password='a" "b\\').close()
    assert [line.split(b" ", 1)[1] for line in server.heard if b"LOGIN" in line] == [b'LOGIN "sam" "a\\" \\"b\\\\"\r\n']


def test_letters_beyond_ascii_travel_by_authenticate_plain_or_not_at_all(scripted):
    with pytest.raises(SignInError, match="ASCII"):
        sign_in(scripted(), password="Schlüssel")
    plain = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n%TAG% OK done\r\n"
    server = scripted({"CAPABILITY": plain, "AUTHENTICATE": b"+ \r\n%TAG% OK in\r\n"})
    sign_in(server, password="Schlüssel")
    assert b"AHNhbQBTY2hsw7xzc2Vs\r\n" in server.heard


@pytest.mark.case(44)
@pytest.mark.parametrize("tls", ["none", "starttls"])
def test_preauth_is_refused_before_anything_is_said(scripted, tls):
    server = scripted(greeting=b"* PREAUTH welcome\r\n")
    with pytest.raises(UnreachableError, match="PREAUTH"):
        sign_in(server, tls=tls)
    assert set(verbs(server)) <= {b"CAPABILITY"}


@pytest.mark.case(44)
@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n%TAG% OK\r\n", "STARTTLS": b"%TAG% NO not now\r\n"},
        {"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n%TAG% OK\r\n", "STARTTLS": b"%TAG% OK go\r\nA1 OK injected\r\n"},
        {"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n%TAG% OK\r\n", "STARTTLS": None},
    ],
    ids=["not offered", "refused", "no handshake", "dropped"],
)  # fmt: skip
def test_without_starttls_no_password_is_sent(scripted, answers):
    server = scripted(answers)
    with pytest.raises(UnreachableError, match=r"(?i)no password was sent"):
        sign_in(server, tls="starttls", limits=Limits(silence=1))
    assert b"LOGIN" not in verbs(server)
    assert not any(b"secret" in line for line in server.heard)


@pytest.mark.case(44)
def test_implicit_tls_to_a_server_without_it_is_refused(scripted):
    with pytest.raises(UnreachableError, match="speaks no TLS"):
        sign_in(scripted(), tls="implicit", limits=Limits(silence=1))


@pytest.mark.case(44)
def test_a_certificate_of_nobody_we_trust_is_refused(tmp_path):
    import subprocess

    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    trusting = ssl.create_default_context(cafile=str(cert))
    with Tls(context) as server:
        for host, ours, reached in (
            ("localhost", trusting, True),
            ("localhost", None, False),
            ("127.0.0.1", trusting, False),
        ):
            with pytest.raises(UnreachableError) as caught:
                connect(Server(host, server.port, "sam", "implicit"), password="x", writable=True, context=ours)
            assert ("certificate" in str(caught.value)) is not reached


class Tls:
    """Shakes hands, says goodbye."""

    def __init__(self, context):
        import socket

        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc):
        import socket

        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self):
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            try:
                with plain, self._context.wrap_socket(plain, server_side=True) as client:
                    client.sendall(b"* BYE not today\r\n")
            except OSError:
                continue


def test_a_port_where_nobody_listens_is_unreachable():
    with pytest.raises(UnreachableError, match="check host and port"):
        connect(Server("127.0.0.1", free_port(), "sam", "none"), password="x", writable=True)


@pytest.mark.parametrize(
    "host", ["mail.example.com", "192.0.2.1", "localhost.evil.example", "2130706433", "::ffff:8.8.8.8"]
)
def test_without_tls_only_this_machine_is_spoken_to(host):
    with pytest.raises(UsageError, match="imaps://"):
        connect(Server(host, 143, "sam", "none"), password="x", writable=False)


@pytest.mark.parametrize(
    ("url", "server", "folder"),
    [
        ("imaps://sam@mail.example/INBOX", Server("mail.example", 993, "sam", "implicit"), "INBOX"),
        ("imaps://sam%40acme.example@mail.example:1993", Server("mail.example", 1993, "sam@acme.example"), None),
        ("imap://sam@127.0.0.1:11143/Out%20reach/Spray", Server("127.0.0.1", 11143, "sam", "none"), "Out reach/Spray"),
        ("imap://sam@[::1]/", Server("::1", 143, "sam", "none"), None),
    ],
)
def test_an_address_is_read(url, server, folder):
    assert server_from_url(url) == (server, folder)


@pytest.mark.parametrize(
    "url",
    ["imaps://mail.example", "http://sam@x", "imaps://sam@", "imaps://sam@x:99999", "imaps://sam:pw@x/", "imaps://[x"],
)
def test_an_address_that_is_none_or_holds_a_password_is_refused(url):
    with pytest.raises(UsageError) as caught:
        server_from_url(url)
    assert ":pw" not in str(caught.value)


# ---------------------------------------------------------------- bounds


@pytest.mark.case(29)
@pytest.mark.case(37)
@pytest.mark.case(39)
@pytest.mark.case(45)
@pytest.mark.parametrize(
    "answer",
    [
        b"* 1 FETCH (UID 1 BODY[]<0> {3000000000}\r\nabc",
        b"* 1 FETCH (UID 1 BODY[]<0> {1200000}\r\n" + b"x" * 1_200_000 + b")\r\n%TAG% OK\r\n",
        b"* 1 FETCH (UID 1 BODY[]<0> {-5}\r\nabc",
        b"* 1 FETCH (UID 1 BODY[]<0> {2000}\r\nonly this",
        b"* " + b"x" * 1_100_000,
        b"* 1 FETCH (UID 1)\r\n" * 200_000,
        b"\0\0\0\r\n",
        b"* BYE\r\n",
        None,
    ],
    ids=[
        "huge literal",
        "whole literal above the bound",
        "negative literal",
        "stalled literal",
        "endless line",
        "flood",
        "garbage",
        "bye",
        "dropped",
    ],
)
def test_a_hostile_answer_ends_the_connection_soon_and_the_next_call_says_so(scripted, answer):
    mailbox = sign_in(scripted({"UID FETCH": answer}), limits=Limits(silence=0.5, command=3, answer=2 << 20))
    start = time.monotonic()
    with pytest.raises(UnreachableError):
        list(mailbox.fetch([Ref("INBOX", "1", "7")]))
    assert time.monotonic() - start < 5
    with pytest.raises(UnreachableError, match="closed"):
        mailbox.folders()
    mailbox.close()


@pytest.mark.case(36)
def test_a_server_that_trickles_meets_the_deadline_of_the_command():
    class Trickle(Scripted):
        def _talk(self, client):
            super()._talk(_Slow(client))

    server = Trickle({})
    try:
        mailbox = sign_in(server, limits=Limits(silence=2, command=1.0))
        start = time.monotonic()
        with pytest.raises(UnreachableError):
            list(mailbox.scan("INBOX"))
        assert time.monotonic() - start < 3
    finally:
        server.stop()


class _Slow:
    """A socket that sends the answer to EXAMINE a byte at a time."""

    def __init__(self, client):
        self._client = client

    def __getattr__(self, name):
        return getattr(self._client, name)

    def sendall(self, data):
        if b"EXISTS" not in data:
            return self._client.sendall(data)
        for byte in data:
            time.sleep(0.05)
            self._client.sendall(bytes([byte]))
        return None


# ---------------------------------------------------------------- what never leaves


def test_a_session_for_reading_cannot_send_a_writing_verb_even_by_mistake(scripted):
    server = scripted()
    mailbox = sign_in(server, writable=False)
    with pytest.raises(TriageError, match="reading only"):
        mailbox._wire.ask("SELECT", b'"INBOX"')
    assert b"SELECT" not in verbs(server)


@pytest.mark.case(25)
@pytest.mark.parametrize(
    "command",
    ["SELECT x", "CREATE x", "DELETE x", "RENAME x y", "SUBSCRIBE x", "APPEND x", "CLOSE", "EXPUNGE", "CHECK",
     "UID STORE 1 +FLAGS x", "UID MOVE 1 x", "UID COPY 1 x", "UID EXPUNGE 1", "STORE 1 x", "MOVE 1 x", "COPY 1 x",
     "SETQUOTA x", "UNSUBSCRIBE x", "SETACL x", "uid store 1 x", "UID  MOVE 1 x", "Uid MOVE 1 x"],
)  # fmt: skip
def test_the_gate_lets_no_writing_verb_pass_for_a_reader(command):
    with pytest.raises(TriageError, match="reading only"):
        Gate(None, writable=False).check(f"A1 {command}\r\n".encode())


STORE = "UID STORE 1:3,7 "


@pytest.mark.parametrize(
    "command",
    ["+FLAGS.SILENT (\\Seen)", "-FLAGS.SILENT (\\Seen)", "FLAGS.SILENT (\\Deleted)", "FLAGS ()", "+FLAGS.SILENT (\\Flagged)",
     "+FLAGS.SILENT ($TriageSpray \\Seen)", "+FLAGS.SILENT (\\Deleted \\Seen)", "-FLAGS.SILENT ($TriageSpray)",
     "+FLAGS.SILENT ($Work)", "+FLAGS.SILENT ()", "+FLAGS ($TriageSpray)", "+FLAGS.SILENT ($TriageSprayed)",
     "+FLAGS.SILENT $TriageSpray",
     "+X-GM-LABELS (x)", "+ANNOTATION (x)"],
)  # fmt: skip
@pytest.mark.parametrize(
    "verb", [STORE, "UID  STORE 1 ", "STORE 1 ", "uid store 1 ", "UID STORE 1 (UNCHANGEDSINCE 7) "]
)
def test_the_gate_lets_no_change_of_a_flag_pass_that_is_not_ours(verb, command):
    with pytest.raises(TriageError, match="flags that are not ours"):
        Gate(None, writable=True).check(f"A1 {verb}{command}\r\n".encode())


@pytest.mark.parametrize(
    "command",
    ["+FLAGS.SILENT (\\Deleted)", "-FLAGS.SILENT (\\Deleted)", "-FLAGS.SILENT ($TriageClaim)",
     "(UNCHANGEDSINCE 7) +FLAGS.SILENT ($TriageClaim)", "+FLAGS.SILENT ($TriageSpray)", "+FLAGS.SILENT ($TriageScam $TriageRepeat)",
     "+FLAGS.SILENT ($TriageIrrelevant)", "+FLAGS.SILENT ($TriagePitch)"],
)  # fmt: skip
def test_the_gate_lets_our_own_changes_pass(command):
    heard = []
    Gate(heard.append, writable=True).check(f"A1 {STORE}{command}\r\n".encode())
    assert heard == [STORE + command]
    with pytest.raises(TriageError, match="reading only"):
        Gate(None, writable=False).check(f"A1 {STORE}{command}\r\n".encode())


def test_the_gate_lets_reading_verbs_pass():
    heard = []
    for verb in READING_VERBS:
        Gate(heard.append, writable=False).check(f"A1 {verb} x\r\n".encode())
    assert len(heard) == len(READING_VERBS)


@pytest.mark.parametrize(
    "line", [b"A1 NOOP\r\nA2 DELETE x\r\n", b"A1 NOOP\nx\r\n", b"A1 NOOP\rx\r\n", b"A1 a\0b\r\n", b"A1 NOOP"]
)
def test_the_gate_lets_no_second_line_pass(line):
    with pytest.raises(TriageError, match="line break"):
        Gate(None, writable=True).check(line)


@pytest.mark.parametrize("items", ["BODY[]", "(UID BODY[HEADER])", "(RFC822 UID)", "RFC822.TEXT"])
def test_the_gate_lets_nothing_pass_that_marks_mail_as_read(items):
    with pytest.raises(TriageError, match="as read"):
        Gate(None, writable=True).check(f"A1 UID FETCH 1 {items}\r\n".encode())


def test_the_trace_holds_no_secret(scripted):
    heard = []
    sign_in(scripted(), trace=heard.append).close()
    assert "LOGIN ***" in heard
    assert not any("secret" in line or "sam" in line for line in heard)


@pytest.mark.parametrize("name", ['x" (UIDNEXT)\r\nA9 DELETE "INBOX', "x\nA9 DELETE INBOX", "x\0y"])
def test_a_folder_name_with_a_line_break_never_reaches_the_wire(scripted, name):
    server = scripted()
    mailbox = sign_in(server)
    before = len(server.heard)
    for act in (
        lambda: mailbox.prepare(name),
        lambda: list(mailbox.scan(name)),
        lambda: mailbox.move([Ref("INBOX", "1", "7")], Target(name)),
    ):
        with pytest.raises(FilingStopped, match="name"):
            act()
    assert len(server.heard) == before


def test_quotes_in_a_folder_name_stay_inside_the_name(scripted):
    server = scripted({"STATUS": b'* STATUS "x" (UIDNEXT 5 UIDVALIDITY 3)\r\n%TAG% OK\r\n'})
    sign_in(server).prepare('a" (X)\\b')
    assert server.heard[-1].split(b" ", 1)[1] == b'STATUS "a\\" (X)\\\\b" (UIDNEXT UIDVALIDITY)\r\n'


@pytest.mark.case(56)
def test_a_message_id_with_a_command_in_it_is_never_sent(scripted):
    body = b"Message-ID: <x>\r\n A9 DELETE INBOX\r\n\r\n"
    answer = b"* 1 FETCH (UID 1 RFC822.SIZE %d BODY[]<0> {%d}\r\n%b)\r\n%%TAG%% OK\r\n" % (len(body), len(body), body)
    server = scripted({"UID FETCH": answer, "UID MOVE": b"* OK [COPYUID 8 1 5] x\r\n%TAG% OK\r\n"})
    mailbox = sign_in(server)
    refs = [Ref("INBOX", "1", "7")]
    assert [stored.raw for stored in mailbox.fetch(refs)] == [body]
    mailbox.move(refs, Target("Outreach", "8", 5))
    assert not any(b"DELETE" in line for line in server.heard)


# ---------------------------------------------------------------- odd answers


@pytest.mark.case(51)
def test_a_folder_whose_name_cannot_be_decoded_is_left_out_and_no_other(scripted):
    listing = (
        b'* LIST () "/" "good"\r\n* LIST () "/" "bad&AA"\r\n* LIST () "/" "&2D0-"\r\n* LIST () "/" {5}\r\nnew\r\n\r\n'
        b'* LIST () "/" caf\xe9\r\n* LIST () "/" "Entw&APw-rfe"\r\n* LIST (\\Noselect) "/" "parent"\r\n'
        b'* LIST () NIL "flat"\r\n* LIST () "/" "a//b"\r\n%TAG% OK done\r\n'
    )
    mailbox = sign_in(scripted({"LIST": listing}))
    assert {folder.name for folder in mailbox.folders()} == {"good", "Entwürfe", "flat"}


def test_a_namespace_with_a_prefix_and_a_dot_is_shown_with_slashes_and_written_back(scripted):
    caps = b"* CAPABILITY IMAP4rev1 NAMESPACE UIDPLUS\r\n%TAG% OK done\r\n"
    names = b'* NAMESPACE (("INBOX." ".")) (("user." ".")) NIL\r\n%TAG% OK done\r\n'
    listing = (
        b'* LIST () "." INBOX\r\n* LIST () "." INBOX.Outreach.Spray\r\n* LIST () "." user.bob.Todo\r\n%TAG% OK\r\n'
    )
    status = b"* STATUS x (UIDNEXT 5 UIDVALIDITY 3)\r\n%TAG% OK\r\n"
    server = scripted({"CAPABILITY": caps, "NAMESPACE": names, "LIST": listing, "STATUS": status})
    mailbox = sign_in(server)
    assert [folder.name for folder in mailbox.folders()] == ["INBOX", "Outreach/Spray", "user/bob/Todo"]
    for name in ("Outreach/Pitch", "INBOX", "user/bob/Todo"):
        mailbox.prepare(name)
    asked = [line.split(b'"')[1] for line in server.heard if b"STATUS" in line]
    assert asked == [b"INBOX.Outreach.Pitch", b"INBOX", b"user.bob.Todo"]
    with pytest.raises(FilingStopped, match="allows no"):
        mailbox.prepare("Outreach/v1.0")


@pytest.mark.case(49)
def test_unsolicited_and_foreign_rows_among_the_answer_are_left_out(scripted):
    answer = (
        b"* 2 FETCH (FLAGS (\\Seen))\r\n* 9 EXPUNGE\r\n* 3 FETCH (UID 99 BODY[]<0> {1}\r\nx)\r\n"
        b"* 1 FETCH (BODY[]<0> {4}\r\nbody UID 1 RFC822.SIZE 4)\r\n* 4 FETCH (UID 2 BODY[]<0> NIL)\r\n%TAG% OK\r\n"
    )
    mailbox = sign_in(scripted({"UID FETCH": answer}))
    stored = list(mailbox.fetch([Ref("INBOX", "1", "7"), Ref("INBOX", "2", "7")]))
    assert [(one.ref.uid, one.raw) for one in stored] == [("1", b"body")]


@pytest.mark.case(47)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"* SEARCH 1 2 \r\n* SEARCH 3 x\r\n%TAG% OK\r\n", ["1", "2", "3"]),
        (b"* SEARCH\r\n%TAG% OK\r\n", []),
        (b"%TAG% OK\r\n", []),
    ],
    ids=["split, with garbage", "empty", "missing"],
)
def test_plain_search_answers_of_any_shape(scripted, answer, expected):
    caps = b"* CAPABILITY IMAP4rev1\r\n%TAG% OK done\r\n"
    rows = b"".join(b'* %d FETCH (UID %d INTERNALDATE "01-Jan-2024 10:00:00 +0000")\r\n' % (n, n) for n in (1, 2, 3))
    mailbox = sign_in(scripted({"CAPABILITY": caps, "UID SEARCH": answer, "UID FETCH": rows + b"%TAG% OK\r\n"}))
    assert [entry.ref.uid for entry in mailbox.scan("INBOX")] == expected


def test_a_search_that_claims_four_billion_messages_costs_nothing(scripted):
    mailbox = sign_in(scripted({"UID SEARCH": b'* ESEARCH (TAG "x") UID ALL 1:4294967295\r\n%TAG% OK\r\n'}))
    with pytest.raises(UnreachableError, match="makes no sense"):
        list(mailbox.scan("INBOX"))


@pytest.mark.case(48)
def test_a_star_range_that_returns_the_old_last_message_yields_nothing_new(scripted):
    mailbox = sign_in(scripted({"UID SEARCH": b'* ESEARCH (TAG "x") UID ALL 3\r\n%TAG% OK\r\n'}))
    assert list(mailbox.scan("INBOX", after=3)) == []


def test_a_folder_without_uidvalidity_is_read_and_nothing_is_filed_from_it(scripted):
    select = Scripted.SELECT.replace(b"* OK [UIDVALIDITY 7] x\r\n", b"")
    server = scripted({"SELECT": select, "EXAMINE": select})
    with pytest.raises(FilingStopped, match="UIDVALIDITY"):
        sign_in(server).move([Ref("INBOX", "1", "0")], Target("Outreach"))
    assert b"UID" not in verbs(server)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"%TAG% NO [OVERQUOTA] full\r\n", "full"),
        (b"%TAG% NO Over quota\r\n", "full"),  # Cyrus
        (b"%TAG% NO [NOPERM] no\r\n", "no right"),
        (b"%TAG% NO [TRYCREATE] no\r\n", "not there any more"),
        (b"%TAG% NO\r\n", "refused"),
        (b"%TAG% BAD x\r\n", "refused"),
    ],
)
def test_a_target_that_refuses_mail_stops_the_filing_with_a_sentence(scripted, answer, sentence):
    rows = b"* 1 FETCH (UID 1 FLAGS ())\r\n%TAG% OK\r\n"
    server = scripted({"UID FETCH": rows, "UID MOVE": answer})
    mailbox = sign_in(server)
    with pytest.raises(FilingStopped, match=sentence):
        mailbox.move([Ref("INBOX", "1", "7")], Target("Outreach", "8", 5))
    assert [folder.name for folder in mailbox.folders()] == []  # the connection stands


def test_a_folder_that_opens_for_reading_only_stops_the_filing(scripted):
    server = scripted({"SELECT": Scripted.SELECT.replace(b"WRITE", b"ONLY")})
    with pytest.raises(FilingStopped, match="reading only"):
        sign_in(server).move([Ref("INBOX", "1", "7")], Target("Outreach"))


def test_a_changed_uidvalidity_makes_every_old_ref_gone(scripted):
    server = scripted()
    mailbox = sign_in(server)
    old = Ref("INBOX", "1", "6")
    assert list(mailbox.fetch([old])) == []
    assert mailbox.move([old], Target("Outreach")) == {}
    assert b"UID" not in verbs(server)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"* OK [COPYUID 8 1:2 5:6] x\r\n%TAG% OK\r\n", {"1": "5", "2": "6"}),
        (b"%TAG% OK [COPYUID 8 2 6] partly\r\n", {"2": "6"}),
        (b"%TAG% OK none\r\n", {}),
        (b"* OK [COPYUID 8 1:2 5] x\r\n%TAG% OK\r\n", {}),
    ],
    ids=["all", "partial", "none", "nonsense"],
)
def test_only_what_copyuid_names_counts_as_moved(scripted, answer, expected):
    rows = b"* 1 FETCH (UID 1 FLAGS ())\r\n* 2 FETCH (UID 2 FLAGS ())\r\n%TAG% OK\r\n"
    mailbox = sign_in(scripted({"UID FETCH": rows, "UID MOVE": answer}))
    refs = [Ref("INBOX", uid, "7") for uid in ("1", "2")]
    moved = mailbox.move(refs, Target("Outreach", "8", 5))
    assert {old.uid: new.uid for old, new in moved.items()} == expected
    assert all(new.validity == "8" for new in moved.values())


def test_a_stale_copyuid_of_an_earlier_command_answers_nothing(scripted):
    rows = b"* 1 FETCH (UID 1 FLAGS ())\r\n* OK [COPYUID 8 1 5] early\r\n%TAG% OK\r\n"
    mailbox = sign_in(scripted({"UID FETCH": rows, "UID MOVE": b"%TAG% OK nothing moved\r\n"}))
    assert mailbox.move([Ref("INBOX", "1", "7")], Target("Outreach", "8", 5)) == {}
