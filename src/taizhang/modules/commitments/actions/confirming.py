"""Verbs by which words become tasks: confirmed from a document, entered by hand, put right, tied to projects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.predicate import Known
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.modules.projects.public import Project
from taizhang.registers.models import Place
from taizhang.registers.questions import PROJECT_MILESTONE

from .. import queries, rules, terms
from ..models import Example, Source, Task, Tie
from ..queries.lexicon import document_for
from ..queries.named import CLERK, corrected_fields, named_of
from ..reading.extract import Commitment
from .inputs import Due, Reason, TaskTitle

OnProject = Annotated[Project, Ask(Text("项目", "Project"), ref="projects.project")]
Awaits = Annotated[
    str,
    Ask(
        Text("以何为办结", "Done when"),
        choices=terms.AWAITS,
        help=Text("选定后进展由项目台账得出，不再填报", "Once chosen, its progress comes from the project's ledger and is not reported by hand"),
    ),
]
#: Tasks that one entry can hold.
MOST_AT_ONCE = 200
#: Characters of the longest task: more than that is a chapter.
_LONGEST_TASK = 2_000
#: Rows that one entry can name.
_ROWS_AT_ONCE = 300


def confirm_tasks(
    source: Source,
    by: Hand,
    *,
    spans: Annotated[
        str,
        Ask(
            Text("确认的任务（原文位置）", "Confirmed tasks (places in the text)"),
            help=Text(
                "每行一处“起-止”，按正文字符计；与读出的任务一致的，连同读出的内容一并确认",
                "One start-end a line, in characters of the text; where a task was read there, what was read of it is confirmed too",
            ),
            multiline=True,
            example="0-12",
        ),
    ],
) -> None:
    """Each place is a task of the register with what was read of it; a place where nothing was read is a task in the clerk's own words.

    Such a place is kept as an example too: the reader missed it, or took other words for it.

    Raises:
        BadInput: a place that is none. Conflict: all of them are tasks already, or there are too many for one entry.
    """
    chosen = rules.spans_of(spans, len(source.text))
    if len(chosen) > MOST_AT_ONCE:
        raise BadInput(
            Text("一次最多确认{n}项", "At most {n} at once").with_(n=MOST_AT_ONCE), code="too_many", field="spans",
            remedy=Text("分几次确认", "Confirm them in several steps"),
        )  # fmt: skip
    live = Task.objects.filter(source=source, start__isnull=False).exclude(state__in=("dropped", "merged"))
    known = {(task.start, task.end) for task in live.only("start", "end") if task.start is not None and task.end is not None}
    fresh = [span for span in chosen if span not in known]
    for start, end in fresh:
        if end - start > _LONGEST_TASK:
            raise _no_task(start, end, Text("超过{n}字", "it has more than {n} characters").with_(n=_LONGEST_TASK))
        if any(a < end and start < b for a, b in known):
            raise _no_task(start, end, Text("与已确认的任务重叠", "it overlaps a task that is confirmed"))
    if not fresh:
        raise Conflict(Text("选中的都已在台账中", "All of them are in the register already"), code="known", field="spans")
    proposed = {(c.start, c.end): c for c in document_for(source.text, source.place, by.today).commitments}
    right = corrected_fields(source)
    tasks = [_task(source, span, proposed.get(span), right.get(span, {})) for span in fresh]
    by.put_new(tasks)
    by.put_new(_taught(source, [span for span in fresh if span not in proposed], proposed, by)[: _ROWS_AT_ONCE - len(tasks)])
    by.say(tasks=len(tasks))


def add_task(
    place: Place,
    by: Hand,
    *,
    title: TaskTitle,
    ground: Annotated[str, Ask(Text("来由", "Where it comes from"), multiline=True, example="示例：主任办公会要求")],
    due: Due = None,
) -> Task:
    """A task that stands in no document of the register is entered by hand, with where it comes from.

    Raises:
        BadInput: a deadline that has passed.
    """
    rules.check_due(due, by.today)
    return by.put(
        Task(place=place, words=ground, title=title[:300], rule="clerk", due=due, due_from="set" if due else "")
    )


def amend_task(task: Task, by: Hand, *, title: TaskTitle, due: Due = None, reason: Reason) -> None:
    """The task reads so and has this deadline; the document's own words stay beside it.

    Raises:
        Conflict: it has ended, its register is another place's, or a deadline that others work by would change without being asked for.
    """
    kept_here(task, by)
    if task.state not in terms.OPEN:
        raise Conflict(Text("任务已经办结或终结", "The task is done or has ended"), code="ended")
    if due != task.due:
        if task.assigned_on is not None and task.due is not None and (due is None or due > task.due):
            raise Conflict(
                Text("已交办任务的时限不在此推后或取消", "The deadline of a task that was given out is neither put off nor taken away here"),
                code="given_out", field="due", remedy=Text("由承办单位申请延期", "Its organ asks for an extension"),
            )  # fmt: skip
        rules.check_due(due, by.today)
        task.due, task.due_from = due, "set" if due else ""
    task.title, task.reason = title[:300], reason[:400]
    by.put(task)


def tie_project(
    task: Task,
    by: Hand,
    *,
    project: OnProject,
    awaits: Awaits = "",
) -> Tie:
    """The task is about this project, and done when all that it awaits of its projects has come about.

    Raises:
        Conflict: its register is another place's.
    """
    kept_here(task, by)
    if awaits:
        _awaitable(task, by, project, awaits)
    tie = Tie.objects.filter(task=task, project=project).first() or Tie(task=task, project=project)
    tie.awaits = awaits
    return by.put(tie)


def untie_project(tie: Tie, by: Hand, *, reason: Reason) -> None:
    """The task is no longer about that project.

    Raises:
        Conflict: its register is another place's.
    """
    kept_here(tie.task, by)
    if tie.awaits and tie.task.state not in ("confirmed", *terms.WITH_DOER):
        raise Conflict(
            Text("任务凭这项关联报办结或销号", "The task was reported done or closed on this link"), code="rests_on_it",
            remedy=Text("先退回或重新办理", "Return it or open it again first"),
        )  # fmt: skip
    by.remove(tie)


def _awaitable(task: Task, by: Hand, project: Project, awaits: str) -> None:
    """A task awaits what is still to come: what has come about already proves nothing of what its organ did."""
    if task.state not in ("confirmed", *terms.WITH_DOER):
        raise Conflict(
            Text("任务已报办结或终结，不能再以项目进展为办结", "The task was reported done or has ended; it cannot await a project now"),
            code="too_late", field="awaits",
        )
    told = by.ask(PROJECT_MILESTONE, [project.pk]).get(project.pk)
    if isinstance(told, Known) and rules.reached(awaits, told.value or ""):
        raise Conflict(
            Text("该项目已经达到这一步，不能作为今后的办结条件", "The project has come so far already, so nothing is left to await"), code="reached",
            field="awaits", remedy=Text("只作关联；办结由承办单位提供佐证", "Only link it; the organ that does the task proves its result"),
        )  # fmt: skip


def kept_here(task: Task, by: Hand) -> None:
    """Nothing, when the task stands in a register of the actor's own places.

    Raises:
        Conflict: it does not.
    """
    if not queries.keeps(by.actor, task):
        raise Conflict(
            Text("这项任务登记在{p}的台账", "This task stands in the register of {p}").with_(p=task.place.name),
            code="other_register",
            remedy=Text("请由{p}的督查机构办理", "Ask the supervision office of {p}").with_(p=task.place.name),
        )


def _no_task(start: int, end: int, why: Text) -> BadInput:
    return BadInput(Text("{a}-{b}：{w}", "{a}-{b}: {w}").with_(a=start, b=end, w=why), code="span", field="spans")


def _task(source: Source, span: tuple[int, int], read_as: Commitment | None, right: Mapping[str, str]) -> Task:
    words = "".join(source.text[span[0] : span[1]].split())
    found: dict[str, Any] = {"rule": "clerk"}
    if read_as is not None:
        due = rules.stated_due(read_as.deadline, source.issued_on)
        found = {
            "path": "\n".join(read_as.path), "verb": read_as.verb[:40], "stage": read_as.stage[:20],
            "intensity": "、".join(read_as.intensity)[:120], "conditions": "、".join(read_as.conditions)[:200],
            "speaker_organ": read_as.speaker_organ[:200], "stated_owners": "、".join(read_as.owners)[:400],
            "stated_deadline": read_as.deadline[:120], "rule": read_as.rule[:120], "due": due, "due_from": "stated" if due else "",
        }  # fmt: skip
        found |= named_of(read_as)
        words = read_as.text
    for field, value in right.items():
        found |= {field: value, f"{field}_rule": CLERK}
    return Task(source=source, place=source.place, start=span[0], end=span[1], words=words, title=words[:300], **found)


def _taught(source: Source, spans: list[tuple[int, int]], read_as: Collection[tuple[int, int]], by: Hand) -> list[Example]:
    """What the reader can learn from places that a clerk marked and it did not: it missed them, or had them begin or end elsewhere."""
    known = set(Example.objects.filter(source=source, kind__in=("missed", "wrong_span")).values_list("start", "end"))
    found = []
    for start, end in spans:
        if (start, end) not in known:
            elsewhere = any(a < end and start < b for a, b in read_as)
            found.append(Example(source=source, start=start, end=end, kind="wrong_span" if elsewhere else "missed", said_on=by.today))
    return found
