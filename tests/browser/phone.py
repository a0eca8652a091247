"""A phone with a browser, and the server it talks to, both with faults that can be switched on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page

from people.models import User
from tests.factories import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
PATIENCE = 15_000  # milliseconds


class Faults:
    """What goes wrong on the way. `cut`: nothing gets through. `lose_answers_to`: requests of this
    method are carried out, but their answers are lost. `seen`: method and path of what came.
    """

    def __init__(self) -> None:
        self.cut = False
        self.lose_answers_to = ""
        self.seen: list[tuple[str, str]] = []


class _Handler(WSGIRequestHandler):
    def handle_one_request(self) -> None:
        if self.server.faults.cut:
            self.close_connection = True
            return
        super().handle_one_request()

    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), "tests.connection": self.connection}

    def log_message(self, *args: Any) -> None:
        pass


class _Server(ThreadedWSGIServer):
    daemon_threads = True

    def __init__(self, *args: Any, faults: Faults) -> None:
        self.faults = faults
        super().__init__(*args, allow_reuse_address=False)

    def process_request(self, request, client_address) -> None:
        if self.faults.cut:
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def handle_error(self, request, client_address) -> None:
        pass  # connections that the tests cut


class LiveSystem:
    """The whole system on an address of its own, on the database of the test."""

    def __init__(self) -> None:
        self.faults = Faults()
        handler = StaticFilesHandler(WSGIHandler())
        self._server = _Server(("127.0.0.1", 0), _Handler, faults=self.faults)
        self._server.set_app(self._with_faults(handler))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def _with_faults(self, application):
        def answer(environ, start_response):
            method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
            if self.faults.cut:  # a request on a connection that was open before
                environ["tests.connection"].shutdown(2)
                return []
            self.faults.seen.append((method, path))
            try:
                response = application(environ, start_response)
                if method == self.faults.lose_answers_to:
                    environ["tests.connection"].shutdown(2)
                return response
            finally:
                connections.close_all()

        return answer

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=10)


class Phone:
    """One browser with its own memory. `page` is the tab in front."""

    def __init__(self, browser: Browser, system: LiveSystem, **options: Any) -> None:
        self.system = system
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 360, "height": 740}, base_url=system.url, **options
        )
        self.context.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def sign_in(self, user: User, page: Page | None = None) -> Phone:
        page = page or self.page
        page.goto("/sign-in/?next=/m/")
        page.fill("#id_username", user.username)
        page.fill("#id_password", PASSWORD)
        page.locator("main form").get_by_role("button").first.click()
        page.wait_for_url("**/m/")
        return self

    def sign_out(self) -> None:
        self.page.goto("/sign-out/")
        self.page.locator("main form").get_by_role("button").first.click()
        self.page.wait_for_url(lambda url: "/sign-out/" not in url)

    def lose_session(self) -> None:
        """The sign-in has expired, as after a month in a drawer."""
        self.context.clear_cookies(name="sessionid")

    def go_offline(self) -> None:
        self.system.faults.cut = True
        self.context.set_offline(True)

    def go_online(self) -> None:
        self.system.faults.cut = False
        self.context.set_offline(False)

    def eventually(self, is_so: Callable[[], Any], seconds: float = PATIENCE / 1000) -> None:
        """Wait until `is_so` holds. Playwright's own `wait_for_function` needs `eval`, which the
        pages' content security policy forbids.
        """
        deadline = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > deadline:
                raise AssertionError("it never came to be so")
            self.page.wait_for_timeout(100)

    def wait_for_worker(self) -> None:
        """Until the service worker is in charge of this page."""
        self.eventually(lambda: self.page.evaluate("Boolean(navigator.serviceWorker.controller)"))

    def wait_for_page_kept(self, path: str, user: User) -> None:
        """Until a copy of the page at `path` is on this phone."""
        self.eventually(
            lambda: self.page.evaluate(
                "async ([name, path]) => Boolean(await (await caches.open(name)).match(path))",
                [f"field-user-{user.pk}", path],
            )
        )

    def current_user(self) -> str:
        """Whose copies of pages this phone opens without a network."""
        return self.page.evaluate(
            "async () => { const held = await (await caches.open('field-state'))"
            ".match('/m/current-user'); return held ? held.text() : null; }"
        )

    def rows(self, store: str) -> list[dict[str, Any]]:
        """Everything in one of the stores of the phone's memory, whoever it belongs to."""
        return self.page.evaluate(
            """name => new Promise((resolve, reject) => {
                const opening = indexedDB.open("mentoring-field");
                opening.onerror = () => reject(opening.error);
                opening.onsuccess = () => {
                    const database = opening.result;
                    if (!database.objectStoreNames.contains(name)) {
                        database.close();
                        resolve([]);
                        return;
                    }
                    const all = database.transaction(name).objectStore(name).getAll();
                    all.onsuccess = () => { database.close(); resolve(all.result); };
                };
            })""",
            store,
        )

    def close(self) -> None:
        self.context.close()
