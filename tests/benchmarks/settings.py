"""The settings of the tests, with the models that a peer needs."""

from config.settings.test import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.peer_forms"]  # noqa: F405
HUEY = {**HUEY, "immediate": False}  # noqa: F405 - messages are delivered by the worker
