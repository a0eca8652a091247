"""The whole system as a newcomer starts it: `./run` on a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "demonstration-only"
START_SECONDS = 600  # a slow disk under load; some 30 seconds on a quiet machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class System:
    """A running installation: its address, its environment, what it printed."""

    url: str
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen = field(repr=False)

    password = PASSWORD

    def manage(self, *arguments: str) -> str:
        return subprocess.run(
            [ROOT / "run", "manage", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def start(data: Path, database: str, log: Path, port: int = 0) -> System:
    """`./run` with its data in `data`, on `port` or a free one; returns once it answers."""
    port = port or free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        "DATA_DIR": str(data),
        "DATABASE_URL": database,
        "DEMO_PASSWORD": PASSWORD,
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
    }
    with log.open("a") as out:
        process = subprocess.Popen(
            [ROOT / "run", "--port", str(port)],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    system = System(f"http://127.0.0.1:{port}", environment, log, process)
    deadline = time.monotonic() + START_SECONDS
    while not answers(system.url):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail(f"./run did not start:\n{system.printed()}")
        time.sleep(0.3)
    return system


def stop(system: System) -> int:
    """Ctrl-C; returns the exit code of `./run`."""
    system.process.send_signal(signal.SIGINT)
    return system.process.wait(timeout=30)
