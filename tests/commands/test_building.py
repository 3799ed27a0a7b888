"""Building and what the store holds: what is printed, and that nothing built is lost."""

import re
import signal
import time
from pathlib import Path

import pytest

from qa.embeddings.store import Store
from tests.commands.processes import Streams, lines, on_a_terminal, run, start
from tests.fakes import write_files


def test_build_json_is_one_line_and_adds_up(small: Path) -> None:
    code, out, err = run("build", "--json", cwd=small)
    assert (code, err) == (0, "")
    (report,) = lines(out)
    assert report.keys() == {
        *("generation", "documents", "passages", "embedded", "added", "changed", "removed", "skipped", "remarks", "model", "seconds")
    }
    assert (report["documents"], report["passages"], report["added"], report["changed"], report["removed"]) == (1, 1, [], [], [])
    assert (report["generation"], report["embedded"]) == ("1", 0)  # nothing changed
    assert [s["name"] for s in report["skipped"]] == ['een "naam"\nen 🚲.pdf', "leeg.txt"]


def test_info(small: Path) -> None:
    code, out, err = run("info", "--json", cwd=small)
    assert (code, err) == (0, "")
    (info,) = lines(out)
    assert info["passages"] == 1
    assert list(info["documents"]) == ["brug.txt"]
    assert set(info["skipped"]) == {"leeg.txt", 'een "naam"\nen 🚲.pdf'}
    assert "brug.txt" in run("info", cwd=small)[1]


def test_progress_goes_to_a_terminal_only(small: Path) -> None:
    assert "\r" in on_a_terminal("build", "--store", "ander", cwd=small).replace("\r\n", "")
    assert run("build", "--store", "ander", cwd=small)[2] == ""


def test_progress_as_lines_of_json(small: Path) -> None:
    code, out, err = run("build", "--store", "nog een", "--json", "--progress", cwd=small)
    assert code == 0
    assert lines(out)[0]["generation"] == "1"
    steps = [(step["done"], step["total"], step["what"]) for step in lines(err)]
    assert steps == [
        *((0, 3, "brug.txt"), (1, 3, 'een "naam"\nen 🚲.pdf'), (2, 3, "leeg.txt")),  # reading
        *((1, 1, "embedding"), (1, 1, "writing")),
    ]


def test_from_build_to_build_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def qa(*arguments: str) -> str:
        code, out, err = Streams(monkeypatch, tmp_path).run(*arguments)
        assert (code, err) == (0, "")
        return out

    write_files(tmp_path, {"corpus/a.txt": "De brug is open.", "corpus/b.txt": "De brug is dicht."})
    out = qa("build", "--dry-run")
    assert re.fullmatch(r"\+ a\.txt\n\+ b\.txt\n2 passages to embed, about \d+ s\n", out)
    assert not (tmp_path / "embeddings").exists()
    qa("build")
    (tmp_path / "corpus" / "b.txt").unlink()
    write_files(tmp_path, {"corpus/a.txt": "De brug is weg.", "corpus/c.txt": "Jansen.", "corpus/leeg.txt": ""})
    (planned,) = lines(qa("build", "--dry-run", "--json"))
    assert planned["seconds"] >= 0
    assert {name: planned[name] for name in planned if name != "seconds"} == {
        "added": ["c.txt"],
        "changed": ["a.txt"],
        "removed": ["b.txt"],
        "skipped": [{"name": "leeg.txt", "reason": "is empty", "for_now": False}],
        "to_embed": 2,
    }
    *files, totals = qa("build").splitlines()
    assert files == ["+ c.txt", "~ a.txt", "- b.txt", "! leeg.txt is empty"]
    assert totals.startswith(
        "2 documents in 2 passages (1 added, 1 changed, 1 removed, 1 skipped); 2 embedded, generation 2, "
    )
    assert "(1 skipped); 0 embedded, generation 2, " in qa("build")

    records = lines(qa("history", "--json"))[0]
    assert [(r["generation"], r["live"], r["documents"], r["passages"], r["model"]) for r in records] == [
        ("1", False, 2, 2, "bundled"),
        ("2", True, 2, 2, "bundled"),
    ]
    assert [line[:4] for line in qa("history").splitlines()] == ["  1 ", "* 2 "]
    (verified,) = lines(qa("verify", "--json"))
    assert verified == {"generation": "2", "files": len(Store.open(tmp_path / "embeddings").manifest.files), "passages": 2}
    assert qa("verify") == f"generation 2: all {verified['files']} files are what was written\n"

    assert qa("rollback") == "generation 1 is live\n"
    assert lines(qa("info", "--json"))[0]["documents"].keys() == {"a.txt", "b.txt"}
    assert lines(qa("rollback", "2", "--json")) == [{"generation": "2"}]

    for name in ("a.txt", "c.txt", "leeg.txt"):
        (tmp_path / "corpus" / name).unlink()
    *files, totals, warning = qa("build", "--allow-empty").splitlines()
    assert files == ["- a.txt", "- c.txt"]
    assert totals.startswith("0 documents in 0 passages (2 removed); 0 embedded, generation 3, ")
    assert warning == "2 documents were removed, more than are left; `qa rollback` brings them back"
    assert qa("search", "brug") == "–\n"
    assert lines(qa("ask", "Is de brug open?", "--json"))[0]["answers"] == []
    assert lines(qa("verify", "--json"))[0]["passages"] == 0


def test_verify_says_which_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"corpus/a.txt": "De brug is open."})
    assert Streams(monkeypatch, tmp_path).run("build")[0] == 0
    file = tmp_path / "embeddings" / "generations" / "1" / "documents.jsonl"
    file.write_bytes(file.read_bytes().replace(b"open", b"oper"))
    code, out, err = Streams(monkeypatch, tmp_path).run("verify")
    assert (code, out) == (1, "")
    assert err == "qa: 'embeddings/generations/1/documents.jsonl' is not what was written; run `qa build` to make the store again\n"


def test_ctrl_c_during_a_build_is_one_sentence_and_the_old_store_answers(tmp_path: Path) -> None:
    write_files(tmp_path, {"corpus/a.txt": "De brug gaat open om 14.00 uur."})
    assert run("build", cwd=tmp_path)[0] == 0
    write_files(tmp_path, {f"corpus/{n}.txt": f"Dit is bericht {n}. " * 40 for n in range(400)})
    with start("build", cwd=tmp_path) as process:
        end = time.monotonic() + 60
        while (tmp_path / "embeddings" / ".builder").read_text().strip() != str(process.pid) and time.monotonic() < end:
            time.sleep(0.05)
        assert (tmp_path / "embeddings" / ".builder").read_text().strip() == str(process.pid)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert out == b""
    assert err.decode().startswith("qa: stopped")
    assert err.count(b"\n") == 1
    code, answer, _ = run("ask", "Hoe laat gaat de brug open?", "--json", cwd=tmp_path)
    assert code == 0
    assert "14.00" in lines(answer)[0]["answers"][0]["text"]
