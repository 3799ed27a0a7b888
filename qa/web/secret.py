"""What the histories of one store are kept under in a browser: a word that is made once and lies beside the store."""
import hashlib
import logging
import os
import secrets
from pathlib import Path

_NAME = ".page-secret"


def page_secret(store: Path) -> str:
    """The same at every start and after every build. A store that cannot be written gets one that lasts until the server ends."""
    file = store / _NAME
    try:
        store.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as new:
                new.write(secrets.token_hex(16))
        except FileExistsError:
            pass
        if secret := file.read_text(encoding="utf-8", errors="replace").strip():
            return secret
        file.unlink()  # cut short by a full disk
        return page_secret(store)
    except OSError as error:
        logging.getLogger(__name__).warning("conversations will not outlive this server: %r cannot be written (%s)", str(file), error)
        return secrets.token_hex(16)


def storage_key(secret: str) -> str:
    """A name of its own for each store: two that are served in turn at one address do not overwrite each other's history."""
    return f"bronzin-{hashlib.sha256(secret.encode()).hexdigest()[:12]}"
