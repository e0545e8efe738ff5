"""Writers to be killed: one process sets the program up and forks; each fork performs real actions until `kill -9` comes.

    python writers.py kills ROUNDS WRITERS SEED     prints the acknowledged entries, a line of JSON a round
    python writers.py failpoints COUNT NAME...      one writer for each name, that ends itself there; prints the same

A writer sends an entry's key through its pipe only after the commit. TAIZHANG_DB says which file it is.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import select
import signal
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from taizhang.frame import failpoints  # noqa: E402
from taizhang.frame.perform import perform  # noqa: E402
from taizhang.modules.projects.models import Project  # noqa: E402
from taizhang.registers import people  # noqa: E402
from taizhang.registers.models import Person  # noqa: E402


def write(pipe: int, who: str) -> None:
    """Actions, one after the other, each acknowledged once it is committed; ends only from outside."""
    actor = people.actor_of(Person.objects.get(name="clerk（示例）"))
    project = Project.objects.order_by("id").first().pk
    for n in range(10_000):
        done = perform(
            "projects.add_item", project, actor, {"list": "problem", "title": f"{who}-{n}"}, idempotency_key=f"{who}-{n}"
        )
        os.write(pipe, done.entry.encode() + b"\n")


def start(who: str, failpoint: str = "") -> tuple[int, int]:
    """A writer's process id and the end of its pipe to read from."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    if failpoint:
        os.environ["TAIZHANG_FAILPOINT"] = failpoint
        importlib.reload(failpoints)
    try:
        write(writing, who)
    finally:
        os._exit(1)  # only after an error: the test wants to see a killed process
    raise AssertionError


def finish(child: int, reading: int) -> list[str]:
    """The whole lines in a dead writer's pipe."""
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return [line.decode() for line in pipe.read().split(b"\n")[:-1]]


def kills(rounds: int, writers: int, seed: int) -> None:
    chance = random.Random(seed)
    for round_ in range(rounds):
        running = [start(f"{seed}-{round_}-{w}") for w in range(writers)]
        # On a busy machine a writer needs a while to begin: the clock of the kill runs from the first acknowledgement.
        select.select([reading for _, reading in running], [], [], 10)
        time.sleep(chance.uniform(0.05, 0.2))
        for child, _ in running:
            os.kill(child, signal.SIGKILL)
        print(json.dumps([key for each in running for key in finish(*each)]), flush=True)


def each_failpoint(count: int, names: list[str]) -> None:
    for name in names:
        print(json.dumps(finish(*start(name, f"{name}:{count}"))), flush=True)


if __name__ == "__main__":
    connection.close()
    word, *rest = sys.argv[1:]
    if word == "kills":
        kills(*map(int, rest))
    else:
        each_failpoint(int(rest[0]), rest[1:])
