"""The folders and names that everyone relies on."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
OURS = ("site", "forms_builder", "resources", "mentoring_pages", "api", "tests")
APPS = (
    "people",
    "messaging",
    "mentoring",
    "insights",
    "forms_builder",
    "resources",
    "mentoring_pages",
    "api",
)


def python_files():
    for folder in OURS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_site_folder_is_a_source_root_and_no_package():
    """The standard library owns the name `site`."""
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize(
    "name",
    "run manage.py pyproject.toml README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md LICENSE "
    "Dockerfile compose.yaml requirements site mentoring_pages forms_builder resources api "
    "locale tests".split(),
)
def test_top_level_has(name):
    assert (ROOT / name).exists()


def test_no_junk_drawers():
    names = {"utils", "helpers", "common", "misc"}
    assert [str(p) for p in python_files() if names & set(p.with_suffix("").parts)] == []


def test_files_stay_readable_in_one_sitting():
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in python_files()
        if "migrations" not in path.parts
        and path.parts[-2] != "formats"
        and (lines := len(path.read_text().splitlines())) > 400
    ]
    assert long == []


def test_migrations_hold_no_stream_field_blocks():
    for path in ROOT.rglob("migrations/0*.py"):
        if ".venv" not in path.parts:
            assert "block_lookup" not in path.read_text(), path


def test_no_em_dash_is_shown():
    """One sign for what is empty: the en dash."""
    shown = [path for path in python_files() if path.parts[len(ROOT.parts)] != "tests"]
    shown += [
        path
        for folder in OURS
        for kind in ("*.html", "*.js")
        for path in sorted((ROOT / folder).rglob(kind))
        if "vendor" not in path.parts
    ]
    shown = [path for path in shown if path.name != "sortkey.py" and "xlsform" not in path.parts]
    assert len(shown) > 300
    assert [str(path) for path in shown if "—" in path.read_text()] == []


def test_actions_take_keywords_only_and_the_callers_clock():
    """`actions/<verb_noun>.py` holds the function `<verb_noun>`, keyword-only."""
    seen = 0
    for app in APPS:
        folder = Path(apps.get_app_config(app).path) / "actions"
        for path in sorted(folder.glob("[a-z]*.py")) if folder.exists() else []:
            tree = ast.parse(path.read_text())
            functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
            assert path.stem in functions, f"{path} has no function {path.stem}"
            arguments = functions[path.stem].args
            assert not arguments.args and not arguments.posonlyargs, f"{path}: keyword-only"
            assert ast.get_docstring(functions[path.stem]), f"{path}: no docstring"
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in (
                    "timezone.now",
                    "timezone.localdate",
                    "datetime.now",
                ):
                    pytest.fail(f"{path}: the caller supplies the clock")
            seen += 1
    assert seen >= 25


def test_repository_speaks_of_the_product_alone():
    """No absolute path of a machine, no registry host, no secret, in anything tracked."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    files = [ROOT / name for name in tracked.split("\0") if name] or list(python_files())
    hosts = ["py" + "pi.org", "python" + "hosted", "npm" + "js.", "deb." + "debian"]
    bad = re.compile(
        "|".join(re.escape(host) for host in hosts) + r"|/ro" + r"ot/(?!item|row)|/wo" + "rk/"
    )
    found = []
    for path in files:
        if path.suffix in {".woff2", ".png", ".jpg", ".svg", ".webp"} or not path.is_file():
            continue
        match = bad.search(path.read_text(encoding="utf-8", errors="replace"))
        if match and path.name != "axe.min.js":
            found.append(f"{path.relative_to(ROOT)}: {match[0]}")
    assert found == []
