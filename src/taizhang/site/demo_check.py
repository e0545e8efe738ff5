"""What the example city holds once it is loaded: a few lines, and whatever is not as the source page states it."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from taizhang.basis.text import Text
from taizhang.kernels.ledger import store
from taizhang.modules.projects import queries
from taizhang.modules.projects.declared.records import RECORDS
from taizhang.modules.projects.models import Membership, Plan, Project, ProjectList, Report
from taizhang.registers import people
from taizhang.registers.models import Organ, Place

from .example_city.named_projects import LISTS, NAMED_PROJECTS, PAGE_TOTALS


def check(today: date) -> list[Text]:
    """What is off in the loaded city: totals that are not those the page states, named projects that are missing, figures on them."""
    found: list[Text] = []
    actor = people.actor_of(people.find("erqi-clerk").person)  # type: ignore[union-attr]
    for total in PAGE_TOTALS:
        row = ProjectList.objects.filter(key=f"{today.year}-{LISTS[total.list_key].zh}").first()
        if row is None:
            found.append(Text("缺清单 {n}", "The list {n} is missing").with_(n=LISTS[total.list_key]))
            continue
        _, over = queries.totals(actor, RECORDS, by="district", year=today.year, project_list=row.pk)
        amount = getattr(over, total.role)
        if (over.projects, amount) != (total.count, total.amount_fen):
            found.append(
                Text(
                    "{n}：应为{c}个、{a}分，实为{x}个、{y}分", "{n}: should be {c} and {a} fen, is {x} and {y} fen"
                ).with_(n=LISTS[total.list_key], c=total.count, a=total.amount_fen, x=over.projects, y=amount)
            )
    names = {n.name.zh.replace("(", "（").replace(")", "）") for n in NAMED_PROJECTS}
    named = [p for p in Project.objects.all() if p.name.replace("(", "（").replace(")", "）") in names]
    if len(named) != len(NAMED_PROJECTS):
        found.append(
            Text("点名的项目应有{n}个，实有{m}个", "{n} projects are named, {m} are here").with_(
                n=len(NAMED_PROJECTS), m=len(named)
            )
        )
    for project in named:
        if (
            project.total_investment_fen is not None
            or project.planned_start
            or Plan.objects.filter(project=project).exists()
        ):
            found.append(
                Text("{p} 带有报道没有的数字", "{p} has a figure that the page does not state").with_(p=project.name)
            )
    return found


def summary() -> list[str]:
    """A few lines on what the database holds."""
    size, root = store.head()
    return [
        f"机构 organs {Organ.objects.count()} · 区划 places {Place.objects.count()} · 项目 projects {Project.objects.count()}"
        f" · 列入清单 memberships {Membership.objects.count()} · 月报 reports {Report.objects.count()}",
        f"存证 entries {size} · root {root.hex()[:16]}… · evidence {settings.MEDIA_ROOT}",
    ]
