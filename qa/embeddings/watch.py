"""Building whenever the corpus has changed, in a child process of low priority. Polling: it sees every way of writing, on every disk."""
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from qa.corpus.folder import Skipped, paths
from qa.errors import CorpusError

_EVERY = 1.0    # seconds; and how long the corpus must be quiet, so that a burst, or a file slowly written, is one build
_NICENESS = 10  # questions go first
Signature = frozenset[tuple[str, int, int, int, int]]


def child_build(arguments: Sequence[str]) -> "subprocess.Popen[str]":
    """`qa build --json --progress` with these arguments, of low priority: the report on standard output, the rest on standard error."""
    # -m looks in the working folder first, so the child runs this very package, installed or not
    child = subprocess.Popen([sys.executable, "-m", "qa.cli", "build", "--json", "--progress", *arguments], text=True, encoding="utf-8",
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONUTF8": "1"})
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, child.pid, _NICENESS)
    return child


def signature(corpus: Path, store: Path) -> Signature:
    """What tells one state of the corpus from another without reading it: names, sizes, times and inodes.

    Among the times is that of the change of the inode, which an edit cannot put back.
    """
    found = set()
    try:
        for path in paths(corpus, exclude=store):
            if not isinstance(path, Skipped) and path.exists():
                status = path.stat()
                found.add((str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
    except (CorpusError, OSError):
        pass  # not mounted, or changing at this moment: the next look will tell
    return frozenset(found)


def bursts(look: Callable[[], Signature], sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Once at the start, and then once after every burst of changes, when it has been quiet for a while."""
    built: Signature | None = None
    seen = look()
    while True:
        if seen != built:
            yield
            built = seen
        sleep(_EVERY)
        now = look()
        while now != seen:
            seen = now
            sleep(_EVERY)
            now = look()


@contextmanager
def ended(child: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    """The child does not outlive what waits for it."""
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
