"""Lists of the sandbox: firms, and contacts with them."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Field, Filter, Listing

from .. import terms
from ..queries import clocks, figures
from .records import CONTACT, MEMBER

_MONTH: Final = Text("月份", "Month")
MEMBERS_LIST: Final = Listing(
    "sandbox.members",
    MEMBER,
    Text("沙盒企业", "Firms in the sandbox"),
    columns=(
        "number", "enterprise", "state", "days_left", "law_left", "standing", "period_ends", "listing_due", "defect", "ground", "scheme", "entered_on", "place",
    ),
    filters=(
        Filter("scheme", Text("沙盒类别", "Scheme"), "scheme"),
        Filter("state", Text("环节", "State"), "state"),
        Filter("standing", Text("法定时限", "Clock of the law"), "listing_due", choices=figures.standings, apply=clocks.standing_at),
        Filter("result", Text("成效", "Outcome"), "state", choices=figures.results, apply=figures.of_result),
        Filter("month", Text("入盒月份", "Month of entry"), "entered_on", choices=figures.months, apply=figures.of_month),
        Filter("defect", Text("公示缺陷", "Defect of disclosure"), "defect"),
        Filter("place", Text("区划", "Place"), "place"),
    ),
    sorts={
        "-found_on": ("-found_on", "-id"), "found_on": ("found_on", "id"), "listing_due": ("listing_due", "id"),
        "period_ends": ("period_ends", "id"), "state": ("state", "period_ends", "id"),
    },
    default_sort="-found_on",
    search=("number",),
    derived=(
        Field("standing", Text("法定时限状况", "How the law's clock stands"), choices=terms.LISTING_STANDINGS),
        Field("days_left", Text("沙盒期剩余", "Left of the sandbox"), unit="工作日"),
        Field("law_left", Text("法定时限剩余", "Left of the law's term"), unit="工作日"),
    ),
    derive=clocks.with_clocks,
    empty=Text("没有沙盒企业。登记公示缺陷、提出入盒，或导入名单。", "No firm is in the sandbox. Enter a defect, propose a firm, or import a list."),
    help=Text(
        "仅供内部使用：不公开，不作为执法依据。法定列入时限不因入盒而停止。",
        "Internal: neither public nor a ground of enforcement. Being in the sandbox does not stop the law's term for listing.",
    ),
)  # fmt: skip
CONTACTS_LIST: Final = Listing(
    "sandbox.contacts",
    CONTACT,
    Text("联系记录", "Contacts with firms"),
    columns=("made_on", "member", "kind", "replaces_visit", "content", "sender", "proof"),
    filters=(
        Filter("kind", Text("联系方式", "Kind"), "kind"),
        Filter("instead", Text("代替上门", "In place of a visit"), "replaces_visit", choices=figures.yes_no, apply=figures.replacing),
        Filter("month", _MONTH, "made_on", choices=figures.months, apply=figures.contacts_of_month),
        Filter("scheme", Text("沙盒类别", "Scheme"), "member", choices=figures.schemes, apply=figures.contacts_of_scheme),
        Filter("at", Text("区划", "Place"), "member", apply=figures.contacts_of_place),
    ),
    sorts={"-made_on": ("-made_on", "-id"), "made_on": ("made_on", "id")},
    default_sort="-made_on",
    empty=Text("没有联系记录。", "No contact was recorded."),
)
LISTINGS: Final = (MEMBERS_LIST, CONTACTS_LIST)
