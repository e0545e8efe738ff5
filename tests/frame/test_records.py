"""The history table that goes with a record."""

from __future__ import annotations

import pytest
from django.db import models
from django.test.utils import isolate_apps

from taizhang.frame.records import Recorded, history_of


@isolate_apps("taizhang.frame")
@pytest.mark.parametrize("name", ["digest", "op", "recorded_from", "history_id"])
def test_a_column_that_the_history_has_of_its_own_is_refused_by_name(name):
    columns = {"__module__": "taizhang.frame.models", name: models.IntegerField(), "Meta": type("Meta", (), {"app_label": "frame"})}
    with pytest.raises(ValueError, match=f"Planted: .* called {name};"):
        history_of(type("Planted", (Recorded,), columns))
