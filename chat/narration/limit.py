"""A response body that ends at a time limit, even when the other side keeps sending."""

import time
from collections.abc import Iterator

import httpx


class LimitedStream(httpx.SyncByteStream):
    """Passes the bytes of `stream` on until `deadline`, a time of `time.monotonic`."""

    def __init__(self, stream: object, deadline: float) -> None:
        assert isinstance(stream, httpx.SyncByteStream)
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes; httpx.ReadTimeout after the deadline."""
        for chunk in self._stream:
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the reply takes too long")
            yield chunk

    def close(self) -> None:
        """Close the stream below."""
        self._stream.close()
