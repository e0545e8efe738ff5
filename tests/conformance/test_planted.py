"""Every rule of conformance catches its planted module, and only its own."""

from __future__ import annotations

import pytest

from taizhang.frame import conformance
from taizhang.frame.catalogue import Catalogue, Declared
from tests import planted
from tests.planted.sound.module import LIFECYCLE, MODULE

RULES = {rule.__name__: rule for rule in (*conformance.RULES, *conformance.SOURCE_RULES)}


def test_the_sound_module_is_sound():
    assert [f.line() for f in conformance.check(Catalogue((MODULE,)))] == []


def test_every_rule_has_a_planted_module_and_every_planted_module_a_rule():
    assert sorted(planted.RULES_PLANTED) == sorted(RULES)


@pytest.mark.parametrize("rule", planted.RULES_PLANTED)
def test_a_rule_catches_its_planted_module_and_no_other_rule_does(rule):
    found = conformance.check(planted.catalogue(rule))
    assert {f.rule for f in found} == {rule}, [f.line() for f in found]


@pytest.mark.parametrize("rule", ["right_named", "visible_declared", "lifecycle_sound"])
def test_what_could_let_the_wrong_person_in_or_lead_nowhere_does_not_start(rule):
    with pytest.raises(Declared):
        conformance.refuse_unsafe(planted.catalogue(rule))


def test_a_changed_version_in_use_is_caught_and_so_is_one_taken_out():
    catalogue = Catalogue((MODULE,))
    frozen = {"planted.matter matter/1": LIFECYCLE.fingerprint()}
    assert list(conformance.version_kept(catalogue, frozen)) == []
    changed = list(conformance.version_kept(catalogue, {"planted.matter matter/1": "0" * 64}))
    gone = list(conformance.version_kept(catalogue, frozen | {"planted.matter matter/0": "0" * 64}))
    assert [f.where for f in changed] == ["planted.matter matter/1"] and changed[0].level == "error"
    assert [f.where for f in gone] == ["planted.matter matter/0"] and gone[0].level == "error"
