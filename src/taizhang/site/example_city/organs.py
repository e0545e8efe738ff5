"""The organs of the example city: real names of offices, no person of any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from taizhang.basis.text import Text

from .places import places

OrganKind = Literal["government", "drc", "bureau", "statistics", "street", "park", "supervision", "discipline", "audit", "owner"]

ORGAN_KINDS: Final[dict[OrganKind, Text]] = {
    "government": Text("人民政府", "People's government"),
    "drc": Text("发展改革部门", "Development and reform commission"),
    "bureau": Text("行业主管部门", "Sector bureau"),
    "statistics": Text("统计部门", "Statistics bureau"),
    "street": Text("街道办事处、镇政府", "Subdistrict office or town government"),
    "park": Text("园区管委会", "Park administration"),
    "supervision": Text("督查机构", "Supervision office"),
    "discipline": Text("纪检监察机关", "Discipline inspection and supervision"),
    "audit": Text("审计机关", "Audit office"),
    "owner": Text("项目单位", "Project owner"),
}


@dataclass(frozen=True, slots=True)
class Organ:
    """One office: key, full and short name, kind, the place it acts for, and the organ above it.

    `witness` marks a body outside the line of command that may keep its own copy of the ledger's checkpoints.
    """

    key: str
    name: Text
    short: Text
    kind: OrganKind
    place: str
    parent: str | None
    witness: bool = False


_HENAN = (
    Organ(
        "henan.drc",
        Text("河南省发展和改革委员会", "Henan Development and Reform Commission"),
        Text("省发展改革委", "Provincial DRC"),
        "drc",
        "henan",
        None,
    ),
)

_CITY_SPECS: Final[tuple[tuple[str, OrganKind, str, str, str, str], ...]] = (
    ("drc", "drc", "发展和改革委员会", "发展改革委", "Development and Reform Commission", "DRC"),
    ("statistics", "statistics", "统计局", "统计局", "Bureau of Statistics", "Statistics Bureau"),
    ("finance", "bureau", "财政局", "财政局", "Finance Bureau", "Finance Bureau"),
    (
        "land",
        "bureau",
        "自然资源和规划局",
        "资源规划局",
        "Bureau of Natural Resources and Planning",
        "Natural Resources and Planning Bureau",
    ),
    ("market", "bureau", "市场监督管理局", "市场监管局", "Administration for Market Regulation", "Market Regulation"),
    ("audit", "audit", "审计局", "审计局", "Audit Bureau", "Audit Bureau"),
    ("supervision", "supervision", "人民政府督查室", "督查室", "Government Supervision Office", "Supervision Office"),
)

_DISTRICT_SPECS: Final[tuple[tuple[str, OrganKind, str, str, str, str], ...]] = (
    ("drc", "drc", "发展和改革委员会", "发展改革委", "Development and Reform Commission", "DRC"),
    (
        "housing",
        "bureau",
        "住房和城乡建设局",
        "住建局",
        "Housing and Urban-Rural Development Bureau",
        "Housing and Construction Bureau",
    ),
    ("land", "bureau", "自然资源局", "自然资源局", "Natural Resources Bureau", "Natural Resources Bureau"),
    ("finance", "bureau", "财政局", "财政局", "Finance Bureau", "Finance Bureau"),
    ("statistics", "statistics", "统计局", "统计局", "Bureau of Statistics", "Statistics Bureau"),
    (
        "approval",
        "bureau",
        "行政审批局",
        "行政审批局",
        "Administrative Approval Bureau",
        "Administrative Approval Bureau",
    ),
    (
        "industry",
        "bureau",
        "工业和信息化局",
        "工信局",
        "Industry and Information Technology Bureau",
        "Industry and IT Bureau",
    ),
    ("commerce", "bureau", "商务局", "商务局", "Commerce Bureau", "Commerce Bureau"),
    ("urban", "bureau", "城市管理局", "城管局", "Urban Management Bureau", "Urban Management Bureau"),
    ("health", "bureau", "卫生健康委员会", "卫健委", "Health Commission", "Health Commission"),
    ("education", "bureau", "教育局", "教育局", "Education Bureau", "Education Bureau"),
    ("market", "bureau", "市场监督管理局", "市场监管局", "Administration for Market Regulation", "Market Regulation"),
    ("emergency", "bureau", "应急管理局", "应急局", "Emergency Management Bureau", "Emergency Bureau"),
    ("audit", "audit", "审计局", "审计局", "Audit Bureau", "Audit Bureau"),
    ("supervision", "supervision", "人民政府督查室", "督查室", "Government Supervision Office", "Supervision Office"),
)


def _line(
    place: str,
    zh: str,
    en: str,
    level: Text,
    above: str | None,
    specs: tuple[tuple[str, OrganKind, str, str, str, str], ...],
) -> tuple[Organ, ...]:
    """A government, its offices and its discipline body; each office has the same office one level up above it where there is one."""
    government = f"{place}.government"
    first = Organ(
        government,
        Text(f"{zh}人民政府", f"People's Government of {en}"),
        Text(f"{level.zh}政府", f"{level.en} government"),
        "government",
        place,
        f"{above}.government" if above else None,
    )
    offices = tuple(
        Organ(
            f"{place}.{key}",
            Text(f"{zh}{name}", f"{en} {name_en}"),
            Text(f"{level.zh}{short}", f"{level.en} {short_en}"),
            kind,
            place,
            government,
            witness=kind == "audit",
        )
        for key, kind, name, short, name_en, short_en in specs
    )
    discipline = Organ(
        f"{place}.discipline",
        Text(f"中共{zh}纪律检查委员会、{zh}监察委员会", f"{en} Commission for Discipline Inspection and Supervision"),
        Text(f"{level.zh}纪委监委", f"{level.en} discipline inspection"),
        "discipline",
        place,
        f"{above}.discipline" if above else None,
        witness=True,
    )
    return (first, *offices, discipline)


def _streets(district: str) -> tuple[Organ, ...]:
    return tuple(
        Organ(
            f"{place.key}.office",
            Text(
                f"{place.name.zh}人民政府" if place.name.zh.endswith("镇") else f"{place.name.zh}办事处",
                f"{place.name.en} Government" if place.name.zh.endswith("镇") else f"{place.name.en} Office",
            ),
            place.name,
            "street",
            place.key,
            f"{district}.government",
        )
        for place in places()
        if place.kind == "street" and place.parent == district
    )


_CITY = Text("市", "City")
_DISTRICT = Text("区", "District")

#: Parents before children.
ORGANS: Final[tuple[Organ, ...]] = (
    *_HENAN,
    *_line("zhengzhou", "郑州市", "Zhengzhou", _CITY, None, _CITY_SPECS),
    *_line("erqi", "二七区", "Erqi District", _DISTRICT, "zhengzhou", _DISTRICT_SPECS),
    *_line("zhongyuan", "中原区", "Zhongyuan District", _DISTRICT, "zhengzhou", _DISTRICT_SPECS),
    Organ(
        "erqi.mazhai",
        Text("马寨产业园管理委员会", "Mazhai Industrial Park Administration"),
        Text("马寨产业园管委会", "Mazhai Park"),
        "park",
        "erqi",
        "erqi.government",
    ),
    *_streets("erqi"),
    *_streets("zhongyuan"),
    Organ(
        "erqi.owner-one",
        Text("二七建设项目单位甲（示例）", "Erqi Construction Owner One (example)"),
        Text("项目单位甲（示例）", "Owner One (example)"),
        "owner",
        "erqi",
        None,
    ),
    Organ(
        "erqi.owner-two",
        Text("二七建设项目单位乙（示例）", "Erqi Construction Owner Two (example)"),
        Text("项目单位乙（示例）", "Owner Two (example)"),
        "owner",
        "erqi",
        None,
    ),
)

#: The column 责任单位 of district workbooks writes short names; the key of the organ for each.
RESPONSIBLE_UNITS: Final[dict[str, str]] = {
    organ.short.zh: organ.key for organ in ORGANS if organ.place == "erqi" and organ.kind in ("drc", "bureau", "park")
}
