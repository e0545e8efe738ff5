"""Keys of retries belong to one caller, also among those who have not signed in."""

from __future__ import annotations

import pytest
from tests.surfaces.api.conftest import Caller
from tests.trials import models
from tests.trials.conftest import trials  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

ONE, OTHER = "n2Jx0cQ5hK8wRt7Zb1Lp", "Vd4Yg9Ms3Xa6Fe0Uk2Iq"


@pytest.fixture
def report(trials, city):  # noqa: F811
    def send(client: str, key: str = "1", text: str = "示例：井盖缺失"):
        headers = {"Idempotency-Key": key} | ({"Client-Key": client} if client else {})
        path = f"/api/records/registers.place/{city.district.pk}/sighting.report/"
        return Caller().post(path, {"text": text, "contact": ""}, headers=headers)

    return send


def test_the_same_key_from_another_caller_is_another_submission(report):
    first, other = report(ONE).json(), report(OTHER).json()
    assert (first["repeated"], other["repeated"]) == (False, False)
    assert first["entry"] != other["entry"] and models.Sighting.objects.count() == 2
    assert report(ONE).json() | {"created": True} == first | {"repeated": True}
    # A guess at the key blocks nobody either: with other inputs it is a conflict for the one who used it alone.
    assert report(ONE, text="别的").status_code == 409
    assert report("Gq7Nw1Tz5Ho8Bc3Jr6Sd", text="别的").status_code == 201


def test_who_has_no_key_of_their_own_is_told_how_to_have_one(report):
    refused = report("")
    assert (refused.status_code, refused.json()["code"]) == (422, "client_key")
    assert "Client-Key" in refused.json()["remedy"]
    assert report("too short").status_code == 422
    assert not models.Sighting.objects.exists()
