"""Numbers that name a body or a person: read, checked, masked. (Project codes: `project_code.py`.)

Nothing is guessed. Width, case and blanks are levelled out, because they carry no meaning; a letter O that was probably a nought
stays an O and is refused with its place, because only the person with the paper in hand can tell.

Sources: GB 32100 (统一社会信用代码), GB 11714 (组织机构代码), GB 11643 (公民身份号码).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .errors import BadInput
from .law import Law
from .text import Text

GB_32100 = Law(
    "GB 32100", Text("法人和其他组织统一社会信用代码编码规则", "Coding rule of the unified social credit code")
)
GB_11714 = Law("GB 11714", Text("全国组织机构代码编制规则", "Rules of the national organisation code"))
GB_11643 = Law("GB 11643", Text("公民身份号码", "Citizen identity number"))

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    str(code)
    for region in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for code in region
)
# What an eye takes for something else; offered as a question, never applied.
_LOOK_ALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))

_COMPARE = Text(
    "请对照营业执照或登记证书原件重新录入。", "Compare with the licence or certificate itself and enter the code again."
)


def level(raw: str) -> str:
    """The text with full-width letters, digits and signs narrowed, every blank removed and a-z in capitals.

    Only these three differences are levelled: look-alikes such as ① or Ⅰ stay what they are.

    >>> level(" ９１ 4101ｍａ ")
    '914101MA'
    """
    narrow = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in raw.translate(_INVISIBLE))
    return "".join(c.upper() if "a" <= c <= "z" else c for c in narrow if not c.isspace())


# --- unified social credit code -------------------------------------------------------------------------------------------------

_AUTHORITIES = {
    "1": Text("机构编制", "Staffing office of Party and state bodies"),
    "2": Text("外交", "Foreign affairs"),
    "3": Text("司法行政", "Justice administration"),
    "4": Text("文化", "Culture"),
    "5": Text("民政", "Civil affairs"),
    "6": Text("旅游", "Tourism"),
    "7": Text("宗教", "Religious affairs"),
    "8": Text("工会", "Trade unions"),
    "9": Text("市场监管（工商）", "Market regulation"),
    "A": Text("军队编制", "Military establishment"),
    "N": Text("农业农村", "Agriculture and rural affairs"),
    "Y": Text("其他", "Other"),
}
_CATEGORIES = {
    "11": Text("机关", "State organ"),
    "12": Text("事业单位", "Public institution"),
    "51": Text("社会团体", "Social association"),
    "52": Text("民办非企业单位", "Private non-enterprise unit"),
    "53": Text("基金会", "Foundation"),
    "91": Text("企业", "Enterprise"),
    "92": Text("个体工商户", "Individual business"),
    "93": Text("农民专业合作社", "Farmers' cooperative"),
}
_UNNAMED = Text("本系统未载明", "Not listed here")


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A unified social credit code of 18 places whose characters and check digit are right.

    Whether the organisation code inside it also carries its own check digit is a separate fact, `organisation_check_holds`:
    the two standards are checked apart, and a code may satisfy only the outer one.
    """

    code: str

    @property
    def authority(self) -> Text:
        """The registering authority, place 1."""
        return _AUTHORITIES.get(self.code[0], _UNNAMED)

    @property
    def category(self) -> Text:
        """The kind of body, places 1 and 2; 'not listed here' when the table of this product does not name it."""
        return _CATEGORIES.get(self.code[:2], _UNNAMED)

    @property
    def division(self) -> str:
        """Places 3 to 8: the division of the registering authority, not of the firm; some codes carry letters here."""
        return self.code[2:8]

    @property
    def organisation_code(self) -> str:
        """Places 9 to 17: the organisation code of GB 11714, without its hyphen."""
        return self.code[8:17]

    @property
    def organisation_check_holds(self) -> bool:
        """True when place 17 is the check digit of places 9 to 16 under GB 11714."""
        return organisation_check(self.code[8:16]) == self.code[16]

    def __str__(self) -> str:
        return self.code


def credit_check(first_seventeen: str) -> str:
    """The check digit that GB 32100 puts in place 18: 31 less the weighted sum modulo 31, weights being powers of 3.

    >>> credit_check("91410100MAH0YWCM7")
    '6'
    """
    total = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(first_seventeen, _CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[-total % 31]


def organisation_check(first_eight: str) -> str:
    """The check digit of GB 11714: 11 less the weighted sum modulo 11, ten written X, eleven written 0; A is 10 and Z is 35.

    >>> organisation_check("MAH0YWCM")
    '7'
    """
    total = sum(int(c, 36) * w for c, w in zip(first_eight, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def credit_code(raw: str, *, field: str | None = None) -> CreditCode:
    """The code as a value, levelled.

    Raises:
        BadInput: `credit_code.missing`, `.length`, `.character` (with the place) or `.check` (with the part to look at first).
    """
    code = level(raw)
    if not code:
        raise _bad_code(
            "missing", Text("没有填写统一社会信用代码。", "The unified social credit code is not given."), field
        )
    strange = next(((place, c) for place, c in enumerate(code, 1) if c not in CREDIT_ALPHABET), None)
    if len(code) != 18:
        raise _bad_code("length", _wrong_length(len(code)), field)
    if strange is not None:
        raise _bad_code("character", _wrong_character(*strange), field)
    if credit_check(code[:17]) != code[17]:
        raise _bad_code("check", _wrong_check(code), field)
    return CreditCode(code)


def organisation_code(raw: str, *, field: str | None = None) -> str:
    """The organisation code of nine places, without hyphen and levelled.

    Raises:
        BadInput: `organisation_code.form` or `organisation_code.check`.
    """
    code = level(raw).replace("-", "")
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        reason = Text(
            "组织机构代码应为8位数字或字母加1位校验码（0-9或X）。",
            "An organisation code is eight digits or letters and one check digit (0 to 9 or X).",
        )
        raise BadInput(reason, code="organisation_code.form", field=field, law=GB_11714, remedy=_COMPARE)
    if organisation_check(code[:8]) != code[8]:
        reason = Text(
            "组织机构代码第9位校验不符，前8位或第9位有误。",
            "Place 9 of the organisation code does not check: one of the nine places is wrong.",
        )
        raise BadInput(reason, code="organisation_code.check", field=field, law=GB_11714, remedy=_COMPARE)
    return code


def _bad_code(kind: str, reason: Text, field: str | None) -> BadInput:
    return BadInput(reason, code=f"credit_code.{kind}", field=field, law=GB_32100, remedy=_COMPARE)


def _wrong_length(length: int) -> Text:
    known = {
        9: Text("9位像是组织机构代码", "nine places look like an organisation code"),
        13: Text("13位像是旧营业执照注册号", "thirteen places look like an old registration number"),
        15: Text("15位像是旧注册号或税号", "fifteen places look like an old registration or tax number"),
    }
    difference = (
        Text("少了{n}位", "{n} too few").with_(n=18 - length)
        if length < 18
        else Text("多了{n}位", "{n} too many").with_(n=length - 18)
    )
    return Text(
        "统一社会信用代码应为18位，现为{length}位，{difference}。",
        "The unified social credit code has 18 places; this has {length}: {difference}.",
    ).with_(length=length, difference=known.get(length, difference))


def _wrong_character(place: int, character: str) -> Text:
    if character in _LOOK_ALIKES:
        return Text(
            "第{place}位是字母“{c}”：代码不使用I、O、Z、S、V，是否应为“{like}”？系统不代为更改。",
            "Place {place} is the letter '{c}': the code never uses I, O, Z, S or V. Should it be '{like}'? It is not changed for you.",
        ).with_(place=place, c=character, like=_LOOK_ALIKES[character])
    return Text(
        "第{place}位“{c}”不是代码可用的字符（数字0-9和大写字母，不含I、O、Z、S、V）。",
        "Place {place}, '{c}', is not a character of the code (digits and capital letters except I, O, Z, S and V).",
    ).with_(place=place, c=character)


def _wrong_check(code: str) -> Text:
    # Several exchanges may satisfy the outer check by chance; the organisation code's own check digit tells them apart.
    swaps = [n for n in range(1, 18) if code[n - 1] != code[n] and _checks(_swapped(code, n))]
    inner = organisation_check(code[8:16]) == code[16]
    where = (
        Text(
            "第9至17位自身相符，请先看第1至8位和第18位",
            "places 9 to 17 agree among themselves, so look at places 1 to 8 and 18 first",
        )
        if inner
        else Text(
            "第9至17位（组织机构代码）也不相符，请先看这一段",
            "places 9 to 17 (organisation code) do not agree either, so look there first",
        )
    )
    if len(swaps) == 1:
        where = Text(
            "{where}；第{n}、{m}位对调后相符，可能录反",
            "{where}; it would check with places {n} and {m} exchanged, so they may be swapped",
        ).with_(where=where, n=swaps[0], m=swaps[0] + 1)
    return Text("第18位校验码不符：{where}。", "Place 18, the check digit, does not agree: {where}.").with_(where=where)


def _swapped(code: str, place: int) -> str:
    return code[: place - 1] + code[place] + code[place - 1] + code[place + 1 :]


def _checks(code: str) -> bool:
    return credit_check(code[:17]) == code[17] and organisation_check(code[8:16]) == code[16]


# --- identity number, mobile number, name ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber:
    """An identity number of 18 places that checks. Printing it gives the masked form; the full form is `number`, asked for by name."""

    number: str

    @property
    def born_on(self) -> date:
        """Date of birth, places 7 to 14."""
        return date(int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14]))

    @property
    def division(self) -> str:
        """Places 1 to 6: the division of first registration."""
        return self.number[:6]

    @property
    def masked(self) -> str:
        """First six and last two places."""
        return mask_identity_number(self.number)

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"IdentityNumber({self.masked})"


def identity_check(first_seventeen: str) -> str:
    """The check digit of GB 11643 (weights modulo 11).

    >>> identity_check("11010519491231002")
    'X'
    """
    return _IDENTITY_CHECKS[sum(int(c) * w for c, w in zip(first_seventeen, _IDENTITY_WEIGHTS, strict=True)) % 11]


def identity_number(raw: str, today: date, *, field: str | None = None) -> IdentityNumber:
    """The identity number as a value. No reason given ever repeats the number.

    Raises:
        BadInput: `identity_number.length`, `.character`, `.region`, `.birth` or `.check`.
    """
    number = level(raw)
    if len(number) != 18:
        raise _bad_identity(
            "length",
            Text("公民身份号码应为18位，现为{n}位。", "An identity number has 18 places; this has {n}.").with_(
                n=len(number)
            ),
            field,
        )
    place = next((p for p, c in enumerate(number, 1) if c not in ("0123456789X" if p == 18 else "0123456789")), None)
    if place is not None:
        raise _bad_identity(
            "character", Text("第{p}位不是可用的字符。", "Place {p} is not an allowed character.").with_(p=place), field
        )
    if number[:2] not in _PROVINCES:
        raise _bad_identity(
            "region", Text("第1、2位不是省级代码。", "Places 1 and 2 are not the code of a province."), field
        )
    if not _born(number, today):
        raise _bad_identity(
            "birth", Text("第7至14位不是有效的出生日期。", "Places 7 to 14 are not a possible date of birth."), field
        )
    if identity_check(number[:17]) != number[17]:
        raise _bad_identity(
            "check",
            Text("第18位校验码不符，18位中有一位有误。", "Place 18 does not agree: one of the 18 places is wrong."),
            field,
        )
    return IdentityNumber(number)


def _bad_identity(kind: str, reason: Text, field: str | None) -> BadInput:
    remedy = Text("请对照身份证件重新录入。", "Compare with the identity card and enter it again.")
    return BadInput(reason, code=f"identity_number.{kind}", field=field, law=GB_11643, remedy=remedy)


def _born(number: str, today: date) -> bool:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return date(1850, 1, 1) <= born <= today


def identity_numbers_in(text: str, today: date) -> Iterator[tuple[int, int]]:
    """The spans (start, end) of every unmasked identity number in a text, in order; false alarms are kept down by date and check digit."""
    for found in re.finditer(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])", text):
        number = found.group().upper()
        if number[:2] in _PROVINCES and _born(number, today) and identity_check(number[:17]) == number[17]:
            yield found.span()


def mobile_numbers_in(text: str) -> Iterator[tuple[int, int]]:
    """The spans (start, end) of every unmasked mobile number of the mainland in a text, in order."""
    for found in re.finditer(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])", text):
        yield found.span()


def mobile_number(raw: str, *, field: str | None = None) -> str:
    """The mobile number as eleven digits, without country code, blanks and hyphens.

    Raises:
        BadInput: `mobile_number.form`; the reason does not repeat the number.
    """
    number = re.sub(r"[-()]", "", level(raw))
    number = re.sub(r"^(\+86|0086|86(?=1[3-9][0-9]{9}$))", "", number)
    if not re.fullmatch(r"1[3-9][0-9]{9}", number):
        raise BadInput(
            Text("手机号码应为11位数字，以13至19开头。", "A mobile number has eleven digits and begins with 13 to 19."),
            code="mobile_number.form",
            field=field,
            remedy=Text(
                "请核对后重新录入；固定电话请填在“电话”一栏。",
                "Check and enter again; a landline goes into the telephone field.",
            ),
        )
    return number


def mask_identity_number(number: str) -> str:
    """First six and last two places of an 18-place number; of anything else nothing but its length, so that a bad number leaks nothing.

    >>> mask_identity_number("11010519491231002X")
    '110105**********2X'
    """
    return f"{number[:6]}{'*' * 10}{number[-2:]}" if len(number) == 18 else "*" * len(number)


def mask_mobile_number(number: str) -> str:
    """First three and last four digits of an 11-digit number; of anything else nothing but its length.

    >>> mask_mobile_number("13800001234")
    '138****1234'
    """
    return f"{number[:3]}****{number[-4:]}" if len(number) == 11 else "*" * len(number)


def mask_person_name(name: str) -> str:
    """The first character of the name and one star for each hidden one, at most three; Latin names keep each part's initial.

    >>> mask_person_name("示例人"), mask_person_name("Example Person")
    ('示**', 'E*** P***')
    """
    name = name.strip()
    if name.isascii():
        return " ".join(f"{part[0]}***" for part in name.split())
    return name[0] + "*" * min(3, max(1, len(name) - 1))
