"""The process that other people's parsers run in: `python -m qa.corpus.child`, one request and one reply a line."""
import importlib
import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings

_GRACE = 5  # seconds after the limit, for when nobody is left to end this process


def main() -> None:
    settings = CorpusSettings(**json.loads(sys.stdin.readline()))
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a parser prints must not be taken for a reply
    _limit_memory(settings.max_memory_bytes)
    for line in sys.stdin:
        request = json.loads(line)
        if hasattr(signal, "alarm"):
            signal.alarm(int(settings.max_seconds) + _GRACE)
        reply = _reply(request["format"], Path(request["path"]), settings)
        json.dump(reply, replies)
        replies.write("\n")
        replies.flush()
        if reply.get("exhausted"):
            return  # what is left of the memory would not do for the next file
        if hasattr(signal, "alarm"):
            signal.alarm(0)


def _reply(name: str, path: Path, settings: CorpusSettings) -> dict[str, Any]:
    try:
        return asdict(importlib.import_module(f"qa.corpus.{name}").read(path, settings))
    except UnreadableDocument as error:
        return {"error": str(error)}
    except MemoryError:
        return {"exhausted": True}
    except FileNotFoundError:
        return {"error": "was removed while it was being read"}
    except Exception as error:  # noqa: BLE001 - parsers of others raise anything; it costs this file, by name
        return {"error": f"cannot be read: its parser fails ({type(error).__name__}); make it anew"}


def _limit_memory(most: int) -> None:
    try:
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such limit, and macOS may refuse it; the limit of time is left


if __name__ == "__main__":
    main()
