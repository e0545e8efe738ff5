"""What follows from an action asks for its own right."""

from __future__ import annotations

import pytest

from taizhang.basis.errors import NotAllowed
from taizhang.basis.uuid7 import uuid7
from taizhang.frame import clock
from taizhang.frame.catalogue import installed
from taizhang.frame.hand import Follow
from taizhang.frame.perform import _Performance

pytestmark = pytest.mark.django_db

def test_an_action_that_follows_by_the_same_person_needs_their_right(city):
    performance = _Performance(installed(), clock.now())
    follow = Follow("projects.save_template", None, {"name": "示例", "body": "{}"}, machine=False)
    assert not city.reporter.may("projects.import")
    with pytest.raises(NotAllowed):
        performance._run_follow(follow, city.reporter, uuid7(clock.now()), 0)
