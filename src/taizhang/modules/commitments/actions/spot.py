"""Verbs of sample checks: committed, drawn after the event, given up, and what the second look at a task found."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.kernels import draw
from taizhang.registers.models import Place

from .. import rules, terms
from ..models import SpotCheck, SpotTask, Task
from .inputs import Reason

_SECRETS = "\n".join(f"示例{name} {sha256(name.encode()).hexdigest()}" for name in "甲乙丙")
_PARTIES = "\n".join(f"示例{name} {sha256(sha256(name.encode()).digest()).hexdigest()}" for name in "甲乙丙")
Parties = Annotated[
    str,
    Ask(
        Text("各方承诺", "What the parties commit to"),
        help=Text(
            "至少三方，每行“名称 承诺值”。各方在“任务督查 › 抽核密值”页面各自生成，密值自己保管，只交承诺值那一行（密值的 SHA-256）",
            "At least three, one a line: name and commitment. Each party makes its own on the page “Secret for a sample check”, keeps the secret and hands "
            "in the line with the commitment (the SHA-256 of the secret)",
        ),
        multiline=True,
        example=_PARTIES,
    ),
]


def commit_spot_check(
    place: Place,
    by: Hand,
    *,
    title: Annotated[str, Ask(Text("抽核名称", "Name of the check"), example="示例抽核")],
    since: Annotated[date, Ask(Text("销号自", "Closed from"), example="2020-01-01")],
    until: Annotated[date, Ask(Text("销号至", "Closed until"), example="2099-12-31")],
    parties: Parties,
    event: Annotated[
        str,
        Ask(
            Text("其后的公开事件", "Public event after that"),
            help=Text("今天以后才发生、谁也左右不了、人人查得到的，如某期彩票开奖", "After today, in nobody's hands, for all to look up: a draw of a lottery"),
            example="示例彩票第2026138期",
        ),
    ],
    event_on: Annotated[date, Ask(Text("事件日期", "Day of the event"), example="2099-12-31")],
    percent: Annotated[int, Ask(Text("抽取比例", "Share that is drawn"), unit="%")] = 10,
) -> SpotCheck:
    """The tasks closed in the period are a fixed list, how many are drawn is fixed, and both are on record before the event.

    Raises:
        BadInput: a day that is not to come, a share that is none, parties that are too few or copy each other.
        Conflict: no task was closed in the period, or the event decides another check.
    """
    if event_on <= by.today:
        raise BadInput(
            Text("公开事件须在今天之后", "The public event has to be after today"), code="not_ahead", field="event_on", law=terms.SAMPLE,
            remedy=Text("选尚未开奖或尚未发生的一期", "Choose one that has not happened yet"),
        )  # fmt: skip
    if not 1 <= percent <= 100:
        raise BadInput(Text("比例为1%至100%", "A share is 1 to 100 per cent"), code="percent", field="percent")
    closed = Task.objects.filter(place=place, state__in=("closed", "archived"), closed_on__gte=since, closed_on__lte=until)
    if draw.event_of(event) in {draw.event_of(own) for own in SpotCheck.objects.filter(place=place).values_list("event", flat=True)}:
        raise Conflict(
            Text("这一公开事件已用于另一次抽核", "That event decides another sample check already"), code="event_used", law=terms.SAMPLE,
            remedy=Text("另选尚未发生的事件：一次事件只抽一次", "Choose another event to come: each decides one draw"),
        )  # fmt: skip
    keys = list(closed.order_by("id").values_list("id", flat=True))
    if not keys:
        raise Conflict(
            Text("这段时间没有销号的任务", "No task was closed in that time"), code="nothing_closed", remedy=Text("换一个时间段", "Choose another period")
        )
    source = _source(parties, event)
    frame = draw.frame_of((f"T{key}", rules.CLOSED) for key in keys)
    take = draw.share(percent, 100, len(keys))
    manifest = draw.Manifest(title, frame.sha256, {rules.CLOSED: draw.Stratum(len(keys), take, rules.SUBSTITUTES)}, source)
    check = SpotCheck(
        place=place, organ_id=by.actor.organs[0] if by.actor.organs else None, title=title[:120], since=since, until=until, percent=percent,
        size=len(keys), take=take, event=event[:120], event_on=event_on, frame=frame.content.decode(),
        manifest=draw.canonical(manifest.document()).decode(), commitment=draw.commitment(manifest), committed_on=by.today,
    )  # fmt: skip
    odd = sorted({alarm.kind for alarm in draw.alarms(manifest.strata, {})})
    by.say(commitment=check.commitment, frame_sha256=frame.sha256, size=check.size, take=check.take, pool_alarms=odd)
    return by.put(check)


def draw_spot_check(
    check: SpotCheck,
    by: Hand,
    *,
    result: Annotated[str, Ask(Text("公开事件的结果", "Result of the event"), example="03 07 12 15 22 31 + 09")],
    secrets: Annotated[
        str,
        Ask(
            Text("各方公布的密值", "Secrets that the parties reveal"),
            help=Text("每行“名称 密值”；各方都要公布，缺一不抽", "One a line: name and secret; all of them reveal, or nothing is drawn"),
            multiline=True,
            example=_SECRETS,
        ),
    ] = "",
) -> None:
    """The event has happened: the drawn tasks follow from it and from what was committed, and nobody chose them.

    Raises:
        Conflict: the event has not come. BadInput: a secret that was not the committed one, or a party that reveals none; words instead of numbers.
    """
    if by.today < check.event_on:
        raise Conflict(
            Text("公开事件在 {d}，还没有发生", "The event is on {d} and has not happened").with_(d=check.event_on.isoformat()),
            code="too_early",
            law=terms.SAMPLE,
        )
    revealed = _lines(secrets, "secrets")
    manifest, frame = draw.manifest_of(json.loads(check.manifest)), draw.read_frame(check.frame.encode())
    committed = json.loads(check.manifest)["source"]["commitments"]
    # Counted by its commitment, as the manifest has it, a silent party would be chosen by whoever enters the secrets.
    if lacking := sorted(set(committed) - set(revealed)):
        raise BadInput(
            Text("“{p}”还没有公布密值：各方都要公布", "“{p}” has not revealed its secret: all parties reveal").with_(p=lacking[0]),
            code="silent", field="secrets", law=terms.SAMPLE,
            remedy=Text("请各方公布；做不到的，作废后重新承诺", "Ask the parties to reveal, or void the check and commit to another"),
        )  # fmt: skip
    try:
        shown: dict[str, Any] = {"secrets": revealed, "result": draw.numbers_of(result)}
    except draw.RevealFault:
        raise BadInput(
            Text("公开事件的结果应为三个以上一至两位的号码", "The result of the event is three numbers at least, of one or two digits each"), code="result",
            field="result", law=terms.SAMPLE, remedy=Text("只填开奖号码，逐个以空格分开", "Enter the numbers drawn alone, with blanks between them"),
        ) from None  # fmt: skip
    try:
        seed, samples = draw.redraw(frame, manifest, draw.Revealed(**shown))
    except ValueError as error:
        raise BadInput(Text("公布的与承诺的不符：{e}", "What was revealed does not fit: {e}").with_(e=str(error)), code="reveal", field="secrets") from None
    check.seed, check.revealed, check.drawn_on = seed, draw.canonical(shown).decode(), by.today
    by.put(check)
    drawn = samples[0]
    by.put_new(
        [
            SpotTask(check_row=check, task_id=int(name.removeprefix("T")), number=n, substitute=n > len(drawn.chosen))
            for n, name in enumerate((*drawn.chosen, *drawn.substitutes), 1)
        ]
    )
    by.say(seed=seed, drawn=list(drawn.chosen), substitutes=list(drawn.substitutes))


def void_spot_check(check: SpotCheck, by: Hand, *, reason: Reason) -> None:
    """The draw does not count, with the reason; it stays on record, and another one is another commitment."""
    check.reason = reason[:400]
    by.put(check)


def report_spot_check(
    drawn: SpotTask,
    by: Hand,
    *,
    holds: Annotated[str, Ask(Text("结论", "Verdict"), choices=terms.SPOT_VERDICTS, example="holds")],
    finding: Annotated[str, Ask(Text("抽核情况", "What was found"), multiline=True, example="示例：现场复核属实")],
) -> None:
    """What the second look at a drawn task found.

    Raises:
        Conflict: the actor's own organ did the task, the check is void, or a verdict is on record.
    """
    if drawn.check_row.state != "drawn" or drawn.holds:
        raise Conflict(
            Text("抽核已作废，或这项任务已登记过抽核情况", "The check is void, or what was found is on record already"), code="reported",
            remedy=Text("另做一次抽核", "Make another check"),
        )  # fmt: skip
    if not by.actor.machine and drawn.task.lead_id in by.actor.organs:
        raise Conflict(
            Text("承办单位不能抽核自己的任务", "The organ that did it does not look at it again"), code="own_task", law=terms.VERIFIED_BY_ANOTHER,
            remedy=Text("请由其他机构抽核", "Another organ has to look at it"),
        )  # fmt: skip
    drawn.holds, drawn.finding, drawn.looked_on = holds, finding, by.today
    by.put(drawn)


def _source(parties: str, event: str) -> draw.Parties:
    try:
        return draw.Parties(_lines(parties, "parties"), event.strip())
    except ValueError as error:
        raise BadInput(
            Text("各方承诺不能用：{e}", "The commitments cannot be used: {e}").with_(e=str(error)), code="parties", field="parties", law=terms.SAMPLE,
            remedy=Text("至少三方，各自生成密值并只交承诺值", "At least three parties, each with a secret of its own, handing in its hash alone"),
        ) from None  # fmt: skip


def _lines(text: str, field: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for n, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        name, _, value = line.rpartition(" ")
        if not name.strip() or name.strip() in found:
            raise BadInput(
                Text("第{n}行应为“名称 值”，各方一行", "Line {n} has to be a name and a value, one line each").with_(n=n), code="line", field=field
            )
        found[name.strip()] = value.lower()
    return found
