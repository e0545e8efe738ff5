"""`python -m tests.browser.later DAYS PORT`: the pages as they would be so many days from now. For a story that lets time pass."""

from __future__ import annotations

import sys
from datetime import timedelta
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIServer, make_server

from taizhang.frame import clock
from taizhang.site.wsgi import application
from taizhang.surfaces.cli.working import KINDS, Worker


class Server(ThreadingMixIn, WSGIServer):
    """One thread for each request, in this process: its clock is ahead."""

    daemon_threads = True


if __name__ == "__main__":
    clock.go_ahead(timedelta(days=int(sys.argv[1])))
    # Batches are applied as they come, by the same clock as the pages.
    Thread(target=Worker((), KINDS).forever, daemon=True).start()
    make_server("127.0.0.1", int(sys.argv[2]), application, server_class=Server).serve_forever()
