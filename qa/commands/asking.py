"""`qa ask`, `qa search` and `qa chat`."""
import argparse
import sys
from collections.abc import Callable, Iterable, Iterator

from qa.answers.assistant import Assistant
from qa.answers.conversation import Conversation
from qa.answers.filters import Filters
from qa.answers.retriever import Retriever
from qa.commands.output import colour, show
from qa.errors import RequestError
from qa.terminal import hits_text, reply_text
from qa.wire import hit_json, reply_json

Answering = Callable[[str], tuple[object, str]]  # a question to JSON and text


def ask(args: argparse.Namespace) -> None:
    filters = _filters(args)
    assistant = Assistant.open(args.store)

    def answer(question: str) -> tuple[object, str]:
        reply = assistant.ask(question, args.k, filters)
        return reply_json(reply), reply_text(reply, colour=colour())

    _each(args, answer)


def search(args: argparse.Namespace) -> None:
    filters = _filters(args)
    retriever = Retriever.open(args.store)

    def answer(question: str) -> tuple[object, str]:
        hits = retriever.search(question, args.k, filters)
        return {"question": question, "hits": [hit_json(hit) for hit in hits]}, hits_text(hits, colour=colour())

    _each(args, answer)


def chat(args: argparse.Namespace) -> None:
    """An empty line begins a new conversation."""
    assistant = Assistant.open(args.store)
    conversation = Conversation(assistant)

    def questions() -> Iterator[str]:
        for line in sys.stdin if args.input else _prompted():
            if line.strip():
                yield line
            else:
                conversation.said.clear()

    def answer(question: str) -> tuple[object, str]:
        reply = conversation.ask(question)
        return reply_json(reply), reply_text(reply, colour=colour()) + "\n"

    _lines(args, questions(), answer)


def _each(args: argparse.Namespace, answer: Answering) -> None:
    if args.question == "-":
        _lines(args, sys.stdin, answer)
    else:  # an argument whose bytes were not UTF-8 comes with surrogates, which cannot be written out again
        show(args, *answer(args.question.encode("utf-8", "surrogateescape").decode("utf-8", "replace")))


def _lines(args: argparse.Namespace, lines: Iterable[str], answer: Answering) -> None:
    """One reply per line, at once; a bad line gets its error, and the rest go on."""
    for line in lines:
        question = line.rstrip("\r\n")
        try:
            show(args, *answer(question))
        except RequestError as error:
            show(args, {"question": question, "error": str(error)}, str(error))


def _prompted() -> Iterable[str]:
    while True:
        print("? ", end="", file=sys.stderr, flush=True)  # with --json, standard output is for JSON alone
        try:
            yield input()
        except EOFError:
            return


def _filters(args: argparse.Namespace) -> Filters | None:
    return Filters.parse(args.filter) if args.filter else None
