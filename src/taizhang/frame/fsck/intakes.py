"""The rows that batches were accepted with: still the ones whose root their entries hold."""

from __future__ import annotations

from collections.abc import Callable

from taizhang.basis.text import Text

from ..batches import BATCH, root_kept
from ..models import Batch, IntakeRow
from .findings import Findings


def check_intakes(found: Findings, progress: Callable[[str, int], None]) -> None:
    """Every batch whose rows are kept has those that were accepted, each as it was; one batch at a time is in memory."""
    for number, batch in enumerate(Batch.objects.order_by("id").iterator(chunk_size=200), 1):
        if IntakeRow.objects.filter(intake=batch.intake).exists() and root_kept(batch) != batch.rows_root:
            text = Text("批次的行不是受理时的行", "The rows of the batch are not those that were accepted")
            found.add("batch_rows", f"{BATCH.kind}:{batch.pk}", text)
        progress("intakes", number)
