"""The full check (全量自检): everything is made again from the entries and compared with what the database holds.

`check` reads in one snapshot, with memory that does not grow with the ledger, and changes nothing. What it finds is what
somebody changed outside `perform`, or lost; what it cannot rule out is the window, which it states.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter

from taizhang.basis.text import Text
from taizhang.kernels.ledger import Note, Policy, VerifierKey, store

from ..catalogue import Catalogue
from ..declare import Projection
from .beside import check_beside, check_journal
from .findings import Finding, Findings, Window
from .intakes import check_intakes
from .log import check_log
from .payloads import check_payloads, erased_names
from .rows import check_rows
from .snapshot import snapshot, storage_faults

__all__ = ["Finding", "Findings", "Report", "Window", "check"]

Progress = Callable[[str, int], None]

_TRIGGERS = {
    "absent": Text("保护触发器缺失", "A protecting trigger is absent"),
    "changed": Text("保护触发器被改写", "A protecting trigger does something else"),
    "unknown": Text("台账表上有来历不明的触发器", "A trigger on a table of the ledger that this program did not make"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What the check covered, what it found, and how much nobody outside has witnessed yet."""

    entries: int
    pending: tuple[str, ...]
    rows: int
    checkpoints: int
    window: Window
    findings: tuple[Finding, ...]
    found: int
    #: The last day whose refusals are closed by an entry, and how many refusals came since: those could be dropped unseen.
    journal_until: str | None = None
    journal_open: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Nothing was found."""
        return self.found == 0


def check(
    catalogue: Catalogue,
    now: datetime,
    *,
    log_key: VerifierKey | None = None,
    policy: Policy | None = None,
    seen: Sequence[Note] = (),
    earlier: Sequence[VerifierKey] = (),
    progress: Progress = lambda part, done: None,
    quick: bool = False,
    further: Sequence[Callable[[Findings, Progress], None]] = (),
) -> Report:
    """The log, the payloads, every row of every record and the projections have been checked against the entries.

    `policy` says whose cosignatures count; `seen` are checkpoints that were fetched from the witnesses themselves: only they
    show a log whose holder has rewritten it together with its signatures. `earlier` are keys that this log had before.
    `quick` leaves out the database's own check; `further` are checks of what lies beside the database, such as files of
    evidence.
    """
    found, seconds = Findings(), {}
    mark = perf_counter()

    def lap(part: str) -> None:
        nonlocal mark
        seconds[part] = perf_counter() - mark
        mark = perf_counter()

    with snapshot():
        if not quick:
            for fault in storage_faults():
                found.add("storage", "", Text("数据库文件受损：{f}", "The database itself is damaged: {f}").with_(f=fault))
        for name, what in sorted(store.trigger_faults().items()):
            found.add("no_trigger" if what == "absent" else "trigger", name, _TRIGGERS[what])
        lap("storage")
        log = check_log(found, now, policy.log if policy else log_key, policy, seen, progress, earlier)
        lap("log")
        erased = erased_names()
        check_payloads(found, erased, progress)
        lap("payloads")
        rows = check_rows(catalogue, found, erased, progress)
        lap("rows")
        check_intakes(found, progress)
        lap("intakes")
        check_beside(found, erased, now, progress)
        journal_until, journal_open = check_journal(found, progress)
        lap("beside")
        for projection in catalogue.projections:
            _check_derivation(projection, found)
        lap("projections")
        for module in catalogue.modules:
            for own in module.checks:
                own(found, progress)
        for more in further:
            more(found, progress)
        lap("further")
    return Report(
        log.size,
        log.pending,
        rows,
        log.checkpoints,
        log.window,
        tuple(found.kept),
        found.count,
        journal_until,
        journal_open,
        seconds,
    )


def _check_derivation(projection: Projection, found: Findings) -> None:
    """What is stored beside the rows is what follows from them; rows from which nothing can be derived are a finding, not an end."""
    try:
        for wrong in projection.verify():
            found.add("projection", projection.key, Text("派生数据不符：{f}", "A derivation differs: {f}").with_(f=wrong))
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        text = Text("无法从现有各行推算：{e}", "Nothing can be derived from the rows as they are: {e}")
        found.add("projection", projection.key, text.with_(e=f"{type(error).__name__} {error}"[:160]))
