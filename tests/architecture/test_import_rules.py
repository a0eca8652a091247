"""Who may import whom, by import-linter; and that the rule would notice."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def lint_imports(config: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--config", config, "--no-cache"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_keep_to_the_house():
    result = lint_imports(ROOT / "pyproject.toml")
    assert result.returncode == 0, result.stdout


def test_import_rules_notice_a_house_upside_down(tmp_path):
    """Negative control: with people above mentoring, the same code breaks the rule."""
    config = tmp_path / "upside_down.toml"
    config.write_text(
        "[tool.importlinter]\n"
        'root_packages = ["people", "mentoring"]\n'
        "[[tool.importlinter.contracts]]\n"
        'name = "upside down"\ntype = "layers"\nlayers = ["people", "mentoring"]\n'
    )
    assert lint_imports(config).returncode == 1
