"""What an office does with the registers: people enrolled and appointed, organs and places entered, notices loaded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict, NotFound
from taizhang.basis.identifiers import credit_code
from taizhang.basis.text import Text
from taizhang.frame import batches
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch, Intake
from taizhang.registers import accounts, records
from taizhang.registers.models import Account, Appointment, Enterprise, HolidayNotice, Organ, Person, Place
from taizhang.registers.questions import NOTICE_LOADED

from . import imports, rules, terms

Role = Annotated[str, Ask(Text("岗位", "Role"), choices=rules.ROLE_WORDS, example="drc.clerk")]
Since = Annotated[date, Ask(Text("自", "From"), example="2026-01-01")]
Until = Annotated[date | None, Ask(Text("至", "Until"), help=Text("留空为长期", "Leave empty when open-ended"))]
Ground = Annotated[str, Ask(Text("任命依据", "Ground"), example="示例任命文件")]
Over = Annotated[Place, Ask(Text("管辖范围", "Over the place"), ref="registers.place")]
CoveredBy = Annotated[Person, Ask(Text("代行人", "Who covers"), ref="registers.person")]
Sheet = Annotated[Intake, Ask(Text("待受理的表", "Sheet to be accepted"), ref="frame.intake")]
Into = Annotated[Enterprise, Ask(Text("并入", "Merged into"), ref="registers.enterprise")]
Who = Annotated[Person, Ask(Text("人员", "Person"), ref="registers.person")]


def enrol(
    organ: Organ,
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("姓名", "Name"), example="示例甲")],
    name_en: Annotated[str, Ask(Text("英文名", "English name"))] = "",
    phone: Annotated[str, Ask(Text("电话", "Telephone"), visibility="personal")] = "",
) -> Person:
    """The person is in the register; they hold no post yet.

    Raises:
        BadInput: without a name.
    """
    if not name.strip():
        raise BadInput(Text("请填写姓名", "Give a name"), code="missing", field="name")
    return by.put(Person(name=name.strip()[:60], name_en=name_en[:80], phone=phone[:20]))


def appoint(
    organ: Organ,
    by: Hand,
    *,
    person: Who,
    role: Role,
    place: Over,
    valid_from: Since,
    valid_to: Until = None,
    ground: Ground = "",
) -> Appointment:
    """The person holds the role in the organ, over the place and below it.

    Raises:
        BadInput: an end before the beginning, or a place outside the organ's own.
        Conflict: the same post is held already, it is one's own, or they are another one of the three administrators.
    """
    rules.check_span(valid_from, valid_to)
    if not place.path.startswith(organ.place.path):
        raise BadInput(
            Text("“{p}”不在“{o}”的管辖范围内", "“{p}” is not within the area of “{o}”").with_(
                p=place.name, o=organ.name
            ),
            code="outside_organ",
            field="place",
            remedy=Text("选择该机构所在区划或其下级", "Choose the organ's own place or one below it"),
        )
    same = Appointment.objects.filter(person=person, organ=organ, role=role, place=place, acting_for=None)
    if any(rules.overlap((a.valid_from, a.valid_to), (valid_from, valid_to)) for a in same):
        raise Conflict(Text("该人员已担任这一岗位", "The person holds this post already"), code="held")
    _apart(person, by, role, (valid_from, valid_to))
    return by.put(
        Appointment(
            person=person,
            organ=organ,
            role=role,
            place=place,
            valid_from=valid_from,
            valid_to=valid_to,
            ground=ground[:200],
        )
    )


def _apart(person: Person, by: Hand, role: str, span: tuple[date, date | None]) -> None:
    """Nobody gives a post to themselves, and nobody is two of the three administrators, in their own name or another's."""
    if person.pk == by.actor.person:
        raise Conflict(
            Text("不能给自己安排岗位", "One cannot give a post to oneself"),
            code="own_post",
            field="person",
            law=terms.POSTS,
            remedy=Text("请另一名系统管理员办理", "Ask another system administrator"),
        )
    posts = Appointment.objects.filter(person=person)
    rules.check_administrators(role, (a.role for a in posts if rules.overlap((a.valid_from, a.valid_to), span)))


def revoke(
    appointment: Appointment,
    by: Hand,
    *,
    last_day: Annotated[date, Ask(Text("最后一日", "Last day"), example="2026-11-30")],
    reason: Annotated[str, Ask(Text("理由", "Reason"), example="示例理由")],
) -> None:
    """The post ends with that day; what was done in it stays done.

    Raises:
        BadInput: a last day before the post began. Conflict: it has ended already.
    """
    if appointment.valid_to is not None and appointment.valid_to < by.today:
        raise Conflict(Text("该任职已经结束", "This post has ended already"), code="ended")
    rules.check_span(appointment.valid_from, last_day)
    appointment.valid_to = last_day
    by.put(appointment)


def cover(
    appointment: Appointment,
    by: Hand,
    *,
    person: CoveredBy,
    valid_from: Since,
    valid_to: Annotated[date, Ask(Text("至", "Until"), example="2026-01-31")],
) -> Appointment:
    """Somebody acts for the holder of a post during a leave; entries name both, and neither may check the other's work.

    Raises:
        BadInput: the holder covering themselves, a span longer than 180 days, or outside the post's own.
        Conflict: one's own cover, that of another one of the three administrators, or of a post that is a cover itself.
    """
    rules.check_span(valid_from, valid_to)
    if appointment.acting_for_id is not None:
        # An entry names one person beside the one who acts: of two, the first could be checked by the last.
        raise Conflict(
            Text("代行的岗位不能再由他人代行", "A post that is held for somebody else is not covered in turn"),
            code="cover_of_cover",
            law=terms.POSTS,
            remedy=Text("由原任职人员另行安排代行", "Cover the post itself"),
        )
    if person.pk == appointment.person_id:
        raise BadInput(Text("不能代行自己的岗位", "One cannot cover one's own post"), code="self", field="person")
    if valid_to - valid_from > timedelta(days=180):
        raise BadInput(
            Text("代行最长180天，更长的请重新任命", "A cover lasts at most 180 days; appoint anew for longer"),
            code="too_long",
            field="valid_to",
        )
    if valid_from < appointment.valid_from or (appointment.valid_to is not None and valid_to > appointment.valid_to):
        raise BadInput(
            Text("代行时间超出原任职时间", "The cover lies outside the post's own time"),
            code="outside_post",
            field="valid_from",
        )
    _apart(person, by, appointment.role, (valid_from, valid_to))
    return by.put(
        Appointment(
            person=person,
            organ=appointment.organ,
            role=appointment.role,
            place=appointment.place,
            valid_from=valid_from,
            valid_to=valid_to,
            acting_for=appointment.person,
            ground=appointment.ground,
        )
    )


def found_organ(
    place: Place,
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("名称", "Name"), visibility="public", example="示例机构")],
    kind: Annotated[str, Ask(Text("类别", "Kind"), choices=records.ORGAN_KINDS, visibility="public")],
    name_en: Annotated[str, Ask(Text("英文名", "English name"), visibility="public")] = "",
    short: Annotated[
        str,
        Ask(
            Text("简称", "Short name"),
            help=Text("台账里常写的称呼，导入时按它认单位", "As workbooks call it; imports find the organ by it"),
            visibility="public",
        ),
    ] = "",
    short_en: Annotated[str, Ask(Text("英文简称", "Short English name"), visibility="public")] = "",
    parent: Annotated[Organ | None, Ask(Text("上级机构", "Above"), ref="registers.organ", visibility="public")] = None,
) -> Organ:
    """The organ is in the register.

    Raises:
        BadInput: a name that is taken or empty.
    """
    if not name.strip() or Organ.objects.filter(name=name.strip()).exists():
        raise BadInput(Text("机构名称为空或已存在", "The name is empty or taken"), code="name_taken", field="name")
    return by.put(
        Organ(
            name=name.strip()[:120],
            name_en=name_en[:160],
            short=short[:60],
            short_en=short_en[:80],
            kind=kind,
            place=place,
            parent=parent,
        )
    )


def add_place(
    place: Place,
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("名称", "Name"), visibility="public", example="示例街道")],
    kind: Annotated[
        str, Ask(Text("级别", "Level"), choices=records.PLACE_KINDS, visibility="public", example="street")
    ],
    name_en: Annotated[str, Ask(Text("英文名", "English name"), visibility="public")] = "",
    code: Annotated[
        str,
        Ask(
            Text("区划代码", "Official code"),
            help=Text("开发区等没有代码的留空", "Leave empty where there is none"),
            visibility="public",
        ),
    ] = "",
) -> Place:
    """The tree has one more place, below this one.

    Raises:
        BadInput: no name, or a code that is taken or is not made of digits.
    """
    if not name.strip():
        raise BadInput(Text("请填写名称", "Give a name"), code="missing", field="name")
    if code and (not code.isdigit() or len(code) not in (2, 4, 6, 9, 12) or Place.objects.filter(code=code).exists()):
        raise BadInput(
            Text(
                "区划代码“{c}”不是2、4、6、9或12位数字，或已被使用",
                "The code “{c}” is not 2, 4, 6, 9 or 12 digits, or is taken",
            ).with_(c=code),
            code="bad_code",
            field="code",
        )
    path = rules.path_below(place.path, code or name)
    if Place.objects.filter(path=path).exists():
        raise BadInput(
            Text("“{p}”下已有“{n}”", "There is a “{n}” below “{p}” already").with_(p=place.name, n=name),
            code="place_taken",
            field="name",
        )
    return by.put(
        Place(
            kind=kind,
            name=name.strip()[:80],
            name_en=name_en[:120],
            parent=place,
            code=code or None,
            path=path,
            valid_from=by.today,
        )
    )


def establish(
    by: Hand,
    *,
    place: Annotated[str, Ask(Text("最高一级区划", "Topmost place"), visibility="public", example="示例市")],
    kind: Annotated[str, Ask(Text("级别", "Level"), choices=records.PLACE_KINDS, visibility="public", example="city")],
    organ: Annotated[str, Ask(Text("管理机构", "Organ in charge"), visibility="public", example="示例市人民政府")],
    administrator: Annotated[str, Ask(Text("首任系统管理员", "First system administrator"), example="示例甲")],
    administrator_en: Annotated[str, Ask(Text("管理员英文名", "Administrator's English name"))] = "",
    place_en: Annotated[str, Ask(Text("区划英文名", "English name of the place"), visibility="public")] = "",
    organ_en: Annotated[str, Ask(Text("机构英文名", "English name of the organ"), visibility="public")] = "",
    code: Annotated[str, Ask(Text("区划代码", "Official code"), visibility="public")] = "",
) -> Appointment:
    """An empty installation has its topmost place, an organ there, and its first administrator.

    Raises:
        Conflict: it is not empty.
    """
    if Place.objects.exists():
        raise Conflict(Text("系统已经建立，不能再次初始化", "The installation exists already"), code="established")
    path = rules.path_below("/", code or place)
    root = by.put(
        Place(kind=kind, name=place, name_en=place_en, parent=None, code=code or None, path=path, valid_from=by.today)
    )
    top = by.put(Organ(name=organ, name_en=organ_en, kind="government", place=root))
    person = by.put(Person(name=administrator, name_en=administrator_en[:80]))
    return by.put(
        Appointment(person=person, organ=top, role="admin.system", place=root, valid_from=by.today, ground="首任管理员")
    )


def stop_batch(
    batch: Batch, by: Hand, *, reason: Annotated[str, Ask(Text("理由", "Reason"), example="示例理由")]
) -> None:
    """No further chunk of the batch is applied.

    Raises:
        Conflict: it is not under way.
    """
    batches.stop(by, batch)


def resume_batch(batch: Batch, by: Hand) -> None:
    """The batch goes on from where it stopped.

    Raises:
        Conflict: it is not stopped.
    """
    batches.go_on(by, batch)


def withdraw_batch(
    batch: Batch, by: Hand, *, reason: Annotated[str, Ask(Text("理由", "Reason"), example="示例理由")]
) -> None:
    """The rest of a stopped batch will never be applied; what was applied stays.

    Raises:
        Conflict: it is not stopped.
    """
    batches.withdraw(by, batch)


def accept_register(
    place: Place,
    by: Hand,
    *,
    intake: Sheet,
) -> Batch:
    """Places, organs or firms are accepted as a batch, and a job to apply it waits.

    Raises:
        BadInput: an intake of another kind, or read for another place. Conflict: nothing in it, or accepted before.
    """
    if intake.kind not in imports.KINDS:
        raise BadInput(
            Text("这不是登记簿的表", "This is not a sheet of a register"), code="wrong_intake", field="intake"
        )
    # Rows say where they belong from the place down for which they were read.
    if intake.reading.get("place", place.pk) != place.pk:
        raise BadInput(
            Text("这张表是为别的区划读取的", "This sheet was read for another place"),
            code="wrong_place",
            field="intake",
        )
    return batches.accept(by, intake, place=place.pk)


def load_notice(
    by: Hand,
    *,
    year: Annotated[int, Ask(Text("年份", "Year"), visibility="public", example=2027)],
    number: Annotated[
        str, Ask(Text("文号", "Document number"), visibility="public", example="国办发明电〔2026〕1号（示例）")
    ],
    published_on: Annotated[date, Ask(Text("发布日期", "Published on"), visibility="public", example="2026-11-01")],
    off: Annotated[
        str,
        Ask(
            Text("放假的工作日", "Weekdays off"),
            help=Text("每行一天，如 2027-02-08", "One day a line, such as 2027-02-08"),
            multiline=True,
            visibility="public",
        ),
    ] = "",
    worked: Annotated[
        str,
        Ask(
            Text("调休上班的周末", "Weekend days worked"),
            help=Text("每行一天", "One day a line"),
            multiline=True,
            visibility="public",
        ),
    ] = "",
) -> HolidayNotice:
    """The days off and the days worked of a year are as the notice says; deadlines that cross it are no longer provisional.

    Raises:
        BadInput: a line that is no day of the year, a weekday worked, or a weekend day off.
    """
    free, made_up = rules.days(off, year, "off", weekend=False), rules.days(worked, year, "worked", weekend=True)
    row = HolidayNotice.objects.filter(year=year).first() or HolidayNotice(year=year)
    row.number, row.published_on, row.off, row.worked = number[:60], published_on, free, made_up
    by.happened(NOTICE_LOADED, year)
    return by.put(row)


def merge_enterprises(
    enterprise: Enterprise,
    by: Hand,
    *,
    into: Into,
    reason: Annotated[str, Ask(Text("理由", "Reason"), example="示例理由")],
) -> None:
    """The firm's row points to the one it was merged into; both stay readable.

    Raises:
        BadInput: into itself. Conflict: either is merged already.
    """
    if into.pk == enterprise.pk:
        raise BadInput(Text("不能并入自己", "A firm cannot be merged into itself"), code="self", field="into")
    if enterprise.merged_into_id is not None or into.merged_into_id is not None:
        raise Conflict(Text("其中一户已经并入其他主体", "One of them is merged already"), code="merged")
    enterprise.merged_into = into
    by.put(enterprise)


def enter_enterprise(
    place: Place,
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("名称", "Name"), example="示例有限公司")],
    uscc: Annotated[str, Ask(Text("统一社会信用代码", "Unified social credit code"), example="91410100MA0000007G")],
    address: Annotated[str, Ask(Text("住所", "Address"))] = "",
    capital: Annotated[str, Ask(Text("注册资本（照登记原文）", "Registered capital, as registered"))] = "",
) -> Enterprise:
    """The firm is in the register.

    Raises:
        BadInput: no name, a code whose check digit fails, or one that is taken.
    """
    if not name.strip():
        raise BadInput(Text("请填写名称", "Give a name"), code="missing", field="name")
    code = credit_code(uscc, field="uscc").code
    if Enterprise.objects.filter(uscc=code).exists():
        raise BadInput(Text("该代码已登记", "This code is registered already"), code="code_taken", field="uscc")
    minor, currency = imports.capital_of(capital)
    return by.put(
        Enterprise(
            name=name.strip()[:200],
            uscc=code,
            address=address[:300],
            capital_as_stated=capital[:80],
            capital_minor=minor,
            capital_currency=currency,
            place=place,
        )
    )


# -- accounts: not records themselves, so each act is an entry about the person ------------------------------------------------


def open_account(
    person: Person,
    by: Hand,
    *,
    username: Annotated[str, Ask(Text("登录名", "Sign-in name"), visibility="personal", example="example-name")],
) -> None:
    """The person has an account, with which nobody can sign in until a one-time password is given.

    No password passes through here, so that none can be recorded: the page of accounts sets it after this has succeeded, in
    the same request, and shows it once; for whoever did this by API or command line, `reset_account` on that page does.

    Raises:
        BadInput: a name of another form. Conflict: they have an account, or the name is taken.
    """
    _said(by, accounts.open_for(person, username), ended=True)


def reset_account(
    person: Person, by: Hand, *, reason: Annotated[str, Ask(Text("理由", "Reason"), example="示例理由")]
) -> None:
    """The old password, sessions and tokens of the account are worth nothing; a one-time password has to be given.

    As for `open_account`, the page gives it after this has succeeded.

    Raises:
        NotFound: the person has no account that may sign in.
    """
    _said(by, accounts.reset(accounts.of_person(person)), ended=True)


def unlock_account(person: Person, by: Hand) -> None:
    """The account may be tried again before its lock runs out.

    Raises:
        NotFound: the person has no account. Conflict: it is not locked.
    """
    _said(by, accounts.unlock(accounts.of_person(person)), ended=False)


def close_account(
    person: Person, by: Hand, *, reason: Annotated[str, Ask(Text("理由", "Reason"), example="示例理由")]
) -> None:
    """Nobody signs in with the account any more; its sessions and tokens have ended.

    Raises:
        NotFound: the person has no account. Conflict: it is one's own.
    """
    if person.pk == by.actor.person:
        raise Conflict(
            Text("不能关闭自己的账号", "One cannot close one's own account"),
            code="own_account",
            remedy=Text("请另一名安全管理员办理", "Ask another security administrator"),
        )
    _said(by, accounts.close(accounts.of_person(person)), ended=True)


def _said(by: Hand, account: Account, *, ended: bool) -> None:
    """The entry holds what the full check compares the account with."""
    by.say(**accounts.stands(account), **({accounts.TOKENS_ENDED: True} if ended else {}))
    by.say_restricted(**{accounts.NAME: account.username})


def halt_batch(
    place: Place,
    by: Hand,
    *,
    batch: Annotated[int, Ask(Text("批次编号", "Number of the batch"), example=1)],
    reason: Annotated[str, Ask(Text("理由", "Reason"), example="示例理由")],
) -> None:
    """No further chunk is applied of a batch that somebody accepted for this place; whoever did may continue it.

    Raises:
        NotFound: no such batch of this place. Conflict: it is not under way.
    """
    found = Batch.objects.filter(pk=batch, place=place.pk).first()
    if found is None:
        raise NotFound(Text("本区划没有批次 {n}", "This place has no batch {n}").with_(n=batch), code="no_batch")
    batches.stop(by, found)
    by.about(found)
