"""One example project of every kind, each on its way to the permit, and a reserve of which some could be put forward for funds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from taizhang.basis.text import Text
from taizhang.modules.projects.models import Project, ProjectList

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]
_FEN_PER_WAN = 1_000_000


@dataclass(frozen=True, slots=True)
class _Example:
    """A project and what is on its file: kinds of document, each with the verb that it opens ('' for none)."""

    name: Text
    kind: str
    category: str
    source: str
    total_wan: int
    summary: str
    organ: str
    papers: tuple[tuple[str, str], ...]


_EXAMPLES = (
    _Example(
        Text("金水源分布式能源站（示例）", "Jinshuiyuan energy station (example)"),
        "approved", "infrastructure", "state", 42_000, "示例：天然气分布式能源站一座，供热面积120万平方米", "erqi.drc",
        (("verification_decision", "verify"), ("factor_statement", "secure_factors")),
    ),
    _Example(
        Text("马寨智能装备招商项目（示例）", "Mazhai smart equipment, by promotion (example)"),
        "promotion", "industry", "private", 68_000, "示例：智能装备产线三条", "erqi.mazhai",
        (("fair_competition_review", ""), ("investment_agreement", "sign_agreement"), ("business_licence", "incorporate")),
    ),
    _Example(
        Text("建中街片区更新（示例）", "Renewal of the Jianzhong Street quarter (example)"),
        "renewal", "housing", "government", 35_000, "示例：老旧片区更新，惠及居民1200户", "erqi.housing",
        (("quarter_plan", "plan_quarter"), ("renewal_plan_approval", "approve_renewal_plan")),
    ),
    _Example(
        Text("侯寨小微企业园（示例）", "Houzhai small-firm park (example)"),
        "park", "industry", "private", 26_000, "示例：标准厂房8万平方米", "erqi.mazhai",
        (("filing_certificate", "file"), ("factor_statement", "secure_factors")),
    ),
    _Example(
        Text("区人民医院门诊楼（示例）", "Outpatient building of the district hospital (example)"),
        "gov", "health", "government", 18_500, "示例：门诊楼一栋，地上九层", "erqi.drc",
        (("proposal_approval", "approve_proposal"), ("feasibility_approval", "approve_feasibility")),
    ),
    _Example(
        Text("大学路数据服务基地（示例）", "Daxue Road data service base (example)"),
        "filed", "industry", "private", 31_000, "示例：数据服务用房3万平方米", "erqi.drc",
        (("filing_certificate", "file"),),
    ),
    # Still in the reserve, and mature: what the next step asks for is on file already.
    _Example(
        Text("淮河路学校扩建（示例储备）", "Huaihe Road school extension (example, reserve)"),
        "gov", "education", "government", 12_600, "示例：教学楼一栋，新增学位900个", "erqi.drc",
        (("proposal_approval", ""), ("feasibility_approval", ""), ("pre_examination", "")),
    ),
    _Example(
        Text("嵩山路冷链中心（示例储备）", "Songshan Road cold-chain centre (example, reserve)"),
        "filed", "commerce", "private", 22_400, "示例：冷库两座", "erqi.mazhai",
        (("filing_certificate", ""), ("pre_examination", "")),
    ),
)  # fmt: skip
#: Whose paper lapses soon, and which: land is pre-examined for a term, here stated on the paper itself.
_LAPSING = ("park", "pre_examination", 16)


def kinds(do: Do, organs: Mapping[str, Any], place: int, today: date, begin: date) -> Iterator[Step]:
    """Every example registered in February and led on, a paper each week; `do(who, action, target, **inputs)`."""
    for number, example in enumerate(_EXAMPLES):
        day = begin + timedelta(days=33 + number)
        yield day, lambda example=example: _registered(do, organs, place, example, today)  # type: ignore[misc]
        for count, (paper, verb) in enumerate(example.papers, 1):
            yield day + timedelta(days=7 * count), lambda e=example, p=paper, v=verb: _on_file(do, e, p, v)  # type: ignore[misc]
        if example.kind == _LAPSING[0]:
            until = today + timedelta(days=_LAPSING[2])
            yield day + timedelta(days=3), lambda e=example, until=until: _on_file(do, e, _LAPSING[1], "", until)  # type: ignore[misc]
    yield begin + timedelta(days=80), lambda: _put_forward(do, today)


#: Who builds, by whose money it is.
_OWNERS = {"state": "示例能源投资公司", "private": "示例产业园开发公司", "government": "示例政府投资建设中心"}


def _registered(do: Do, organs: Mapping[str, Any], place: int, example: _Example, today: date) -> None:
    described = {
        "name": example.name.zh,
        "name_en": example.name.en,
        "category": example.category,
        "source": example.source,
        "owner": _OWNERS[example.source],
        "organ": organs[example.organ].pk,
        "total_investment_fen": example.total_wan * _FEN_PER_WAN,
        "planned_start": f"{today.year + 1}-03",
        "planned_finish": f"{today.year + 2}-10",
        "summary": example.summary,
    }
    made = do("erqi-clerk", "projects.register", place, kind=example.kind, **described)
    do("erqi-clerk", "projects.assign_unit", made.key, unit=organs["erqi.owner-two"].pk)


def _on_file(do: Do, example: _Example, paper: str, verb: str, until: date | None = None) -> None:
    project = Project.objects.get(name=example.name.zh)
    number = f"{paper}-{project.pk}（示例）"
    more = {} if until is None else {"valid_until": until.isoformat()}
    do("erqi-clerk", "projects.add_document", project.pk, kind=paper, dated=f"{project.registered_on:%Y-%m-%d}", number=number, **more)
    if verb:
        do("erqi-clerk", f"projects.{verb}", project.pk)


def _put_forward(do: Do, today: date) -> None:
    """One of the mature ones stands on a list of candidates; the other waits for somebody to find it."""
    name = f"{today.year}年资金争取候选（示例）"
    do("erqi-clerk", "projects.open_list", None, name=name, name_en=f"Candidates for funds {today.year} (example)", year=today.year)
    candidate = Project.objects.get(name=_EXAMPLES[-1].name.zh)
    do("erqi-clerk", "projects.put_on_list", candidate.pk, list=ProjectList.objects.get(name=name).pk)
