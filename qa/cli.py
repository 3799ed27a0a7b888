"""The command line. Exit 0: done, also when nothing was found. Exit 1: one sentence on standard error. Exit 2: usage."""
import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from qa import __version__
from qa.errors import BronzinError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w" if number else "r"))  # noqa: SIM115
        getattr(sys, name).reconfigure(encoding="utf-8", errors="replace")  # whatever the locale says
    args = _parser().parse_args(argv)
    module, function = args.run.split(".")
    try:
        getattr(import_module(f"qa.commands.{module}"), function)(args)  # only now what the command needs is loaded
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe has seen enough; nothing more may be written, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except BronzinError as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(f"{error.filename or 'a file'} cannot be used ({error.strerror or error}); check its permissions and the disk")
    except KeyboardInterrupt:
        return _failed("stopped; what was built before still answers")
    except MemoryError:
        return _failed("there is not enough memory for this; close other programs or split the largest documents")
    return 0


def _failed(sentence: str) -> int:
    print(f"qa: {' '.join(sentence.split())}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="qa", description="Answers questions about documents, each with the sentence it comes from.")
    parser.add_argument("--version", action="version", version=f"bronzin {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: str, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        sub.add_argument("--store", type=Path, default=Path("embeddings"), help="the store (default: embeddings)")
        sub.add_argument("--json", action="store_true", help="JSON on standard output, and nothing but JSON")
        return sub

    building = command("build", "building.run", "Build the store from a folder of documents.")
    building.add_argument("--corpus", type=Path, default=Path("corpus"), help="the documents (default: corpus)")
    building.add_argument("--model", help="a model folder or hub id instead of the one the store has")
    building.add_argument("--allow-empty", action="store_true", help="empty the store if all documents are gone")
    building.add_argument("--progress", action="store_true", help="progress as lines of JSON on standard error")
    how = building.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="say what would be done, and how long it would take")
    how.add_argument("--watch", action="store_true", help="go on, and build again whenever the documents change")

    asking = command("ask", "asking.ask", "Answer a question, with the sentence the answer comes from.")
    searching = command("search", "asking.search", "Find the passages that fit a question best.")
    for sub in (asking, searching):
        sub.add_argument("question", help="the question, or - for one question per line of standard input")
        sub.add_argument("-k", type=int, default=10, help="how many passages (default: 10)")
        sub.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE",
                         help="only documents with this: document, since, until, date, language, or a field of their front matter")
    chatting = command("chat", "asking.chat", "Ask one question after another; an empty line begins a new conversation.")
    chatting.add_argument("input", nargs="?", choices=["-"], help="- to read the questions from standard input without a prompt")

    measuring = command("eval", "measuring.run", "Measure the answers on questions whose answers are known.")
    measuring.add_argument("file", type=Path, help="gold questions, one JSON object a line")
    measuring.add_argument("--dialogues", action="store_true", help="the file holds dialogues: how follow-up questions are understood")
    measuring.add_argument("--plot", type=Path, metavar="FILE", help="draw the reliability diagram, as .png, .svg or .pdf")

    command("info", "keeping.info", "Say what the store holds.")
    command("verify", "keeping.verify_store", "Compare every file of the store with what was written.")
    command("history", "keeping.show_history", "List the generations that the store can go back to.")
    rolling = command("rollback", "keeping.roll_back", "Go back to the generation before, or to the one named.")
    rolling.add_argument("generation", nargs="?", help="a number that `qa history` shows")
    return parser


if __name__ == "__main__":
    sys.exit(main())
