"""Settings: from the environment or a .env file; what is unknown or malformed fails by name."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.errors import SettingsError
from corpus.settings import BUILT_IN_MODEL, Settings, load_settings


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path) -> Path:
    """Work in an empty folder, without settings of the tester's own."""
    for name in [name for name in os.environ if name.upper().startswith("RONGCE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults():
    settings = load_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.embedding_model == BUILT_IN_MODEL
    assert settings.policies_dir == Path("data/policies")


def test_environment(monkeypatch):
    monkeypatch.setenv("RONGCE_PORT", "8000")
    monkeypatch.setenv("RONGCE_DATA_DIR", "elsewhere")
    settings = load_settings()
    assert settings.port == 8000
    assert [settings.policies_dir, settings.catalog_dir, settings.index_dir] == [
        Path("elsewhere/policies"), Path("elsewhere/catalog"), Path("elsewhere/index")]


def test_dot_env_file(folder, monkeypatch):
    text = "# 端口\nRONGCE_PORT=8001\nRONGCE_HOST=0.0.0.0\n"
    (folder / ".env").write_text(text, encoding="utf-8")
    monkeypatch.setenv("RONGCE_HOST", "localhost")
    settings = load_settings()
    assert (settings.port, settings.host) == (8001, "localhost")


@pytest.mark.parametrize(("name", "value"), [
    ("RONGCE_PROT", "1"), ("RONGCE_", "1"), ("RONGCE_PORT", "many"), ("RONGCE_PORT", "70000"),
    ("RONGCE_EMBEDDING_DIM", "8"), ("RONGCE_DENSE_WEIGHT", "-1"), ("RONGCE_NODE_WORDS", "1.5")],
    ids=["unknown", "empty-name", "no-number", "too-large", "too-small", "negative", "fraction"])
def test_bad_setting_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.value == name


@pytest.mark.parametrize(("line", "name"), [
    ("RONGCE_PROT=1", "RONGCE_PROT"), ("RONGCE_PORT=many", "RONGCE_PORT"), ("PROT=1", "PROT"),
    ("RONGCE_HOST=主机".encode("gbk"), ".env")], ids=["unknown", "no-number", "no-prefix", "gbk"])
def test_bad_dot_env_file(folder, line, name):
    (folder / ".env").write_bytes(line if isinstance(line, bytes) else line.encode())
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.value == name


def test_other_variables_are_left_alone(monkeypatch):
    monkeypatch.setenv("NOT_RONGCE_PORT", "1")
    assert load_settings() == Settings()


def test_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().port = 1
