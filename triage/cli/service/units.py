"""The file that makes `triage watch` a service: a systemd user unit, or a launchd agent. Text in, text out; nothing is written here.

The last line of each seals it: a digest of what stands above, by which a file that somebody edited is known.
"""

from __future__ import annotations

import hashlib
import plistlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

UNIT = "triage.service"
AGENT = "io.github.outreach-triage.watch"
WATCHDOG_SECONDS = 60
"""A watch says every second that it lives; one that was silent so long is ended and started again."""
_NOT_CURED = "2 3 4 8"
"""Exit codes that a new start does not cure: usage, configuration, sign-in (a provider locks who tries for ever), model."""
_WITH_STEPS = 254
"""The systemd that waits longer before each new start, here from half a minute up to a quarter of an hour."""
_TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - what PrivateTmp hides
_SEAL = re.compile(r"(?:# |<!-- )sha256 of what stands above: ([0-9a-f]{64})(?: -->)?\n\Z")


@dataclass(frozen=True, slots=True)
class Job:
    """What the service runs: absolute words of a command, the folder it writes to, and where its secret lies.

    `account` is the account that is watched alone, empty for all.
    """

    command: tuple[str, ...]
    state_dir: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    credential: Path | None = None
    account: str = ""
    log: Path | None = None


def systemd_unit(job: Job, *, version: int = 0) -> str:
    """Return the unit, sealed, for a systemd of this version; 0 where it is not known.

    A user's systemd may have no right to drop capabilities, so what would need that is not here.
    """
    temporary = any(path.is_relative_to(folder) for path in _paths(job) for folder in _TEMPORARY)
    secret = f"triage-{job.account}" if job.account else "triage"
    program, *words = job.command
    lines = [
        "# Made by `triage service install`. To change it, write a drop-in: systemctl --user edit triage.service",
        "[Unit]",
        "Description=triage: files cold outreach as it comes",
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        "Type=notify",
        # A `$` names a variable in all words but the first, which is a path.
        f"ExecStart={' '.join((_quoted(program), *(_quoted(word).replace('$', '$$') for word in words)))}",
        "ExecReload=/bin/kill -HUP $MAINPID",
        *(f"Environment={_quoted(f'{name}={value}')}" for name, value in sorted(job.environ.items())),
        *([f"LoadCredential={secret}:{_without_specifiers(str(job.credential))}"] if job.credential else []),
        f"WatchdogSec={WATCHDOG_SECONDS}",
        "TimeoutStopSec=30",
        "Restart=on-failure",
        "RestartSec=30",
        *(["RestartSteps=5", "RestartMaxDelaySec=900"] if version >= _WITH_STEPS else []),
        "# No new start where it cures nothing: usage, configuration, sign-in, model. `triage doctor` says what to mend.",
        f"RestartPreventExitStatus={_NOT_CURED}",
        "",
        "UMask=0077",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        f"ReadWritePaths={_quoted(str(job.state_dir))}",
        "# No PrivateTmp: what triage needs lies in a folder that it would hide." if temporary else "PrivateTmp=yes",
        "ProtectKernelTunables=yes",
        "ProtectControlGroups=yes",
        "LockPersonality=yes",
        "RestrictNamespaces=yes",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
        "SystemCallArchitectures=native",
        "SystemCallFilter=@system-service",
        "SystemCallErrorNumber=EPERM",
        "",
        "[Install]",
        "WantedBy=default.target",
    ]
    return _sealed("\n".join(lines) + "\n", "# {}\n")


def launchd_agent(job: Job) -> str:
    """Return the agent, sealed. launchd knows no exit code that is not worth a new start, so it waits long before each."""
    environ = dict(job.environ)
    if job.credential:
        environ["TRIAGE_PASSWORD_FILE"] = str(job.credential)
    agent = {
        "Label": AGENT,
        "ProgramArguments": list(job.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 600,
        "ProcessType": "Background",
        "Umask": 0o077,
        **({"EnvironmentVariables": environ} if environ else {}),
        **({"StandardErrorPath": str(job.log)} if job.log else {}),
    }
    return _sealed(plistlib.dumps(agent, sort_keys=False).decode("utf-8"), "<!-- {} -->\n")


def is_ours(text: str) -> bool:
    """Tell whether a file is as triage wrote it: its seal is there, and nothing above it was changed."""
    seal = _SEAL.search(text)
    return seal is not None and seal[1] == _digest(text[: seal.start()])


def _sealed(text: str, comment: str) -> str:
    return text + comment.format(f"sha256 of what stands above: {_digest(text)}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _paths(job: Job) -> list[Path]:
    words = [Path(word) for word in (*job.command, *job.environ.values()) if word.startswith("/")]
    return [*words, job.state_dir]


def _quoted(word: str) -> str:
    """Write a word as systemd reads it back: nothing in it is expanded, parted or obeyed."""
    escaped = _without_specifiers(word).replace("\\", "\\\\").replace('"', '\\"')
    return escaped if re.fullmatch(r"[\w@%+=:,./$-]+", escaped, re.ASCII) else f'"{escaped}"'


def _without_specifiers(word: str) -> str:
    return word.replace("%", "%%")
