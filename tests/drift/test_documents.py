"""What the documents name exists: files, headings, tests, targets, variables, metrics."""

import re
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.delivery.metrics import OutboxCollector
from bot.domain.desk.instants import system_clock
from bot.gateways.database import Sessions
from bot.gateways.recorded_slack import RecordedSlack
from bot.settings import WHAT_IT_SHOULD_BE
from bot.web import create_app
from scheduler.app import UNHURRIED, billing_jobs, desk_jobs
from scheduler.leadership import Leadership
from tests.services.test_query_counts import WORK
from tests.support.repository import ROOT, functions_of, list_documents, list_sources, named_in, table_under

DOCUMENTS = list_documents()
FENCED = re.compile(r"^\s*```.*?^\s*```", re.DOTALL | re.MULTILINE)
PATHS = re.compile(r"`((?:bot|models|scheduler|sandbox|tests|docs|migrations)/[\w./-]*)`")


def prose_of(document: Path) -> str:
    """Return a document without its fenced blocks."""
    return FENCED.sub("", document.read_text(encoding="utf-8"))


def anchors_of(document: Path) -> set[str]:
    """Return the anchors of a document's headings, as they are made from their words."""
    headings = re.findall(r"^#+ (.+)$", prose_of(document), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@cache
def known_tests() -> frozenset[str]:
    """Return the names of all tests."""
    return frozenset(function.name for source in list_sources("tests") for function in functions_of(source.tree))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", prose_of(document))
    local = [link for link in links if not link.startswith(("https://", "mailto:"))]
    broken = []
    for link in local:
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_and_folder_that_is_named_exists(document: Path) -> None:
    missing = [path for path in PATHS.findall(prose_of(document)) if not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_test_that_is_named_exists(document: Path) -> None:
    named = set(re.findall(r"`(?:[\w/.]+::)?(test_\w+)`", prose_of(document)))
    assert sorted(named - known_tests()) == []


def test_every_threat_names_what_shows_its_control() -> None:
    threats = table_under("Threats, controls, and the test that proves each", "docs/security.md")
    assert len(threats) > 10
    assert [threat for threat, control, shown_by in threats if not control or not named_in(shown_by)] == []


def test_the_glossary_has_each_word_once_in_order() -> None:
    words = re.findall(r"^\*\*(.+?)\.\*\*", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert words == sorted(set(words), key=str.casefold)


def test_the_decisions_are_numbered_and_end_in_how_they_are_checked() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    texts = [page.read_text(encoding="utf-8") for page in pages]
    numbers = [int(page.name[:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    assert [text.splitlines()[0].split(".")[0] for text in texts] == [f"# {number}" for number in numbers]
    assert [re.findall(r"^## (.+)$", text, flags=re.MULTILINE)[-1] for text in texts] == (
        ["How it is checked"] * len(pages)
    )


def test_the_readme_lists_the_variables_that_are_read() -> None:
    listed = [named_in(row[0])[0] for row in table_under("Connecting your own Slack workspace", "README.md")]
    assert sorted(listed) == sorted(WHAT_IT_SHOULD_BE)


def test_operations_lists_the_metrics_that_are_served(engine: Engine, sessions: Sessions) -> None:
    app = create_app(
        sessions,
        engine,
        system_clock,
        RecordedSlack(),
        signing_secret="an-unguessable-secret",
        collectors=[OutboxCollector(sessions)],
    )
    served = set(re.findall(r"^# HELP (deskbell_\w+) ", app.test_client().get("/metrics").text, flags=re.MULTILINE))
    listed = {named_in(row[0])[0] for row in table_under("Health and metrics", "docs/operations.md") if "_" in row[0]}
    assert listed == served


def test_operations_lists_the_jobs_and_how_often_they_run(engine: Engine, sessions: Sessions) -> None:
    units = {"s": 1, "min": 60}
    rows = table_under("What the scheduler does", "docs/operations.md")
    listed = {named_in(job)[0]: float(every.split()[0]) * units[every.split()[1]] for job, every, _ in rows}
    jobs = desk_jobs(sessions, system_clock, Leadership(engine), UNHURRIED) + billing_jobs(sessions, system_clock)
    assert listed == {job.name: job.every.total_seconds() for job in jobs}


def test_every_make_target_that_is_named_exists_and_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE))
    phony = set(re.findall(r"^\.PHONY: (\S+)$", makefile, flags=re.MULTILINE))
    texts = [document.read_text(encoding="utf-8") for document in DOCUMENTS]
    named = {target for text in texts for target in re.findall(r"(?:^|`)\s*make ([a-z-]+)", text, flags=re.MULTILINE)}
    assert phony == explained
    assert named - explained == set()


def test_the_page_on_performance_says_what_is_counted() -> None:
    listed = {work: int(queries) for work, queries in table_under("Queries", "docs/performance.md")}
    assert listed == {work: counted.queries for work, counted in WORK.items()}
