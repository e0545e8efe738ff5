"""Published projects for everyone: all that is public, and nothing that is not."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from django.test import override_settings
from tests.site.page_text import PageText
from tests.site.published_city import HIDDEN, NAMED, PublishedCity

from taizhang.frame import signing
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects import queries
from taizhang.modules.projects.pages.public import PUBLIC_ACTIONS
from taizhang.registers.models import Person

HAN = re.compile("[\u3400-\u9fff]")


class TestList(PublishedCity):
    def test_it_shows_the_published_projects_and_no_other(self) -> None:
        page = self.page("/public/projects/")
        assert "示例中学新建工程" in page and NAMED in page
        assert HIDDEN not in page
        assert '<b class="num">3</b>' in page

    def test_search_finds_by_name_english_name_and_code_but_never_what_is_not_public(self) -> None:
        assert "示例中学新建工程" in self.page("/public/projects/?q=中学")
        assert "示例中学新建工程" in self.page("/public/projects/?q=secondary")
        assert HIDDEN not in self.page("/public/projects/?q=工程")
        nothing = self.page("/public/projects/?q=秘密")
        assert HIDDEN not in nothing and '<b class="num">0</b>' in nothing

    def test_filters_by_district_and_stage_leave_the_right_rows(self) -> None:
        district = self.school.district_id
        assert "示例中学新建工程" in self.page(f"/public/projects/?district={district}&stage=feasibility")
        assert NAMED not in self.page("/public/projects/?stage=feasibility")
        assert '<b class="num">0</b>' in self.page("/public/projects/?district=999999")

    def test_nonsense_in_the_address_is_answered_with_an_empty_list(self) -> None:
        for query in (
            "district=x",
            "district=%00",
            "stage=nowhere",
            "q=%00%27%22%3Cscript%3E",
            "page=-4",
            "page=zzz",
            "district=²",
        ):
            self.page(f"/public/projects/?{query}")

    def test_pages_hold_twenty_projects_and_keep_the_filter(self) -> None:
        for number in range(20):
            made = self.city.project(name=f"分页工程{number:02}")
            self.city.do(self.city.clerk, "projects.publish", made)
        first = self.page("/public/projects/?q=分页工程")
        assert "分页工程19" in first and 'rel="next"' not in first
        page = self.page("/public/projects/")
        following = next(link for link in PageText(page).links if "page=2" in link)
        assert "分页工程19" in page and "示例中学新建工程" not in page
        assert "示例中学新建工程" in self.page(f"/public/projects/{following}")

    def test_hostile_names_are_shown_as_text(self) -> None:
        for address in ("/public/", "/public/projects/", f"/public/projects/{self.hostile.pk}/"):
            for lang in ("zh", "en"):
                page = self.page(address, lang)
                assert "<script>alert" not in page and "<img src=x" not in page and "<b>甲公司" not in page
                assert "&lt;script&gt;alert(1)" in page


class TestProject(PublishedCity):
    def address(self) -> str:
        return f"/public/projects/{self.school.pk}/"

    def test_what_is_not_published_looks_like_what_is_not_there(self) -> None:
        hidden = self.page(f"/public/projects/{self.hidden.pk}/", status=404)
        absent = self.page("/public/projects/987654321/", status=404)
        assert HIDDEN not in hidden
        assert hidden == absent
        self.page("/public/projects/99999999999999999999999/", status=404)

    def test_a_project_that_is_withdrawn_from_the_public_is_gone_everywhere(self) -> None:
        self.city.do(self.city.clerk, "projects.unpublish", self.park, reason="待核对")
        self.page(f"/public/projects/{self.park.pk}/", status=404)
        assert NAMED not in self.page("/public/projects/")
        assert NAMED not in self.page("/public/")

    def test_all_stages_stand_in_order_and_the_present_one_is_lit(self) -> None:
        page = self.page(self.address(), "en")
        assert page.count('aria-current="step"') == 1
        now = page[page.index('aria-current="step"') :]
        assert "Feasibility approved" in now[:200]
        assert page.index("Reserve") < page.index("Proposal approved") < page.index("Evaluated")

    def test_approvals_show_their_number_contracts_only_their_date_and_the_rest_nothing(self) -> None:
        page = self.page(self.address())
        assert "示发改〔2026〕11号" in page and "示发改〔2026〕12号" in page
        assert "施工合同" in page
        assert "合同密号77" not in page and "杂项密号88" not in page

    def test_withdrawn_documents_are_no_longer_among_what_is_decided(self) -> None:
        kinds = [d.kind for d in queries.public_documents(self.school)]
        assert sorted(kinds) == ["contract", "feasibility_approval", "proposal_approval"]
        assert "编号有误" in self.page(self.address())

    def test_documents_and_entries_of_unpublished_projects_are_not_given_out(self) -> None:
        self.city.document(self.hidden, "proposal_approval")
        assert queries.public_documents(self.hidden) == []
        assert queries.public_entries(self.hidden, PUBLIC_ACTIONS, 10) == ([], 0)

    def test_the_claimed_start_is_not_shown(self) -> None:
        for lang in ("zh", "en"):
            page = self.page(self.address(), lang)
            assert "2026-01-10" not in page and "自报" not in page and "claimed" not in page.lower()

    def test_the_time_line_names_the_place_of_each_entry_in_the_log(self) -> None:
        store.sequence_pending()
        page = self.page(self.address())
        entries, internal = queries.public_entries(self.school, PUBLIC_ACTIONS, 99)
        assert (len(entries), internal) == (12, 1)
        assert {e.action for e in entries} <= PUBLIC_ACTIONS
        assert not {"projects.apply_for_entry", "projects.accept_entry", "projects.strike_entry"} & PUBLIC_ACTIONS
        for entry in entries:
            assert entry.seq == store.number_of(entry.key)
            assert f"存证 {entry.seq}<" in page
            assert f"/entry/{entry.key}/bundle.json" not in page, "nothing is signed yet"
        with tempfile.TemporaryDirectory() as folder, override_settings(VAR=Path(folder)):
            signing.checkpoint()
        page = self.page(self.address())
        for entry in entries:
            assert (f"/entry/{entry.key}/bundle.json" in page) == entry.provable

    def test_reports_items_and_plans_are_counted_but_not_told(self) -> None:
        self.city.do(
            self.city.clerk, "projects.plan", self.school, role="annual_plan", year=2026, amount_fen=123_456_700
        )
        self.city.do(self.city.clerk, "projects.add_item", self.school, list="problem", title="内部问题一件")
        page = self.page(self.address())
        assert "内部问题一件" not in page and "下达计划数" not in page
        assert "另有内部记录 3" in page

    def test_no_person_and_no_post_stands_on_a_public_page(self) -> None:
        page = self.page(self.address()) + self.page("/public/") + self.page("/public/projects/")
        assert not [p.name for p in Person.objects.all() if p.name in page]
        for actor in Entry.objects.values_list("actor", flat=True).distinct():
            assert actor in ("system", "public") or actor not in page

    def test_a_project_named_by_the_newspaper_shows_its_verb_and_that_no_figure_is_stated(self) -> None:
        page = self.page(f"/public/projects/{self.park.pk}/", "en")
        assert "统筹推进" in page
        assert "No figure is stated on the page" in page
        assert "not stated" in page
        assert "What the newspaper page says" not in self.page(self.address(), "en")

    def test_the_box_gives_bundle_verifier_policy_and_the_exact_command(self) -> None:
        page = self.page(self.address(), "en")
        assert "python3 -S -I taizhang_verify.py bundle.json --policy policy.json" in page
        assert "not signed yet" in page
        assert "/bundle.json" not in page
        store.sequence_pending()
        with tempfile.TemporaryDirectory() as folder, override_settings(VAR=Path(folder)):
            signing.checkpoint()
            bundle = re.search(r'href="(/entry/[0-9a-f]{32}/bundle\.json)"', self.page(self.address(), "en"))
            assert bundle
            assert self.client.get(bundle[1]).status_code == 200
        assert 'href="/verify/taizhang_verify.py"' in page and 'href="/verify/policy.json"' in page

    def test_the_english_page_has_no_unmarked_chinese(self) -> None:
        for project in (self.school, self.park, self.hostile):
            text = PageText(self.page(f"/public/projects/{project.pk}/", "en")).text
            assert not HAN.findall(text), HAN.findall(text)


@pytest.mark.django_db
def test_without_any_published_project_the_pages_say_so(client) -> None:
    assert "目前没有公开的项目" in client.get("/public/projects/?lang=zh").content.decode()
    assert "No project is published" in client.get("/public/?lang=en").content.decode()
