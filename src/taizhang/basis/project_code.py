"""The code of an investment project (项目代码) on the national online approval platform.

Five groups of digits: year, administrative region, industry, nature, serial number, as in 2019-410102-48-01-000123.
One code runs through all permits of a project; a reserve project has none yet.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .errors import BadInput
from .text import Text

GROUPS: Final = (4, 6, 2, 2, 6)
_FORM: Final = re.compile("-".join(rf"(\d{{{n}}})" for n in GROUPS), re.ASCII)
_JOINED: Final = re.compile("".join(rf"(\d{{{n}}})" for n in GROUPS), re.ASCII)
_DASHES: Final = str.maketrans(dict.fromkeys("－—–‐―−─_", "-"))
_YEARS: Final = range(2000, 2100)
_NAMES: Final = (
    Text("年份", "year"),
    Text("行政区划", "region"),
    Text("行业", "industry"),
    Text("性质", "nature"),
    Text("顺序号", "serial number"),
)

_FORM_IS = Text("应为 2019-410102-48-01-000123 这样", "it should look like 2019-410102-48-01-000123")
_EMPTY = Text("这里没有填项目代码", "No project code is given here")
_A_NUMBER = Text(
    "项目代码存成了数字，后几位可能已经丢失，请改成文本重新填写",
    "The project code is stored as a number and may have lost its last digits; make the cell text and enter it again",
)
_GROUP_COUNT = Text("项目代码“{shown}”有{n}段，应有5段；{form}", "Project code “{shown}” has {n} groups, not 5; {form}")
_GROUP = Text(
    "项目代码“{shown}”的{name}“{group}”应是{n}位数字",
    "In project code “{shown}” the {name} “{group}” should be {n} digits",
)
_YEAR = Text("项目代码“{shown}”的年份不可能", "The year of project code “{shown}” is not possible")


def parse_project_code(value: str | int | float) -> str:
    """The code in its one written form: half-width, no spaces, hyphens between the groups.

    >>> parse_project_code(" ２０１９－410102-48-01-000123 ")
    '2019-410102-48-01-000123'

    Raises:
        BadInput: empty, a number instead of text, a wrong count of groups, a wrong group, an impossible year.
    """
    read = read_project_code(value)
    if isinstance(read, BadInput):
        raise read
    return read


def read_project_code(value: str | int | float) -> str | BadInput:
    """As `parse_project_code`, with the refusal returned."""
    if not isinstance(value, str):
        return BadInput(_A_NUMBER, code="code_is_number")
    match = _FORM.fullmatch(value)
    text = value
    if match is None:
        text = re.sub("-{2,}", "-", "".join(unicodedata.normalize("NFKC", value).split()).translate(_DASHES)).upper()
        match = _FORM.fullmatch(text) or _JOINED.fullmatch(text)
    if match is None:
        return _why_not(text)
    if int(match[1]) not in _YEARS:
        return BadInput(_YEAR.with_(shown=text), code="bad_year")
    return value if match.string is value and "-" in value else "-".join(match.groups())


def _why_not(text: str) -> BadInput:
    if not text:
        return BadInput(_EMPTY, code="no_code")
    groups = text.split("-")
    shown = text if len(text) <= 40 else text[:40] + "…"
    if len(groups) != len(GROUPS):
        return BadInput(_GROUP_COUNT.with_(shown=shown, n=len(groups), form=_FORM_IS), code="group_count")
    for group, length, name in zip(groups, GROUPS, _NAMES, strict=True):
        if not (len(group) == length and group.isascii() and group.isdigit()):
            filled = _GROUP.with_(shown=shown, name=name, group=group[:20], n=length)
            return BadInput(filled, code="bad_group")
    return BadInput(_GROUP_COUNT.with_(shown=shown, n=len(groups), form=_FORM_IS), code="group_count")
