"""A document beside its register: each task marked in its words, confirmed, given out; a month later, what became of each sentence."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor, within
from taizhang.frame.catalogue import installed
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of
from taizhang.surfaces.pages.form import Form

from .. import queries, terms
from ..declared.records import SOURCE
from ..declared.teaching import EXAMPLE, WORD
from ..declared.verbs import REGISTER
from ..queries import sitting
from ..queries.sitting import Line
from . import drawing, marking, suggesting
from .drawing import Moment

_DOCUMENTS: Final = Text("来源文件", "Documents")
_HERE: Final = Text("原文与任务", "Text and tasks")
SHOWS: Final = (
    ("", Text("全部", "All")),
    ("to_confirm", Text("待确认", "To confirm")),
    ("confirmed", Text("已确认", "Confirmed")),
    ("given", Text("已交办", "Given out")),
    ("no_deadline", Text("未写明时限", "No deadline")),
    ("no_owner", Text("未写明单位", "No organ")),
    ("denied", Text("不是任务", "Not tasks")),
)
_STATES: Final = dict(terms.TASK_STATES)
_SHOWN: Final = dict(queries.STANDING_SHOWN)
_MORE_WORDS: Final = {
    "not_given": Text("□ 已确认，未交办", "□ Confirmed, nobody has it"),
    sitting.PROPOSED: Text("? 待确认", "? To be confirmed"),
    sitting.DENIED: Text("× 不是任务", "× Not a task"),
}
_VERB, _STAGE, _FORCE, _CONDITION = Text("动词", "Verb"), Text("阶段", "Stage"), Text("力度", "Intensity"), Text("条件", "Condition")
_OBJECT, _PLACES = Text("对象", "Object"), Text("原文地点", "Places named")
_PROJECT, _SPEAKER, _LEADER = Text("项目", "Project"), Text("表态单位", "Organ of the speaker"), Text("原文领导", "Leader named")


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one thing that was asked: done, with its entry, or refused, with the reason."""

    title: str
    entry: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request to the page did: a word for the verb, what was done, what was refused, and what was wrong with all of it."""

    verb: Text | None = None
    told: Sequence[Told] = ()
    refused: Refused | None = None
    chosen: frozenset[str] = frozenset()
    typed: Mapping[str, list[str]] | None = None
    words: str = ""
    #: The place to come back to, where it is another than the browser asked for.
    at: str = ""

    @property
    def done(self) -> list[Told]:
        """What was done."""
        return [each for each in self.told if each.entry]

    @property
    def left(self) -> list[Told]:
        """What was refused."""
        return [each for each in self.told if not each.entry]


@require_GET
def page(request: HttpRequest, key: int) -> HttpResponseBase:
    """The document with its tasks, to be worked on by whoever keeps its register; with `?view=results`, or for others, what became of them.

    What became of them can be looked at as it was known at the end of a past day; nothing is worked on there.
    """
    return shown(request, reading.one(actor_of(request), SOURCE, key, at=drawing.moment_of(request).at))


def keeps(actor: Actor, source: Any) -> bool:
    """Whether the document stands in a register that the actor keeps."""
    return actor.may(REGISTER) and within(actor.with_right(REGISTER).place_paths, source.place.path)


def lines(actor: Actor, source: Any, moment: Moment) -> tuple[Any, list[Line]]:
    """The document as it is read at the moment, and its places with what has become of each by then."""
    at = moment.at
    document = sitting.document_of(source, moment.today, reading.rows(actor, WORD, at=at))
    tasks = drawing.task_rows(actor, moment).select_related(None).select_related("lead", "proof")
    return document, sitting.lines_of(source, document, tasks, reading.rows(actor, EXAMPLE, at=at), moment.today)


def shown(request: HttpRequest, source: Any, answer: Answer | None = None) -> HttpResponseBase:
    """The page, with what was just done to it above."""
    actor, lang, answer = actor_of(request), language(request), answer or Answer()
    moment = drawing.moment_of(request)
    may = keeps(actor, source)
    results = not may or moment.at is not None or request.GET.get("view") == "results"
    document, found = lines(actor, source, moment)
    asked = request.POST if request.method == "POST" else request.GET
    show = asked.get("show", "")
    counts = sitting.tally(found)
    kept = _kept(found, asked.get("only", ""), results, show)
    context: Mapping[str, Any] = {
        "source": source,
        "moment": moment,
        "query": urlencode({"view": "results"} | ({"at": moment.at.isoformat()} if moment.at else {})),
        "may": may,
        "open": source.state == "open",
        "results": results,
        "answer": answer,
        "problems": [each.in_(lang) for each in (answer.refused.details or (answer.refused,))] if answer.refused else [],
        "runs": marking.runs(source.text, document, found, {line.number: _css(line, results) for line in found}, lang),
        "rows": [_row(line, source, results, answer.chosen, lang) for line in kept],
        "count": counts,
        "percent": counts.decided * 100 // counts.all if counts.all else 100,
        "shows": [(key, words, _count(counts, key)) for key, words in SHOWS],
        "show": show,
        "only": asked.get("only", ""),
        "legend": _legend(sitting.results(found), lang) if results else (),
        "checks": [check for check in document.checks if check.outcome == "differs"],
        "boxes": () if results else _boxes(actor, answer, lang),
        "bound": installed().actions["commitments.assign"],
        "nonce": uuid.uuid4().hex,
        "at": answer.at or request.POST.get("at", "")[:30],
        "law": terms.SUPERVISION,
        "genre": dict(terms.GENRES).get(source.genre),
        "state": dict(terms.SOURCE_STATES)[source.state],
        "place": (source.place.name_en if lang == "en" else "") or source.place.name,
        "segments": _key(document),
        "offer": suggesting.offer(source, document, found, asked.get("suggest") == "1") if source.state == "open" and not results else None,
    }
    documents = layout.Link(_DOCUMENTS.in_(lang), reverse("pages:list", args=["commitments.sources"]))
    return layout.page(
        request, "commitments/sitting.html", context, title=source.title, crumbs=(documents, layout.Link(_HERE.in_(lang), current=True)),
        module=drawing.MODULE, as_of=results, status=answer.refused.status if answer.refused else 200,
    )  # fmt: skip


def _kept(found: Sequence[Line], only: str, results: bool, show: str) -> list[Line]:
    if not results:
        return sitting.shown(found, show)
    return [line for line in found if not line.denied and (not only or sitting.result_of(line) == only)]


def _css(line: Line, results: bool) -> str:
    """What became of a place, or how far somebody has come with it: to be confirmed, in the register, in somebody's hands, no task."""
    if results:
        return f"st-r-{sitting.result_of(line)}"
    return "st-" + ("denied" if line.denied else "waiting" if line.is_waiting else "confirmed" if line.is_confirmed else "given")


def _count(counts: sitting.Tally, key: str) -> int:
    return {"": counts.all, "to_confirm": counts.waiting, "given": counts.given}.get(key, getattr(counts, key or "all", counts.all))


def word_of(key: str) -> Text:
    """A standing with its shape, so that colour is never alone."""
    return _MORE_WORDS.get(key) or _SHOWN[key]


def _legend(counted: Mapping[str, int], lang: str) -> list[dict[str, Any]]:
    return [{"key": key, "word": word_of(key).in_(lang), "n": n} for key, n in counted.items() if n or key in ("closed", "on_course", "overdue", "not_given")]


def _key(document: Any) -> list[Text]:
    """What is shown paler in this document."""
    there = {segment.kind for segment in document.segments}
    return [words for kind, words in marking.SEGMENT_WORDS.items() if kind in marking.DIMMED and kind in there]


def _boxes(actor: Actor, answer: Answer, lang: str) -> Sequence[Any]:
    """The boxes of giving out, as the form of one task has them."""
    bound = installed().actions["commitments.assign"]
    return Form(bound, actor, lang, answer.typed or {}).boxes()


def _row(line: Line, source: Any, results: bool, chosen: frozenset[str], lang: str) -> dict[str, Any]:
    task = line.task
    result = sitting.result_of(line)
    return {
        "line": line,
        "task": task,
        "css": _css(line, results),
        "result": result,
        "mark": word_of(result).in_(lang) if results or line.is_given else (_MORE_WORDS[result].in_(lang)),
        "state": _STATES[task.state].in_(lang) if task is not None and line.is_given else "",
        "facts": _facts(line, lang),
        "put_right": () if results else _put_right(source, line, lang),
        "figures": [
            (f"{figure.value}{figure.unit}", marking.role_of(figure, lang), figure.rule) for figure in (line.read.quantities if line.read else ())
        ],
        "owners": "、".join(line.stated_owners),
        "deadline": deadline_of(line),
        "rule": line.read.rule if line.read else (task.rule if task is not None else ""),
        # The words right above it: the whole way down to it stands in the text beside it.
        "path": next(reversed(line.read.path if line.read else task.path.split("\n") if task is not None else ()), ""),
        "proposed": line.proposed,
        "reason": line.proposed.reason.in_(lang) if line.proposed else "",
        "lead": name_of(line.proposed.organ, lang) if line.proposed and line.proposed.organ else "",
        "holder": name_of(task.lead, lang) if task is not None and task.lead is not None else "",
        "choosable": not results and (line.task is None or line.is_confirmed),
        "chosen": line.span in chosen,
    }


def _facts(line: Line, lang: str) -> list[tuple[str, str, str]]:
    """What was read of a place beside its words, each with its name and rule; what the text does not say is left out."""
    read, task, named = line.read, line.task, line.named
    if read is None and task is None:
        return []
    of: Any = read or task
    pairs = (
        (_VERB, of.verb, ""), (_OBJECT, named.get("object", ""), named.get("object_rule", "")),
        (_PLACES, named.get("places", ""), named.get("places_rule", "")), (_STAGE, of.stage, ""),
        (_FORCE, "、".join(read.intensity) if read else of.intensity, ""), (_CONDITION, "、".join(read.conditions) if read else of.conditions, ""),
        (_PROJECT, "、".join(project.name for project in read.projects) if read else "", ""), (_SPEAKER, of.speaker_organ, ""),
        (_LEADER, read.leader if read else "", ""),
    )  # fmt: skip
    return [(name.in_(lang), value, rule) for name, value, rule in pairs if value]


def _put_right(source: Any, line: Line, lang: str) -> list[tuple[str, str]]:
    """Where the object and the places of a line are put right: of a task in the register there, of any other as an example for the reader."""
    if line.denied or (line.task is None and source.state != "open"):
        return []
    found = []
    for field, words in terms.NAMED_FIELDS:
        given = {"field": field, "value": line.named.get(field, "")}
        if line.task is not None:
            at = reverse("pages:act", args=["commitments.task", line.task.id, "commitments.correct_named"])
        else:
            at = reverse("pages:act", args=["commitments.source", source.id, "commitments.correct"])
            given |= {"span": line.span, "kind": "wrong_field"}
        found.append((words.in_(lang), f"{at}?{urlencode(given)}"))
    return found


def deadline_of(line: Line) -> str:
    """The day of the register, with the words of the text where there are any; '' when nobody has set one."""
    said = line.read.deadline if line.read else (line.task.stated_deadline if line.task else "")
    day = line.due.isoformat() if line.due else ""
    return f"{day}（{said}）" if day and said else day or said


def name_of(organ: Any, lang: str) -> str:
    """What an organ is called for short, in a language."""
    return str((organ.short_en or organ.name_en if lang == "en" else "") or organ.short or organ.name)
