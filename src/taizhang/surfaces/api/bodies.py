"""What the API takes: one JSON object, small, flat enough, with every key once and every number a number."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from taizhang.basis.text import Text

from .answers import JSON, Malformed, TooLarge, WrongType

LIMIT_BYTES = 1024 * 1024
#: Inputs are values and lists of values; anything deeper is not meant for an action.
LIMIT_DEPTH = 8


class _Unfit(ValueError):
    """Carries the reason out of the parser's callbacks."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.zh)
        self.reason = reason


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The body as an object; an empty body is an empty object.

    Raises:
        TooLarge, WrongType, Malformed: before anything of it is used.
    """
    check_length(request, LIMIT_BYTES)
    body = request.body
    if not body:
        return {}
    if request.content_type != JSON:
        raise WrongType(
            Text("请以 application/json 发送", "Send it as application/json"), code="content_type", field="Content-Type"
        )
    try:
        content = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
        _check(content)
    except _Unfit as unfit:
        raise Malformed(unfit.reason, code="json") from None
    except RecursionError:
        raise Malformed(_TOO_DEEP, code="json") from None
    except ValueError as error:
        # Covers text that is not UTF-8, text that is not JSON, and integers of thousands of digits.
        raise Malformed(
            Text("不是有效的 JSON：{e}", "This is not valid JSON: {e}").with_(e=str(error)[:120]), code="json"
        ) from None
    if not isinstance(content, dict):
        raise Malformed(Text("应为一个 JSON 对象", "One JSON object is expected"), code="json")
    return content


def check_length(request: HttpRequest, limit: int) -> None:
    """Nothing, when what is announced is within the limit.

    Raises:
        TooLarge: otherwise; nothing has been read.
    """
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isascii() or not announced.isdigit():
        raise Malformed(Text("Content-Length 不是数字", "Content-Length is not a number"), code="content_length")
    if int(announced[:20]) > limit:
        raise TooLarge(
            Text("内容超过 {n} KB", "The content is larger than {n} KB").with_(n=limit // 1024), code="too_large"
        )


_TOO_DEEP = Text("嵌套太深", "It is nested too deeply")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            # Two readers of such a body may see two different values.
            raise _Unfit(Text("键“{k}”出现了两次", "The key “{k}” appears twice").with_(k=_printable(key)))
        found[key] = value
    return found


def _no_number(name: str) -> Any:
    raise _Unfit(Text("{n} 不是 JSON 的数字", "{n} is not a number of JSON").with_(n=name))


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _Unfit(Text("数字太大", "The number is too large"))
    return value


def _check(content: Any) -> None:
    """Depth is within the limit and all text can be written; walks without recursion."""
    waiting: list[tuple[Any, int]] = [(content, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > LIMIT_DEPTH:
            raise _Unfit(_TOO_DEEP)
        if isinstance(value, str):
            _writable(value)
        elif isinstance(value, dict):
            for key, item in value.items():
                _writable(key)
                waiting.append((item, depth + 1))
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]


def _writable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _Unfit(Text("含有半个字符（孤立代理项）", "It contains half of a character (a lone surrogate)")) from None


def _printable(text: str) -> str:
    return text[:60].encode("utf-8", "replace").decode()
