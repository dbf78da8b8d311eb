"""Links to read a conversation without signing in: as it stood, for a time, until revoked."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from chat.talks.conversations import Conversation, Saved, messages_of, own, summary
from corpus.errors import FormError, NotFound
from corpus.records.engine import Records
from corpus.records.people import Person
from corpus.records.tables import ConversationRow, ShareRow
from corpus.records.tokens import new_token, token_hash

LONGEST = timedelta(days=90)


def share(records: Records, who: Person, conversation_id: str, *,
          lasts: timedelta = timedelta(days=7)) -> tuple[str, datetime]:
    """Return the token of a new link and its end; later messages are not shown under it.

    Raises:
        NotFound: the conversation is not `who`'s.
        FormError: `lasts` is not positive or longer than 90 days.

    """
    if not timedelta() < lasts <= LONGEST:
        raise FormError("有效期", f"应为 1 到 {LONGEST.days} 天")
    token, at = new_token(), records.now()
    with records.writing() as session:
        row = own(session, who, conversation_id)
        session.add(ShareRow(token_hash=token_hash(token), conversation_id=row.id,
                             until_seq=row.last_seq, created_at=at, expires_at=at + lasts))
    return token, at + lasts


def revoke_shares(records: Records, who: Person, conversation_id: str) -> int:
    """End all links to a conversation of `who`; return how many there were."""
    with records.writing() as session:
        own(session, who, conversation_id)
        gone = session.execute(delete(ShareRow).where(ShareRow.conversation_id == conversation_id)
                               .returning(ShareRow.token_hash))
        return len(gone.all())


def read_shared(records: Records, token: str) -> tuple[Conversation, tuple[Saved, ...]]:
    """Return what a link shows; NotFound when it is unknown, revoked or over."""
    with records.reading() as session:
        found = session.execute(
            select(ConversationRow, ShareRow.until_seq)
            .join(ShareRow, ShareRow.conversation_id == ConversationRow.id)
            .where(ShareRow.token_hash == token_hash(token),
                   ShareRow.expires_at > records.now())).first()
        if found is None:
            raise NotFound("分享链接")
        return summary(found[0]), messages_of(session, found[0].id, until=found[1])
