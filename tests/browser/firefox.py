"""The Firefox of the system, driven over WebDriver BiDi, the protocol that Firefox itself speaks.

Playwright's own Firefox is a patched build, and its way to a stock one needs a newer Firefox than the supported ESR;
BiDi needs nothing but a WebSocket.
"""

from __future__ import annotations

import json
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

SECONDS = 30
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}
# A reader who prefers no motion, and no way out: every request would have to go through a port where nothing listens.
PREFERENCES: dict[str, str | int | bool] = {
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.alwaysOpenPanel": False,
    "intl.accept_languages": "en-GB",
    "network.dns.disablePrefetch": True,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "ui.prefersReducedMotion": 1,
    "ui.systemUsesDarkTheme": 0,
}
OWN = ("file:", "data:", "blob:", "about:")


class Firefox:
    """A connection to a running Firefox; `wrong` holds the errors and requests of its pages."""

    def __init__(self, connection: ClientConnection, downloads: Path) -> None:
        self.downloads = downloads
        self.wrong: list[str] = []
        self._connection = connection
        self._number = 0

    def command(self, method: str, **parameters: object) -> dict[str, Any]:
        """Return the answer to a command; what is reported meanwhile is noted."""
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv(timeout=SECONDS))
            if message["type"] == "event":
                self._note(message["method"], message["params"])
            elif message["id"] == self._number:
                assert message["type"] == "success", f"{method}: {message.get('message')}"
                return dict(message["result"])

    def _note(self, method: str, told: dict[str, Any]) -> None:
        if method == "log.entryAdded" and told["level"] in {"error", "warn"}:
            self.wrong.append(f"console {told['level']}: {told['text']}")
        elif method == "network.beforeRequestSent" and not told["request"]["url"].startswith(OWN):
            self.wrong.append(f"request: {told['request']['url']}")

    def open(self, address: str, viewport: tuple[int, int]) -> Page:
        """Return a page of its own context at an address, loaded."""
        user = self.command("browser.createUserContext")["userContext"]
        context = self.command("browsingContext.create", type="tab", userContext=user)["context"]
        size = {"width": viewport[0], "height": viewport[1]}
        self.command("browsingContext.setViewport", context=context, viewport=size, devicePixelRatio=1)
        self.command("browsingContext.navigate", context=context, url=address, wait="complete")
        return Page(self, context, user)


class Page:
    """A page, used as a reader does: real presses of keys and of the mouse."""

    def __init__(self, firefox: Firefox, context: str, user: str) -> None:
        self._firefox = firefox
        self._context = context
        self._user = user

    def js(self, expression: str, *values: object) -> Any:
        """Return the value of an expression, or of a function of the given values."""
        code = f"({expression})({', '.join(map(json.dumps, values))})" if values else f"({expression})"
        answer = self._command("script.evaluate", expression=f"JSON.stringify({code})", **self._target())
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"].get("value", "null"))

    def wait(self, expression: str, *values: object) -> Any:
        """Return the value of an expression as soon as it holds."""
        return until(lambda: self.js(expression, *values), expression)

    def click(self, css: str) -> None:
        """Press the mouse in the middle of the one element that a selector finds, scrolled into view."""
        self.js("css => document.querySelector(css).scrollIntoView({block: 'center', behavior: 'instant'})", css)
        element = self._nodes({"type": "css", "value": css})
        assert len(element) == 1, f"{css}: {len(element)} elements"
        origin = {"type": "element", "element": {"sharedId": element[0]["sharedId"]}}
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": origin}
        self._act("pointer", [move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}])

    def focus(self, css: str) -> None:
        """Give the focus to the element that a selector finds."""
        assert self.js("css => (e => (e.focus(), e === document.activeElement))(document.querySelector(css))", css), css

    def press(self, *keys: str) -> None:
        """Press and release keys, one after the other: characters, or names in KEYS."""
        codes = [KEYS.get(key, key) for key in keys]
        self._act("key", [{"type": kind, "value": code} for code in codes for kind in ("keyDown", "keyUp")])

    def named(self, role: str, name: str) -> int:
        """Return how many elements have a role and a name in the tree that Firefox gives to screen readers."""
        return len(self._nodes({"type": "accessibility", "value": {"role": role, "name": name}}))

    def picture(self, path: Path) -> None:
        """Write a picture of the window."""
        path.write_bytes(b64decode(self._command("browsingContext.captureScreenshot")["data"]))

    def close(self) -> None:
        """Close the page with all that it kept."""
        self._firefox.command("browser.removeUserContext", userContext=self._user)

    def _command(self, method: str, **parameters: object) -> dict[str, Any]:
        context = {} if method.startswith("script.") else {"context": self._context}
        return self._firefox.command(method, **context, **parameters)

    def _target(self) -> dict[str, object]:
        return {"target": {"context": self._context}, "awaitPromise": True, "userActivation": False}

    def _nodes(self, locator: dict[str, object]) -> list[dict[str, Any]]:
        return list(self._command("browsingContext.locateNodes", locator=locator)["nodes"])

    def _act(self, kind: str, actions: list[dict[str, object]]) -> None:
        self._command("input.performActions", actions=[{"type": kind, "id": kind, "actions": actions}])


def until(look: Callable[[], Any], what: str) -> Any:
    """Return what a look finds as soon as it is true; fail after half a minute."""
    end = time.monotonic() + SECONDS
    while not (found := look()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)
    return found


@contextmanager
def running(path: str, folder: Path) -> Iterator[Firefox]:
    """Yield a Firefox with a fresh profile in a folder, ended with the block."""
    profile, downloads = folder / "profile", folder / "downloads"
    profile.mkdir()
    downloads.mkdir()
    preferences = {**PREFERENCES, "browser.download.dir": str(downloads)}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [path, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", str(profile)]
    with (
        (folder / "output.txt").open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as process,
    ):
        try:
            with connect(_address(profile, process), max_size=None, open_timeout=SECONDS) as connection:
                firefox = Firefox(connection, downloads)
                firefox.command("session.new", capabilities={})
                firefox.command("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
                yield firefox
                firefox.command("browser.close")
            process.wait(SECONDS)
        finally:
            process.kill()


def _address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the address that Firefox writes into its profile once it listens."""

    def look() -> dict[str, Any] | None:
        assert process.poll() is None, f"Firefox ended: {(profile.parent / 'output.txt').read_text(errors='replace')}"
        file = profile / "WebDriverBiDiServer.json"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return dict(json.loads(text)) if text.endswith("}") else None

    server = until(look, "Firefox to listen")
    return f"ws://{server['ws_host']}:{server['ws_port']}/session"
