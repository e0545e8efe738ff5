"""督办单, 督办函 and 通报: looked at before they are issued, and again at any time after."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor, within
from taizhang.registers.models import Organ, Place
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of, holder_of

from .. import terms
from ..declared.records import SOURCE, TASK
from ..declared.verbs import REGISTER
from ..outputs.issued import LETTER, MOST_TASKS, NAMES, NOTICE, SLIP, paper_of
from ..outputs.paper import Paper
from ..queries import notices, outputs
from . import drawing, paper_files

_BLANK: Final = {"number": "", "demand": "", "reply_by": "", "contact": "", "left": 0}
_PREVIEW: Final = Text(
    "这是预览：没有编号，也没有记录。发出时才编号、入账，并填写督办要求、反馈时限和联系人。",
    "This is a preview: it has no number and is not recorded. What is asked, by when and who to turn to are filled in when it is issued.",
)
_PREVIEW_NOTICE: Final = Text(
    "这是预览：没有编号，也没有记录。发出时才编号、入账，并发给其中的牵头单位。",
    "This is a preview: it has no number and is not recorded. When it is issued it gets a number and an entry, and goes to the leading organs in it.",
)
_LOOK: Final = Text("按您能看到的任务生成，没有编号，也没有记录。", "Made of the tasks that you see; it has no number and is not recorded.")
_ISSUED: Final = Text(
    "按存证 {e} 的内容生成，以后任务有变化，这份文稿不变。",
    "Made of what entry {e} holds: later changes of the task do not change this paper.",
)
_NOT_HELD: Final = Text("这项任务不在承办单位手中，现在不能发督办单。", "No organ has this task in hand: no slip can be issued now.")
_NOTHING: Final = Text("没有逾期未办结、逾期未签收的任务，不需要发函。", "Nothing is overdue or unsigned past its time: no letter is needed.")


@require_GET
def slip(request: HttpRequest, key: int) -> HttpResponse:
    """The slip of a task as it would be issued today, with those that were."""
    actor, lang = actor_of(request), language(request)
    task = reading.one(actor, TASK, key)
    may = actor.may(REGISTER) and within(actor.with_right(REGISTER).place_paths, task.place.path)
    held = task.lead is not None and task.state in terms.WITH_DOER
    paper = None
    if held:
        office = _office(actor, task.place)
        paper = _preview(SLIP, office, task.lead, [task], 0, lang)
    return paper_files.answer(
        request, paper, NAMES[SLIP], note=(_PREVIEW if held else _NOT_HELD).in_(lang), issued=outputs.slips_of(key),
        issue=reverse("pages:act", args=["commitments.task", key, "commitments.issue_slip"]) if may and held else "",
        issue_word=Text("发督办单", "Issue a slip").in_(lang),
    )  # fmt: skip


@require_GET
def letter(request: HttpRequest) -> HttpResponse:
    """The letter to an organ as it would be issued today; the organs that have something late are there to choose from."""
    actor, lang = holder_of(request, REGISTER).with_right(REGISTER), language(request)
    place = outputs.place_of(actor.posts[0].place)
    rows = reading.rows(actor, TASK).filter(place__path__startswith=place.path)
    late = outputs.late(rows, clock.today()).exclude(lead=None)
    choices = outputs.organs_of(late)
    asked = request.GET.get("organ", "")
    chosen = next((o for o, _ in choices if str(o.pk) == asked), choices[0][0] if choices else None)
    if chosen is None:
        return paper_files.answer(request, None, NAMES[LETTER], note=_NOTHING.in_(lang))
    found = outputs.late_of(rows, chosen.pk, clock.today()).select_related("source", "leader")
    tasks = list(found[:MOST_TASKS])
    paper = _preview(LETTER, _office(actor, place), chosen, tasks, found.count() - len(tasks), lang)
    return paper_files.answer(
        request, paper, NAMES[LETTER], note=_PREVIEW.in_(lang), choices=[(o.pk, _named(o, lang), n) for o, n in choices], chosen=chosen.pk,
        issue=reverse("pages:act", args=["registers.place", place.pk, "commitments.issue_letter"]) + "?" + urlencode({"organ": chosen.pk}),
        issue_word=Text("发督办函", "Issue a letter").in_(lang),
    )  # fmt: skip


@require_GET
def notice(request: HttpRequest) -> HttpResponse:
    """How the tasks of a document (`source`), or those due in a period (`since`, `until`), stand: figures, organs, rows; and what was issued.

    Who keeps the register sees what would be issued of it, others what they see of the tasks.
    """
    actor, lang, moment = actor_of(request), language(request), drawing.moment_of(request)
    key = drawing.chosen_of(request).get("source")
    source = reading.one(actor, SOURCE, key) if key is not None else None
    about = notices.About(source, layout.day_asked(request, "since"), layout.day_asked(request, "until"))
    may = actor.may(REGISTER)
    able = actor.with_right(REGISTER) if may else actor
    place = outputs.place_of(able.posts[0].place) if able.posts else None
    every = notices.narrowed(drawing.task_rows(able, moment), about)
    rows = every.filter(notices.of_place(place)) if may and place is not None else every
    facts = notices.facts_of(rows, about, _office(actor, place) if place is not None else None, moment.today)
    chosen = {"source": key} if key is not None else {}
    # The numbers lead to their rows where the register is narrowed to the same ones.
    same = not about.since and not about.until and rows.count() == every.count()
    words = dict(terms.STANDINGS)
    query = {name: value for name, value in (("source", key), ("since", about.since), ("until", about.until)) if value}
    return paper_files.answer(
        request, paper_of(facts | _BLANK | {"left": facts["left"]}, lang), NAMES[NOTICE],
        note=(_PREVIEW_NOTICE if may else _LOOK).in_(lang),
        figures=[(words[k].in_(lang), n, drawing.rows_href(moment, chosen, k)) for k, n in facts["counts"].items()] if same else (),
        issued=outputs.notices_of(place.pk) if may and place is not None else (),
        issue=_issuing(place, query) if may and place is not None and facts["tasks"] and moment.at is None else "",
        issue_word=Text("发通报", "Issue a notice").in_(lang),
    )  # fmt: skip


def _issuing(place: Place, query: dict[str, Any]) -> str:
    """The address of the form that issues a notice, with what was chosen here."""
    form = reverse("pages:act", args=["registers.place", place.pk, "commitments.issue_notice"])
    return f"{form}?{urlencode(query)}" if query else form


@require_GET
def issued(request: HttpRequest, key: str) -> HttpResponse:
    """A paper that was issued, made again of its entry; for those who see its task, its register, or the organ it went to.

    Raises:
        NotFound: no paper was issued by this entry, or not for this reader.
    """
    actor, lang = actor_of(request), language(request)
    found = outputs.issued(key)
    if found is None or not _sees(actor, *found):
        raise NotFound(Text("没有这份文稿", "There is no such paper"), code="no_paper")
    facts = found[1]
    paper = paper_of(facts, lang)
    return paper_files.answer(request, paper, NAMES[facts["form"]], note=_ISSUED.with_(e=key).in_(lang))


def _sees(actor: Actor, subject: str, facts: Any) -> bool:
    if not set(facts.get("to_keys", (facts.get("to_key"),))).isdisjoint(actor.organs):
        return True
    kind, _, key = subject.rpartition(":")
    if kind == TASK.kind:
        return reading.rows(actor, TASK).filter(pk=int(key)).exists()
    return within(actor.place_paths, outputs.place_of(int(key)).path)


def _preview(form: str, office: Organ, to: Organ, tasks: list[Any], left: int, lang: str) -> Paper:
    return paper_of(outputs.facts_of(form, office, to, tasks, clock.today()) | _BLANK | {"left": left}, lang)


def _office(actor: Actor, place: Place) -> Organ:
    """The organ in whose name the reader keeps the register; for others the organ of their first post."""
    able = actor.with_right(REGISTER)
    keys = [p.organ for p in able.posts if p.place_path and place.path.startswith(p.place_path)]
    return outputs.organ_of((keys or able.organs or actor.organs)[0])


def _named(organ: Organ, lang: str) -> str:
    return organ.name_en or organ.name if lang == "en" else organ.name
