"""What can go wrong, as one tree.

    RongceError                 everything this product raises on purpose
    ├── SourceError             a file that cannot be read as a policy or a catalog
    │   ├── MissingFile
    │   ├── EmptyFile
    │   │   └── ScannedFile     pages that hold pictures and no text
    │   ├── BinaryFile          neither text nor a supported format
    │   ├── LockedFile          a password keeps it shut
    │   ├── LargeFile           more bytes than are taken in
    │   ├── UnsupportedFormat
    │   ├── NoClauses           text without a single numbered clause
    │   └── BadRow              a catalog row that breaks the schema
    ├── SettingsError           an unknown or malformed setting
    ├── UnknownRegion           a place that the region table does not hold
    ├── QuestionError           a question or profile that cannot be used
    ├── ModelError              an embedding model that cannot be loaded
    ├── ModelDown               a language model that gives no whole reply
    ├── SnapshotError           a quarter's catalog that cannot be frozen, found or compared
    ├── ShowcaseError           nominations, criteria or weights that cannot be used
    ├── PrintError              a booklet that cannot be written or converted
    ├── UnwritableFolder        a folder of policies or products in which nothing could be written
    ├── BadIndex                an index that cannot be written or used
    ├── ServeError              the web server cannot start
    ├── Busy                    too many ask at once
    ├── RecordsError            the database of accounts, needs and conversations cannot be used
    │   ├── RecordsBusy         it stays locked by someone else
    │   ├── RecordsFull         no space is left
    │   ├── RecordsReadOnly     it cannot be written
    │   ├── RecordsGone         it is missing, unreachable or damaged
    │   └── RecordsNewer        a newer version of the product has written it
    ├── SignInError             a name, password or session that is not accepted
    ├── NotAllowed              a person who may not do this
    ├── NotFound                no such thing, or not this person's
    ├── FormError               a field of a form or a table that cannot be used
    └── Conflict                a thing that someone changed first
        └── StaleEdit           an edit of what someone else changed meanwhile

Each carries the offending `value`; the message is for developers. Sentences for people are made
where people read them (`app.py` and the pages), through `chat.wording`.
"""


class RongceError(Exception):
    """Root of all errors raised on purpose; `value` is what was wrong."""

    def __init__(self, value: object, detail: str = "") -> None:
        self.value = value
        self.detail = detail
        super().__init__(f"{type(self).__name__}: {value!r} {detail}".rstrip())


class SourceError(RongceError):
    """A file that cannot be read as a policy or a catalog."""


class MissingFile(SourceError):
    """The file does not exist or cannot be opened."""


class EmptyFile(SourceError):
    """The file holds no text."""


class BinaryFile(SourceError):
    """The bytes are neither text nor a format that is supported."""


class LockedFile(SourceError):
    """A password keeps the file shut."""


class ScannedFile(EmptyFile):
    """The pages hold pictures and no text."""


class LargeFile(SourceError):
    """The file has more bytes than are taken in; `detail` names the limit."""


class UnsupportedFormat(SourceError):
    """The suffix names a format that is not supported."""


class NoClauses(SourceError):
    """The text has no numbered clause."""


class BadRow(SourceError):
    """A catalog row breaks the schema; `detail` names the column."""


class SettingsError(RongceError):
    """A setting is unknown or malformed."""


class UnknownRegion(RongceError):
    """The region table does not hold this place."""


class QuestionError(RongceError):
    """A question or a profile cannot be used."""


class ModelError(RongceError):
    """An embedding model cannot be loaded."""


class ModelDown(RongceError):
    """A language model gives no whole reply; `detail` says how it failed."""


class SnapshotError(RongceError):
    """A quarter's catalog cannot be frozen, found or compared; `detail` is a sentence."""


class ShowcaseError(RongceError):
    """Nominations, criteria or weights cannot be used; `detail` is a sentence."""


class PrintError(RongceError):
    """A booklet cannot be written or converted; `detail` is a sentence."""


class UnwritableFolder(RongceError):
    """Nothing could be written into a folder of policies or products; what was there stays."""


class BadIndex(RongceError):
    """An index cannot be written or used."""


class ServeError(RongceError):
    """The web server cannot start."""


class Busy(RongceError):
    """Too many ask at once; later there is room again."""


class RecordsError(RongceError):
    """The database of accounts, needs and conversations cannot be used."""


class RecordsBusy(RecordsError):
    """The database stays locked by someone else; nothing was written."""


class RecordsFull(RecordsError):
    """No space is left for the database; nothing was written."""


class RecordsReadOnly(RecordsError):
    """The database cannot be written."""


class RecordsGone(RecordsError):
    """The database is missing, unreachable or damaged."""


class RecordsNewer(RecordsError):
    """A newer version of the product has written the database; `value` is its schema."""


class SignInError(RongceError):
    """A name, password or session is not accepted; `detail` says why."""


class NotAllowed(RongceError):
    """A person may not do this; `value` names the act."""


class NotFound(RongceError):
    """There is no such thing, or it is not this person's; `value` names the kind of thing."""


class FormError(RongceError):
    """A field cannot be used; `value` is its Chinese label, `detail` the reason in Chinese."""


class Conflict(RongceError):
    """Someone changed the thing first; `detail` says how."""


class StaleEdit(Conflict):
    """Someone changed the thing while it was edited; `detail` is who; nothing was written."""
