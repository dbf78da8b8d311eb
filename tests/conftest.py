"""What tests share: the policies, one index of them in a temporary folder, an assistant over it."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"  # read when Hugging Face's packages are imported: stay offline

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import Policy, load_policies
from corpus.settings import Settings
from indexing import Searcher

for _name in [name for name in os.environ if name.upper().startswith("RONGCE_")]:
    del os.environ[_name]

SettingsIn = Callable[..., Settings]


@pytest.fixture(scope="session")
def settings_in() -> SettingsIn:
    """Settings for a data folder, whatever environment or .env file the tester has."""
    def make(data_dir: Path, **changes: object) -> Settings:
        return Settings(_env_file=None, data_dir=data_dir, **changes)
    return make


@pytest.fixture(scope="session")
def policies() -> list[Policy]:
    return load_policies()


@pytest.fixture(scope="session")
def one_policy(policies: list[Policy]) -> list[Policy]:
    """The shortest policy, alone: an index of it takes a fraction of a second."""
    return [policy for policy in policies if policy.id == "qianjiang-2023"]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, settings_in: SettingsIn) -> Settings:
    return settings_in(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def searcher(policies: list[Policy], settings: Settings) -> Searcher:
    return Searcher.open(policies, settings)


@pytest.fixture(scope="session")
def assistant(searcher: Searcher, settings: Settings):
    from chat.assistant import Assistant
    from corpus.catalog import load_all

    return Assistant(searcher, load_all(settings.catalog_dir))


@pytest.fixture(scope="module")
def browser():
    """A Chromium for the browser tests of one module."""
    from playwright.sync_api import sync_playwright

    from tests.served import CHROMIUM, FLAGS

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
