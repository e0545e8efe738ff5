"""Files that are sent are shown to a virus scanner, where the installation names one; without one nothing is asked."""

from __future__ import annotations

import subprocess
from pathlib import Path

from django.conf import settings

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

_SECONDS = 60
#: What scanners answer with when they found something; anything else but 0 is a scan that did not come about.
_FOUND = 1


def refuse_infected(path: Path, name: str) -> None:
    """Returns only when the scanner found nothing in the file, or the installation names none.

    Raises:
        BadInput: it found something; or it cannot be asked, and then nothing is taken.
    """
    program = settings.TAIZHANG_SCANNER
    if not program:
        return
    try:
        answer = subprocess.run([program, str(path)], capture_output=True, timeout=_SECONDS, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        answer = -1
    if answer == _FOUND:
        raise BadInput(
            Text("扫描程序认为“{n}”带有病毒，没有接收", "The scanner takes “{n}” for infected; it was not taken").with_(n=name[:80]),
            code="infected",
            remedy=Text("请在本机清除后重新上传", "Have your own machine cleaned, then send it again"),
        )
    if answer != 0:
        raise BadInput(
            Text("扫描程序没有答复，“{n}”没有接收", "The scanner did not answer; “{n}” was not taken").with_(n=name[:80]),
            code="not_scanned",
            remedy=Text("请稍后再传；请系统管理员检查 TAIZHANG_SCANNER", "Send it again later; have the administrator look at TAIZHANG_SCANNER"),
        )
