"""One truth in many layouts: the same projects laid out as different offices lay out their sheets.

A seed decides everything: order and names of columns, unit and where it stands, one or two date columns, rows of
headings, empty rows and columns in front, titles, subtotals, sections, remarks, headings again, full-width digits.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from taizhang.basis.civil_dates import CivilDate
from taizhang.basis.money import FEN_PER, decimal_text

HEADINGS = {
    "serial": ("序号", "序 号", "编号"),
    "name": ("项目名称", "项目\n名称", "项 目 名 称", "建设项目名称", "工程名称"),
    "code": ("项目代码", "项目编码", "投资项目代码", "统一代码", "项目代码（国家平台）"),
    "place": ("建设地点", "项目地点", "所属街道", "建设地址"),
    "organ": ("责任单位", "牵头单位", "行业主管部门", "主管部门"),
    "owner": ("建设单位", "项目业主", "业主", "项目单位"),
    "total_investment": ("总投资", "总投资额", "投资总额", "计划总投资", "项目总投资"),
    "annual_plan": ("年度计划投资", "2025年计划投资", "本年计划投资", "当年计划投资", "年度投资计划", "本年计划"),
    "cumulative": ("累计完成投资", "截至2024年底累计完成投资"),
    "start": ("开工时间", "开工年月", "计划开工", "开工日期", "计划开工时间"),
    "finish": ("竣工时间", "竣工年月", "计划竣工", "建成时间", "完工时间"),
    "period": ("建设起止年限", "建设年限", "起止年限", "建设期限"),
    "stage": ("当前阶段", "项目阶段", "建设阶段", "目前阶段"),
    "remark": ("备注", "备 注", "说明"),
}
NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Project:
    """What every layout must give back."""

    name: str
    code: str | None
    place: str
    organ: str
    total: int
    plan: int
    start: CivilDate
    finish: CivilDate


def truth() -> list[Project]:
    """Twenty projects, the same at every call."""
    random_ = random.Random(20250601)
    projects = []
    for number in range(20):
        start = CivilDate(random_.randint(2022, 2026), random_.randint(1, 12))
        projects.append(
            Project(
                name=f"{random_.choice(['一马路', '建中街', '大学路', '设计院'])}改造{number + 1}号",
                code=None if number % 7 == 3 else f"2025-410103-{random_.randint(10, 99)}-01-{number:06d}",
                place=random_.choice(("德化街街道", "嵩山路街道", "侯寨乡")),
                organ=random_.choice(("区工信局", "区卫健委", "区教育局")),
                total=random_.randrange(1_000, 900_000) * 1_000_000 + random_.choice((0, 0, 500_000)),
                plan=random_.randrange(100, 90_000) * 1_000_000,
                start=start,
                finish=CivilDate(start.year + random_.randint(1, 3), random_.randint(1, 12)),
            )
        )
    return projects


class Layout:
    """One workbook of the truth, laid out as the seed says."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        pick = self._random.choice
        self.unit = pick(("万元", "万元", "亿元", "元"))
        self.unit_in = pick(("heading", "note", "note", "cell", "row of units", "heading above"))
        self.grouped = self.unit_in == "heading above" or self._random.random() < 0.4
        self.one_period = self._random.random() < 0.3
        self.left = pick((0, 0, 0, 1, 2))
        self.top = pick((0, 0, 1, 3))
        self.full_width = self._random.random() < 0.3
        self.merge_headings = self._random.random() < 0.6
        roles = ["name", "code", "place", "organ", "total_investment", "annual_plan"]
        roles += ["period"] if self.one_period else ["start", "finish"]
        roles += [extra for extra in ("owner", "stage", "remark", "cumulative") if self._random.random() < 0.5]
        self._random.shuffle(roles)
        if self.grouped:
            roles = [role for role in roles if role not in ("total_investment", "annual_plan", "cumulative")]
            roles += ["total_investment", "annual_plan"]
        self.roles = (["serial"] if self._random.random() < 0.85 else []) + roles

    def write(self) -> bytes:
        """The workbook."""
        buffer = io.BytesIO()
        self.row = self.top
        with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as workbook:
            self._month = workbook.add_format({"num_format": "yyyy-mm"})
            if self._random.random() < 0.3:
                old = workbook.add_worksheet("旧数据")
                old.write_row(0, 0, ["项目名称", "项目代码", "总投资"])
                old.write_row(1, 0, ["不该读的", "2025-410103-48-01-999999", 1])
                old.hide()
            self.page = workbook.add_worksheet("项目")
            self.page.activate()
            self._titles()
            self._headings()
            self._body()
        return buffer.getvalue()

    def _put(self, cells: list[Any]) -> None:
        for column, value in enumerate(cells, start=self.left):
            if isinstance(value, date):
                self.page.write_datetime(self.row, column, value, self._month)
            elif value is not None:
                self.page.write(self.row, column, value)
        self.row += 1

    def _titles(self) -> None:
        width = len(self.roles)
        if self._random.random() < 0.7:
            title = "二七区2025年重点项目台账"
            if self._random.random() < 0.5:
                self.page.merge_range(self.row, self.left, self.row, self.left + width - 1, title)
            else:
                self.page.write(self.row, self.left, title)
            self.row += 1
        if self.unit_in == "note":
            note = self._random.choice(("单位：{}", "金额单位:{}", "（单位：{}）", "单 位： {}")).format(self.unit)
            self._put(["填报单位：二七区", *[None] * (width - 2), note])

    def _heading(self, role: str) -> str:
        text = self._random.choice(HEADINGS[role])
        if role in ("total_investment", "annual_plan", "cumulative") and self.unit_in == "heading":
            text += self._random.choice(("（{}）", "({})", "\n（单位：{}）")).format(self.unit)
        return text

    def _headings(self) -> None:
        self.texts = [self._heading(role) for role in self.roles]
        first = self.row
        if not self.grouped:
            self._put(self.texts)
        else:
            self._grouped_headings(first)
        if self.unit_in == "row of units":
            self._put(
                [self.unit if r in ("total_investment", "annual_plan", "cumulative") else None for r in self.roles]
            )
        if self._random.random() < 0.2:
            self._put([str(n + 1) for n in range(len(self.roles))])

    def _grouped_headings(self, first: int) -> None:
        above = f"投资（{self.unit}）" if self.unit_in == "heading above" else "投资情况"
        money = [place for place, role in enumerate(self.roles) if role in ("total_investment", "annual_plan")]
        for place, text in enumerate(self.texts):
            column = self.left + place
            if place in money:
                self.page.write(first + 1, column, text)
            elif self.merge_headings:
                self.page.merge_range(first, column, first + 1, column, text)
            else:
                self.page.write(first, column, text)
        if self.merge_headings:
            self.page.merge_range(first, self.left + money[0], first, self.left + money[-1], above)
        else:
            self.page.write(first, self.left + money[0], above)
        self.row += 2

    def _body(self) -> None:
        extras = self._random.random
        sections = extras() < 0.3
        repeat_at = 12 if extras() < 0.25 and not self.grouped else None
        for number, project in enumerate(truth()):
            if number % 10 == 0 and sections:
                self._section(f"{NUMERALS[number // 10]}、第{number // 10 + 1}类项目（10个）")
            if number == repeat_at:
                self._put(self.texts)
            self._put([self._cell(role, project, number) for role in self.roles])
            if number % 5 == 4 and extras() < 0.3:
                self._total("小计")
            if extras() < 0.05:
                self.row += 1
        self._total(self._random.choice(("合计", "合 计", "总计", "合计：")))
        if extras() < 0.5:
            self._put(["注：以统计部门数据为准。"])
        if extras() < 0.3:
            self._put(["填表人：张三", None, "审核人：李四"])

    def _section(self, text: str) -> None:
        if self._random.random() < 0.5:
            self.page.merge_range(self.row, self.left, self.row, self.left + len(self.roles) - 1, text)
            self.row += 1
        else:
            self._put([text])

    def _total(self, word: str) -> None:
        place = self._random.choice((0, self.roles.index("name")))
        cells: list[Any] = [None] * len(self.roles)
        cells[place] = word
        for money in ("total_investment", "annual_plan"):
            cells[self.roles.index(money)] = 123456
        if place == self.roles.index("total_investment") or place == self.roles.index("annual_plan"):
            cells[place], cells[self.roles.index("name")] = 123456, word
        self._put(cells)

    def _cell(self, role: str, project: Project, number: int) -> Any:
        if role in ("start", "finish"):
            return self._date(getattr(project, role))
        if role == "period":
            form = self._random.choice(("{}-{}", "{}至{}", "{}—{}", "{} ～ {}"))
            return form.format(*(f"{d.year}.{d.month}" for d in (project.start, project.finish)))
        if role in ("total_investment", "annual_plan"):
            return self._amount(project.total if role == "total_investment" else project.plan)
        return {
            "serial": number + 1,
            "name": project.name,
            "code": self._wide(project.code) if project.code else None,
            "place": project.place,
            "organ": project.organ,
            "owner": "某某公司",
            "stage": "在建",
            "remark": "示例" if number % 3 else None,
            "cumulative": None,
        }[role]

    def _date(self, day: CivilDate) -> Any:
        assert day.month is not None
        forms = (f"{day.year}/{day.month}", f"{day.year}.{day.month:02d}", f"{day.year}年{day.month}月", str(day))
        return self._wide(self._random.choice(forms))

    def _amount(self, fen: int) -> Any:
        if self.unit_in == "cell":
            return self._wide(decimal_text(fen, self.unit)) + self.unit
        if self.full_width:
            return self._wide(decimal_text(fen, self.unit, self._random.choice(("", ","))))
        return float(Decimal(fen) / FEN_PER[self.unit])

    def _wide(self, text: str) -> str:
        if not self.full_width:
            return text
        return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-./,"})
