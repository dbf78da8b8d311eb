"""Who is behind a request: an account by its session cookie, or a visitor by a cookie of its own.

The database is opened at the first need of it, so that a page which keeps nothing loads nothing.
"""

import re
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus.errors import SignInError
from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.records.engine import Records
    from corpus.records.people import Account, Person, Role

SESSION, VISITOR = "rongce_session", "rongce_visitor"
_TOKEN = re.compile(r"[\w-]{43}")
Cookies = Mapping[str, str]


class Doorway:
    """Tells people apart by their cookies. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._opened: Records | None = None

    @property
    def records(self) -> "Records":
        """The open database; RecordsError when it cannot be used."""
        with self._lock:
            if self._opened is None:
                from corpus.records.engine import open_records

                self._opened = open_records(self._settings.records_url)
            return self._opened

    def account(self, cookies: Cookies) -> "Account | None":
        """Return who is signed in, None when nobody is, or no longer."""
        token = cookies.get(SESSION, "")
        if not _TOKEN.fullmatch(token):
            return None
        from corpus.records.sessions import Sessions

        try:
            return Sessions(self.records).account(token)
        except SignInError:
            return None

    def known(self, cookies: Cookies) -> "Person | None":
        """Return the account or the visitor of before, None for a browser without either."""
        if account := self.account(cookies):
            return account
        token = cookies.get(VISITOR, "")
        if not _TOKEN.fullmatch(token):
            return None
        from corpus.records.visitors import Visitors

        return Visitors(self.records).find(token)

    def person(self, cookies: Cookies) -> "Person":
        """Return the account, else the visitor, who is remembered from now on.

        Raises:
            SignInError: "cookies" when the browser sent neither cookie.

        """
        if account := self.account(cookies):
            return account
        token = cookies.get(VISITOR, "")
        if not _TOKEN.fullmatch(token):
            raise SignInError("visitor", "cookies")
        from corpus.records.visitors import Visitors

        return Visitors(self.records).adopt(token)

    def staff(self, cookies: Cookies, role: "Role", act: str) -> "Account":
        """Return the account with `role`; NotAllowed names the act otherwise."""
        from corpus.records.people import require

        return require(self.account(cookies), role, act)

    def sign_in(self, name: str, password: str) -> tuple["Account", str]:
        """Return the account and the token for its cookie; SignInError."""
        from corpus.records.accounts import Accounts
        from corpus.records.sessions import Sessions

        account = Accounts(self.records).sign_in(name, password)
        return account, Sessions(self.records).start(account)

    def sign_out(self, cookies: Cookies) -> None:
        """End the session of the browser."""
        from corpus.records.sessions import Sessions

        Sessions(self.records).revoke(cookies.get(SESSION, ""))
