"""A process that performs while the disk under it fails: each action ends as one line on standard output.

    python faulty_writer.py COUNT

`ok KEY` once an action is committed and acknowledged; `no TEXT` with the line that its person is told, when it is not.
TAIZHANG_DB says which file it is. Faults are injected from outside, into this process's system calls.
"""

from __future__ import annotations

import os
import sys

import django

django.setup()

from django.db import DatabaseError, connection  # noqa: E402

from taizhang.frame.perform import perform  # noqa: E402
from taizhang.modules.projects.models import Project  # noqa: E402
from taizhang.registers import people  # noqa: E402
from taizhang.registers.models import Person  # noqa: E402
from taizhang.site.running import stands_in_the_way  # noqa: E402


def say(line: str) -> None:
    os.write(1, line.encode() + b"\n")


def main(count: int) -> None:
    actor = people.actor_of(Person.objects.get(name="clerk（示例）"))
    project = Project.objects.order_by("id").first().pk
    with connection.cursor() as cursor:
        # So that a few actions reach every call that a long day makes: the log is copied back all the time.
        cursor.execute("PRAGMA wal_autocheckpoint = 8")
    say("ready")
    for n in range(count):
        try:
            done = perform("projects.add_item", project, actor, {"list": "problem", "title": f"盘{n}"}, idempotency_key=f"disk-{n}")
        except DatabaseError as error:
            line = stands_in_the_way(error)
            say(f"no {line.en}" if line is not None else f"?? {type(error).__name__}: {error}")
        else:
            say(f"ok {done.entry}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
