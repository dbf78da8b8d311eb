"""查条款: the page of bank and policy staff. It formats and calls; nothing is decided here."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context
from gradio.processing_utils import save_bytes_to_cache

from corpus.errors import RongceError
from corpus.product import Product
from indexing.cards import listing_html, related_html
from indexing.choices import ANY, LABELS, choices, documents
from indexing.held import Held
from indexing.lookup_sheet import listing_xlsx
from indexing.marks import safe
from indexing.notices import empty, note, problem
from indexing.outline import outline_html
from indexing.search import Searcher

_HERE = Path(__file__).parent
STYLE = _HERE / "lookup.css"
_LIST_JS = (_HERE / "lookup.js").read_text(encoding="utf-8")
_OUTLINE_JS = (_HERE / "outline.js").read_text(encoding="utf-8")
_PAUSE = """async (...values) => {
  const box = document.querySelector("#lookup-query textarea, #lookup-query input");
  await new Promise((resume) => setTimeout(resume, 90));
  while (box.dataset.composing) await new Promise((resume) => setTimeout(resume, 40));
  return [box.value, ...values.slice(1)];
}"""
_OPEN_ON_WIDE = "() => ({open: window.innerWidth > 700, __type__: 'update'})"
_DOWNLOAD = """() => setTimeout(() => {
  const file = document.querySelector("#lookup-file a, a#lookup-file");
  if (file) file.click(); else document.querySelector("#lookup-file button, #lookup-file")?.click();
}, 150)"""
_SHOW_PLACE = """() => setTimeout(() => {
  const here = document.querySelector("#lookup-outline .lk-here");
  if (!here) return;
  for (const part of [here, document.querySelector("#lookup-outline [aria-current]")])
    part.closest("nav, .lk-full").scrollTop =
      part.offsetTop - part.closest("nav, .lk-full").offsetTop - 8;
  if (window.innerWidth <= 700) here.scrollIntoView();
  here.focus({preventScroll: true});
}, 200)"""


def lookup_page(searcher: Callable[[], Searcher],
                catalog: Callable[[], Sequence[Product]]) -> None:
    """Add 查条款 to the Blocks that is open; both functions may wait until all is loaded."""
    held = Held(searcher, catalog)
    with gr.Tabs(selected="find", elem_id="lookup-views") as views:
        with gr.Tab("查找", id="find"):
            with gr.Row(elem_id="lookup-bar"):
                query = gr.Textbox(label="查条款和产品", show_label=False, container=False, lines=1,
                                   max_lines=1, elem_id="lookup-query", autofocus=True, scale=8,
                                   placeholder="查条款和产品，例如：过桥、担保费率、省工信厅")
                export = gr.Button("导出表格", size="sm", elem_id="lookup-export")
                file = gr.DownloadButton("下载", visible="hidden", elem_id="lookup-file")
            with gr.Accordion("筛选", open=False, elem_id="lookup-filters") as folded, gr.Row():
                filters = [_dropdown(name, label) for name, label in LABELS.items()]
                clear = gr.Button("清除筛选", size="sm", elem_id="lookup-clear")
            told = gr.HTML("", elem_classes="lk", elem_id="lookup-told", apply_default_css=False)
            results = gr.HTML(note("正在加载政策资料，请稍候……"), elem_id="lookup-results",
                              elem_classes="lk", js_on_load=_LIST_JS, apply_default_css=False,
                              server_functions=[_related(held)])
        with gr.Tab("文件目录", id="outline"):
            document = gr.Dropdown([], label="文件", elem_id="lookup-document")
            outline = gr.HTML(note("请选择一份文件。"), elem_id="lookup-outline",
                              elem_classes="lk", js_on_load=_OUTLINE_JS, apply_default_css=False)
    inputs = [query, *filters]

    def search(words: str, *chosen: Any) -> str:
        return _shown(held, words, chosen)

    _add_search(inputs, clear, results, search)
    _add_export(held, inputs, (export, file, told))
    _add_outline(held, results, (views, document, outline))
    root: Any = Context.root_block
    root.load(lambda: _loaded(held), None, [results, document, *filters], api_name=False)
    root.load(None, None, folded, js=_OPEN_ON_WIDE)


def _dropdown(name: str, label: str) -> gr.Dropdown:
    return gr.Dropdown([ANY], value=ANY, label=label, min_width=125, elem_id=f"lookup-{name}",
                       allow_custom_value=name == "region")


def _add_search(inputs: list[Any], clear: gr.Button, results: gr.HTML,
                search: Callable[..., str]) -> None:
    query, *filters = inputs
    quiet: Any = {"queue": False, "show_progress": "hidden", "api_name": False,
                  "trigger_mode": "always_last"}
    query.change(search, inputs, results, js=_PAUSE, **quiet)
    query.submit(search, inputs, results, **quiet)
    for choice in filters:
        choice.input(search, inputs, results, **quiet)
    clear.click(lambda: [ANY] * len(filters), None, filters, api_name=False).then(
        search, inputs, results, **quiet)


def _add_export(held: Held, inputs: list[Any],
                parts: tuple[gr.Button, gr.DownloadButton, gr.HTML]) -> None:
    button, file, told = parts

    def make(request: gr.Request, words: str, *chosen: Any) -> tuple[str | None, str]:
        try:
            listing = held.find(words, chosen)
            if not listing.clauses and not listing.offers:
                return None, note("没有可导出的内容，请先查找或筛选。")
            site = request.headers.get("origin") or f"http://{request.headers.get('host', '')}"
            content = listing_xlsx(listing, held.get(), site)
        except RongceError as error:
            return None, problem(error)
        count = len(listing.clauses) + len(listing.offers)
        return (save_bytes_to_cache(content, "查条款.xlsx", file.GRADIO_CACHE),
                note(f"已导出 {count} 项，文件名“查条款.xlsx”。"))

    button.click(make, inputs, [file, told], api_name=False).success(None, js=_DOWNLOAD)


def _add_outline(held: Held, results: gr.HTML,
                 parts: tuple[gr.Tabs, gr.Dropdown, gr.HTML]) -> None:
    views, document, outline = parts

    def of_document(policy_id: str | None) -> str:
        return _outline(held, policy_id or "")

    def of_clause(event: gr.EventData) -> tuple[Any, str, str]:
        clause = str(event.clause)
        policy_id = clause.split("#", 1)[0]
        return gr.Tabs(selected="outline"), policy_id, _outline(held, policy_id, clause)

    document.input(of_document, document, outline, api_name=False)
    results.click(of_clause, None, [views, document, outline], api_name=False).then(
        None, js=_SHOW_PLACE)


def _loaded(held: Held) -> list[Any]:
    try:
        lookup = held.get()
    except RongceError as error:
        return [problem(error), *[gr.skip()] * (1 + len(LABELS))]
    found = choices(lookup)
    return [empty(), gr.Dropdown(choices=documents(lookup), value=None),
            *(gr.Dropdown(choices=found[name]) for name in LABELS)]


def _shown(held: Held, words: str, chosen: Sequence[Any]) -> str:
    try:
        listing = held.find(words, chosen)
        line = held.told(chosen)
        if not listing.query and not line:
            return empty()
        narrowed = f'<p class="lk-also">筛选：{safe(line)}</p>' if line else ""
        return narrowed + listing_html(listing, held.get())
    except RongceError as error:
        return problem(error)


def _outline(held: Held, policy_id: str, here: str | None = None) -> str:
    try:
        policy = next((p for p in held.get().policies if p.id == policy_id), None)
    except RongceError as error:
        return problem(error)
    return outline_html(policy, here) if policy else note("请选择一份文件。")


def _related(held: Held) -> Callable[[str], str]:
    def related(clause_id: str) -> str:
        try:
            lookup = held.get()
            return related_html(lookup.related(str(clause_id)), lookup)
        except RongceError as error:
            return problem(error)

    return related
