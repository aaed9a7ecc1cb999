"""The other implementations, by the name `--peers` takes."""

from __future__ import annotations

from typing import Final

PEERS: Final[dict[str, str]] = {
    "book": "benchmarks.peers.book_chapters",
    "torch": "benchmarks.peers.torch_eager",
}
