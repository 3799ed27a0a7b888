"""Building the store anew from the page: a child process, so that no question waits for it and a closed tab does not end it."""
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import qa


class Rebuild:
    """At most one build at a time. `report` and `error` are of the last one that ended."""

    def __init__(self, corpus: Path, store: Path) -> None:
        self._corpus = corpus
        self._store = store
        self._lock = threading.Lock()
        self._began: float | None = None
        self.report: Mapping[str, Any] | None = None
        self.error = ""

    @property
    def running(self) -> bool:
        return self._began is not None

    @property
    def seconds(self) -> float:
        """Since the running build began."""
        began = self._began
        return time.monotonic() - began if began is not None else 0.0

    def start(self) -> bool:
        """Begin a build. False if one is running."""
        with self._lock:
            if self.running:
                return False
            self._began = time.monotonic()
        threading.Thread(target=self._wait, daemon=True).start()
        return True

    def _wait(self) -> None:
        command = [sys.executable, "-m", "qa.cli", "build", "--json",
                   "--corpus", str(self._corpus.absolute()), "--store", str(self._store.absolute())]
        try:
            # -m looks in the working folder, so the child runs this very package, installed or not
            done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False, stdin=subprocess.DEVNULL,
                                  cwd=Path(qa.__file__).parent.parent, env=os.environ | {"PYTHONUTF8": "1"})
            self.report = json.loads(done.stdout) if done.returncode == 0 else None
            self.error = "" if done.returncode == 0 else _last_line(done.stderr) or f"qa build: {done.returncode}"
        except (OSError, ValueError) as error:
            self.report, self.error = None, str(error)
        finally:
            self._began = None


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2].strip()
