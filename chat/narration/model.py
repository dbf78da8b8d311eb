"""An OpenAI-compatible chat model: pieces of text within a time limit, or ModelDown.

The reply is read in a thread of its own, so that the limit holds whatever the other side does:
names that do not resolve, bytes that drip, lines that never end. A thread left behind by the
limit ends with the next bytes, or when reading times out. A model that has not said a word within
the limit is not asked again for as long, so that not every question waits for it.
"""

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chat.understanding.turn import Message
from corpus.errors import ModelDown, SettingsError
from corpus.settings import Settings

if TYPE_CHECKING:
    import httpx
    from llama_index.llms.openai_like import OpenAILike

log = logging.getLogger(__name__)
_LONGEST = 6_000  # characters of a reply; what comes after is not read
_CUT = ("length", "content_filter")  # reasons to finish that leave a reply incomplete


def open_llm(settings: Settings, client: "httpx.Client | None" = None) -> "OpenAILike":
    """Return llama-index's model at the address of `settings`; SettingsError without one."""
    if not settings.llm_base_url or not settings.llm_model:
        name = "LLM_MODEL" if settings.llm_base_url else "LLM_BASE_URL"
        raise SettingsError(f"RONGCE_{name}", "not set")
    from llama_index.llms.openai_like import OpenAILike

    try:
        return OpenAILike(
            model=settings.llm_model, api_base=settings.llm_base_url,
            api_key=settings.llm_api_key.get_secret_value(), is_chat_model=True,
            max_tokens=settings.llm_max_tokens, temperature=0.0, max_retries=0,
            timeout=settings.llm_timeout_s + 1, http_client=client)
    except ValueError as error:
        raise SettingsError("RONGCE_LLM_MODEL", str(error)) from error


class ChatModel:
    """A model behind one address. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        import httpx

        self._limit = settings.llm_timeout_s
        self._rests_until = 0.0
        self._open = threading.local()  # the response that each thread reads
        # the limit above comes first; the client's frees the thread
        client = httpx.Client(timeout=self._limit + 1, event_hooks={"response": [self._limited]})
        self._llm = open_llm(settings, client)
        self.name = f"{settings.llm_model} @ {urlsplit(str(settings.llm_base_url)).hostname}"

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the reply in pieces as they come.

        Raises:
            ModelDown: no whole reply came within the time limit, for whatever reason.

        """
        if time.monotonic() < self._rests_until:
            raise ModelDown(self.name, "left alone for a while after a timeout")
        pieces: queue.SimpleQueue[str | ModelDown | None] = queue.SimpleQueue()
        left = threading.Event()  # set when nobody waits for pieces any more
        deadline = time.monotonic() + self._limit
        threading.Thread(target=self._read, args=(messages, pieces, left), name="model",
                         daemon=True).start()
        begun = False
        try:
            while (piece := pieces.get(timeout=max(0.0, deadline - time.monotonic()))) is not None:
                if isinstance(piece, ModelDown):
                    raise piece
                begun = True
                yield piece
        except queue.Empty:
            self._rests_until = 0.0 if begun else time.monotonic() + self._limit
            raise ModelDown(self.name, f"no whole reply within {self._limit:g} s") from None
        finally:
            left.set()

    def _read(self, messages: Sequence[Message],
              pieces: "queue.SimpleQueue[str | ModelDown | None]", left: threading.Event) -> None:
        """Put the pieces of the reply into `pieces`, then None or what went wrong."""
        source = self._pieces(messages)  # kept until the response is closed, see `_close`
        try:
            try:
                for piece in source:
                    if left.is_set():
                        return
                    pieces.put(piece)
            finally:
                self._close()
            pieces.put(None)
        except ModelDown as error:
            pieces.put(error)
        except Exception as error:  # noqa: BLE001  whatever a hostile reply makes the client raise
            pieces.put(ModelDown(self.name, f"{type(error).__name__}: {error}"[:300]))

    def _pieces(self, messages: Sequence[Message]) -> Iterator[str]:
        from llama_index.core.llms import ChatMessage

        size, finish = 0, None
        asked = [ChatMessage(role=m.role, content=m.content) for m in messages]
        for reply in self._llm.stream_chat(asked):
            finish = _finish_reason(reply.raw) or finish
            if reply.delta:
                yield reply.delta
                size += len(reply.delta)
            if size > _LONGEST:
                raise ModelDown(self.name, "the reply does not end")
        if not size:
            raise ModelDown(self.name, "empty reply")
        if finish is None or finish in _CUT:
            raise ModelDown(self.name, f"the reply is cut off ({finish})")

    def _limited(self, response: "httpx.Response") -> None:
        """Make the body of `response` end at the time limit, even if it keeps sending."""
        from chat.narration.limit import LimitedStream

        response.stream = LimitedStream(response.stream, time.monotonic() + self._limit)
        self._open.response = response

    def _close(self) -> None:
        """Close the response that this thread reads.

        Left to the garbage collector, it is closed inside any other code, and httpcore's pool waits
        for ever when that is its own: its lock cannot be taken twice.
        """
        response = getattr(self._open, "response", None)
        if response is not None:
            response.close()
        self._open.response = None


def _finish_reason(chunk: Any) -> str | None:
    choices = getattr(chunk, "choices", None)
    return choices[0].finish_reason if choices else None
