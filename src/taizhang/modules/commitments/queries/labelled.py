"""Documents with what clerks have said of their reading: corrections, and tasks that were confirmed as they were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..models import Example, Source, Task
from ..reading import examples

#: Rules of tasks that the reader did not find.
_NOT_READ = ("clerk", "split", "meeting", "")


@dataclass(frozen=True, slots=True)
class LabelledSource:
    """A document with its examples; `keys` are those of the kept corrections, in their order, which stand first."""

    source: Source
    labelled: examples.Labelled
    keys: tuple[int, ...]


def labelled() -> Iterator[LabelledSource]:
    """Every document of the register that was not withdrawn and has a correction or a task confirmed as it was read.

    What was confirmed was right then. Where a later correction is about the same place, the correction alone counts.
    """
    corrections: dict[int, list[Example]] = {}
    for row in Example.objects.order_by("source", "start", "id"):
        corrections.setdefault(row.source_id, []).append(row)
    tasks = Task.objects.filter(source__isnull=False, start__isnull=False, parent=None).exclude(rule__in=_NOT_READ).exclude(state="dropped")
    confirmed: dict[int, list[tuple[int, int]]] = {}
    for source, start, end in tasks.order_by("source", "start", "id").values_list("source", "start", "end"):
        confirmed.setdefault(source or 0, []).append((start or 0, end or 0))
    with_labels = Source.objects.filter(pk__in=corrections.keys() | confirmed.keys()).exclude(state="withdrawn").select_related("place")
    for source_row in with_labels.order_by("id").iterator(chunk_size=50):
        rows = corrections.get(source_row.pk, [])
        places = [(r.start, r.end) for r in rows if r.kind in ("not_a_task", "wrong_span")]
        right = [s for s in dict.fromkeys(confirmed.get(source_row.pk, [])) if not any(a < s[1] and s[0] < b for a, b in places)]
        yield LabelledSource(
            source_row,
            examples.Labelled(
                source_row.title, source_row.text,
                (
                    *(examples.Example(r.start, r.end, r.kind, r.field, r.value, r.agreed) for r in rows),
                    *(examples.Example(start, end, "confirmed", agreed=True) for start, end in right),
                ),
            ),
            tuple(r.pk for r in rows),
        )  # fmt: skip
