"""Reply and hits as JSON, the shape that programs rely on. Spans are [start, end]."""
from dataclasses import asdict

from qa.types import Answer, Document, Hit, Locator, Reply, Source, Span


def reply_json(reply: Reply) -> dict[str, object]:
    return {
        "question": reply.question, "understood_as": reply.understood_as, "language": reply.language,
        "found": reply.found, "confidence": round(reply.confidence, 4),
        "answers": [answer_json(answer) for answer in reply.answers],
        "hits": [hit_json(hit) for hit in reply.hits],
        "ms": {stage: round(ms, 1) for stage, ms in reply.ms.items()},
    }


def answer_json(answer: Answer) -> dict[str, object]:
    return {
        "text": answer.text, "span": span_json(answer.span), "sentence": answer.sentence, "sentence_span": span_json(answer.sentence_span),
        "score": round(answer.score, 4), "document": document_json(answer.document), "locator": locator_json(answer.locator),
        "sources": [source_json(source) for source in answer.sources],
    }


def hit_json(hit: Hit) -> dict[str, object]:
    return {
        "rank": hit.rank, "score": round(hit.score, 4), "parts": {name: round(part, 4) for name, part in hit.parts.items()},
        "text": hit.text, "span": span_json(hit.span), "sentence": hit.sentence, "sentence_span": span_json(hit.sentence_span),
        "document": document_json(hit.document), "locator": locator_json(hit.locator),
    }


def source_json(source: Source) -> dict[str, object]:
    return {"span": span_json(source.span), "sentence_span": span_json(source.sentence_span), "document": document_json(source.document),
            "locator": locator_json(source.locator)}


def document_json(document: Document) -> dict[str, object]:
    return {"id": document.id, "title": document.title, "date": document.date, "language": document.language, "source": document.source}


def locator_json(locator: Locator) -> dict[str, object]:
    """What the format of the file has, and nothing else."""
    return {name: value for name, value in asdict(locator).items() if value is not None}


def span_json(span: Span) -> list[int]:
    return [span.start, span.end]
