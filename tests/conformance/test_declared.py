"""Every declared module is as a module has to be: the product's own, and those that exist in the tests."""

from __future__ import annotations

import pytest

from taizhang.frame import conformance
from taizhang.site.installed import CATALOGUE as PRODUCT
from tests.conformance.freeze import frozen
from tests.trials.beside import CATALOGUE


@pytest.mark.parametrize("rule", [*conformance.RULES, *conformance.SOURCE_RULES], ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule):
    errors = [f.line("en") for f in rule(CATALOGUE) if f.level == "error"]
    assert errors == [], rule.__doc__


def test_versions_of_lifecycles_in_use_stay_in_the_code_as_they_are():
    """What is not frozen yet is added with `python -m tests.conformance.freeze`; what is frozen is never edited."""
    assert [f.line("en") for f in conformance.version_kept(PRODUCT, frozen())] == []


def test_every_right_is_held_by_some_role():
    assert [f.line("en") for f in conformance.right_held(PRODUCT)] == []
