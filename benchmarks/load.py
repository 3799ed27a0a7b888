"""Many people at once: sessions that each ask every 10 to 20 seconds, and a burst in which all ask at the same moment.

    python benchmarks/load.py --sessions 50 --seconds 300

Starts the page over the sample corpus as a process of its own on this computer, speaks to it as the browser does, and stops it.
A third of the questions are follow-ups of the one before. Times are from the sending of a question to the whole answer.
"""
import argparse
import asyncio
import json
import random
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

ROOT = Path(__file__).parent.parent
PATIENCE = 60  # seconds for one answer


@dataclass
class Visitor:
    client: httpx.AsyncClient
    function: int
    session: str = field(default_factory=lambda: uuid.uuid4().hex)
    said: list[dict[str, Any]] = field(default_factory=list)

    async def ask(self, question: str) -> float:
        """Seconds until the answer is there. Raises RuntimeError if there is none."""
        began, key = time.perf_counter(), uuid.uuid4().hex
        event = {"key": key, "question": question, "said": self.said[-8:]}
        joined = await self.client.post("/gradio_api/queue/join", json={
            "data": ["nl"], "event_data": event, "fn_index": self.function, "session_hash": self.session})
        joined.raise_for_status()
        async with self.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": self.session}) as stream:
            async for line in stream.aiter_lines():
                message = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if message.get("msg") == "process_completed":
                    answer = message["output"]["data"][0] if message["success"] else {}
                    if answer.get("key") != key or "bz-error" in answer["html"]:
                        raise RuntimeError(f"no answer to {question!r}: {message}")
                    self.said.append(answer["record"]["said"])
                    return time.perf_counter() - began
        raise RuntimeError(f"the connection ended before an answer to {question!r}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sessions", type=int, default=50)
    arguments.add_argument("--seconds", type=float, default=300)
    given = arguments.parse_args()
    random.seed(7)
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        subprocess.run([sys.executable, "-m", "qa.cli", "build", "--store", f"{folder}/store"], cwd=ROOT, check=True, capture_output=True)
        free.close()
        page = subprocess.Popen([sys.executable, "app.py", "--port", str(port), "--store", f"{folder}/store"], cwd=ROOT,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            asyncio.run(measure(f"http://127.0.0.1:{port}", given.sessions, given.seconds))
        finally:
            page.terminate()


async def measure(address: str, sessions: int, seconds: float) -> None:
    limits = httpx.Limits(max_connections=4 * sessions)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits, trust_env=False) as client:
        config = await opened(client)
        function = next(d["id"] for d in config["dependencies"] if any(event == "ask" for _, event in d["targets"]))
        visitors = [Visitor(client, function) for _ in range(sessions)]
        await visitors[0].ask("Hoeveel militairen gaan naar Jordanië?")
        report("one at a time", [await visitors[0].ask(question) for question in questions()[:10]])
        report("all at once", await asyncio.gather(*(v.ask(random.choice(questions())) for v in visitors), return_exceptions=True))
        ends = time.perf_counter() + seconds
        rounds = await asyncio.gather(*(visit(v, ends) for v in visitors))
        report(f"{sessions} people for {seconds:.0f} s", [time for visit_times in rounds for time in visit_times])


async def opened(client: httpx.AsyncClient) -> dict[str, Any]:
    for _ in range(120):
        try:
            return dict((await client.get("/config")).json())
        except httpx.TransportError:
            await asyncio.sleep(0.5)
    raise SystemExit("the page did not open within a minute")


async def visit(visitor: Visitor, ends: float) -> list[float | Exception]:
    times: list[float | Exception] = []
    await asyncio.sleep(random.uniform(0, 15))
    while time.perf_counter() < ends:
        question = random.choice(["en waar?", "wanneer?", "wie zegt dat?"]) if visitor.said and random.random() < 1 / 3 \
            else random.choice(questions())
        try:
            times.append(await visitor.ask(question))
        except (RuntimeError, httpx.HTTPError) as error:
            times.append(error)
        await asyncio.sleep(random.uniform(10, 20))
    return times


def questions() -> list[str]:
    return [json.loads(line)["question"] for line in (ROOT / "tests/data/jordan.jsonl").read_text(encoding="utf-8").splitlines()]


def report(what: str, times: list[Any]) -> None:
    failed = [time for time in times if isinstance(time, BaseException)]
    answered = np.array([time for time in times if not isinstance(time, BaseException)])
    print(f"{what}: {len(answered)} answered, {len(failed)} failed; median {np.median(answered):.2f} s, "
          f"95th percentile {np.percentile(answered, 95):.2f} s, longest {answered.max():.2f} s", flush=True)
    for error in failed[:3]:
        print(f"  {type(error).__name__}: {error}", flush=True)


if __name__ == "__main__":
    main()
