"""The command line. Exit 0: done, also when nothing was found. Exit 1: one sentence on standard error. Exit 2: usage."""
import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from qa import __version__
from qa.errors import BronzinError, RequestError

if TYPE_CHECKING:
    from qa.embeddings.build import BuildReport
    from qa.types import Hit

T = TypeVar("T")


def main(argv: Sequence[str] | None = None) -> int:
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w" if number else "r"))  # noqa: SIM115
        getattr(sys, name).reconfigure(encoding="utf-8", errors="replace")  # whatever the locale says
    args = _parser().parse_args(argv)
    try:
        args.run(args)
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

    def command(name: str, run: Callable[[argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        sub.add_argument("--store", type=Path, default=Path("embeddings"), help="the store (default: embeddings)")
        sub.add_argument("--json", action="store_true", help="JSON on standard output, and nothing but JSON")
        return sub

    building = command("build", _build, "Build the store from a folder of documents.")
    building.add_argument("--corpus", type=Path, default=Path("corpus"), help="the documents (default: corpus)")
    building.add_argument("--model", help="a model folder or hub id instead of the one the store has")
    asking = command("ask", _ask, "Answer a question, with the sentence the answer comes from.")
    searching = command("search", _search, "Find the passages that fit a question best.")
    for sub in (asking, searching):
        sub.add_argument("question", help="the question, or - for one question per line of standard input")
        sub.add_argument("-k", type=int, default=10, help="how many passages (default: 10)")
        sub.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE",
                         help="only documents with this: document, since, until, date, language, or a field of their front matter")
    chatting = command("chat", _chat, "Ask one question after another; an empty line begins a new conversation.")
    chatting.add_argument("input", nargs="?", choices=["-"], help="- to read the questions from standard input without a prompt")
    command("info", _info, "Say what the store holds.")
    evaluating = command("eval", _eval, "Ask questions whose answers are known, and say how good the answers are.")
    evaluating.add_argument("file", type=Path, metavar="FILE", help="the gold questions (docs/evaluation.md), one JSON object a line")
    evaluating.add_argument("--plot", type=Path, metavar="FILE", help="write a reliability diagram: .png, .svg or .pdf")
    return parser


def _build(args: argparse.Namespace) -> None:
    from qa.embeddings.build import build
    if sys.stderr.isatty():
        from tqdm import tqdm
        with tqdm(unit=" passages", leave=False, file=sys.stderr) as bar:
            def progress(done: int, total: int, what: str) -> None:
                bar.total = total
                bar.set_description_str(what[-40:], refresh=False)
                bar.update(done - bar.n)
            report = build(args.corpus, args.store, model=args.model, progress=progress)
    else:
        report = build(args.corpus, args.store, model=args.model)
    _print_json(_report_json(report)) if args.json else _print_report(report)


def _report_json(report: "BuildReport") -> dict[str, object]:
    return {"generation": report.generation, "documents": report.documents, "passages": report.passages, "added": report.added,
            "changed": report.changed, "removed": report.removed,
            "skipped": [{"name": s.name, "reason": s.reason} for s in report.skipped],
            "model": report.model, "seconds": round(report.seconds, 2)}


def _print_report(report: "BuildReport") -> None:
    from qa.terminal import printable
    for skipped in report.skipped:
        print(f"skipped {printable(skipped.name)!r}: {printable(skipped.reason)}")
    named = {"added": report.added, "changed": report.changed, "removed": report.removed, "skipped": report.skipped}
    counts = ", ".join(f"{len(names)} {word}" for word, names in named.items() if names)
    print(f"{report.documents} documents in {report.passages} passages ({counts or 'nothing changed'}); "
          f"generation {report.generation}, {report.seconds:.1f} s")


def _ask(args: argparse.Namespace) -> None:
    from qa.answers.assistant import Assistant
    from qa.answers.filters import Filters
    from qa.terminal import reply_text
    from qa.wire import reply_json
    filters = Filters.parse(args.filter) if args.filter else None
    assistant = Assistant.open(args.store)
    _answer_each(args, lambda question: assistant.ask(question, args.k, filters), reply_json,
                 lambda reply: reply_text(reply, colour=_colour()))


def _search(args: argparse.Namespace) -> None:
    from qa.answers.filters import Filters
    from qa.answers.retriever import Retriever
    from qa.terminal import hits_text
    from qa.wire import hit_json
    filters = Filters.parse(args.filter) if args.filter else None
    retriever = Retriever.open(args.store)

    def search(question: str) -> tuple[str, list["Hit"]]:
        return question, retriever.search(question, args.k, filters)

    _answer_each(args, search, lambda found: {"question": found[0], "hits": [hit_json(hit) for hit in found[1]]},
                 lambda found: hits_text(found[1], colour=_colour()))


def _answer_each(args: argparse.Namespace, answer: Callable[[str], T], to_json: Callable[[T], object],
                 to_text: Callable[[T], str]) -> None:
    if args.question == "-":
        _answer_lines(args, sys.stdin, answer, to_json, to_text)
    else:
        result = answer(_typed(args.question))
        _print_json(to_json(result)) if args.json else print(to_text(result))


def _answer_lines(args: argparse.Namespace, lines: Iterable[str], answer: Callable[[str], T], to_json: Callable[[T], object],
                  to_text: Callable[[T], str]) -> None:
    """One reply per line, at once; a bad line gets its error, and the rest go on."""
    for line in lines:
        question = line.rstrip("\r\n")
        try:
            result = answer(question)
        except RequestError as error:
            _print_json({"question": question, "error": str(error)}) if args.json else print(error, flush=True)
        else:
            _print_json(to_json(result)) if args.json else print(to_text(result), end="\n\n", flush=True)


def _chat(args: argparse.Namespace) -> None:
    from qa.answers.assistant import Assistant
    from qa.terminal import reply_text
    from qa.wire import reply_json
    assistant = Assistant.open(args.store)
    lines = (line for line in (sys.stdin if args.input else _prompted()) if line.strip())
    _answer_lines(args, lines, assistant.ask, reply_json, lambda r: reply_text(r, colour=_colour()))


def _prompted() -> Iterable[str]:
    while True:
        try:
            print("? ", end="", file=sys.stderr, flush=True)  # not on standard output: with --json only JSON goes there
            yield input()
        except EOFError:
            return


def _info(args: argparse.Namespace) -> None:
    from qa.embeddings.store import Store
    store = Store.open(args.store)
    manifest = store.manifest
    if args.json:
        shown = ("format", "model", "fingerprint", "dimension", "passages", "documents", "skipped")
        _print_json({"generation": store.generation} | {name: getattr(manifest, name) for name in shown})
        return
    from qa.terminal import printable
    print(f"{len(store.documents)} documents in {manifest.passages} passages; generation {store.generation}, model {manifest.model}")
    for document in store.documents.values():
        print("  " + " · ".join(printable(part) for part in (document.id, document.title, document.date, document.language) if part))


def _eval(args: argparse.Namespace) -> None:
    from tqdm import tqdm

    from qa.answers.assistant import Assistant
    from qa.evaluation import plot
    from qa.evaluation.gold import read_gold
    from qa.evaluation.report import evaluate, evaluation_json, evaluation_text
    gold = read_gold(args.file)
    if args.plot:
        plot.check(args.plot)
    # disable=None: no bar where standard error is not a terminal
    report = evaluate(Assistant.open(args.store), gold, watch=lambda all_: tqdm(all_, unit=" questions", leave=False, disable=None))
    if args.plot:
        plot.draw(report.bins, args.plot)
    _print_json(evaluation_json(report)) if args.json else print(evaluation_text(report))


def _typed(argument: str) -> str:
    """An argument whose bytes were not UTF-8 comes with surrogates; they cannot be written out again."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


if __name__ == "__main__":
    sys.exit(main())
