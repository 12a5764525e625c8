"""A sandbox in another process: the same people to play, over its control address."""

import httpx

from sandbox.actor import Actor
from sandbox.deeds.stage import CannotDo
from sandbox.director import Director
from sandbox.payload import Payload

CONFLICT = 409


class RemoteSandbox:
    """A running sandbox at an address.

    Args:
        base_url: such as `http://127.0.0.1:8400`.
        timeout: seconds any answer may take.
    """

    def __init__(self, base_url: str, *, timeout: float = 60.0) -> None:
        self.base_url = base_url.rstrip("/")
        self._client = httpx.Client(base_url=self.base_url, timeout=timeout, trust_env=False)

    @property
    def admin(self) -> Director:
        """What happens from above."""
        return Director(self)

    def actor(self, name: str) -> Actor:
        """Return somebody to play, by name or user id."""
        return Actor(name, self)

    def act(self, name: str, verb: str, ask: Payload) -> Payload:
        """Do a deed as somebody; see `sandbox.deeds`."""
        return self._post(f"/sandbox/people/{name}/{verb}", ask)

    def direct(self, verb: str, ask: Payload) -> Payload:
        """Do something from above; see `sandbox.directing`."""
        return self._post(f"/sandbox/direct/{verb}", ask)

    def wait_idle(self, timeout: float = 10.0) -> None:
        """Wait until no delivery is under way or due.

        Raises:
            TimeoutError: something still was after `timeout` seconds.
        """
        if not self._post("/sandbox/idle", {"timeout": timeout})["is_idle"]:
            raise TimeoutError(f"deliveries were still under way or due after {timeout} s")

    def wire(self, *, after: int = 0) -> list[Payload]:
        """Return what passed between the sandbox and the app, without the first `after` entries."""
        entries: list[Payload] = self._client.get("/sandbox/wire", params={"after": after}).json()
        return entries

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _post(self, path: str, ask: Payload) -> Payload:
        answer = self._client.post(path, json=ask)
        if answer.status_code == CONFLICT:
            raise CannotDo(answer.json()["error"])
        answer.raise_for_status()
        done: Payload = answer.json()
        return done
