"""The live preview's server: this machine alone, pages from memory.

Nothing is read from the disk for a request. The server listens on 127.0.0.1 and answers only to that name and to
localhost, so that no other site can have a reader's browser ask it (DNS rebinding).
"""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from geo.errors import FileError, UsageError
from geo.preview import Preview, changes, signature_of

if TYPE_CHECKING:
    from collections.abc import Callable

LOOPBACK = "127.0.0.1"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Server(ThreadingHTTPServer):
    """The preview on a port of the loopback interface; port 0 takes any that is free."""

    daemon_threads = True

    def __init__(self, preview: Preview, port: int) -> None:
        self.preview = preview
        self.thread: threading.Thread | None = None
        try:
            super().__init__((LOOPBACK, port), Handler)
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"port {port}: cannot be used ({reason}); choose another with --port") from error

    def start(self) -> None:
        """Answer from now on, in a thread of its own."""
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Answer no more."""
        if self.thread:
            self.shutdown()
            self.thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a reader go who has gone; anything else is a bug and shows its traceback."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def port(self) -> int:
        """Return the port."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """Return the address to open in a browser."""
        return f"http://{LOOPBACK}:{self.port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """Return the Host headers that are answered."""
        names = (LOOPBACK, "localhost")
        return frozenset([f"{name}:{self.port}" for name in names] + (list(names) if self.port == 80 else []))


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the preview's few paths."""

    server: Server
    server_version, sys_version = "preview", ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Answer with a page, the data, or the news."""
        preview, url = self.server.preview, _parts(self.path)
        if (self.headers.get("Host") or "").lower() not in self.server.hosts:
            self.answer(
                HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"This preview answers only to its own address.\n"
            )
        elif url is None:
            self.answer(HTTPStatus.BAD_REQUEST, "text/plain", b"This is no address.\n")
        elif url.path == "/live":
            self.answer(
                HTTPStatus.OK, "application/json", preview.news(_number(parse_qs(url.query).get("seen", [""])[0]))
            )
        elif url.path == "/favicon.ico":
            self.answer(HTTPStatus.NO_CONTENT, "image/x-icon", b"")
        elif page := preview.page(url.path[1:] or "index.html"):
            self.answer(HTTPStatus.OK, *page)
        else:
            self.answer(HTTPStatus.NOT_FOUND, "text/plain", b"There is no such page.\n")

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        """Send a whole answer; a reader who has gone is no matter."""
        try:
            self.send_response(status)
            for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the data's problems."""


def run(folder: str | Path, port: int, tell: Callable[[str], None], complain: Callable[[str, str], None]) -> None:
    """Serve the preview of a folder until Ctrl-C; `tell` gets each line for the terminal, `complain` what is wrong.

    `complain` takes a line and its level, `error` or `warning`.

    Raises FileError where the folder cannot be read at the start, UsageError where the port cannot be used.
    """
    preview = Preview(Path(folder))
    with contextlib.suppress(KeyboardInterrupt), Server(preview, port) as server:
        try:
            _run(preview, server, tell, complain)
        finally:
            preview.close()
            server.stop()
    tell("stopped")


def _run(preview: Preview, server: Server, tell: Callable[[str], None], complain: Callable[[str, str], None]) -> None:
    signature = signature_of(preview.folder)
    preview.refresh()
    if preview.failure:
        raise FileError(preview.failure)
    preview.page("index.html")
    gc.freeze()  # what has been made so far stays; later collections need not look at it
    server.start()
    report(preview, tell, complain)
    tell(f"{server.address}  (Ctrl-C stops)")
    for _ in changes(preview.folder, signature):
        began = time.perf_counter()
        preview.refresh()
        preview.page("index.html")
        report(preview, tell, complain)
        if not preview.wrong:
            tell(f"made again in {time.perf_counter() - began:.2f} s")


def report(preview: Preview, tell: Callable[[str], None], complain: Callable[[str, str], None]) -> None:
    """Tell what is wrong in the data, and what the page shows meanwhile."""
    for line in preview.lines():
        complain(line["text"], line["level"])
    if preview.wrong:
        tell("the page keeps the last good state" if preview.version else "the page waits for a good state")


def _parts(address: str) -> SplitResult | None:
    """Return the parts of an address, None for what is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else -1
