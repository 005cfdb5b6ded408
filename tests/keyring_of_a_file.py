"""A keyring for the tests, in the file that KEYRING_FILE names: what a desktop has, and a machine for tests has not."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class Keyring(KeyringBackend):
    priority = 1

    def _all(self):
        path = Path(os.environ["KEYRING_FILE"])
        return json.loads(path.read_text()) if path.exists() else {}

    def _keep(self, every):
        Path(os.environ["KEYRING_FILE"]).write_text(json.dumps(every))

    def get_password(self, service, user):
        return self._all().get(f"{service} {user}")

    def set_password(self, service, user, password):
        self._keep(self._all() | {f"{service} {user}": password})

    def delete_password(self, service, user):
        left = self._all()
        if left.pop(f"{service} {user}", None) is None:
            raise PasswordDeleteError
        self._keep(left)
