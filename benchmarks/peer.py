"""The peer of the speed benchmark: what one would write in a minute with sentence-transformers and FAISS. It only retrieves.

    python benchmarks/peer.py build MODEL CORPUS FOLDER
    python benchmarks/peer.py ask MODEL FOLDER QUESTION
"""
import json
import sys
from pathlib import Path

import faiss
from sentence_transformers import SentenceTransformer


def build(model: str, corpus: str, folder: str) -> None:
    files = sorted(path for path in Path(corpus).rglob("*") if path.suffix in (".txt", ".md"))
    texts = [paragraph.strip() for path in files for paragraph in path.read_text(encoding="utf-8").split("\n\n") if paragraph.strip()]
    vectors = SentenceTransformer(model).encode_document(texts, batch_size=16, normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    Path(folder).mkdir(parents=True, exist_ok=True)
    faiss.write_index(index, str(Path(folder) / "index.faiss"))
    (Path(folder) / "texts.json").write_text(json.dumps(texts), encoding="utf-8")


def ask(model: str, folder: str, question: str) -> None:
    texts = json.loads((Path(folder) / "texts.json").read_text(encoding="utf-8"))
    index = faiss.read_index(str(Path(folder) / "index.faiss"))
    vector = SentenceTransformer(model).encode_query([question], normalize_embeddings=True)
    for row in index.search(vector, 10)[1][0]:
        print(texts[row])


if __name__ == "__main__":
    {"build": build, "ask": ask}[sys.argv[1]](*sys.argv[2:])
