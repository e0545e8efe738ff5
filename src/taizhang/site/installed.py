"""The modules of this installation, by hand: adding one is a line here."""

from __future__ import annotations

from taizhang.frame.catalogue import Catalogue
from taizhang.modules.commitments.module import MODULE as COMMITMENTS
from taizhang.modules.conduct.module import MODULE as CONDUCT
from taizhang.modules.inspection.module import MODULE as INSPECTION
from taizhang.modules.office.module import MODULE as OFFICE
from taizhang.modules.projects.module import MODULE as PROJECTS
from taizhang.modules.sandbox.module import MODULE as SANDBOX
from taizhang.registers import people

MODULES = (OFFICE, PROJECTS, COMMITMENTS, CONDUCT, INSPECTION, SANDBOX)
CATALOGUE = Catalogue(MODULES, people.actor_by_key)
