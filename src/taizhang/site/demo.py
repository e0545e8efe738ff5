"""The example city, loaded through the same importers and actions that everybody uses; only its clock is set.

Everything invented is marked 示例. Projects that the source page names get no figure, no date and no document: the page
states none. For a given day the rows are the same; keys of entries and salts are random, as they have to be.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Max

from taizhang.frame import batches, clock, daily, ticking, unguessable
from taizhang.frame.actor import MACHINE, Actor
from taizhang.frame.perform import Outcome, perform
from taizhang.modules.projects import capital, imports, rules
from taizhang.modules.projects.models import Plan, Project, Report
from taizhang.registers import accounts, evidence, people
from taizhang.registers.models import Organ, Person, Place

from .example_city.example_changes import changes, snapshots
from .example_city.example_conduct import conduct
from .example_city.example_inspection_draws import draws
from .example_city.example_inspection_rosters import rosters
from .example_city.example_inspection_visits import visits
from .example_city.example_kinds import kinds
from .example_city.example_last_year import caught_up, last_year
from .example_city.example_lights import PAYING, WITHOUT_QUANTITY, answers, payments, waivers
from .example_city.example_round import due_month
from .example_city.example_sandbox import sandbox
from .example_city.example_schedules import EVERY, STUCK, schedule
from .example_city.example_tasks import tasks
from .example_city.example_workbook import write_example_workbook
from .example_city.named_projects import NAMED_PROJECTS
from .example_city.organs import ORGANS
from .example_city.people import PEOPLE
from .example_city.photo import photo
from .example_city.places import places, places_by_key

#: The password of every example account. Settings refuse to serve the example city on any address but this machine's.
PASSWORD = "example-city-2026"  # noqa: S105 - printed on purpose

Say = Callable[[str], None]

#: How many projects of the workbook get a history of documents and reports, and how many of them a public page.
WITH_HISTORY, PUBLISHED = 42, 24

_GOV = (
    ("proposal_approval", "approve_proposal"),
    ("feasibility_approval", "approve_feasibility"),
    ("design_approval", "approve_design"),
    ("money_notice", "allot_money"),
    ("construction_permit", "grant_permit"),
)
_FILED = (
    ("filing_certificate", "file"),
    ("factor_statement", "secure_factors"),
    ("construction_permit", "grant_permit"),
)
_PROGRESS = ("基础施工", "主体结构施工", "主体结构封顶", "二次结构与安装", "室外工程施工", "收尾与调试")
_PROBLEMS = ("", "", "", "场地东侧管线迁改未完成", "材料进场偏慢", "雨季影响土方施工")
_NUMBERS = {
    "proposal_approval": "二七发改审〔{y}〕{n}号（示例）",
    "feasibility_approval": "二七发改审〔{y}〕{n}号（示例）",
    "design_approval": "二七发改设〔{y}〕{n}号（示例）",
    "money_notice": "二七财建〔{y}〕{n}号（示例）",
    "construction_permit": "410103{y}{n:05d}（示例）",
    "filing_certificate": "备案〔{y}〕{n}号（示例）",
    "factor_statement": "要素〔{y}〕{n}号（示例）",
    "contract": "合同{y}-{n}（示例）",
    "supervision_log": "监理{y}-{n}（示例）",
    "first_payment": "支付{y}-{n}（示例）",
}


@dataclass
class Loader:
    """The example city while it is being made, for a given day."""

    today: date
    say: Say
    chance: Random = field(init=False)
    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    organs: dict[str, Organ] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = Random(f"taizhang history {self.today.year}")  # noqa: S311 - invents examples, decides nothing

    @property
    def begin(self) -> date:
        """The first working day of the example's year."""
        return date(self.today.year, 1, 5)

    def do(self, who: str, action: str, target: Any = None, **raw: Any) -> Outcome:
        """One action by an example person, at the clock's time."""
        actor = MACHINE if who == "machine" else self.actors[who]
        return perform(action, getattr(target, "pk", target), actor, raw)


def load(today: date, say: Say = print, *, blank: bool = False) -> Loader:
    """The example city stands in an empty database as of a day: places, organs, people and, unless blank, its projects."""
    loader = Loader(today, say)
    with unguessable.of_example(today.isoformat()):
        with clock.on(loader.begin, 8):
            _establish(loader)
        with clock.on(loader.begin, 9):
            _people(loader)
        if not blank:
            with clock.on(loader.begin + timedelta(days=2), 9):
                _workbook(loader)
            with clock.on(loader.begin + timedelta(days=3), 9):
                _named(loader)
            _history(loader)
            with clock.on(today, 20):
                ticking.tick()
                daily.run_due(today)
    return loader


# -- registers ----------------------------------------------------------------------------------------------------------


def _establish(loader: Loader) -> None:
    top = next(p for p in places() if p.parent is None)
    drc = next(o for o in ORGANS if o.place == top.key)
    admin = next(p for p in PEOPLE if p.role == "admin.system")
    loader.do(
        "machine",
        "office.establish",
        place=top.name.zh,
        place_en=top.name.en,
        kind=top.kind,
        code=top.code or "",
        organ=drc.name.zh,
        organ_en=drc.name.en,
        administrator=admin.name.zh,
        administrator_en=admin.name.en,
    )
    root = Place.objects.get()
    loader.actors["admin-system"] = people.actor_of(Person.objects.get())
    _account("admin-system", Person.objects.get())
    _batch(loader, root, "office.places", "区划（示例城市）", list(_place_rows()))
    loader.places = {
        p.key: Place.objects.get(path=_path(root, p.key)) for p in places() if p.kind not in ("community",)
    }
    _batch(loader, root, "office.organs", "机构（示例城市）", list(_organ_rows()))
    loader.organs = {o.key: Organ.objects.get(name=o.name.zh) for o in ORGANS}


def _keys(key: str) -> list[str]:
    """Keys from below the topmost place down to a place."""
    by_key, found = places_by_key(), []
    at: str | None = key
    while at is not None and by_key[at].parent is not None:
        found.append(at)
        at = by_key[at].parent
    return found[::-1]


def _path(root: Place, key: str) -> str:
    return root.path + "".join(f"{k}/" for k in _keys(key))


def _place_rows() -> Iterator[dict[str, Any]]:
    for place in places():
        if place.parent is not None:
            english = place.name.en if place.name.en != place.name.zh else ""
            yield {
                "path": _keys(place.key),
                "name": place.name.zh,
                "name_en": english,
                "kind": place.kind,
                "code": place.code,
            }


def _organ_rows() -> Iterator[dict[str, Any]]:
    names = {o.key: o.name.zh for o in ORGANS}
    for organ in ORGANS:
        yield {
            "name": organ.name.zh,
            "name_en": organ.name.en,
            "short": organ.short.zh,
            "short_en": organ.short.en,
            "kind": organ.kind,
            "path": _keys(organ.place),
            "parent": names.get(organ.parent or "", ""),
        }


def _batch(loader: Loader, place: Place, kind: str, name: str, rows: list[dict[str, Any]]) -> None:
    intake = batches.take_in(kind, loader.actors["admin-system"], name, "", rows)
    loader.do("admin-system", "office.accept_register", place, intake=intake.pk)
    batches.run_waiting()
    loader.say(f"  {name}: {len(rows)}")


def _people(loader: Loader) -> None:
    for person in PEOPLE:
        if person.sign_in == "admin-system":
            continue
        organ = loader.organs[person.organ]
        made = loader.do("admin-system", "office.enrol", organ, name=person.name.zh, name_en=person.name.en)
        loader.do(
            "admin-system",
            "office.appoint",
            organ,
            person=made.key,
            role=person.role,
            place=organ.place_id,
            valid_from=loader.begin.isoformat(),
            ground="示例任命",
        )
        row = Person.objects.get(pk=made.key or 0)
        _account(person.sign_in, row)
        loader.actors[person.sign_in] = people.actor_of(row)
    loader.say(f"  人员 people: {len(PEOPLE)}")


def _account(username: str, person: Person) -> None:
    account, _ = accounts.open_by_operator(person, username)
    account.password = _hashed()
    account.must_change = False
    account.save(update_fields=["password", "must_change"])


@cache
def _hashed() -> str:
    # One hash for all of them, which takes its time: the sign-in page of the example prints their password anyway.
    return make_password(PASSWORD)


# -- projects -----------------------------------------------------------------------------------------------------------


def _workbook(loader: Loader) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "erqi.xlsx"
        write_example_workbook(path, loader.today)
        content = path.read_bytes()
    _, review = imports.read(content)
    intake = imports.lay_ready(
        loader.actors["erqi-clerk"], f"二七区{loader.today.year}年项目台账（示例）.xlsx", content, review
    )
    loader.do("erqi-clerk", "projects.accept_workbook", loader.places["erqi"], intake=intake.pk, year=loader.today.year)
    batches.run_waiting()
    loader.say(f"  项目 projects: {Project.objects.count()}")


def _named(loader: Loader) -> None:
    """The projects that the page names and the workbook does not hold are registered; all named ones get their English names."""
    clerks = {"zhongyuan": "zhongyuan-clerk"}
    for named in NAMED_PROJECTS:
        existing = Project.objects.filter(
            name__in=(named.name.zh, named.name.zh.replace("(", "（").replace(")", "）"))
        ).first()
        who = "erqi-clerk" if named.place == "erqi" else clerks.get(named.place, "city-clerk")
        if existing is None:
            made = loader.do(
                who,
                "projects.register",
                loader.places[named.place],
                name=named.name.zh,
                name_en=named.name.en,
                kind="gov" if named.article == "drc" and named.place == "zhengzhou" else "filed",
                category=_category(named.name.zh),
                source="government" if named.place == "zhengzhou" else "private",
            )
            key = made.key
        else:
            key = existing.pk
            loader.do(
                who,
                "projects.amend",
                existing,
                name=existing.name,
                name_en=named.name.en,
                reason="补英文名",
                category=_category(named.name.zh),
                source=existing.source,
            )
        loader.do(who, "projects.publish", key)


def _category(name: str) -> str:
    for words, category in (
        ("机场|车站|南站|西站|G343|G310", "transport"),
        ("水库", "water"),
        ("广场|示范区", "housing"),
    ):
        if any(w in name for w in words.split("|")):
            return category
    return "industry"


@dataclass
class _Step:
    """One thing that happens on a day of the example's year."""

    day: date
    order: int
    run: Callable[[], None]


def _history(loader: Loader) -> None:
    """Documents, starts, monthly reports and certified figures of some projects, in the order of their days."""
    chosen = list(
        Project.objects.filter(
            origin="imported",
            claimed_stage__in=("building", "started"),
            organ__isnull=False,
            total_investment_fen__isnull=False,
        )
        .annotate(most=Max("plans__amount_fen"))
        .order_by("-most", "code")
        .values_list("pk", flat=True)[:WITH_HISTORY]
    )
    steps: list[_Step] = []
    for number, key in enumerate(chosen):
        steps += _life(loader, key, number)
    # Three that have begun and are not in the statistics library: every third has no certified figure.
    steps += [_Step(day, 90 + n, run) for n, (day, run) in enumerate(waivers(loader.do, [chosen[n] for n in (2, 5, 11) if n < len(chosen)], loader.today))]
    steps += [_Step(day, 95, run) for day, run in _changes(loader, chosen)]
    steps += [_Step(day, 96, run) for day, run in due_month(loader.do, chosen, loader.organs, loader.today)]
    each_kind = kinds(loader.do, loader.organs, loader.places["erqi"].pk, loader.today, loader.begin)
    steps += [_Step(day, 97, run) for day, run in each_kind]
    steps += [_Step(day, 98, run) for day, run in tasks(loader.do, loader.actors, loader.organs, loader.places["erqi"], loader.today, loader.begin)]
    steps += [_Step(day, 99, run) for day, run in conduct(loader.do, loader.actors, loader.organs, loader.places["erqi"], loader.today, loader.begin)]
    steps += [_Step(day, 100, run) for day, run in rosters(loader.do, loader.actors, loader.organs, loader.places["erqi"], loader.today, loader.begin)]
    steps += [_Step(day, 101, run) for day, run in draws(loader.do, loader.organs, loader.places["erqi"], loader.today, loader.begin)]
    steps += [_Step(day, 102, run) for day, run in visits(loader.do, loader.actors, loader.organs, loader.places["erqi"], loader.today, loader.begin)]
    steps += [_Step(day, 104, run) for day, run in sandbox(loader.do, loader.actors, loader.places["erqi"], loader.today, loader.begin)]
    steps.sort(key=lambda s: (s.day, s.order))
    for step in steps:
        if step.day <= loader.today:
            with clock.on(step.day, 9 + step.order % 8, step.order % 60):
                step.run()
    loader.say(f"  月报 reports: {Report.objects.count()}")


def _changes(loader: Loader, chosen: list[int]) -> list[tuple[date, Callable[[], None]]]:
    """What makes two days differ, of projects without a history of their own; and what another city published."""
    others = Project.objects.filter(origin="imported", organ__isnull=False, published=False).exclude(pk__in=chosen)
    others = others.exclude(planned_finish="")
    keys = list(others.order_by("-total_investment_fen", "code").values_list("pk", flat=True)[:20])
    begun = loader.begin + timedelta(days=10)
    steps = list(changes(loader.do, keys, loader.places["erqi"].pk, loader.today))
    for days, lines in snapshots():
        day = loader.today - timedelta(days=days)
        steps.append((day, lambda day=day, lines=lines: _snapshot(loader, day, lines)))  # type: ignore[misc]
    return [(day, run) for day, run in steps if day > begun]


def _snapshot(loader: Loader, day: date, lines: list[dict[str, Any]]) -> None:
    intake = batches.take_in(capital.KIND, loader.actors["erqi-clerk"], f"commitments-{day.isoformat()}.csv", "0" * 64, lines)
    said = {"city": "示例外市（虚构）", "title": "Example Capital Commitment Plan", "published_on": day.isoformat(), "currency": "USD"}
    loader.do("erqi-clerk", "projects.take_in_capital_plan", loader.places["erqi"], intake=intake.pk, **said)
    batches.run_waiting()


def _life(loader: Loader, key: int, number: int) -> list[_Step]:
    """What happens to one project: approvals in January, start in February or March, then a report each month.

    A project that was under way last year already brings its papers of then, and is caught up on last year's months.
    """
    who, unit = "erqi-clerk", loader.organs["erqi.owner-one" if number % 2 == 0 else "erqi.owner-two"]
    reporter = "erqi-owner" if number % 2 == 0 else "erqi-owner-two"
    kind, planned_start, total_fen = Project.objects.values_list("kind", "planned_start", "total_investment_fen").get(pk=key)
    chance = Random(f"{loader.today.year} {number}")  # noqa: S311
    day = loader.begin + timedelta(days=8 + number % 5)
    steps = [_Step(day, number, lambda: _do(loader, who, "projects.assign_unit", key, unit=unit.pk))]
    papers: list[tuple[date, str, str | None]] = []
    for document, verb in _GOV if kind == "gov" else _FILED:
        day += timedelta(days=1 + chance.randint(1, 4))
        papers.append((day, document, verb))
        if number % 9 == 8 and document == "feasibility_approval":
            return steps + [_Step(on, number, _papers(loader, who, key, paper, move, number)) for on, paper, move in papers]
    papers += [(day + timedelta(days=2), document, None) for document in ("contract", "supervision_log")]
    start = day + timedelta(days=3 + number % 11)
    plan_fen = Plan.objects.filter(project=key).order_by("role").values_list("amount_fen", flat=True).first() or 0
    before = last_year(number, planned_start, total_fen, plan_fen, loader.today)
    earlier = start - before.began if before else timedelta()
    steps += [_Step(on, number, _papers(loader, who, key, paper, move, number, earlier)) for on, paper, move in papers]
    if number % 7 != 6:
        steps.append(_Step(start, number, _site_photo(loader, reporter, key, number, earlier)))
    else:
        steps.append(
            _Step(start, number, lambda: _do(loader, reporter, "projects.claim_start", key, on=start.isoformat()))
        )
    if number < PUBLISHED:
        steps.append(_Step(start + timedelta(days=1), number, lambda: _do(loader, who, "projects.publish", key)))
    if number % PAYING == PAYING - 1:
        total = Plan.objects.filter(project=key, role="annual_plan").values_list("amount_fen", flat=True).first() or 0
        steps += [_Step(each, number, run) for each, run in payments(loader.do, key, number, total, loader.today.year, start)]
    if before:
        steps += [_Step(each, number, run) for each, run in caught_up(loader.do, key, reporter, before.months, start + timedelta(days=1))]
    # Its works are behind what a schedule that begins this year would say.
    elif number % EVERY == 0 or number in STUCK:
        planned = schedule(loader.do, key, number, loader.begin + timedelta(days=13), start, reporter, loader.today)
        steps += [_Step(day, number, run) for day, run in planned]
    return steps + _months(loader, key, number, loader.begin if before else start, reporter, chance)


def _do(loader: Loader, who: str, action: str, target: Any, **raw: Any) -> None:
    loader.do(who, action, target, **raw)


def _papers(
    loader: Loader, who: str, key: int, document: str, verb: str | None, number: int, earlier: timedelta = timedelta()
) -> Callable[[], None]:
    def run() -> None:
        day = clock.today() - earlier
        text = _NUMBERS[document].format(y=day.year, n=number + 1)
        loader.do(who, "projects.add_document", key, kind=document, dated=day.isoformat(), number=text)
        if verb is not None:
            loader.do(who, f"projects.{verb}", key)

    return run


def _site_photo(loader: Loader, who: str, key: int, number: int, earlier: timedelta) -> Callable[[], None]:
    def run() -> None:
        taken = clock.now().astimezone(clock.ZONE) - earlier
        picture = photo(taken, 34_700_000 + 1_371 * number, 113_620_000 + 2_213 * number)
        upload = evidence.receive(loader.actors[who], f"现场{number + 1}（示例）.jpg", [picture])
        loader.do(
            who,
            "projects.add_document",
            key,
            kind="works_photo",
            dated=taken.date().isoformat(),
            file=upload.pk,
            note="示例照片",
        )

    return run


def _months(loader: Loader, key: int, number: int, start: date, reporter: str, chance: Random) -> list[_Step]:
    steps: list[_Step] = []
    plan = Plan.objects.filter(project=key).order_by("role").values_list("amount_fen", flat=True).first() or 0
    wan = 1_000_000
    monthly = max(plan // 12 // wan, 1)
    period, index = rules.month_of(start), 0
    last = rules.due_period(loader.today)
    while period <= last:
        due = rules.report_due(period) or loader.today
        amount = monthly * chance.randint(60, 130) // 100 * wan
        ending = period == last
        if not (ending and number % 5 in (0, 3)):
            steps.append(
                _Step(
                    due - timedelta(days=2),
                    number,
                    _month(loader, key, period, amount, index, reporter, chance.random(), (number, index) not in WITHOUT_QUANTITY),
                )
            )
            if not (ending and number % 5 == 1):
                steps.append(
                    _Step(due - timedelta(days=1), number, _review(loader, key, period, ending and number % 5 == 2))
                )
            if (number, index) in WITHOUT_QUANTITY:
                steps += [_Step(day, number, run) for day, run in answers(loader.do, key, number, index, reporter, due + timedelta(days=4))]
            if period < last and number % 3 != 2:
                certified = amount * chance.randint(80, 100) // 100 // wan * wan
                steps.append(_Step(due + timedelta(days=9), number, _certified(loader, key, period, certified)))
        period, index = rules.next_period(period), index + 1
    return steps


def _month(
    loader: Loader, key: int, period: str, amount: int, index: int, reporter: str, mood: float, with_quantities: bool
) -> Callable[[], None]:
    quantities = f"混凝土 立方米 {int(200 + 900 * mood)}\n建筑面积 平方米 {int(300 + 1500 * mood)}" if with_quantities else ""

    def run() -> None:
        wan = 1_000_000
        loader.do(
            reporter,
            "projects.report_month",
            key,
            period=period,
            progress=f"示例：{_PROGRESS[min(index // 2, len(_PROGRESS) - 1)]}",
            workload_fen=amount,
            investment_fen=amount * 96 // 100 // wan * wan,
            paid_fen=amount * int(60 + 30 * mood) // 100 // wan * wan,
            quantities=quantities,
            problems=_PROBLEMS[int(mood * len(_PROBLEMS))],
            next_steps="示例：按节点推进下一工序",
            coordination="请协调管线产权单位（示例）" if mood > 0.93 else "",
        )

    return run


def _review(loader: Loader, key: int, period: str, returned: bool) -> Callable[[], None]:
    def run() -> None:
        report = Report.objects.get(project=key, period=period, state="submitted")
        if returned:
            loader.do(
                "erqi-housing", "projects.return_report", report, reason="本月投资量与形象进度不符，请核对（示例）"
            )
            return
        loader.do("erqi-housing", "projects.review_report", report)
        loader.do("erqi-clerk", "projects.accept_report", report)

    return run


def _certified(loader: Loader, key: int, period: str, amount: int) -> Callable[[], None]:
    def run() -> None:
        loader.do("erqi-statistics", "projects.certify", key, period=period, in_library=True, investment_fen=amount)

    return run
