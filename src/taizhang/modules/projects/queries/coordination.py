"""Who sees what has to be coordinated, and what of it waits for whom."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record

from ..models import Coordination, Project
from .scope import of_visible_project


def of_visible_coordination(actor: Actor) -> Q:
    """Matters of visible projects, and those whose task is the actor's own organ's."""
    seen = of_visible_project(actor)
    return seen | Q(organ__in=actor.organs) if actor.organs else seen


def asked_in(project: Project, period: str) -> bool:
    """Whether a project's month has been asked about already."""
    return Coordination.objects.filter(project=project, period=period).exclude(state="declined").exists()


def coordinations(actor: Actor, record: Record, state: str) -> QuerySet[Any]:
    """Matters in a state, those that are due first on top."""
    return reading.rows(actor, record).filter(state=state).select_related("project", "organ").order_by("due", "id")
