"""Tables of the commitments module."""

from .duties import Duty, DutyHistory
from .learned import Example, ExampleHistory, LexiconWord, LexiconWordHistory
from .naming import Tag, TagHistory, Term, TermHistory, TermItem, TermItemHistory
from .source import Figure, FigureHistory, Source, SourceHistory
from .spot import SpotCheck, SpotCheckHistory, SpotTask, SpotTaskHistory
from .task import (
    Cooperator,
    CooperatorHistory,
    Extension,
    ExtensionHistory,
    Feedback,
    FeedbackHistory,
    Task,
    TaskHistory,
    Tie,
    TieHistory,
)

__all__ = [
    "Cooperator",
    "CooperatorHistory",
    "Duty",
    "DutyHistory",
    "Example",
    "ExampleHistory",
    "Extension",
    "ExtensionHistory",
    "Feedback",
    "FeedbackHistory",
    "Figure",
    "FigureHistory",
    "LexiconWord",
    "LexiconWordHistory",
    "Source",
    "SourceHistory",
    "SpotCheck",
    "SpotCheckHistory",
    "SpotTask",
    "SpotTaskHistory",
    "Tag",
    "TagHistory",
    "Task",
    "TaskHistory",
    "Term",
    "TermHistory",
    "TermItem",
    "TermItemHistory",
    "Tie",
    "TieHistory",
]
