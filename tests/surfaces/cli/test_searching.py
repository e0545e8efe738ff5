"""`taizhang search` and `taizhang rebuild`."""

from __future__ import annotations

import pytest

from taizhang.frame.catalogue import installed
from taizhang.modules.projects.models import Project

pytestmark = pytest.mark.django_db


def test_words_are_found_in_somebodys_name(people, taizhang):
    project = people.project(name="甲区实验小学")
    said = taizhang("search", "实验", "小学", "--as", "clerk")
    assert said.code == 0 and f"projects.project:{project.pk}  甲区实验小学" in said.out
    assert taizhang("search", "实验小学", "--as", "other_clerk").code == 1
    assert taizhang("search", "实验小学").code == 1
    as_json = taizhang("search", "实验小学", "--as", "clerk", "--kind", "projects.project", "--json").json
    assert as_json["groups"][0]["hits"][0]["key"] == str(project.pk)


@pytest.mark.parametrize(("more", "code"), [(("--kind", "registers.upload"), 4), (("--page", "2"), 6), (("--as", "nobody"), 4)])
def test_what_cannot_be_asked_is_refused(people, taizhang, more, code):
    assert taizhang("search", "甲", *more).code == code


def test_indexes_are_made_anew_and_it_is_said_how_many_rows_were_wrong(people, taizhang):
    Project.objects.filter(pk=people.project().pk).update(name="改在账外")
    said = taizhang("rebuild", "search:projects.project")
    assert said.code == 0 and "1 row(s) put right" in said.out
    assert taizhang("search", "改在账外", "--as", "clerk").code == 0
    assert taizhang("rebuild").out.count("0 row(s)") == len(installed().projections)
    assert taizhang("rebuild", "nothing").code == 4
