"""Opens the page on this computer, and only there unless --host says otherwise."""
import argparse
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Returns the exit status."""
    options = _options(arguments)
    if reason := _not_free(options.host, options.port):
        sys.stderr.write(f"{reason}\n")
        return 1
    # Gradio looks at its own page through the proxy of the environment unless told not to
    direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = ",".join(filter(None, [direct, "localhost", "127.0.0.1", options.host]))
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

    from qa.web.desk import Desk
    from qa.web.languages import Language
    from qa.web.page import page
    from qa.web.theme import head, style, theme

    desk = Desk(options.corpus, options.store)
    Thread(target=desk.examples, args=(Language.NL,), daemon=True).start()  # so that the first visitor does not wait for the models
    blocks = page(desk)
    try:
        blocks.launch(server_name=options.host, server_port=options.port, share=False, quiet=True, prevent_thread_lock=True, theme=theme(),
                      css=style(), head=head(), footer_links=[], run_history=False, enable_monitoring=False, ssr_mode=False, pwa=False,
                      mcp_server=False, max_file_size="1kb", state_session_capacity=100, inbrowser=_has_desktop())
    except OSError as error:
        sys.stderr.write(f"The page cannot be opened on {options.host}:{options.port}: {error}.\n")
        return 1
    sys.stdout.write(f"Bronzin: http://{options.host}:{options.port}  (Ctrl-C ends it)\n")
    sys.stdout.flush()
    blocks.block_thread()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="app.py", description="Opens the page that answers questions about a folder of documents.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s, this computer only)")
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (default: %(default)s)")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="folder with documents (default: %(default)s)")
    parser.add_argument("--store", type=Path, default=Path("embeddings"), help="folder with what is built from them (default: %(default)s)")
    return parser.parse_args(arguments)


def _not_free(host: str, port: int) -> str:
    """Why nothing can listen there, in a sentence; asked before Gradio is loaded, which takes seconds."""
    if not 0 < port < 65536:
        return f"Port {port} does not exist; choose one from 1 to 65535, such as --port 7860."
    try:
        with socket.create_server((host, port)):
            return ""
    except OSError as error:
        return f"Port {port} on {host} cannot be used ({error.strerror or error}); choose another, such as --port {port % 65535 + 1}."


def _has_desktop() -> bool:
    """Whether a browser can be opened for someone; in a bare terminal a text browser would take it over."""
    graphical = sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return sys.stdout.isatty() and graphical
