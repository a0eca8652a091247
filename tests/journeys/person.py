"""Somebody at a browser, and what other software asks over HTTP, on the running system."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response

from tests.system import System

PATIENCE = 30_000  # milliseconds
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PICTURES = os.environ.get("JOURNEY_PICTURES", "")


class Person:
    """One browser of one person. What goes wrong unseen is kept in `faults`.

    Where JOURNEY_PICTURES names a folder, `picture` leaves a screenshot in it.
    """

    def __init__(self, browser: Browser, system: System, *, phone: bool) -> None:
        self.context = browser.new_context(
            viewport=PHONE if phone else DESK,
            base_url=system.url,
            locale="en-GB",  # as phones come from the shop: Khmer must not depend on it
            timezone_id="Asia/Phnom_Penh",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._watch)
        self.page.on("dialog", lambda dialog: dialog.accept())

    def _watch(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def sign_in(self, username: str, password: str = System.password) -> Person:
        self.page.goto("/sign-in/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.page.locator("main form").get_by_role("button").first.click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)
        return self

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def status_of(self, path: str) -> int:
        """The status that this person gets for an address, without leaving the page."""
        return self.context.request.get(path).status

    def picture(self, name: str, *, whole: bool = True) -> None:
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=whole)


@dataclass
class Answer:
    """`body` is what the JSON says; names of `headers` are in small letters."""

    status: int
    body: Any
    headers: dict[str, str]


class Program:
    """Other software with a token, over real HTTP. `language` goes into Accept-Language."""

    def __init__(self, system: System, token: str, language: str = "km") -> None:
        self.address = f"{system.url}/api/v1/"
        self.headers = {"Authorization": f"Token {token}", "Accept-Language": language}

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def put(self, path: str, body: Any) -> Answer:
        return self._ask("PUT", path, body, {"Content_Type": "application/json"})

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        request = urllib.request.Request(
            self.address + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                **self.headers,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return _answer(response)
        except urllib.error.HTTPError as error:
            return _answer(error)


def _answer(response: Any) -> Answer:
    text = response.read()
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, json.loads(text) if text else None, headers)
