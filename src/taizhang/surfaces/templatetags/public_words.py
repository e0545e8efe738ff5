"""Words of the public pages in the language of the reader, and data of the city marked with the language it is in."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from taizhang.basis.text import Text

register = template.Library()

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@register.simple_tag(takes_context=True)
def both(context: Any, zh: str, en: str) -> str:
    """The sentence in the language of the page."""
    return en if context.get("lang") == "en" else zh


@register.simple_tag(takes_context=True)
def said(context: Any, text: Text | None) -> str:
    """A label in the language of the page; nothing for no label."""
    return text.in_(str(context.get("lang") or "zh")) if text else ""


@register.simple_tag(takes_context=True)
def own(context: Any, value: object) -> str | SafeString:
    """Data as it was entered; in an English page Chinese data is marked, so that it is read aloud as Chinese."""
    shown = str(value)
    if context.get("lang") == "en" and _HAN.search(shown):
        return format_html('<span lang="zh-Hans">{}</span>', shown)
    return shown


@register.simple_tag(takes_context=True)
def tongue(context: Any, value: object) -> SafeString:
    """The attribute that marks Chinese data in an English page, for places where no element may stand."""
    marked = context.get("lang") == "en" and _HAN.search(str(value))
    return mark_safe(' lang="zh-Hans"' if marked else "")  # noqa: S308 - one of two constants


@register.filter
def breakable(name: str) -> SafeString:
    """A long identifier that may be broken after its separators."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in re.split(r"(?<=[/_:])(?![/_:])", name)))


@register.filter
def thousands(number: int) -> str:
    """The number with a comma between thousands."""
    return f"{number:,}"


@register.filter
def quoting(sentence: str) -> SafeString:
    """An English sentence in which every Chinese name is marked as Chinese."""
    names = re.compile(f"({_HAN.pattern}+)").split(sentence)
    return format_html_join(
        "", "{}{}", ((text, _marked(name)) for text, name in zip_longest(names[::2], names[1::2], fillvalue=""))
    )


def _marked(name: str) -> str | SafeString:
    return format_html('<span lang="zh-Hans">{}</span>', name) if name else ""


@register.simple_tag
def is_example_city() -> bool:
    """True where the installation shows the example city, whose values are generated."""
    return bool(getattr(settings, "TAIZHANG_EXAMPLE", False))
