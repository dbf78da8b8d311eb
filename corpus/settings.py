"""All settings, one frozen object, read once and passed in.

Values come from environment variables `RONGCE_…` or a `.env` file; an unknown key is an error.
"""

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingsError

BUILT_IN_MODEL = "built-in"
_PREFIX = "RONGCE_"


class Settings(BaseSettings):
    """Settings of the product; see README for what each one means."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=".env", env_file_encoding="utf-8", extra="forbid", frozen=True)

    data_dir: Path = Path("data")
    embedding_model: str = Field(default=BUILT_IN_MODEL, min_length=1)
    node_words: int = Field(default=120, ge=20, le=2000)
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    database_url: SecretStr = SecretStr("")
    keep_conversations_days: int = Field(default=180, ge=1, le=3650)
    keep_needs_days: int = Field(default=1095, ge=30, le=3650)
    keep_audit_days: int = Field(default=1095, ge=180, le=3650)
    api_origins: str = Field(default="", pattern=r"^(https?://[^\s,/]+(, *https?://[^\s,/]+)*)?$")
    api_at_once: int = Field(default=4, ge=1, le=32)
    llm_base_url: str | None = Field(default=None, pattern=r"^(https?://\S+)?$")
    llm_model: str | None = None
    llm_api_key: SecretStr = SecretStr("none")
    llm_timeout_s: float = Field(default=30, gt=0, le=600)
    llm_max_tokens: int = Field(default=800, ge=16, le=8192)

    @property
    def policies_dir(self) -> Path:
        """Folder of the policies that the user added."""
        return self.data_dir / "policies"

    @property
    def catalog_dir(self) -> Path:
        """Folder of the products that the user added."""
        return self.data_dir / "catalog"

    @property
    def index_dir(self) -> Path:
        """Folder that holds the built indexes and names the current one."""
        return self.data_dir / "index"

    @property
    def records_url(self) -> str:
        """Address of the database of accounts, needs and conversations; may hold a password."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir / 'rongce.db'}"


def load_settings() -> Settings:
    """Read the settings; SettingsError names an unknown key or a bad value."""
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    unknown = {k for k in os.environ if k.upper().startswith(_PREFIX)} - known
    if unknown:
        raise SettingsError(sorted(unknown)[0], "unknown setting")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ".env"
        name = f"{_PREFIX}{field}" if field in Settings.model_fields else field
        raise SettingsError(name if field == ".env" else name.upper(), first["msg"]) from error
    except UnicodeDecodeError as error:
        raise SettingsError(".env", "not UTF-8") from error
