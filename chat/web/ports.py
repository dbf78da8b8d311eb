"""Whether a port can be served on, asked before anything is built."""

import socket

from corpus.errors import ServeError


def check_free(host: str, port: int) -> None:
    """Raise ServeError when `port` of `host` is taken or cannot be used."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise ServeError(f"{host}:{port} 无法使用（{error}）") from error
