"""Nobody fills the disk or the memory with a request that no entrance would take."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


class _Unread:
    """A body that fails the test when somebody reads it."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("address", ["/sign-in/", "/projects/import/", "/api/evidence/", "/nowhere/"])
def test_a_request_that_announces_too_much_is_refused_before_it_is_read(address):
    answer = Client(enforce_csrf_checks=True).generic(
        "POST",
        address,
        content_type="multipart/form-data; boundary=b",
        **{"CONTENT_LENGTH": str(settings.TAIZHANG_LARGEST_REQUEST + 1), "wsgi.input": _Unread()},
    )
    assert answer.status_code == 413
    if address.startswith("/api/"):
        assert answer.json()["code"] == "too_large"
