"""Every module has a page made from its declarations, and the committed page is the current one."""

from __future__ import annotations

import inspect

import pytest

from taizhang.surfaces.cli import docs
from tests.conformance.test_declared import PRODUCT


@pytest.mark.parametrize("module", PRODUCT.modules, ids=lambda module: module.key)
def test_the_page_of_a_module_is_current(module):
    path = docs.FOLDER / f"{module.key}.md"
    assert path.exists() and path.read_text("utf-8") == docs.page(PRODUCT, module), "run `taizhang docs`"


def test_every_action_has_a_section_with_an_example():
    for module in PRODUCT.modules:
        text = docs.page(PRODUCT, module)
        for bound in PRODUCT.actions.values():
            if bound.module is module:
                section = text.partition("## 操作")[2].partition(f"`{bound.key}`\n")[2].partition("\n### ")[0]
                assert (inspect.getdoc(bound.action.run) or "-") in section and "```json" in section, bound.key
