"""Building the store anew from the page: a child process, so that no question waits for it and a closed tab does not end it."""
import json
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qa.embeddings.watch import child_build


class Rebuild:
    """At most one build at a time. `report` and `error` are of the last one that ended, and `generation` is what it left."""

    def __init__(self, corpus: Path, store: Path) -> None:
        self._arguments = ["--corpus", str(corpus.absolute()), "--store", str(store.absolute())]
        self._lock = threading.Lock()
        self._began: float | None = None
        self._child: subprocess.Popen[str] | None = None
        self.progress: tuple[int, int] = (0, 0)     # done and total, of files read or passages embedded
        self.stopped = False
        self.report: Mapping[str, Any] | None = None
        self.error = ""
        self.generation = ""

    @property
    def running(self) -> bool:
        return self._began is not None

    @property
    def seconds(self) -> float:
        """Since the running build began."""
        began = self._began
        return time.monotonic() - began if began is not None else 0.0

    def start(self, generation: str) -> bool:
        """Begin a build beside the generation that is live. False if one is running."""
        with self._lock:
            if self.running:
                return False
            self._began = time.monotonic()
            self.progress, self.stopped, self.generation = (0, 0), False, generation
        threading.Thread(target=self._wait, daemon=True).start()
        return True

    def stop(self) -> None:
        """End the running build; what was built before goes on answering, and the next build resumes."""
        with self._lock:
            if self._child is not None:
                self.stopped = True
                self._child.terminate()

    def _wait(self) -> None:
        try:
            with child_build(self._arguments) as child:
                self._child = child
                reason = self._follow(child)
                printed = child.stdout.read() if child.stdout else ""
            self.report = json.loads(printed) if child.returncode == 0 else None
            self.generation = self.report["generation"] if self.report else self.generation
            self.error = "" if child.returncode == 0 or self.stopped else reason or f"qa build: {child.returncode}"
        except (OSError, ValueError) as error:
            self.report, self.error = None, str(error)
        finally:
            self._child = self._began = None

    def _follow(self, child: "subprocess.Popen[str]") -> str:
        """Read what the child says until it ends. Returns its last words that were not progress."""
        last = ""
        for line in child.stderr or ():
            try:
                told = json.loads(line)
                self.progress = told["done"], told["total"]
            except (ValueError, KeyError, TypeError):
                last = line.strip() or last
        return last
