"""The derived verbs: one for each action, one flag for each input, an exit code for each kind of refusal."""

from __future__ import annotations

from datetime import datetime

import pytest

from taizhang.frame.catalogue import installed
from taizhang.modules.projects.models import Document, Project
from taizhang.site.example_city.photo import photo
from taizhang.site.running import parser
from taizhang.surfaces.api.openapi import people_do
from taizhang.surfaces.cli.verbs import flag_of

pytestmark = pytest.mark.django_db


def test_an_action_is_done_and_answers_like_the_api(people, taizhang):
    said = taizhang("do", "projects.register", "--as", "clerk", "--on", people.district.pk, "--name", "示例路", "--kind", "gov", "--total-investment-fen", 100, "--json")
    assert said.code == 0
    assert said.json["created"] is True
    assert Project.objects.get(pk=said.json["subject"]["id"]).total_investment_fen == 100


@pytest.mark.parametrize(
    ("who", "more", "code"),
    [
        ("clerk", ("--reason", "示例"), 0),
        ("reporter", ("--reason", "示例"), 3),
        ("other_clerk", ("--reason", "示例"), 4),
        ("nobody", ("--reason", "示例"), 4),
        ("clerk", ("--reason", "示例", "--version", "0" * 32), 5),
        ("clerk", (), 6),
        ("clerk", ("--no-such-flag", "1"), 6),
    ],
)
def test_every_refusal_has_its_exit_code(people, taizhang, who, more, code):
    project = people.project()
    said = taizhang("do", "projects.suspend", "--as", who, "--on", project.pk, *more)
    assert said.code == code, said.err


def test_a_refusal_prints_reason_law_remedy_and_what_is_missing(people, taizhang):
    project = people.project()
    said = taizhang("do", "projects.approve_proposal", "--as", "clerk", "--on", project.pk)
    assert said.code == 5
    assert "law:" in said.err and "remedy:" in said.err and "Approval of the proposal" in said.err
    as_json = taizhang("do", "projects.approve_proposal", "--as", "clerk", "--on", project.pk, "--json")
    assert (as_json.code, as_json.json["details"][0]["field"]) == (5, "document.proposal_approval")


def test_a_file_is_given_by_its_path(people, taizhang, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "evidence"
    project = people.project()
    picture = tmp_path / "site.jpg"
    picture.write_bytes(photo(datetime(2026, 1, 10, 9, 0), 34_750_000, 113_620_000))
    arguments = ("do", "projects.add_document", "--as", "clerk", "--on", project.pk, "--kind", "works_photo", "--dated", "2026-01-10", "--file")
    assert taizhang(*arguments, picture).code == 0
    assert Document.objects.get().located is True
    assert taizhang(*arguments, tmp_path / "absent.jpg").code == 6
    refused = taizhang("do", "projects.add_document", "--as", "nobody", "--on", project.pk, "--file", picture)
    assert refused.code == 4


def test_an_input_whose_name_is_taken_has_another_flag(people, taizhang):
    project = people.project()
    said = taizhang("do", "projects.claim_start", "--as", "reporter", "--on", project.pk, "--on-value", "2026-01-10")
    assert said.code == 0, said.err


def test_every_action_has_a_verb_whose_flags_are_its_inputs(taizhang):
    made = parser(only="do")
    verbs = made._subparsers._group_actions[0].choices["do"]._subparsers._group_actions[0].choices
    assert set(verbs) == {bound.key for bound in people_do(installed())}
    for bound in people_do(installed()):
        flags = set(verbs[bound.key]._option_string_actions)
        assert {flag_of(item) for item in bound.inputs} <= flags, bound.key
        assert verbs[bound.key].format_help()


def test_help_is_in_the_language_of_the_terminal_or_in_both(taizhang, monkeypatch):
    assert "Name of the project" in taizhang("do", "projects.register", "--help").out
    monkeypatch.setenv("TAIZHANG_LANG", "zh")
    assert "项目名称" in taizhang("do", "projects.register", "--help").out
    monkeypatch.setenv("TAIZHANG_LANG", "")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    both = taizhang("actions").out
    assert "项目入库 / Register a project" in both


def test_rows_are_shown_as_the_person_may_see_them(people, taizhang):
    project = people.project()
    shown = taizhang("show", "projects.project", project.pk, "--as", "clerk", "--json").json
    assert shown["cells"]["name"] == project.name
    assert taizhang("show", "projects.project", project.pk).code == 4
    assert taizhang("show", "nosuch.kind", 1).code == 4
    assert taizhang("list", "projects.projects", "--as", "clerk", "--json").json["total"] == 1
    assert taizhang("list", "projects.projects", "--as", "other_clerk", "--json").json["total"] == 0
    assert taizhang("list", "projects.projects", "--as", "clerk", "--filter", "kind=filed", "--json").json["total"] == 0
    assert taizhang("list", "projects.projects", "--filter", "nosuch=1").code == 6
    assert taizhang("list", "projects.projects", "--sort", "lead").code == 6
    assert "Name" in taizhang("show", "registers.place", people.district.pk).out
