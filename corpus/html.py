"""The frame of the plain pages beside the app: sources, signing in, shared talks."""

from html import escape

_STYLE = """
:root{color-scheme:light dark;--line:#d9dee7;--soft:#f4f6fa;--ink:#1d2733;--mark:#ffe58a;
--link:#1f4f99;--bad:#a4262c}
@media(prefers-color-scheme:dark){:root{--line:#3a4452;--soft:#1f2732;--ink:#e6eaf0;
--mark:#7a5d00;--link:#8ab4f8;--bad:#ff9a9e}body{background:#151b23}}
body{font:16px/1.9 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
color:var(--ink);max-width:46rem;margin:0 auto;padding:1rem 1rem 4rem}
h1{font-size:1.35rem;line-height:1.5}h2{font-size:1.05rem;margin:2rem 0 .5rem}
.meta,.label,nav{font-size:.875rem}
.meta{background:var(--soft);padding:.6rem .8rem;border-radius:.5rem}
section{border-top:1px solid var(--line);padding:.6rem .5rem;scroll-margin-top:1rem}
section:target{background:var(--soft);outline:2px solid var(--link);border-radius:.5rem}
mark{background:var(--mark);color:inherit}p{margin:.3rem 0;overflow-wrap:anywhere}
a{color:var(--link)}
form{display:grid;gap:.8rem;max-width:22rem}label{display:grid;gap:.2rem}
input,button{font:inherit;padding:.5rem .7rem;border:1px solid var(--line);border-radius:.4rem;
background:var(--soft);color:inherit}
button{background:#1f4f99;color:#fff;border:0;cursor:pointer}
button.quiet{background:none;color:var(--bad);border:1px solid var(--bad);width:fit-content}
.label a{margin-right:.8rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}.bad{color:var(--bad)}
"""


def html_page(title: str, body: str, *, back: str = "返回提问") -> str:
    """Return a whole page; `title` is text, `body` HTML."""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><nav><a href="/">← {escape(back)}</a></nav><main>{body}</main></body></html>')
