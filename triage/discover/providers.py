"""What providers say of themselves: where their mail is, and how one signs in there. A table and two look-ups; nothing is asked.

The table was written from general knowledge in November 2026 and not tried against the providers: each line is checked by the sign-in
that follows. A provider that changes its server is found by its DNS all the same once its line is gone from here.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Tls: TypeAlias = Literal["implicit", "starttls", "none"]


@dataclass(frozen=True, slots=True)
class TokenService:
    """Where access tokens are had and renewed at a provider, and the scope that lets them read mail.

    `authorize_url` is the page, `device_url` where codes are had for those without a browser, empty where the provider gives
    none for mail; `redirect_url` is what its clients register.
    """

    url: str
    scope: str
    authorize_url: str
    device_url: str = ""
    redirect_url: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `domains` are those of its addresses, `exchangers` the ends of the hosts that take mail for others' domains.

    `sign_in` are the sentences that say how one signs in; without a `host` they say why that cannot be. With `by_local_part`
    the sign-in name is what stands before the @ of an address in `domains`.
    """

    name: str
    host: str
    domains: tuple[str, ...]
    sign_in: tuple[str, ...]
    exchangers: tuple[str, ...] = ()
    port: int = 993
    tls: Tls = "implicit"
    tokens: TokenService | None = None
    only_tokens: bool = False
    by_local_part: bool = False


_OWN_PASSWORD = ("Sign in with the password of your mailbox.",)

PROVIDERS = (
    Provider(
        "Gmail",
        "imap.gmail.com",
        ("gmail.com", "googlemail.com"),
        (
            "Google takes an app password here, not the password of your account.",
            "Switch 2-Step Verification on, make one at https://myaccount.google.com/apppasswords, and type it without blanks.",
            (
                "Where your organisation forbids app passwords, register a client of your own (docs/setup.md says how), and give its "
                "id with --client-id and its secret with --client-secret-command."
            ),
        ),
        exchangers=("google.com", "googlemail.com"),
        tokens=TokenService(
            "https://oauth2.googleapis.com/token",
            "https://mail.google.com/",
            # Else a second sign-in gives no refresh token.
            "https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent",
        ),
    ),
    Provider(
        "Outlook and Microsoft 365",
        "outlook.office365.com",
        tuple(
            """outlook.com outlook.de outlook.fr outlook.es outlook.it hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.es
            hotmail.it hotmail.nl live.com live.co.uk live.de live.fr live.it live.nl msn.com""".split()
        ),
        (
            "Microsoft takes no passwords for IMAP any more, only access tokens (OAuth2) of a client that is registered.",
            (
                "Register a public client of your own at https://entra.microsoft.com with the permission IMAP.AccessAsUser.All and "
                "the address http://localhost (docs/setup.md says how), and give its id with --client-id."
            ),
            "IMAP must be allowed for the mailbox: in Outlook's settings under Forwarding and IMAP, or by your administrator.",
        ),
        exchangers=("protection.outlook.com", "mx.microsoft"),
        tokens=TokenService(
            "https://login.microsoftonline.com/common/oauth2/v2.0/token",
            "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode",
            # What its pages let one register; 127.0.0.1 they refuse, though it may be written into the manifest.
            "http://localhost",
        ),
        only_tokens=True,
    ),
    Provider(
        "iCloud",
        "imap.mail.me.com",
        ("icloud.com", "me.com", "mac.com"),
        (
            "Apple takes an app-specific password here, not that of your Apple Account.",
            "Make one at https://account.apple.com under Sign-In and Security; two-factor authentication must be on.",
            "Where the sign-in name is refused, give another with --user: the name before the @ of your iCloud address, or all of it.",
        ),
        exchangers=("mail.icloud.com",),
        by_local_part=True,
    ),
    Provider(
        "Fastmail",
        "imap.fastmail.com",
        ("fastmail.com", "fastmail.fm", "fastmail.net", "fastmail.org", "sent.com", "messagingengine.com"),
        (
            "Fastmail takes an app password here, not the password of your account.",
            "Make one in its settings under Privacy & Security, Manage app passwords, with access to Mail (IMAP).",
        ),
        exchangers=("messagingengine.com",),
    ),
    Provider(
        "Yahoo",
        "imap.mail.yahoo.com",
        tuple(
            """yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.co.in yahoo.com.br yahoo.ca yahoo.com.au
            ymail.com rocketmail.com""".split()
        ),
        (
            "Yahoo takes an app password here, not the password of your account.",
            "Make one in Account Security (https://login.yahoo.com/account/security) under App password.",
        ),
        exchangers=("yahoodns.net",),
    ),
    Provider(
        "Yahoo! JAPAN",
        "imap.mail.yahoo.co.jp",
        ("yahoo.co.jp",),
        ("Switch access by other programs (IMAP) on first, in the settings of your mailbox.", *_OWN_PASSWORD),
        by_local_part=True,
    ),
    Provider(
        "AOL",
        "imap.aol.com",
        ("aol.com", "aim.com"),
        (
            "AOL takes an app password here, not the password of your account.",
            "Make one in Account Security (https://login.aol.com/account/security) under App password.",
        ),
    ),
    Provider(
        "Proton Mail, by way of Bridge",
        "127.0.0.1",
        ("proton.me", "protonmail.com", "protonmail.ch", "pm.me"),
        (
            "Proton's mail is read through Proton Mail Bridge, which must run on this machine (it comes with the paid plans).",
            "The password is the one that Bridge shows for your mailbox, not that of your account.",
            "Bridge has a certificate of its own: export it in its advanced settings, and name the file cert.pem in SSL_CERT_FILE.",
        ),
        exchangers=("protonmail.ch",),
        port=1143,
        tls="starttls",
    ),
    Provider(
        "GMX",
        "imap.gmx.net",
        ("gmx.de", "gmx.net", "gmx.at", "gmx.ch"),
        (
            "Switch IMAP on first: in the settings of your mailbox under POP3 & IMAP.",
            "Sign in with your password, or with an app-specific one where two-factor authentication is on.",
        ),
        exchangers=("gmx.net",),
    ),
    Provider(
        "GMX",
        "imap.gmx.com",
        ("gmx.com", "gmx.us", "gmx.co.uk", "gmx.fr", "gmx.es"),
        (
            "Switch IMAP on first: in the settings of your mailbox under POP3 & IMAP.",
            "Sign in with your password, or with an app-specific one where two-factor authentication is on.",
        ),
        exchangers=("gmx.com",),
    ),
    Provider(
        "WEB.DE",
        "imap.web.de",
        ("web.de",),
        (
            "Switch IMAP on first: in the settings of your mailbox under POP3/IMAP.",
            "Sign in with your password, or with an app-specific one where two-factor authentication is on.",
        ),
        exchangers=("web.de",),
    ),
    Provider(
        "mail.com",
        "imap.mail.com",
        ("mail.com", "email.com"),
        ("Switch IMAP on first, in the settings of your mailbox; some accounts have it only in a paid plan.", *_OWN_PASSWORD),
    ),
    Provider("Posteo", "posteo.de", ("posteo.de", "posteo.net", "posteo.org", "posteo.eu"), _OWN_PASSWORD, ("posteo.de",)),
    Provider(
        "mailbox.org",
        "imap.mailbox.org",
        ("mailbox.org",),
        (
            "Sign in with your password, or, where two-factor authentication is on, with an application password of its settings.",
        ),
        exchangers=("mailbox.org",),
    ),
    Provider(
        "Zoho",
        "imap.zoho.com",
        ("zoho.com", "zohomail.com"),
        (
            "Switch IMAP Access on first: in Zoho Mail's settings under Mail Accounts.",
            "Where two-factor authentication is on, make an application-specific password at https://accounts.zoho.com.",
        ),
    ),
    Provider(
        "Zoho",
        "imappro.zoho.com",
        (),
        (
            "Switch IMAP Access on first: in Zoho Mail's settings under Mail Accounts.",
            "Where two-factor authentication is on, make an application-specific password at https://accounts.zoho.com.",
        ),
        exchangers=("zoho.com",),
    ),
    Provider(
        "Zoho, in Europe",
        "imappro.zoho.eu",
        (),
        (
            "Switch IMAP Access on first: in Zoho Mail's settings under Mail Accounts.",
            "Where two-factor authentication is on, make an application-specific password at https://accounts.zoho.eu.",
        ),
        exchangers=("zoho.eu",),
    ),
    Provider(
        "T-Online",
        "secureimap.t-online.de",
        ("t-online.de", "magenta.de"),
        ("Sign in with the password for mail programs, which you set in the customer centre; it is not that of the web site.",),
    ),
    Provider("freenet", "mx.freenet.de", ("freenet.de",), _OWN_PASSWORD),
    Provider("IONOS", "imap.ionos.de", (), _OWN_PASSWORD, ("kundenserver.de", "ionos.de")),
    Provider("IONOS", "imap.ionos.com", (), _OWN_PASSWORD, ("ionos.com", "perfora.net")),
    Provider("STRATO", "imap.strato.de", (), _OWN_PASSWORD, ("rzone.de",)),
    Provider("OVHcloud", "ssl0.ovh.net", (), _OWN_PASSWORD, ("mail.ovh.net",)),
    Provider("Gandi", "mail.gandi.net", (), _OWN_PASSWORD, ("mail.gandi.net",)),
    Provider("Migadu", "imap.migadu.com", (), _OWN_PASSWORD, ("migadu.com",)),
    Provider(
        "Tuta",
        "",
        ("tuta.com", "tuta.io", "tutanota.com", "tutanota.de", "tutamail.com", "keemail.me"),
        ("Tuta offers no IMAP, so no other program can read its mail; triage cannot, either.",),
        exchangers=("tutanota.de",),
    ),
    Provider(
        "HEY",
        "",
        ("hey.com",),
        ("HEY offers no IMAP, so no other program can read its mail; triage cannot, either.",),
        exchangers=("hey.com",),
    ),
)  # fmt: skip

_BY_DOMAIN = {domain: provider for provider in PROVIDERS for domain in provider.domains}
_BY_EXCHANGER = {domain: provider for provider in PROVIDERS for domain in provider.exchangers}
_NEAR = 0.85
_NATIONAL = re.compile(r"(outlook|hotmail|live|yahoo)\.(?:com?\.)?(?!co$|cm$|om$|jp$)[a-z]{2}")
"""Such as hotmail.ca and yahoo.com.mx; not what is rather a slip in .com."""


def of_domain(domain: str) -> Provider | None:
    """Return the provider of the addresses of this domain."""
    name = domain.lower()
    if name not in _BY_DOMAIN and (national := _NATIONAL.fullmatch(name)):
        name = f"{national[1]}.com"
    return _BY_DOMAIN.get(name)


def of_exchanger(host: str) -> Provider | None:
    """Return the provider whose host takes the mail of a domain."""
    name = host.lower().strip(".")
    while name:
        if name in _BY_EXCHANGER:
            return _BY_EXCHANGER[name]
        name = name.partition(".")[2]
    return None


def of_host(host: str) -> Provider | None:
    """Return the provider whose mail server this is."""
    name = host.lower().strip(".")
    return next((provider for provider in PROVIDERS if provider.host == name and name != "127.0.0.1"), None)


def meant(domain: str) -> str:
    """Return the domain of a provider that was probably meant by this one; empty where it is one, or like none."""
    if of_domain(domain) is not None:
        return ""
    near = difflib.get_close_matches(domain.lower(), _BY_DOMAIN, n=1, cutoff=_NEAR)
    return near[0] if near else ""
