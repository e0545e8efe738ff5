"""A witness over HTTP (C2SP tlog-witness): POST /add-checkpoint. Besides: GET /checkpoint/<origin>, GET /vkey."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from taizhang.kernels.ledger import VerifierKey

from .keeping import Forgotten, Witness

_MAX_REQUEST = 256 * 1024
_SECONDS = 10


def server(witness: Witness, port: int, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server that answers for this witness once `serve_forever` is called; port 0 takes a free one."""
    one_at_a_time = threading.Lock()

    class Answering(BaseHTTPRequestHandler):
        timeout = _SECONDS  # a client that sends nothing does not hold a thread for ever

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint":
                self._say(404, "POST /add-checkpoint\n")
            elif not length.isascii() or not length.isdigit() or int(length) > _MAX_REQUEST:
                self._say(400, "Content-Length is missing or too large\n")
            else:
                request = self.rfile.read(int(length))
                with one_at_a_time:
                    answer = witness.answer(request, int(time.time()))
                self._say(answer.status, answer.body, answer.content_type)

        def do_GET(self) -> None:
            if self.path == "/vkey":
                self._say(200, f"{witness.signer.key}\n")
                return
            try:
                note = witness.last_seen(unquote(self.path.removeprefix("/checkpoint/")))
            except Forgotten as error:
                self._say(503, f"{error}\n")
                return
            self._say(*((200, note) if note else (404, "nothing seen of that log\n")))

        def _say(self, status: int, body: str, kind: str = "text/plain; charset=utf-8") -> None:
            encoded = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: what a witness has to say is in its state."""

    return ThreadingHTTPServer((host, port), Answering)


def serve(name: str, state: Path, logs: Sequence[VerifierKey], port: int) -> int:
    """The witness has said its address and key in one line and answers until it is stopped."""
    witness = Witness(name, state, list(logs))
    with server(witness, port) as serving:
        print(f"http://127.0.0.1:{serving.server_address[1]} {witness.signer.key}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            serving.serve_forever()
    return 0
