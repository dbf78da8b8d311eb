"""How all pages look: one calm theme with contrast AA in light and dark, and the style sheet."""

from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from indexing.page import STYLE as LOOKUP_STYLE
from matcher.page import STYLE as MATCH_STYLE

if TYPE_CHECKING:
    from fastapi import FastAPI

STYLE = Path(__file__).with_name("style.css")
_FONT = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_BLUE, _LIGHT_BLUE = "#1f4f99", "#8ab4f8"  # 8.0:1 on white, 7.9:1 on the dark page


def theme() -> gr.themes.Base:
    """Return the theme of all pages."""
    return gr.themes.Default(primary_hue="blue", font=_FONT).set(
        button_primary_background_fill=_BLUE, button_primary_background_fill_hover="#173d78",
        button_primary_background_fill_dark=_BLUE, button_primary_text_color="#ffffff",
        block_info_text_color="#566072", block_info_text_color_dark="#aab3c2",
        body_text_color_subdued="#566072", body_text_color_subdued_dark="#aab3c2",
        color_accent=_BLUE, link_text_color=_BLUE, link_text_color_dark=_LIGHT_BLUE)


def mounted(server: "FastAPI", blocks: gr.Blocks, path: str, *styles: Path) -> "FastAPI":
    """Return `server` with the pages of `blocks` below `path`, in the product's look."""
    app: FastAPI = gr.mount_gradio_app(
        server, blocks, path=path, footer_links=[], run_history=False, theme=theme(),
        css_paths=[STYLE, LOOKUP_STYLE, MATCH_STYLE, *styles])
    return app
