"""The month figures as the module declares them."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.declare import Projection

from .. import month_figures

FIGURES = Projection(
    "projects.figures",
    Text("项目月度数", "Month figures of projects"),
    month_figures.rebuild,
    month_figures.verify,
    follows=month_figures.FOLLOWS,
    keep=month_figures.keep,
    columns={"projects.project": month_figures.OF_A_PROJECT},
    tables=month_figures.TABLES,
    shape="2",
)
