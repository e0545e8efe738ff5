"""Tables of the commitments module."""

from .source import Figure, FigureHistory, Source, SourceHistory
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
    "Extension",
    "ExtensionHistory",
    "Feedback",
    "FeedbackHistory",
    "Figure",
    "FigureHistory",
    "Source",
    "SourceHistory",
    "Task",
    "TaskHistory",
    "Tie",
    "TieHistory",
]
