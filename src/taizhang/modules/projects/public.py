"""What other modules may use of projects: the tables that they point to."""

from __future__ import annotations

from .models import Coordination, Project

__all__ = ["Coordination", "Project"]
