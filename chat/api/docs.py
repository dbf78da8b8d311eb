"""The description of the interface as a plain page that needs no other site."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from corpus.html import html_page

Json = Mapping[str, Any]
_STYLE = """<style>table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-top:1px solid var(--line)}
.scroll,pre{overflow-x:auto}pre{background:var(--soft);padding:.6rem .8rem;border-radius:.5rem;
font-size:.8125rem;line-height:1.6}code{overflow-wrap:anywhere}</style>"""


def tidied(described: dict[str, Any]) -> dict[str, Any]:
    """Return the description without the errors of FastAPI that are never sent."""
    for operations in described["paths"].values():
        for operation in operations.values():
            told = operation["responses"]
            if "HTTPValidationError" in str(told.get("422")):
                del told["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        described.get("components", {}).get("schemas", {}).pop(name, None)
    return described


def docs_html(described: Json) -> str:
    """Return the page for an OpenAPI description."""
    schemas = described["components"]["schemas"]
    parts = [_STYLE, f"<h1>{escape(described['info']['title'])}</h1>",
             *(f"<p>{escape(line)}</p>" for line in described["info"]["description"].split("\n")),
             '<p><a href="/api/openapi.json">openapi.json</a>（OpenAPI，供程序读取）</p>']
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            parts += _operation(path, method.upper(), operation, schemas)
    return html_page("融策通接口", "".join(parts))


def _operation(path: str, method: str, operation: Json, schemas: Json) -> Iterator[str]:
    yield f'<section id="{escape(path)}"><h2>{escape(operation["summary"])}</h2>'
    yield f"<p><code>{method} {escape(path)}</code></p>"
    yield f"<p>{escape(operation.get('description', ''))}</p>"
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if body:
        schema = _resolved(body["schema"], schemas)
        yield _table("请求", ("字段", "说明"), [
            (name + ("（必填）" if name in schema.get("required", ()) else ""), _about(field))
            for name, field in schema["properties"].items()])
        yield f"<p>例：</p><pre tabindex=\"0\">{escape(_example(method, path, schema))}</pre>"
    yield _table("回应", ("状态", "说明"), [
        (status, _response(told)) for status, told in sorted(operation["responses"].items())])
    yield "</section>"


def _table(label: str, head: tuple[str, str], rows: list[tuple[str, str]]) -> str:
    told = "".join(f'<tr><th scope="row"><code>{escape(name)}</code></th><td>{escape(text)}</td>'
                   "</tr>" for name, text in rows)
    names = "".join(f'<th scope="col">{name}</th>' for name in head)
    return (f'<div class="scroll" role="region" aria-label="{label}" tabindex="0"><table>'
            f"<thead><tr>{names}</tr></thead><tbody>{told}</tbody></table></div>")


def _about(field: Json) -> str:
    usual = f"（默认 {json.dumps(field['default'])}）" if field.get("default") else ""
    return f"{field.get('description', '')}{usual}"


def _response(told: Json) -> str:
    text = told["description"].replace("Successful Response", "成功")
    kinds = "、".join(told.get("content", {}))
    return f"{text}（{kinds}）" if kinds else text


def _resolved(schema: Json, schemas: Json) -> Json:
    found: Json = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _example(method: str, path: str, schema: Json) -> str:
    wanted = {name: field["examples"][0] for name, field in schema["properties"].items()
              if field.get("examples")}
    told = json.dumps(wanted, ensure_ascii=False)
    return (f"curl -X {method} http://127.0.0.1:7860{path} \\\n"
            "  -H 'Authorization: Bearer rc_…' \\\n"
            f"  -H 'Content-Type: application/json' \\\n  -d '{told}'")
