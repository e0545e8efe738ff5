"""Tables of the projects: one row per project, and under it its lists, checklist, documents, reports and figures.

Money is in fen. A period is 'YYYY-MM'. A planned date keeps the precision it was given with: '2026', '2026-08', '2026-08-15'.
"""

from .capital import CapitalLine, CapitalLineHistory, CapitalPlan, CapitalPlanHistory
from .coordination import Coordination, CoordinationHistory
from .extra import Commentary, CommentaryHistory, ExtraColumn, ExtraColumnHistory, ExtraValue, ExtraValueHistory
from .figures import FigureSum, MonthFigure, Placing
from .forms import SuperiorForm, SuperiorFormHistory
from .lights import (
    LightChoice,
    LightChoiceHistory,
    MonthLight,
    Question,
    QuestionHistory,
    Waiver,
    WaiverHistory,
)
from .month import Quantity, QuantityHistory, Report, ReportHistory, StatFigure, StatFigureHistory
from .nodes import (
    Baseline,
    BaselineHistory,
    BaselineNode,
    BaselineNodeHistory,
    Feed,
    FeedHistory,
    Forecast,
    ForecastHistory,
    Link,
    LinkHistory,
    Node,
    NodeHistory,
)
from .project import (
    Document,
    DocumentHistory,
    Item,
    ItemHistory,
    Membership,
    MembershipHistory,
    Plan,
    PlanHistory,
    Project,
    ProjectHistory,
    ProjectList,
    ProjectListHistory,
)
from .sheets import SheetTemplate, SheetTemplateHistory

__all__ = [
    "Baseline",
    "BaselineHistory",
    "BaselineNode",
    "BaselineNodeHistory",
    "CapitalLine",
    "CapitalLineHistory",
    "CapitalPlan",
    "CapitalPlanHistory",
    "Commentary",
    "CommentaryHistory",
    "Coordination",
    "CoordinationHistory",
    "Document",
    "DocumentHistory",
    "ExtraColumn",
    "ExtraColumnHistory",
    "ExtraValue",
    "ExtraValueHistory",
    "Feed",
    "FeedHistory",
    "FigureSum",
    "Forecast",
    "ForecastHistory",
    "Item",
    "ItemHistory",
    "LightChoice",
    "LightChoiceHistory",
    "Link",
    "LinkHistory",
    "Membership",
    "MembershipHistory",
    "MonthFigure",
    "MonthLight",
    "Node",
    "NodeHistory",
    "Placing",
    "Plan",
    "PlanHistory",
    "Project",
    "ProjectHistory",
    "ProjectList",
    "ProjectListHistory",
    "Quantity",
    "QuantityHistory",
    "Question",
    "QuestionHistory",
    "Report",
    "ReportHistory",
    "SheetTemplate",
    "SheetTemplateHistory",
    "StatFigure",
    "StatFigureHistory",
    "SuperiorForm",
    "SuperiorFormHistory",
    "Waiver",
    "WaiverHistory",
]
