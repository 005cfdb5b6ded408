"""Every error that triage raises on purpose, and the exit code it ends with.

    TriageError                    1
    ├── UsageError                 2   the command line asks for something that cannot be
    ├── ConfigError                3   the configuration has faults; all of them are listed
    ├── SignInError                4   the server refused who we are
    │   └── TokenRefusedError      4   it refused an access token, which may only be too old
    ├── UnreachableError           5   the mailbox cannot be reached now; trying again makes sense
    │   ├── RefusedError           5   the server answers a command with NO
    │   ├── FilingStopped          5   a target refuses mail (quota, rights); nothing else is filed
    │   └── DailyLimitError        5   as much was downloaded today as the configuration allows
    ├── StateError                 5   what is remembered is locked, full or damaged; nothing was filed
    ├── HeldError                  7   another run holds this account
    └── ModelError                 8   the model is missing, damaged or not to be trusted

A message of these errors is one sentence that says what happened and what to do next. It never holds mail text
or a secret. Exit codes 6 (some messages failed), 10 (`--fail-if-found`) and 130 (interrupted) are outcomes, not errors.
"""

from __future__ import annotations

from collections.abc import Sequence


class TriageError(Exception):
    """Base of all errors raised on purpose."""

    exit_code = 1


class UsageError(TriageError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class ConfigError(TriageError):
    """The configuration has faults; `problems` lists all of them."""

    exit_code = 3

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class SignInError(TriageError):
    """The server refused who we are."""

    exit_code = 4


class TokenRefusedError(SignInError):
    """The server refused an access token, which may only be too old."""


class UnreachableError(TriageError):
    """The mailbox cannot be reached now; trying again makes sense, after `asked` seconds where the server said so."""

    exit_code = 5
    asked = 0.0


class RefusedError(UnreachableError):
    """The server answered NO or BAD; `code` is its response code, such as OVERQUOTA, or empty."""

    def __init__(self, verb: str, code: str) -> None:
        super().__init__(f"The server refused {verb}{f' ({code})' if code else ''}; see its log, or try again later.")
        self.code = code


class FilingStopped(UnreachableError):
    """A target refuses mail (quota, rights, name); what is not filed stays where it is."""


class DailyLimitError(UnreachableError):
    """As much was downloaded today as the configuration allows; `asked` is how long today still lasts."""


class StateError(TriageError):
    """What triage remembers is locked, full or damaged; nothing was filed."""

    exit_code = 5


class HeldError(TriageError):
    """Another run holds this account."""

    exit_code = 7


class ModelError(TriageError):
    """The model is missing, damaged or not to be trusted."""

    exit_code = 8
