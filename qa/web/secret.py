"""What the histories of one store are kept under in a browser: a word that is made once and lies beside the store."""
import hashlib
import logging
import os
import secrets
from pathlib import Path

_NAME = ".page-secret"


def page_secret(store: Path, otherwise: str = "") -> str:
    """The one that lies there, the same at every start and after every build; else `otherwise`, else a new one.

    It is written down as soon as there is a store: until there is, or if it cannot be, it lasts until the server ends.
    """
    file, secret = store / _NAME, otherwise or secrets.token_hex(16)
    try:
        if not store.exists():
            return secret
        try:
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as new:
                new.write(secret)
        except FileExistsError:
            pass
        if kept := file.read_text(encoding="utf-8", errors="replace").strip():
            return kept
        file.unlink()  # cut short by a full disk
        return page_secret(store, secret)
    except OSError as error:
        logging.getLogger(__name__).warning("conversations will not outlive this server: %r cannot be written (%s)", str(file), error)
        return secret


def storage_key(secret: str) -> str:
    """A name of its own for each store: two that are served in turn at one address do not overwrite each other's history."""
    return f"bronzin-{hashlib.sha256(secret.encode()).hexdigest()[:12]}"
