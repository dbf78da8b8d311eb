"""The table of keys with which other programs ask."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from corpus.records.base import Base, new_id


class ApiKeyRow(Base):
    """A key of one client; only the hash of the key is kept, `name_key` is the name as compared."""

    __tablename__ = "api_keys"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    per_minute: Mapped[int]
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
