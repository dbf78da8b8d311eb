"""The house plan, read from the source: who imports whom, how long things are, what is described.

Data flows one way: corpus → indexing → matcher → chat → eval. A room imports from itself and from
rooms to its left; nothing imports `app`, and `eval` is used as `from eval.x import y` only.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import corpus
from corpus import errors

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "indexing", "matcher", "chat", "eval")
LONGEST_FILE = 200
LONGEST_FUNCTION = 40
FILES = [*(f for room in ROOMS for f in sorted((ROOT / room).rglob("*.py"))), ROOT / "app.py"]
each_file = pytest.mark.parametrize("path", FILES, ids=lambda f: str(f.relative_to(ROOT)))
Function = ast.FunctionDef | ast.AsyncFunctionDef
Described = Function | ast.ClassDef


def imported(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Yield each module that is imported anywhere in `tree`, and whether by `import x`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, True) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or "", False


def wrong_imports(room: str, source: str) -> list[str]:
    """Return the modules that a file of `room` ("app" for app.py) must not import."""
    allowed = ROOMS if room == "app" else ROOMS[: ROOMS.index(room) + 1]
    wrong = []
    for module, bare in imported(ast.parse(source)):
        top = module.split(".")[0]
        if top == "app" or (top in ROOMS and top not in allowed) or (top == "eval" and bare):
            wrong.append(module)
    return wrong


def public(body: list[ast.stmt], name: str = "") -> Iterator[tuple[str, Described]]:
    """Yield public functions and classes in `body`, and those inside public classes."""
    for node in body:
        if isinstance(node, Described) and not node.name.startswith("_"):
            yield name + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{name}{node.name}.")


@each_file
def test_imports_go_one_way(path):
    assert wrong_imports(path.relative_to(ROOT).parts[0].removesuffix(".py"),
                         path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("room", "line", "wrong"), [
    ("corpus", "from indexing.search import Hit", ["indexing.search"]),
    ("corpus", "import chat", ["chat"]),
    ("indexing", "def f():\n    from matcher import match", ["matcher"]),
    ("matcher", "if TYPE_CHECKING:\n    from chat.answer import Answer", ["chat.answer"]),
    ("chat", "from eval.run import evaluate", ["eval.run"]),
    ("chat", "from app import main", ["app"]),
    ("eval", "import app", ["app"]),
    ("eval", "import eval.run", ["eval.run"]),
    ("app", "import eval", ["eval"]),
    ("app", "from eval.run import evaluate", []),
    ("chat", "from matcher import match\nfrom chat.answer import Answer\nimport json", []),
    ("corpus", "from . import model", []),
], ids=["upwards", "bare", "inside-a-function", "for-types", "eval", "app", "app-from-eval",
        "bare-eval", "app-bare-eval", "app-may-evaluate", "leftwards", "relative"])
def test_a_wrong_import_is_seen(room, line, wrong):
    assert wrong_imports(room, line) == wrong


@each_file
def test_file_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@each_file
def test_functions_are_short(path):
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    lengths = [(node.name, (node.end_lineno or 0) - node.lineno + 1)
               for node in nodes if isinstance(node, Function)]
    assert [(name, length) for name, length in lengths if length > LONGEST_FUNCTION] == []


@each_file
def test_public_names_are_described(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module"
    assert [name for name, node in public(tree.body) if not ast.get_docstring(node)] == []


def test_every_room_is_here():
    assert {f.relative_to(ROOT).parts[0] for f in FILES} == {*ROOMS, "app.py"}


def test_exported_names_exist():
    assert [name for name in corpus.__all__ if not hasattr(corpus, name)] == []
    promised = {"Clause", "Policy", "Product", "Region", "load_catalog", "load_policies",
                "read_policy"}
    assert promised <= set(corpus.__all__)


def test_error_tree_names_every_class():
    classes = {name for name, value in vars(errors).items() if isinstance(value, type)}
    drawn = {word for line in errors.__doc__.splitlines() if "Error" in line or "──" in line
             for word in line.replace("─", " ").split()}
    assert classes <= drawn


def test_errors_carry_the_value():
    for name, error in vars(errors).items():
        if isinstance(error, type):
            assert issubclass(error, errors.RongceError)
            assert str(error("值", "why")) == f"{name}: '值' why"
            assert error("值").value == "值"
