"""The packages that are installed are the ones there are."""

import tomllib

from tests.support.repository import OURS, ROOT


def test_pyproject_lists_every_package() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    folders = {path.parent for top in (*OURS, "migrations") for path in (ROOT / top).rglob("*.py")}
    assert sorted(listed) == sorted(".".join(folder.relative_to(ROOT).parts) for folder in folders)


def test_no_file_names_the_host_of_a_package_registry() -> None:
    hosts = [f"{name}.{domain}" for name, domain in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"))]
    names = ["*.py", "*.md", "*.toml", "*.txt", "*.yaml", "*.ini", "Makefile", "Procfile", ".ci/run"]
    ours = [path for name in names for path in ROOT.glob(name)]
    ours += [path for folder in (*OURS, "tests", "docs", "migrations") for path in (ROOT / folder).rglob("*.*")]
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in ours if path.is_file()}
    assert [f"{path}: {host}" for path, text in texts.items() for host in hosts if host in text] == []
