"""The OpenAPI 3.1 document of what is installed: every record, every action that people do, every status."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import models

from taizhang import __version__
from taizhang.basis.text import Text
from taizhang.frame.catalogue import BoundAction, Catalogue, installed
from taizhang.frame.declare import Address, Field, Filter, Listing, Record
from taizhang.frame.inputs import Input
from taizhang.registers import tokens
from taizhang.surfaces.pages.finding import LONGEST, kinds

from .answers import JSON
from .entries import personal_columns
from .records import DEFAULT_PAGE, LARGEST_PAGE, has_past, listings_of
from .search import DEFAULT_SIZE, LARGEST_SIZE

Schema = dict[str, Any]

_REASONS = {
    "400": Text("请求读不懂", "The request cannot be read"),
    "401": Text("需要登录或令牌", "Sign in or send a token"),
    "403": Text("没有权限", "The right is lacking"),
    "404": Text("没有，或不在范围内", "Not there, or outside the scope"),
    "405": Text("此地址不接受这个方法", "The address does not take this method"),
    "409": Text("状态、前置条件或版本不符", "Wrong state, closed gate, or changed version"),
    "413": Text("内容过大", "More was sent than is taken"),
    "415": Text("内容类型不对", "The content type is not taken"),
    "422": Text("填写有误", "An input needs correction"),
    "428": Text("缺少 If-Match", "If-Match is needed"),
    "503": Text("数据库暂时连不上，按 Retry-After 重试", "The database is away; try again after Retry-After seconds"),
}
_FOR_READING = ("400", "401", "403", "404", "405", "422", "503")
_FOR_WRITING = tuple(status for status in _REASONS if status != "428")
_KEY: Schema = {"type": "integer", "minimum": 1, "maximum": 2**53 - 1}
_ENTRY: Schema = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_VERSION = r'^(\*|"?[0-9a-f]{32}"?)$'
_MOMENT: Schema = {"type": "string", "format": "date-time"}


def both(text: Text) -> str:
    """One line in both languages: the document has no language of its own."""
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"


def people_do(catalogue: Catalogue) -> tuple[BoundAction, ...]:
    """Actions that the API offers: all but those of the machine."""
    return tuple(b for b in catalogue.actions.values() if not b.action.machine)


def address_of(bound: BoundAction) -> str:
    """Where an action is posted to."""
    if bound.on is None:
        return f"/api/actions/{bound.key}/"
    return f"/api/records/{bound.on.kind}/{{id}}/{bound.key}/"


def changes_its_target(bound: BoundAction) -> bool:
    """Whether an action changes the row that it is done to, rather than adding something under it."""
    record = bound.on
    if record is None:
        return False
    return bound.action.creates is None or any(m.action == bound.key for lc in record.lifecycles.values() for m in lc.moves)


def example_of(bound: BoundAction) -> dict[str, Any]:
    """Inputs that can be read: the examples declared, else the first choice, else the smallest value of the kind."""
    return {item.name: sample(item) for item in bound.inputs if item.required or item.ask.example is not None}


def sample(item: Input) -> Any:
    """One value that an input can have."""
    if item.ask.example is not None:
        return item.ask.example
    if item.ask.choices:
        return item.ask.choices[0][0]
    return _SAMPLES[item.kind]


_SAMPLES: dict[str, Any] = {
    "text": "示例",
    "integer": 1,
    "fen": 1_000_000,
    "decimal": "1.5",
    "date": "2026-01-31",
    "datetime": "2026-01-31T09:30:00+08:00",
    "boolean": True,
    "ref": 1,
    "refs": [1],
}


@lru_cache(maxsize=4)
def document(catalogue: Catalogue | None = None) -> Schema:
    """The document; made once for each catalogue."""
    catalogue = catalogue or installed()
    paths: dict[str, Any] = {}
    for record in catalogue.records.values():
        paths |= _record_paths(record)
    for bound in people_do(catalogue):
        paths[address_of(bound)] = {"post": _action(bound)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "台账 Taizhang",
            "version": __version__,
            "description": both(_ABOUT),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{}, {"bearer": []}, {"session": []}],
        "tags": [{"name": m.key, "description": both(m.label)} for m in catalogue.modules],
        "paths": paths | _own_paths() | _of_modules(catalogue),
        "components": {
            "schemas": _shapes(),
            "responses": {status: _failure(text) for status, text in _REASONS.items()},
            "parameters": _PARAMETERS,
            "securitySchemes": _security(),
        },
    }


_ABOUT = Text(
    "每个事项的记录与办理。金额以分为单位；拒绝一律说明理由、依据和办法。会话请求另需 X-CSRFToken。",
    "Records and actions of every matter. Amounts are in fen; every refusal gives its reason, rule and remedy. "
    "Requests by session also need X-CSRFToken.",
)


def _security() -> Schema:
    return {
        "bearer": {"type": "http", "scheme": "bearer", "description": "taizhang token issue USERNAME, POST /api/tokens/"},
        "session": {"type": "apiKey", "in": "cookie", "name": "taizhang"},
    }


_PARAMETERS: dict[str, Schema] = {
    "id": {"name": "id", "in": "path", "required": True, "schema": _KEY},
    "lang": {"name": "lang", "in": "query", "schema": {"enum": ["zh", "en"]}},
    "at": {
        "name": "at",
        "in": "query",
        "description": both(Text("截至该日当时所知", "As it was known at the end of that day")),
        "schema": {"type": "string", "format": "date"},
    },
    "page": {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}},
    "size": {
        "name": "size",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": DEFAULT_PAGE},
    },
    "idempotency": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": both(Text("同键同内容只办一次，保留90天", "The same key and inputs are done once; kept for 90 days")),
        "schema": {"type": "string", "pattern": "^[!-~]{1,80}$"},
    },
    "client": {
        "name": "Client-Key",
        "in": "header",
        "description": both(
            Text(
                "未登录的调用者自己随机生成并保留的编号；未登录而用 Idempotency-Key 时必填，提交编号只在同一客户端内有效",
                "A random key that a caller without sign-in makes once and keeps; needed with Idempotency-Key when not signed in: "
                "submission keys are one client's own",
            )
        ),
        "schema": {"type": "string", "pattern": "^[!-~]{16,80}$"},
    },
    "version": {
        "name": "If-Match",
        "in": "header",
        "description": both(Text("记录的 version；已被更新则 409", "The record's version; 409 when it has changed")),
        "schema": {"type": "string", "pattern": _VERSION},
    },
    "version_needed": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": both(
            Text(
                "所见记录的 version（读取时的 ETag）；缺少则 428，已被更新则 409；不论版本都要办的写 *",
                "The version that you have seen (the ETag of the record); 428 without it, 409 when it has changed; * to act on whatever "
                "it says now",
            )
        ),
        "schema": {"type": "string", "pattern": _VERSION},
    },
}


def _ref(kind: str, name: str) -> Schema:
    return {"$ref": f"#/components/{kind}/{name}"}


def _failure(text: Text) -> Schema:
    return {"description": both(text), "content": {JSON: {"schema": _ref("schemas", "Refused")}}}


def _responses(statuses: tuple[str, ...], **successes: Schema) -> Schema:
    found = {status.lstrip("_"): shape for status, shape in successes.items()}
    return found | {status: _ref("responses", status) for status in statuses}


def _success(description: Text, schema: Schema) -> Schema:
    return {"description": both(description), "content": {JSON: {"schema": schema}}}


# -- records ------------------------------------------------------------------------------------------------------------


def _record_paths(record: Record) -> dict[str, Any]:
    row = _row(record)
    listed = _object(
        kind={"const": record.kind},
        page={"type": "integer"},
        size={"type": "integer"},
        total={"type": "integer"},
        rows={"type": "array", "items": row},
    )
    past = [_ref("parameters", "at")] if has_past(record) else []
    lang = _ref("parameters", "lang")
    ok = Text("可见的行", "The rows that may be seen")
    return _opening(record) | {
        f"/api/records/{record.kind}/": {
            "get": {
                "operationId": f"list.{record.kind}",
                "tags": [installed().module_of(record).key],
                "summary": both(record.label),
                "parameters": [_ref("parameters", "page"), _ref("parameters", "size"), lang, *past, *_narrowing(record)],
                "responses": _responses(_FOR_READING, _200=_success(ok, listed)),
            }
        },
        f"/api/records/{record.kind}/{{id}}/": {
            "get": {
                "operationId": f"read.{record.kind}",
                "tags": [installed().module_of(record).key],
                "summary": both(record.label),
                "parameters": [_ref("parameters", "id"), lang, *past],
                "responses": _responses(_FOR_READING, _200=_success(ok, row)),
            }
        },
    }


def _opening(record: Record) -> dict[str, Any]:
    """The address under which a record's personal columns are opened, if it has any."""
    names = personal_columns(record)
    if not names:
        return {}
    cells: Schema = {"type": "object", "properties": {n: _cell(record, record.field(n)) for n in names}, "additionalProperties": False}
    done = Text("个人信息与记下这次查阅的存证", "The personal data, and the entry that says so")
    return {
        f"/api/records/{record.kind}/{{id}}/open/": {
            "post": {
                "operationId": f"open.{record.kind}",
                "tags": [installed().module_of(record).key],
                "summary": both(Text("为写明的用途查阅个人信息，查阅本身入账", "Open the personal data for a purpose; on record")),
                "parameters": [_ref("parameters", "id"), _ref("parameters", "lang")],
                "requestBody": {"required": True, "content": {JSON: {"schema": _purpose()}}},
                "responses": _responses(_FOR_WRITING, _200=_success(done, _object(entry=_ENTRY, cells=cells))),
            }
        }
    }


def _purpose(**more: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {"purpose": {"type": "string", "minLength": 1, "maxLength": 400}} | more,
        "required": ["purpose"],
        "additionalProperties": False,
    }


def _narrowing(record: Record) -> list[Schema]:
    """Parameters of the record's listings: which one, its filters, sorts and search, each name once."""
    listings = listings_of(record)
    if not listings:
        return []
    found = [_query("listing", {"enum": [x.key for x in listings]}, "")]
    sorts = sorted({key for x in listings for key in x.sorts})
    if sorts:
        found.append(_query("sort", {"enum": sorts}, ""))
    if any(x.search for x in listings):
        found.append(_query("q", {"type": "string", "maxLength": 100}, ""))
    filters: dict[str, tuple[Listing, Filter]] = {f.key: (x, f) for x in reversed(listings) for f in x.filters}
    return found + [_query(key, _filter_schema(record, f), both(f.label)) for key, (_, f) in filters.items()]


def _query(name: str, schema: Schema, description: str) -> Schema:
    described = {"description": description} if description else {}
    return {"name": name, "in": "query", "schema": schema} | described


def _filter_schema(record: Record, declared: Filter) -> Schema:
    if declared.how in ("member", "within"):
        return _KEY
    if declared.how == "year":
        return {"type": "string", "pattern": "^[0-9]{4}$"}
    field = next((f for f in record.fields if f.name == declared.field), None)
    if declared.how == "exact" and field is not None:
        return {"enum": [key for key, _ in field.choices]} if field.choices else _filter_by(record, field)
    return {"type": "string", "maxLength": 200}


def _filter_by(record: Record, field: Field) -> Schema:
    column = record.model._meta.get_field(field.name)
    return _KEY if column.is_relation or "Integer" in column.get_internal_type() else {"type": "string", "maxLength": 200}


def _row(record: Record) -> Schema:
    cells: Schema = {"type": "object", "properties": {f.name: _cell(record, f) for f in record.fields}}
    return _object(
        kind={"const": record.kind},
        id=_KEY,
        version={"type": ["string", "null"]},
        title={"type": "string"},
        cells=cells | {"additionalProperties": False},
        hidden={"type": "array", "items": {"enum": [f.name for f in record.fields]}},
    )


def _cell(record: Record, field: Field) -> Schema:
    schema = dict(_column(record.model._meta.get_field(field.name)))
    schema["description"] = both(field.label)
    if field.choices:
        schema["x-words"] = {key: {"zh": t.zh, "en": t.en} for key, t in field.choices}
    if field.unit:
        schema["x-form-unit"] = field.unit
    return schema


def _column(column: Any) -> Schema:
    if column.is_relation:
        return {"anyOf": [_ref("schemas", "Reference"), {"type": "null"}]}
    for kind, schema in _COLUMNS.items():
        if isinstance(column, kind):
            return schema
    return {}


#: Order matters: a date-time column is a date column too.
_COLUMNS: Mapping[type[models.Field[Any, Any]], Schema] = {
    models.BooleanField: {"type": ["boolean", "null"]},
    models.IntegerField: {"type": ["integer", "null"]},
    models.DateTimeField: {"type": ["string", "null"], "format": "date-time"},
    models.DateField: {"type": ["string", "null"], "format": "date"},
    models.DecimalField: {"type": ["string", "null"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$"},
    models.CharField: {"type": ["string", "null"]},
    models.TextField: {"type": ["string", "null"]},
}


# -- actions ------------------------------------------------------------------------------------------------------------


def _action(bound: BoundAction) -> Schema:
    done = _success(Text("已办理并记入台账", "Done and recorded"), _ref("schemas", "Outcome"))
    needed = changes_its_target(bound)
    target = [_ref("parameters", "id"), _ref("parameters", "version_needed" if needed else "version")] if bound.on else []
    body = inputs_schema(bound)
    return {
        "operationId": bound.key,
        "tags": [bound.module.key],
        "summary": both(bound.label),
        "description": _described(bound),
        "parameters": [
            *target,
            _ref("parameters", "idempotency"),
            *([_ref("parameters", "client")] if bound.action.public else []),
            _ref("parameters", "lang"),
        ],
        "requestBody": {
            "required": bool(body.get("required")),
            "content": {JSON: {"schema": body, "example": example_of(bound)}},
        },
        "responses": _responses((*_FOR_WRITING, "428") if needed else _FOR_WRITING, **{"_201" if bound.action.creates else "_200": done}),
        "security": [{}] if bound.action.public else [{"bearer": []}, {"session": []}],
        "x-right": bound.action.may,
    }


def _described(bound: BoundAction) -> str:
    lines = [(bound.action.run.__doc__ or "").strip().split("\n\n")[0]]
    lines += [both(bound.action.help)] if bound.action.help else []
    lines += [f"依据 / law: {bound.action.law.cite('zh')} / {bound.action.law.cite('en')}"] if bound.action.law else []
    return "\n\n".join(line for line in lines if line)


def inputs_schema(bound: BoundAction) -> Schema:
    """The schema of an action's inputs, as its validator has it."""
    schema = bound.inputs.model.model_json_schema()
    schema.pop("title", None)
    for item in schema.get("properties", {}).values():
        item.pop("title", None)
    return schema


# -- what belongs to no module ------------------------------------------------------------------------------------------


def _of_modules(catalogue: Catalogue) -> dict[str, Any]:
    """Addresses that modules answer themselves, for everyone: with a tag for whoever has the answer already."""
    return {a.path: {"get": _open_to_all(m.key, a)} for m in catalogue.modules for a in m.addresses}


def _open_to_all(module: str, address: Address) -> dict[str, Any]:
    tag = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}
    responses = _responses(_FOR_READING, _200=_success(address.answer, {"type": "object"}))
    responses["304"] = {"description": both(Text("没有变化", "Nothing has changed"))}
    if address.busy is not None:
        again = {"Retry-After": {"description": both(Text("秒", "Seconds")), "schema": {"type": "integer"}}}
        responses["503"] = _failure(address.busy) | {"headers": again}
    return {
        "operationId": f"{module}.{address.path.strip('/').rpartition('/')[2]}",
        "tags": [module],
        "summary": both(address.label),
        "security": [{}],
        "parameters": [*(_query(name, {"type": "string", "maxLength": 100}, both(said)) for name, said in address.parameters), tag, _ref("parameters", "lang")],
        "responses": responses,
    }


def _own_paths() -> dict[str, Any]:
    lang = _ref("parameters", "lang")
    token = _ref("schemas", "Token")
    return {
        "/api/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": both(Text("本文件", "This document")),
                "parameters": [lang],
                "responses": _responses(("400", "401", "403", "405", "422"), _200=_success(Text("OpenAPI", "OpenAPI"), {"type": "object"})),
            }
        },
        "/api/search/": {
            "get": {
                "operationId": "search",
                "summary": both(Text("检索：按名称、代码、编号", "Search by name, code and number")),
                "parameters": [
                    {"name": "q", "in": "query", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST}},
                    _query("kind", {"enum": [record.kind for record in kinds()]}, both(Text("只查这一类，可翻页", "Only this kind, page by page"))),
                    _ref("parameters", "page"),
                    _query("size", {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE}, ""),
                    lang,
                ],
                "responses": _responses(_FOR_READING, _200=_success(Text("按类分组", "Grouped by kind"), _ref("schemas", "Found"))),
            }
        },
        "/api/evidence/": {
            "post": {
                "operationId": "evidence",
                "summary": both(Text("上传文件，供办理时引用", "Send a file, to be named by an action")),
                "parameters": [lang],
                "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FILE}}},
                "responses": _responses(_FOR_WRITING, _201=_success(Text("已收下，24小时内有效", "Kept for 24 hours"), _ref("schemas", "Upload"))),
            }
        },
        "/api/entries/{key}/": {
            "get": {
                "operationId": "entry",
                "summary": both(Text("一条存证的抬头", "The header of an entry")),
                "parameters": [{"name": "key", "in": "path", "required": True, "schema": _ENTRY}, lang],
                "responses": _responses(_FOR_READING, _200=_success(Text("抬头与序号", "Header and number"), _ref("schemas", "Entry"))),
            }
        },
        "/api/entries/{key}/open/": {
            "post": {
                "operationId": "open_entry",
                "summary": both(Text("为写明的用途查阅一条存证的个人信息，查阅本身入账", "Open the personal data of an entry for a purpose; on record")),
                "parameters": [{"name": "key", "in": "path", "required": True, "schema": _ENTRY}, lang],
                "requestBody": {"required": True, "content": {JSON: {"schema": _purpose(bundle={"type": "boolean", "default": False})}}},
                "responses": _responses(
                    _FOR_WRITING,
                    _200=_success(
                        Text("查阅的内容与记下这次查阅的存证", "What was opened, and the entry that says so"),
                        _object(entry=_ENTRY, said={"type": "object"}, bundle=_nullable("object")),
                    ),
                ),
            }
        },
        "/api/tokens/": {
            "get": {
                "operationId": "tokens",
                "summary": both(Text("本账号的令牌", "Tokens of this account")),
                "parameters": [lang],
                "responses": _responses(_FOR_READING, _200=_success(Text("令牌", "Tokens"), _object(tokens={"type": "array", "items": token}))),
            },
            "post": {
                "operationId": "issue_token",
                "summary": both(Text("签发令牌（仅限会话）", "Issue a token (by session only)")),
                "parameters": [lang],
                "requestBody": {"required": True, "content": {JSON: {"schema": _WANTED}}},
                "responses": _responses(_FOR_WRITING, _201=_success(Text("令牌只在此显示一次", "The secret is shown this once"), token)),
            },
        },
        "/api/tokens/{id}/": {
            "delete": {
                "operationId": "revoke_token",
                "summary": both(Text("吊销令牌", "Revoke a token")),
                "parameters": [_ref("parameters", "id"), lang],
                "responses": _responses(_FOR_READING, _200=_success(Text("已吊销", "Revoked"), token)),
            }
        },
    }


_FILE: Schema = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "taken_at": {"type": "string", "format": "date-time", "description": "When the sending device took the picture"},
        "latitude": {"type": "number", "minimum": -90, "maximum": 90, "description": "Where it was, in degrees; with taken_at"},
        "longitude": {"type": "number", "minimum": -180, "maximum": 180},
        "accuracy_m": {"type": "number", "minimum": 0, "description": "How far off the place may be, in metres"},
    },
    "required": ["file"],
    "additionalProperties": False,
}
_WANTED: Schema = {
    "type": "object",
    "properties": {
        "label": {"type": "string", "minLength": 1, "maxLength": 80},
        "days": {"type": "integer", "minimum": 1, "maximum": tokens.MOST_DAYS, "default": tokens.DEFAULT_DAYS},
    },
    "required": ["label"],
    "additionalProperties": False,
}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _nullable(kind: str) -> Schema:
    return {"type": [kind, "null"]}


def _shapes() -> dict[str, Schema]:
    subject = _object(kind={"type": "string"}, id=_KEY)
    token = _object(
        id=_KEY,
        label={"type": "string"},
        created_at=_MOMENT,
        expires_at=_MOMENT,
        last_used_at={"type": ["string", "null"], "format": "date-time"},
        revoked={"type": "boolean"},
    )
    # Only the answer that issues it has the secret.
    token["properties"]["secret"] = {"type": "string"}
    outcome = _object(
        entry=_ENTRY,
        subject={"anyOf": [subject, {"type": "null"}]},
        created={"type": "boolean"},
        repeated={"type": "boolean"},
    )
    # Only the answer to the request that made it has a code for somebody outside; repeated, the request has it no more.
    outcome["properties"]["given"] = {"type": "object", "additionalProperties": {"type": "string"}}
    return {
        "Refused": _object(
            code={"type": "string"},
            reason={"type": "string"},
            field=_nullable("string"),
            law=_nullable("string"),
            remedy=_nullable("string"),
            details={"type": "array", "items": _ref("schemas", "Refused")},
        ),
        "Outcome": outcome,
        "Reference": _object(kind={"type": "string"}, id=_KEY, title={"type": "string"}),
        "Upload": _object(
            ref=_KEY,
            name={"type": "string"},
            media_type={"type": "string"},
            size={"type": "integer"},
            sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
            taken_at={"anyOf": [_MOMENT, {"type": "null"}]},
            located={"type": "boolean"},
            accuracy_m={"type": ["integer", "null"]},
            expires_at=_MOMENT,
        ),
        "Entry": _entry_shape(),
        "Found": _found_shape(),
        "Token": token,
    }


def _found_shape() -> Schema:
    text = {"type": "string"}
    hit = _object(kind=text, id={"type": ["integer", "string"]}, title=text, detail=text)
    # `more`: the words are common, and there are more than `total`.
    group = _object(kind=text, label=text, total={"type": "integer"}, more={"type": "boolean"}, rows={"type": "array", "items": hit})
    return _object(q=text, page={"type": "integer"}, size={"type": "integer"}, groups={"type": "array", "items": group})


def _entry_shape() -> Schema:
    return _object(
        key=_ENTRY,
        seq=_nullable("integer"),
        at=_MOMENT,
        actor={"type": "string"},
        action={"type": "string"},
        law={"type": "string"},
        cause=_nullable("string"),
        subject=_nullable("string"),
        matter=_nullable("string"),
        others={"type": "array", "items": {"type": "string"}},
        public=_nullable("string"),
        restricted=_nullable("string"),
        rows=_object(count={"type": "integer"}, root={"type": "string"}),
        said=_object(public=_nullable("object"), restricted=_nullable("object")),
        withheld={
            "type": "array",
            "items": _object(
                name={"type": "string"},
                kind={"enum": ["internal", "sealed", "personal", "said", "noted"]},
                until={"type": ["string", "null"], "format": "date-time"},
            ),
        },
    )
