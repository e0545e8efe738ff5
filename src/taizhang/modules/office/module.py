"""The office module as a table of contents."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.batches import BATCH
from taizhang.frame.declare import Action, Filter, Listing, Module, PageLink, Role
from taizhang.frame.reading import PERSONAL
from taizhang.registers import records
from taizhang.registers.account_check import check_accounts

from . import actions, delivering, imports, rules, terms

_RIGHTS = {
    "admin.system": frozenset(
        {terms.PEOPLE, terms.REGISTERS, terms.CALENDAR, terms.BATCHES, terms.JOBS, terms.OVERVIEW, records.DELIVERIES}
    ),
    "drc.clerk": frozenset({terms.BATCHES}),
    "drc.chief": frozenset({terms.BATCHES}),
    "admin.security": frozenset({terms.SECURITY, terms.OVERVIEW}),
    # Whoever audits opens personal data, each time for a purpose and on record.
    "admin.audit": frozenset({terms.AUDIT, terms.OVERVIEW, PERSONAL}),
    "supervisor": frozenset({terms.AUDIT}),
}
#: A project unit sees its own projects, not those of its neighbours in the same district.
_OF_ORGAN = frozenset({"unit.reporter"})
ROLES = tuple(
    Role(
        key, words, _RIGHTS.get(key, frozenset()), rules.ROLE_CARDS[key], scope="organ" if key in _OF_ORGAN else "place"
    )
    for key, words in rules.ROLE_WORDS
)

ACTIONS = (
    Action(
        actions.establish,
        Text("建立系统", "Establish the installation"),
        None,
        law=terms.POSTS,
        creates=records.APPOINTMENT,
        machine=True,
        shown=False,
    ),
    Action(
        actions.enrol,
        Text("登记人员", "Enrol a person"),
        records.ORGAN,
        terms.PEOPLE,
        law=terms.POSTS,
        creates=records.PERSON,
    ),
    Action(
        actions.appoint,
        Text("任命", "Appoint"),
        records.ORGAN,
        terms.PEOPLE,
        law=terms.POSTS,
        creates=records.APPOINTMENT,
    ),
    Action(actions.revoke, Text("免职", "Revoke"), records.APPOINTMENT, terms.PEOPLE, law=terms.POSTS),
    Action(
        actions.cover,
        Text("安排代行", "Cover for leave"),
        records.APPOINTMENT,
        terms.PEOPLE,
        law=terms.POSTS,
        creates=records.APPOINTMENT,
    ),
    Action(
        actions.found_organ,
        Text("登记机构", "Enter an organ"),
        records.PLACE,
        terms.REGISTERS,
        law=terms.POSTS,
        creates=records.ORGAN,
    ),
    Action(
        actions.add_place,
        Text("增设区划", "Add a place"),
        records.PLACE,
        terms.REGISTERS,
        law=terms.DIVISIONS,
        creates=records.PLACE,
    ),
    Action(
        actions.accept_register,
        Text("受理登记簿导入", "Accept a register"),
        records.PLACE,
        terms.REGISTERS,
        law=terms.BATCH_RULE,
        creates=BATCH,
    ),
    Action(
        actions.load_notice,
        Text("载入节假日通知", "Load a holiday notice"),
        None,
        terms.CALENDAR,
        law=terms.HOLIDAYS,
        creates=records.HOLIDAY_NOTICE,
        topmost=True,
    ),
    Action(
        actions.enter_enterprise,
        Text("登记经营主体", "Enter a firm"),
        records.PLACE,
        terms.REGISTERS,
        law=terms.CREDIT_CODE,
        creates=records.ENTERPRISE,
    ),
    Action(
        actions.merge_enterprises,
        Text("合并经营主体", "Merge firms"),
        records.ENTERPRISE,
        terms.REGISTERS,
        law=terms.CREDIT_CODE,
    ),
    Action(actions.stop_batch, Text("暂停批次", "Stop the batch"), BATCH, terms.BATCHES, law=terms.BATCH_RULE),
    Action(actions.resume_batch, Text("继续批次", "Continue the batch"), BATCH, terms.BATCHES, law=terms.BATCH_RULE),
    Action(
        actions.withdraw_batch, Text("撤回余下部分", "Withdraw the rest"), BATCH, terms.BATCHES, law=terms.BATCH_RULE
    ),
    Action(
        delivering.set_delivery,
        Text("设置消息送达", "Set a delivery"),
        records.ORGAN,
        records.DELIVERIES,
        law=terms.DELIVERY_RULE,
        creates=records.DELIVERY,
    ),
    Action(
        delivering.stop_delivery,
        Text("停用消息送达", "Stop the delivery"),
        records.DELIVERY,
        records.DELIVERIES,
        law=terms.DELIVERY_RULE,
    ),
    # Their buttons stand on the office's own pages: a one-time password has to be shown, a batch to be named.
    Action(
        actions.halt_batch,
        Text("代为暂停批次", "Stop somebody's batch"),
        records.PLACE,
        terms.JOBS,
        law=terms.BATCH_RULE,
        shown=False,
    ),
    Action(
        actions.open_account,
        Text("开通账号", "Open an account"),
        records.PERSON,
        terms.SECURITY,
        law=terms.THREE_ADMINISTRATORS,
        shown=False,
    ),
    Action(
        actions.reset_account,
        Text("重置密码", "Reset the password"),
        records.PERSON,
        terms.SECURITY,
        law=terms.THREE_ADMINISTRATORS,
        shown=False,
    ),
    Action(
        actions.unlock_account,
        Text("解锁账号", "Unlock the account"),
        records.PERSON,
        terms.SECURITY,
        law=terms.THREE_ADMINISTRATORS,
        shown=False,
    ),
    Action(
        actions.close_account,
        Text("关闭账号", "Close the account"),
        records.PERSON,
        terms.SECURITY,
        law=terms.THREE_ADMINISTRATORS,
        shown=False,
    ),
)

LISTINGS = (
    Listing(
        "office.organs",
        records.ORGAN,
        Text("机构", "Organs"),
        columns=("name", "kind", "place", "parent"),
        filters=(Filter("kind", Text("类别", "Kind"), "kind"),),
        sorts={"name": ("name", "id")},
        default_sort="name",
        search=("name", "name_en"),
        empty=Text("还没有机构。", "No organs yet."),
    ),
    Listing(
        "office.people",
        records.PERSON,
        Text("人员", "People"),
        columns=("name", "name_en", "phone"),
        sorts={"name": ("name", "id")},
        default_sort="name",
        search=("name", "name_en"),
        empty=Text("还没有人员。", "No people yet."),
    ),
    Listing(
        "office.appointments",
        records.APPOINTMENT,
        Text("任职", "Appointments"),
        columns=("person", "organ", "role", "place", "valid_from", "valid_to", "acting_for"),
        filters=(Filter("role", Text("岗位", "Role"), "role"),),
        sorts={"person": ("person", "id")},
        default_sort="person",
        empty=Text("还没有任职。", "No appointments yet."),
    ),
    Listing(
        "office.places",
        records.PLACE,
        Text("区划", "Places"),
        columns=("name", "kind", "code", "parent"),
        filters=(Filter("kind", Text("级别", "Level"), "kind"),),
        sorts={"path": ("path", "id")},
        default_sort="path",
        search=("name", "name_en", "code"),
        empty=Text("还没有区划。", "No places yet."),
    ),
    Listing(
        "office.enterprises",
        records.ENTERPRISE,
        Text("经营主体", "Enterprises"),
        columns=("name", "uscc", "registered_on", "capital_as_stated", "place"),
        sorts={"name": ("name", "id")},
        default_sort="name",
        search=("name", "uscc"),
        empty=Text("还没有经营主体。", "No enterprises yet."),
    ),
    Listing(
        "office.batches",
        BATCH,
        Text("我的批次", "My batches"),
        columns=("name", "kind", "rows_count", "state", "accepted_at"),
        filters=(Filter("state", Text("状态", "State"), "state"),),
        sorts={"-accepted_at": ("-accepted_at", "-id")},
        default_sort="-accepted_at",
        empty=Text("还没有批次。", "No batches yet."),
    ),
    Listing(
        "office.notices",
        records.HOLIDAY_NOTICE,
        Text("节假日安排", "Holiday notices"),
        columns=("year", "number", "published_on"),
        sorts={"-year": ("-year", "-id")},
        default_sort="-year",
        empty=Text("还没有通知：所有期限都是暂定的。", "No notices yet: every deadline is provisional."),
    ),
)

#: Pages that cannot be derived. Parameters and lifecycles are open to all staff; only administrators look for them.
PAGES = (
    PageLink("/office/organs/", Text("机构树", "Organs by place")),
    PageLink("/office/import/", Text("导入登记簿", "Import a register"), terms.REGISTERS),
    PageLink("/office/warnings/", Text("待处理的提示", "What needs attention"), terms.OVERVIEW),
    PageLink("/office/parameters/", Text("参数与依据", "Parameters and laws"), terms.OVERVIEW),
    PageLink("/office/lifecycles/", Text("流程", "Lifecycles"), terms.OVERVIEW),
    PageLink("/office/accounts/", Text("账号", "Accounts"), terms.SECURITY),
    PageLink("/office/journal/", Text("拒绝记录", "Journal of refusals"), terms.AUDIT),
    PageLink("/office/deliveries/", Text("消息送达", "Deliveries"), records.DELIVERIES),
    PageLink("/office/jobs/", Text("后台任务", "Jobs"), terms.BATCHES),
)

MODULE = Module(
    "office",
    Text("办公室", "Office"),
    Text("系统管理", "Administration"),
    records=records.RECORDS,
    actions=ACTIONS,
    listings=LISTINGS,
    roles=ROLES,
    search=(records.ENTERPRISE, records.ORGAN, records.PLACE, records.PERSON),
    checks=(check_accounts,),
    batches=imports.BATCHINGS,
    laws=terms.LAWS,
    pages=PAGES,
    about=Text(
        "人员、岗位、机构、区划、日历和经营主体，一处登记，处处使用。",
        "People, posts, organs, places, calendar and firms: entered once, used everywhere.",
    ),
)
