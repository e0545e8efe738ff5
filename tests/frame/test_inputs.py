"""What several actions ask for is declared once, as a dataclass whose fields are inputs like any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Ask
from taizhang.frame.inputs import Inputs

Colour = Annotated[str, Ask(Text("颜色", "Colour"))]
Height = Annotated[int | None, Ask(Text("高度", "Height"))]


@dataclass(frozen=True, kw_only=True)
class Shape:
    colour: Colour
    height: Height = None


def draw(by, *, shape: Shape, name: Colour):
    """A shape is drawn."""
    return shape, name


def twice(by, *, shape: Shape, colour: Colour):
    """A shape is drawn in two colours."""


def test_the_fields_of_a_group_are_inputs_in_its_place():
    inputs = Inputs(draw, "draw")
    assert [(i.name, i.required) for i in inputs] == [("colour", True), ("height", False), ("name", True)]
    assert set(inputs.model.model_json_schema()["properties"]) == {"colour", "height", "name"}


def test_the_function_gets_the_group_put_together_again():
    inputs = Inputs(draw, "draw")
    values = inputs.read({"colour": "红", "name": "示例"})
    assert values == {"colour": "红", "height": None, "name": "示例"}
    assert draw(None, **inputs.arranged(values)) == (Shape(colour="红", height=None), "示例")


def test_a_complaint_names_the_input_and_not_the_group():
    with pytest.raises(BadInput) as refused:
        Inputs(draw, "draw").read({"name": "示例", "height": "高"})
    assert {d.field for d in refused.value.details} == {"colour", "height"}


def test_one_name_asked_for_twice_is_refused_at_start_up():
    with pytest.raises(TypeError, match="colour is asked for twice"):
        Inputs(twice, "twice")


def test_registering_and_correcting_a_project_ask_for_the_same():
    names = [{i.name: i.ask for i in installed().action(f"projects.{verb}").inputs} for verb in ("register", "amend")]
    register, amend = names
    assert register.pop("kind") and amend.pop("reason")
    assert register == amend
    assert len(register) == 13
