"""`taizhang`: the entry point. What stands in the way of starting is said in one line, not in a trace."""

from __future__ import annotations

import os
import sys

TOO_OLD = "需要 Python 3.11 或更高版本，当前是 {v} / Python 3.11 or newer is needed, this is {v}"


def main(arguments=None):  # type: ignore[no-untyped-def]
    """The command's exit code, after the interpreter and the settings have been found fit."""
    if sys.version_info < (3, 11):  # noqa: UP036 - somebody with an older Python should read a sentence
        sys.exit(TOO_OLD.format(v=".".join(str(n) for n in sys.version_info[:3])))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.site.settings")
    # Imported here: an older Python could not even parse these, and models need Django set up first.
    import django  # noqa: PLC0415

    try:
        django.setup()
    except OSError as error:
        sys.exit(f"不能使用 TAIZHANG_VAR 所指目录 / the folder of TAIZHANG_VAR cannot be used: {error}")
    from taizhang.site.running import run  # noqa: PLC0415

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
