"""The shared nouns as records: their columns, words and scopes."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.batches import BATCH, INTAKE
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Field, PageLink, Record

from . import models, scope

PLACE_KINDS = (
    ("province", Text("省", "Province")),
    ("city", Text("市", "City")),
    ("county", Text("区县（市）", "District or county")),
    ("zone", Text("开发区", "Development zone")),
    ("street", Text("街道（乡镇）", "Street or town")),
    ("community", Text("社区（村）", "Community or village")),
)

PLACE = Record(
    "registers.place",
    Text("区划", "Place"),
    models.Place,
    models.PlaceHistory,
    visible=scope.everyone,
    fields=(
        Field("name", Text("名称", "Name"), visibility="public"),
        Field("name_en", Text("英文名", "English name"), visibility="public"),
        Field("kind", Text("级别", "Level"), visibility="public", choices=PLACE_KINDS),
        Field("code", Text("区划代码", "Official code"), visibility="public"),
        Field("parent", Text("上级", "Above"), visibility="public"),
    ),
    title=lambda row: row.name,
    title_en=lambda row: row.name_en,
    select_related=("parent",),
    reach=scope.below_posts,
)

ORGAN_KINDS = (
    ("government", Text("人民政府", "People's government")),
    ("drc", Text("发展改革部门", "Development and reform commission")),
    ("bureau", Text("行业主管部门", "Sector bureau")),
    ("statistics", Text("统计部门", "Statistics bureau")),
    ("street", Text("街道办事处、镇政府", "Subdistrict office or town government")),
    ("park", Text("园区管委会", "Park administration")),
    ("supervision", Text("督查机构", "Supervision office")),
    ("discipline", Text("纪检监察机关", "Discipline inspection and supervision")),
    ("audit", Text("审计机关", "Audit office")),
    ("owner", Text("项目单位", "Project unit")),
)

ORGAN = Record(
    "registers.organ",
    Text("机构", "Organ"),
    models.Organ,
    models.OrganHistory,
    visible=scope.everyone,
    fields=(
        Field("name", Text("名称", "Name"), visibility="public"),
        Field("name_en", Text("英文名", "English name"), visibility="public"),
        Field("short", Text("简称", "Short name"), visibility="public"),
        Field("short_en", Text("英文简称", "English short name"), visibility="public"),
        Field("kind", Text("类别", "Kind"), visibility="public", choices=ORGAN_KINDS),
        Field("place", Text("区划", "Place"), visibility="public"),
        Field("parent", Text("上级机构", "Above"), visibility="public"),
        Field("closed_on", Text("撤销日期", "Closed on"), visibility="public"),
    ),
    title=lambda row: row.name,
    title_en=lambda row: row.name_en,
    select_related=("place", "parent"),
    reach=scope.in_place(),
)


def _people_in_reach(actor: Actor) -> Q:
    """People all of whose posts, now and to come, lie in the actor's places; one above or elsewhere is out of reach."""
    if actor.machine:
        return scope.ALL
    if not actor.place_paths:
        return scope.NONE
    inside = models.Place.objects.filter(scope.place_ids(actor)).values("pk")
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    outside = models.Appointment.objects.filter(lasting).exclude(place__in=inside)
    return ~Q(id__in=outside.values("person"))


PERSON = Record(
    "registers.person",
    Text("人员", "Person"),
    models.Person,
    models.PersonHistory,
    visible=scope.staff,
    fields=(
        Field("name", Text("姓名", "Name")),
        Field("name_en", Text("英文名", "English name")),
        Field("phone", Text("电话", "Telephone"), visibility="personal"),
    ),
    title=lambda row: row.name,
    title_en=lambda row: row.name_en,
    reach=_people_in_reach,
    concerns=lambda row: (f"registers.person:{row.pk}",),
    sheets=(PageLink("/office/people/{id}/", Text("任职、代行与账号", "Posts, cover and account")),),
)

APPOINTMENT = Record(
    "registers.appointment",
    Text("任职", "Appointment"),
    models.Appointment,
    models.AppointmentHistory,
    visible=scope.in_place(),
    fields=(
        Field("person", Text("人员", "Person")),
        Field("organ", Text("机构", "Organ")),
        Field("role", Text("岗位", "Role")),
        Field("place", Text("管辖范围", "Over the place")),
        Field("valid_from", Text("自", "From")),
        Field("valid_to", Text("至", "Until")),
        Field("acting_for", Text("代行", "Acting for")),
        Field("ground", Text("依据", "Ground")),
    ),
    title=lambda row: f"{row.person.name} {row.role}",
    select_related=("person", "organ", "place", "acting_for"),
)


def _own_uploads(actor: Actor) -> Q:
    if actor.person is None:
        return scope.NONE
    return Q(person=actor.person, at__gt=clock.now() - timedelta(hours=24))


#: Files sent and not yet used. No history: they are not in the ledger until an action names them.
UPLOAD = Record(
    "registers.upload",
    Text("上传的文件", "Uploaded file"),
    models.Upload,
    None,  # type: ignore[arg-type]
    visible=_own_uploads,
    fields=(Field("name", Text("文件名", "File name")), Field("size", Text("大小", "Size"), unit="B")),
    title=lambda row: row.name,
)


def _evidence_scope(actor: Actor) -> Q:
    """Public evidence, and for staff what a row that they may see refers to: evidence has no scope of its own."""
    if actor.machine:
        return scope.ALL
    found = Q(public=True)
    for record in installed().records.values() if actor.posts else ():
        for column in record.model._meta.concrete_fields:
            if column.related_model is models.Evidence:
                rows = record.model._default_manager.filter(record.visible(actor))
                found |= Q(id__in=rows.values(column.attname))
    return found


EVIDENCE = Record(
    "registers.evidence",
    Text("证据材料", "Evidence"),
    models.Evidence,
    models.EvidenceHistory,
    visible=_evidence_scope,
    fields=(
        Field("name", Text("文件名", "File name")),
        Field("media_type", Text("类型", "Type")),
        Field("size", Text("大小", "Size"), unit="B"),
        Field("sha256", Text("内容哈希", "Content hash")),
        Field("taken_at", Text("拍摄时间", "Taken at")),
        Field("latitude_e6", Text("纬度（百万分之一度）", "Latitude (millionths of a degree)")),
        Field("longitude_e6", Text("经度（百万分之一度）", "Longitude (millionths of a degree)")),
        Field(
            "accuracy_m",
            Text("定位误差", "Accuracy"),
            unit="m",
            help=Text(
                "位置由发送的设备给出时才有；照片自带的位置没有误差说明",
                "Given where the sending device stated the place; a place in the file itself has none",
            ),
        ),
        Field("uploaded_at", Text("上传时间", "Uploaded at")),
    ),
    title=lambda row: row.name,
)

ENTERPRISE = Record(
    "registers.enterprise",
    Text("经营主体", "Enterprise"),
    models.Enterprise,
    models.EnterpriseHistory,
    visible=scope.staff,
    fields=(
        Field("name", Text("名称", "Name")),
        Field("uscc", Text("统一社会信用代码", "Unified social credit code")),
        Field("kind", Text("类型", "Kind")),
        Field("registered_on", Text("注册日期", "Registered on")),
        Field("capital_as_stated", Text("注册资本", "Registered capital")),
        Field("address", Text("住所", "Address")),
        Field("place", Text("区划", "Place")),
        Field("merged_into", Text("并入", "Merged into")),
    ),
    title=lambda row: row.name,
    select_related=("place",),
    reach=scope.in_place(),
)

HOLIDAY_NOTICE = Record(
    "registers.holiday_notice",
    Text("节假日安排通知", "Holiday notice"),
    models.HolidayNotice,
    models.HolidayNoticeHistory,
    visible=scope.everyone,
    fields=(
        Field("year", Text("年份", "Year"), visibility="public"),
        Field("number", Text("文号", "Document number"), visibility="public"),
        Field("published_on", Text("发布日期", "Published on"), visibility="public"),
    ),
    title=lambda row: f"{row.year}年",
    title_en=lambda row: str(row.year),
)


#: To say where an organ's messages leave to, over its place.
DELIVERIES = "office.deliveries"
CHANNELS = (("email", Text("电子邮件", "E-mail")), ("webhook", Text("网络回调", "Web hook")))
_OF_ORGANS = scope.in_place("organ__place")


def _deliveries(actor: Actor) -> Q:
    return _OF_ORGANS(actor) if actor.machine or actor.may(DELIVERIES) else scope.NONE


DELIVERY = Record(
    "registers.delivery",
    Text("消息送达方式", "Delivery of messages"),
    models.Delivery,
    models.DeliveryHistory,
    visible=_deliveries,
    fields=(
        Field("organ", Text("机构", "Organ")),
        Field("channel", Text("方式", "Channel"), choices=CHANNELS),
        Field("address", Text("地址", "Address")),
        Field("since", Text("开始时间", "Since")),
        Field("stopped_at", Text("停用时间", "Stopped at")),
    ),
    title=lambda row: row.address,
    select_related=("organ",),
)


RECORDS = (PLACE, ORGAN, PERSON, APPOINTMENT, UPLOAD, EVIDENCE, ENTERPRISE, HOLIDAY_NOTICE, DELIVERY, INTAKE, BATCH)
