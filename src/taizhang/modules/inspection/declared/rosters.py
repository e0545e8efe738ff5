"""Records, verbs and lists of the list of items and the rosters, and what of them waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.batches import BATCH
from taizhang.frame.declare import Action, Field, Filter, Listing, PageLink, Record, Task
from taizhang.registers import scope
from taizhang.registers.records import PLACE

from .. import models, terms
from ..actions import roster_imports, rosters, rosters_items, rosters_objects, rosters_people
from ..queries import rosters as queries

_LAW: Final = terms.DOUBLE_RANDOM
_OWN_ORGAN: Final = scope.of_organ()
#: So long before a certificate expires its organ is told.
_WARNED: Final = timedelta(days=30)
_MOST: Final = 50

ITEM = Record(
    "inspection.item",
    Text("抽查事项", "Item of inspection"),
    models.InspectionItem,
    models.InspectionItemHistory,
    visible=queries.visible_item,
    reach=_OWN_ORGAN,
    fields=(
        Field("code", Text("事项编码", "Code"), visibility="public"),
        Field("name", Text("事项名称", "Item"), visibility="public"),
        Field("name_en", Text("英文名称", "Name in English"), visibility="public"),
        Field("kind", Text("事项类别", "Kind"), visibility="public", choices=terms.ITEM_KINDS),
        Field("organ", Text("检查主体", "Department"), visibility="public"),
        Field("basis", Text("检查依据", "Legal basis"), visibility="public"),
        Field("method", Text("检查方式", "Method"), visibility="public", choices=terms.ITEM_METHODS),
        Field("applies_to", Text("检查对象", "For which firms"), visibility="public", absent=terms.FOR_ALL),
        Field("yearly_limit", Text("年度频次上限", "At most a year"), unit="次", visibility="public", absent=terms.NO_LIMIT),
        Field("published_on", Text("公布日期", "Published on"), visibility="public"),
        Field("valid_from", Text("施行日期", "In force from"), visibility="public"),
        Field("valid_to", Text("失效日期", "In force until"), visibility="public", absent=terms.STILL),
        Field("place", Text("区划", "Place"), visibility="public"),
    ),
    title=lambda row: row.name,
    title_en=lambda row: row.name_en,
    select_related=("organ", "place"),
)
OBJECT = Record(
    "inspection.object",
    Text("检查对象", "Firm in the roster"),
    models.InspectedObject,
    models.InspectedObjectHistory,
    visible=queries.of_regulators(),
    reach=scope.in_place(),
    fields=(
        Field("enterprise", Text("经营主体", "Firm")),
        Field("place", Text("区划", "Place")),
        Field("sector", Text("行业代码", "Sector")),
        Field("park", Text("所在园区", "Park")),
        Field("tags", Text("标签", "Tags")),
        Field(
            "risk_class",
            Text("信用风险分类", "Class of risk"),
            choices=terms.CLASSES,
            absent=terms.UNKNOWN_CLASS,
            help=Text("由分值和直接判定情形得出，不能填写；仅供监管内部使用", "Made of score and overrides, typed by nobody; for regulators only"),
        ),
        Field("risk_score", Text("风险分值", "Score of risk"), unit="分"),
        Field("classed_on", Text("分值日期", "Scored on")),
        Field("class_ground", Text("分类理由", "Ground of the class"), choices=terms.CLASS_GROUNDS),
        Field("zero_report_year", Text("年报全零年度", "Year of an all-zero report")),
        Field("listed_from", Text("列入日期", "In the roster from")),
        Field("listed_to", Text("移出日期", "Out of it from")),
    ),
    title=lambda row: row.enterprise.name,
    select_related=("enterprise", "place"),
)
INSPECTOR = Record(
    "inspection.inspector",
    Text("执法检查人员", "Inspector"),
    models.Inspector,
    models.InspectorHistory,
    visible=queries.visible_inspector,
    reach=queries.reached_inspector,
    fields=(
        Field("person", Text("人员", "Person")),
        Field("organ", Text("检查主体", "Department")),
        Field("standing", Text("人员身份", "Employed as"), choices=terms.STANDINGS),
        Field("certificate", Text("执法证号", "Certificate no."), visibility="personal"),
        Field("certificate_until", Text("证件有效期至", "Certificate valid until")),
        Field("may_lead", Text("可任组长", "May lead")),
        Field("fields", Text("业务领域", "Fields")),
        Field("listed_from", Text("列入日期", "In the roster from")),
        Field("listed_to", Text("移出日期", "Out of it from")),
        Field("place", Text("区划", "Place")),
    ),
    title=lambda row: row.person.name,
    title_en=lambda row: row.person.name_en,
    select_related=("person", "organ", "place"),
    concerns=lambda row: (f"registers.person:{row.person_id}",),
)
INTEREST = Record(
    "inspection.interest",
    Text("回避事由", "Interest"),
    models.Interest,
    models.InterestHistory,
    visible=queries.visible_interest,
    reach=queries.own_interest,
    fields=(
        Field("inspector", Text("执法检查人员", "Inspector")),
        Field("enterprise", Text("经营主体", "Firm")),
        Field("kind", Text("回避事由", "Why"), choices=terms.INTEREST_KINDS),
        Field("note", Text("说明", "Note")),
        Field("since", Text("开始日期", "Since")),
        Field("until", Text("结束日期", "Until")),
    ),
    title=lambda row: f"{row.inspector.person.name} — {row.enterprise.name}",
    title_en=lambda row: f"{row.inspector.person.name_en or row.inspector.person.name} — {row.enterprise.name}",
    parent="inspector",
    select_related=("inspector__person", "enterprise"),
    concerns=lambda row: (f"registers.person:{row.inspector.person_id}",),
)
VERSION = Record(
    "inspection.version",
    Text("名录版本", "Version of a roster"),
    models.RosterVersion,
    models.RosterVersionHistory,
    visible=scope.everyone,
    reach=scope.in_place(),
    fields=(
        Field("kind", Text("清单或名录", "List or roster"), visibility="public", choices=terms.ROSTERS),
        Field("number", Text("版本号", "Version no."), visibility="public"),
        Field("place", Text("区划", "Place"), visibility="public"),
        Field("frozen_on", Text("冻结日期", "Frozen on"), visibility="public"),
        Field("size", Text("行数", "Rows"), visibility="public"),
        Field("sha256", Text("内容哈希", "Content hash"), visibility="public"),
    ),
    title=lambda row: f"{dict(terms.ROSTERS)[row.kind].zh} 第{row.number}版",
    title_en=lambda row: f"{dict(terms.ROSTERS)[row.kind].en}, version {row.number}",
    select_related=("place",),
    sheets=(PageLink("/inspection/versions/{id}/", Text("内容、比较与下载", "Content, comparison and download")),),
)
BATCHINGS_ROSTERS = roster_imports.BATCHINGS_ROSTERS
SEARCH_ROSTERS = (ITEM,)
RECORDS_ROSTERS = (ITEM, OBJECT, INSPECTOR, INTEREST, VERSION)

_MAY = terms.ROSTER
_CLASS = terms.CREDIT_CLASSES
ACTIONS_ROSTERS = (
    Action(rosters_items.enter_item, Text("登记抽查事项", "Enter an item"), PLACE, _MAY, law=_LAW, creates=ITEM),
    Action(rosters_items.correct_item, Text("更正事项", "Correct the item"), ITEM, _MAY, law=_LAW),
    Action(rosters_items.publish_item, Text("公布事项", "Publish the item"), ITEM, _MAY, law=terms.DISCIPLINE, each=True, primary=True),
    Action(rosters_items.change_item, Text("自某日起更改", "Change it from a day on"), ITEM, _MAY, law=_LAW, creates=ITEM),
    Action(rosters_items.withdraw_item, Text("撤下事项", "Withdraw the item"), ITEM, _MAY, law=_LAW),
    Action(rosters_objects.enter_object, Text("登记检查对象", "Enter a firm in the roster"), PLACE, _MAY, law=_LAW, creates=OBJECT),
    Action(rosters_objects.change_object, Text("更改检查对象", "Change what the roster says"), OBJECT, _MAY, law=_LAW),
    Action(rosters_objects.score_object, Text("登记风险分值", "Enter a score of risk"), OBJECT, _MAY, law=_CLASS),
    Action(rosters_objects.override_class, Text("登记直接判定情形", "State what overrides the class"), OBJECT, _MAY, law=_CLASS),
    Action(rosters_objects.take_out_object, Text("移出名录库", "Take the firm out"), OBJECT, _MAY, law=_LAW),
    Action(rosters_objects.bring_back_object, Text("移回名录库", "Bring the firm back"), OBJECT, _MAY, law=_LAW),
    Action(rosters_people.enter_inspector, Text("登记检查人员", "Enter an inspector"), PLACE, _MAY, law=terms.DISCIPLINE, creates=INSPECTOR),
    Action(rosters_people.renew_certificate, Text("更新执法证", "Renew the certificate"), INSPECTOR, _MAY, law=terms.DISCIPLINE, primary=True),
    Action(rosters_people.change_inspector, Text("更改检查人员", "Change what the roster says of them"), INSPECTOR, _MAY, law=terms.DISCIPLINE),
    Action(rosters_people.take_out_inspector, Text("移出检查人员", "Take the inspector out"), INSPECTOR, _MAY, law=_LAW),
    Action(rosters_people.declare_interest, Text("登记回避事由", "Declare an interest"), INSPECTOR, _MAY, law=_LAW, creates=INTEREST),
    Action(rosters_people.end_interest, Text("结束回避", "End the interest"), INTEREST, _MAY, law=_LAW),
    Action(roster_imports.accept_roster, Text("受理名录导入", "Accept a sheet of a roster"), PLACE, _MAY, law=_LAW, creates=BATCH, shown=False),
    Action(rosters.freeze_roster, Text("冻结名录版本", "Freeze a version"), PLACE, _MAY, law=_LAW, creates=VERSION),
)


def _words(table: terms.Words) -> Any:
    def choices(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
        return [(key, words.in_(language)) for key, words in table]

    return choices


LISTINGS_ROSTERS = (
    Listing(
        "inspection.items",
        ITEM,
        Text("随机抽查事项清单", "List of items of random inspection"),
        columns=("code", "name", "standing", "kind", "organ", "method", "applies_to", "yearly_limit", "published_on", "valid_from", "valid_to"),
        filters=(
            Filter("standing", Text("状态", "Standing"), "valid_from", choices=_words(terms.ITEM_STANDINGS), apply=queries.item_standing_at),
            Filter("kind", Text("事项类别", "Kind"), "kind"),
            Filter("organ", Text("检查主体", "Department"), "organ"),
            Filter("place", Text("区划", "Place"), "place"),
        ),
        sorts={"code": ("place", "code", "valid_from")},
        default_sort="code",
        search=("name", "code"),
        derived=(Field("standing", Text("状态", "Standing"), choices=terms.ITEM_STANDINGS, visibility="public"),),
        derive=queries.with_item_standing,
        empty=Text("清单里还没有事项。从区划页登记，或导入工作簿。", "No items yet. Enter one on a place's page, or import a workbook."),
    ),
    Listing(
        "inspection.objects",
        OBJECT,
        Text("检查对象名录库", "Roster of firms to be inspected"),
        columns=("enterprise", "risk_class", "class_ground", "sector", "tags", "park", "zero_report_year", "listed_from", "listed_to", "place"),
        filters=(
            Filter("risk_class", Text("信用风险分类", "Class of risk"), "risk_class"),
            Filter("class_ground", Text("分类理由", "Ground of the class"), "class_ground"),
            Filter("sector", Text("行业代码", "Sector"), "sector", how="contains"),
            Filter("tags", Text("标签", "Tags"), "tags", how="contains"),
            Filter("place", Text("区划", "Place"), "place", how="within"),
        ),
        sorts={"place": ("place", "id"), "class": ("place", "risk_class", "id")},
        default_sort="place",
        search=("enterprise__name", "enterprise__uscc"),
        empty=Text("名录库里还没有经营主体。从区划页登记，或导入工作簿。", "No firms yet. Enter one on a place's page, or import a workbook."),
        help=Text("分类和分值仅供监管内部使用，不公开，不提供给银行。", "Classes and scores are for regulators: neither published nor given to banks."),
    ),
    Listing(
        "inspection.inspectors",
        INSPECTOR,
        Text("执法检查人员名录库", "Roster of inspectors"),
        columns=("person", "counts", "organ", "standing", "certificate_ends", "certificate_until", "may_lead", "fields", "listed_to"),
        filters=(
            Filter("counts", Text("能否执法", "May they inspect"), "standing", choices=_words(terms.COUNTS), apply=queries.counting_at),
            Filter("standing", Text("人员身份", "Employed as"), "standing"),
            Filter("organ", Text("检查主体", "Department"), "organ"),
            Filter("place", Text("区划", "Place"), "place"),
        ),
        sorts={"organ": ("organ", "id")},
        default_sort="organ",
        search=("person__name",),
        derived=(
            Field(
                "counts",
                Text("能否执法", "May they inspect"),
                choices=terms.COUNTS,
                help=Text("由身份、证件和日期得出，不能填写", "Made of standing, certificate and the day; typed by nobody"),
            ),
            Field("certificate_ends", Text("执法证号（脱敏）", "Certificate no. (masked)")),
        ),
        derive=queries.with_counts,
        empty=Text("名录库里还没有检查人员。", "No inspectors yet."),
    ),
    Listing(
        "inspection.interests",
        INTEREST,
        Text("回避清单", "List of avoidance"),
        columns=("inspector", "enterprise", "kind", "since", "until"),
        filters=(Filter("kind", Text("回避事由", "Why"), "kind"), Filter("inspector", Text("执法检查人员", "Inspector"), "inspector")),
        sorts={"inspector": ("inspector", "id")},
        default_sort="inspector",
        search=("enterprise__name",),
        empty=Text("没有登记回避事由。", "No interest was declared."),
    ),
    Listing(
        "inspection.versions",
        VERSION,
        Text("名录版本", "Versions of list and rosters"),
        columns=("kind", "number", "place", "frozen_on", "size", "sha256"),
        filters=(Filter("kind", Text("清单或名录", "List or roster"), "kind"), Filter("place", Text("区划", "Place"), "place")),
        sorts={"kind": ("place", "kind", "number"), "-kind": ("-place", "-kind", "-number")},
        default_sort="kind",
        empty=Text("还没有冻结过版本。", "No version was frozen yet."),
        help=Text(
            "每次抽取引用确切的版本号和哈希。事项清单可公开全文，其余只公开哈希。",
            "Every draw cites exact numbers and hashes. The list of items is public in full, of the rosters only the hash is.",
        ),
    ),
)


PAGES_ROSTERS = (PageLink("/inspection/rosters/", Text("一单两库", "List and rosters"), terms.ROSTER),)


def worklist_rosters(actor: Actor, today: date) -> Sequence[Task]:
    """Items to be published, and certificates that have expired or are about to."""
    if not actor.may(terms.ROSTER):
        return []
    able = actor.with_right(terms.ROSTER)
    items = queries.item_standing_at(reading.rows(able, ITEM).filter(organ__in=able.organs), "to_publish").order_by("id")
    found = [_unpublished(row) for row in items[:_MOST]]
    soon = reading.rows(able, INSPECTOR).filter(
        queries.holding(today), organ__in=able.organs, standing="official", certificate_until__lt=today + _WARNED
    )
    return found + [_expiring(row, today) for row in soon.order_by("certificate_until", "id")[:_MOST]]


def _unpublished(row: Any) -> Task:
    why = Text("事项未公布，不得检查", "The item is not published and may not be inspected")
    return Task(row.name, why, ITEM.kind, row.pk, None, "inspection.publish_item", terms.DISCIPLINE)


def _expiring(row: Any, today: date) -> Task:
    why = Text("执法证即将到期", "The certificate is about to expire")
    if row.certificate_until < today:
        why = Text("执法证已过期，不得执法", "The certificate has expired: no inspections")
    called = Text(row.person.name, row.person.name_en or row.person.name)
    return Task(called, why, INSPECTOR.kind, row.pk, row.certificate_until, "inspection.renew_certificate", terms.DISCIPLINE)
