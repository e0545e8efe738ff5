"""How a line of 'my work' calls what it is about: by its project, in each language as far as it has a name there."""

from __future__ import annotations

from typing import Any

from taizhang.basis.text import Text


def named(project: Any, what: str = "", what_en: str = "", *, between: tuple[str, str] = ("：", ": ")) -> Text:
    """The project's name, and after it what of the project is meant."""
    zh, en = project.name, project.name_en or project.name
    return Text(f"{zh}{between[0]}{what}", f"{en}{between[1]}{what_en or what}") if what else Text(zh, en)


def month_of(report: Any) -> Text:
    """A month under its project's name."""
    return named(report.project, report.period, between=(" ", " "))
