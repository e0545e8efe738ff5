"""An assistant is asked only where a deployment names one; what it suggests is marked and is no task. And a catalogue of duties in a file."""

from __future__ import annotations

import argparse
import json

import pytest

from taizhang.basis.errors import BadInput, NotFound
from taizhang.modules.commitments import commands
from taizhang.modules.commitments.queries.assistant import assistant
from taizhang.modules.commitments.reading.assistant import Suggestion, suggested
from taizhang.modules.commitments.reading.extract import read
from taizhang.site.example_city.example_duties import DUTIES

TEXT = "加快推进示例大道建设。示例事项请关注。"


class Fake:
    """Stands for a language model: says what the test told it to, and remembers what it was given."""

    name = "示例助手"
    given: list[str] = []

    def suggest(self, text, segments):
        self.given.append(text)
        assert "".join(text[s.start : s.end] for s in segments) == text
        return [Suggestion(11, 15, "task", "示例"), Suggestion(0, 10, "task"), Suggestion(0, 99, "task"), Suggestion(0, 2, "decision")]


def extracted(path, *more: str) -> dict:
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    said: list[str] = []
    assert commands.run(parser.parse_args(["extract", str(path), "--json", *more]), said.append) == 0
    return json.loads(said[0])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "示例.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_there_is_no_assistant_unless_one_is_named_and_then_nothing_is_given_to_one(file, settings):
    assert settings.TAIZHANG_ASSISTANT == "" and assistant() is None
    assert suggested(TEXT, read(TEXT), None) == ()
    assert extracted(file)["suggestions"] == [] and Fake.given == []


def test_what_an_assistant_suggests_is_marked_and_no_task(file, settings):
    plain = extracted(file)
    settings.TAIZHANG_ASSISTANT = f"{__name__}.Fake"
    found = extracted(file)
    assert found["suggestions"] == [{"start": 11, "end": 15, "kind": "task", "note": "示例", "suggested_by": "示例助手"}]
    assert found["commitments"] == plain["commitments"], "what was read stays what it was, and a suggestion is not in it"
    assert Fake.given == [TEXT]


def test_an_assistant_that_is_not_there_is_said_at_once(settings):
    settings.TAIZHANG_ASSISTANT = "nowhere.Assistant"
    with pytest.raises(ImportError):
        assistant()


def test_organs_are_proposed_by_a_catalogue_in_a_file_and_never_taken_for_owners(tmp_path):
    path = tmp_path / "示例.txt"
    path.write_text("推进不动产登记网上办理。\n开展招商引资。（责任单位：示例局）\n二、开展示例活动。", "utf-8")
    assert all(task["proposed_owners"] == [] for task in extracted(path)["commitments"])
    tasks = extracted(path, "--duties", str(DUTIES))["commitments"]
    said = [(task["owners"], task["proposed_owners"], task["proposed_by"]) for task in tasks]
    assert said == [
        ([], ["区自然资源局"], "owner/duty 不动产登记"),
        (["示例局"], [], ""),
        ([], [], "owner/none"),
    ]  # fmt: skip


def test_a_file_that_is_no_catalogue_is_refused(file, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("机构,词\n示例局,示例\n", "utf-8")
    with pytest.raises(BadInput, match="职责目录"):
        extracted(file, "--duties", str(wrong))
    with pytest.raises(NotFound):
        extracted(file, "--duties", str(tmp_path / "none.csv"))


def test_on_the_terminal_a_suggestion_says_whose_it_is_and_a_term_without_items_that_nobody_states_them(tmp_path, settings):
    path = tmp_path / "示例.txt"
    path.write_text(TEXT + "建设“六个环境”。", "utf-8")
    settings.TAIZHANG_ASSISTANT = f"{__name__}.Fake"
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    said: list[str] = []
    commands.run(parser.parse_args(["extract", str(path)]), said.append)
    assert [line for line in said if "建议，未经确认" in line and "示例助手" in line and line.startswith("11-15")]
    assert [line for line in said if line.startswith("提法") and "六个环境" in line and "未写明" in line]
