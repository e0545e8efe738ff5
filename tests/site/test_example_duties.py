"""The catalogue of duties and the register of terms that the example city is given."""

from __future__ import annotations

import csv

from tests.city_fixture import City

from taizhang.modules.commitments.models import Duty, Term
from taizhang.modules.commitments.reading.duties import words_of
from taizhang.site.example_city import example_duties
from taizhang.site.example_city.organs import ORGANS


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_organ_of_the_catalogue_is_one_of_the_example_and_no_word_is_said_of_two():
    keys, words = {organ.key for organ in ORGANS}, []
    for line in lines(example_duties.DUTIES):
        assert f"{'erqi' if line['level'] == 'district' else 'zhengzhou'}.{line['key']}" in keys
        words += words_of(line["words"])
    assert len(words) == len(set(words)) > 60, "what two organs answer for is proposed for neither"


def test_they_are_entered_by_the_office_marked_to_be_confirmed_and_what_nobody_explains_has_no_items(db):
    city = City()
    city._post("office", "supervision.clerk", "甲区督查室", city.district)
    organs = {"erqi.housing": city.organs["甲区住建局"], "zhengzhou.drc": city.organs["市发展改革委"]}

    def do(who, action, target=None, **raw):
        return city.do(city.actors[who], action, target, **raw)

    example_duties.duties(do, organs, city.district, who="office")
    assert set(Duty.objects.values_list("organ__name", flat=True)) == {"甲区住建局", "市发展改革委"}
    assert all("[M]" in ground for ground in Duty.objects.values_list("ground", flat=True))
    example_duties.terms(do, city.district, who="office")
    found = {term.name: term.items.count() for term in Term.objects.all()}
    assert found["六项机制"] == 6 and found["四个“十严禁”"] == 4
    assert not any(found[name] for name in ("三标", "六个环境", "三区三轴", "双轮驱动", "7+20", "九个一"))
