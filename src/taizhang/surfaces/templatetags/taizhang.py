"""Words in both languages, dates, numbers and icons for templates: `{% load taizhang %}`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.surfaces.pages.values import enumerated

register = template.Library()


@register.simple_tag(takes_context=True)
def t(context: Any, zh: str, en: str, **values: Any) -> str:
    """The sentence in the language of the page; `{name}` places are filled and escaped."""
    chosen = en if str(context.get("lang", "zh")).startswith("en") else zh
    return format_html(chosen, **values) if values else chosen


@register.filter
def words(text: Any, lang: str = "zh") -> str:
    """A Text in a language; anything else as it is."""
    return text.in_(lang) if isinstance(text, Text) else ("" if text is None else str(text))


@register.filter
def named(row: Any, lang: str = "zh") -> str:
    """The name of a person, an organ, an item: the English one on an English page where there is one."""
    return (getattr(row, "name_en", "") if lang == "en" else "") or getattr(row, "name", "")


@register.filter
def cite(law: Any, lang: str = "zh") -> str:
    """A Law as an official would cite it, nothing for none."""
    return law.cite(lang) if isinstance(law, Law) else ""


@register.filter
def day(value: Any) -> str:
    """2025-11-23, in the city's zone."""
    if isinstance(value, datetime):
        value = value.astimezone(clock.ZONE).date()
    return value.isoformat() if isinstance(value, date) else "—"


@register.filter
def moment(value: Any) -> str:
    """2025-11-23 14:05, in the city's zone."""
    return value.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else "—"


@register.filter
def number(value: Any) -> str:
    """1,234,567: thousands separated, no digit lost."""
    return f"{value:,}" if isinstance(value, int | Decimal) else "—"


@register.filter
def listed(parts: Any, lang: str = "zh") -> str:
    """Several words as one enumeration, with the language's own mark between them."""
    return enumerated(parts, lang)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A picture of the vendored sprite; it says nothing to a screen reader, so a word has to stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        conditional_escape(extra),
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def optional(context: Any, name: str) -> SafeString:
    """The template of a name, nothing when no other part of the installation brings it."""
    try:
        found = get_template(name)
    except template.TemplateDoesNotExist:
        return SafeString("")
    return SafeString(found.render(context.flatten(), context.get("request")))
