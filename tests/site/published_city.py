"""A city with published and unpublished projects, made once for a class of tests."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from tests.city_fixture import City

HOSTILE = "<script>alert(1)</script>\"'&示例工程"
HIDDEN = "不公开的秘密工程"
NAMED = "华鹏飞智能制造产业园"


class PublishedCity(TestCase):
    """`school` is at the feasibility stage, `park` is named by the newspaper, `hostile` has a hostile name, `hidden` is not public."""

    school: Any
    park: Any
    hostile: Any
    hidden: Any

    @classmethod
    def setUpTestData(cls) -> None:
        city = cls.city = City()
        cls.school = city.project(name="示例中学新建工程", name_en="Example Secondary School", summary="新建教学楼")
        city.document(cls.school, "proposal_approval", number="示发改〔2026〕11号")
        city.do(city.clerk, "projects.approve_proposal", cls.school)
        city.document(cls.school, "feasibility_approval", number="示发改〔2026〕12号")
        city.do(city.clerk, "projects.approve_feasibility", cls.school)
        city.document(cls.school, "contract", number="合同密号77")
        city.document(cls.school, "other", number="杂项密号88")
        wrong = city.document(cls.school, "planning_permit", number="作废证号99")
        city.do(city.clerk, "projects.withdraw_document", wrong.key, reason="编号有误")
        city.do(city.reporter, "projects.claim_start", cls.school, on="2026-01-10")
        cls.park = city.project(
            name=NAMED, name_en="Huapengfei Intelligent Manufacturing Park", total_investment_fen=None
        )
        cls.hostile = city.project(name=HOSTILE, owner="<b>甲公司</b>", summary="<img src=x onerror=alert(2)>")
        cls.hidden = city.project(name=HIDDEN)
        for project in (cls.school, cls.park, cls.hostile):
            city.do(city.clerk, "projects.publish", project)
            project.refresh_from_db()

    def page(self, address: str, lang: str = "zh", status: int = 200) -> str:
        """The page in a language, after checking its status."""
        mark = "&" if "?" in address else "?"
        response = self.client.get(f"{address}{mark}lang={lang}")
        assert response.status_code == status, (address, response.status_code)
        return response.content.decode()
