import ast
import inspect
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import TypeGuard

import pytest

import bot.views.billing
import bot.views.desk
from bot.domain.desk.facts import QueueChoice
from bot.domain.desk.priorities import DEFAULT_SCALE
from bot.views.billing.action_ids import BillingActionId
from bot.views.desk import wording
from bot.views.desk.action_ids import ActionId, RequestField, ticket_block_id, ticket_id_of
from bot.views.desk.home import home_page
from bot.views.desk.request_form import new_request_modal
from bot.views.desk.triage_card import triage_card
from models.desk import Priority, TicketStatus
from tests.views.judging import every_object
from tests.views.samples import make_card, make_home, make_ticket


@pytest.mark.parametrize(("wing", "ids"), [(bot.views.desk, ActionId), (bot.views.billing, BillingActionId)])
def test_every_action_id_is_drawn_somewhere(wing: ModuleType, ids: type[StrEnum]) -> None:
    folder = Path(inspect.getfile(wing)).parent
    trees = [ast.parse(path.read_text()) for path in folder.glob("*.py") if path.name != "action_ids.py"]

    drawn = {node.attr for tree in trees for node in ast.walk(tree) if is_member_of(node, ids)}

    assert sorted(drawn) == sorted(ids.__members__)


def is_member_of(node: ast.AST, ids: type[StrEnum]) -> TypeGuard[ast.Attribute]:
    """Return whether a piece of source names a member of an enumeration."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == ids.__name__


def test_a_card_and_a_home_use_no_ids_but_these() -> None:
    drawn = [
        *(triage_card(make_card(make_ticket(status=status))).blocks for status in TicketStatus),
        home_page(make_home())["blocks"],
    ]

    ids = {found["action_id"] for blocks in drawn for found in every_object(list(blocks)) if "action_id" in found}

    assert ids <= set(ActionId)


def test_every_field_of_the_form_is_named() -> None:
    modal = new_request_modal([QueueChoice(1, "IT", "IT"), QueueChoice(2, "HR", "HR")], asks_for_whom=True)

    assert [block["block_id"] for block in modal["blocks"]] == list(RequestField)
    assert [block["element"]["action_id"] for block in modal["blocks"]] == list(RequestField)


def test_a_block_id_names_its_ticket() -> None:
    assert ticket_id_of(ticket_block_id(7, "menus", "new.p3.nobody")) == 7


@pytest.mark.parametrize("block_id", ["", "ticket/", "ticket/x/menus/1", "ticket/7", "ticket/-7/menus/1", "a/7/b/c"])
def test_any_other_block_id_names_none(block_id: str) -> None:
    assert ticket_id_of(block_id) is None


def test_every_status_and_priority_has_a_name() -> None:
    assert list(wording.STATUS_NAMES) == list(TicketStatus)
    assert list(DEFAULT_SCALE.names()) == list(Priority)


def test_only_the_wording_holds_words_that_people_read() -> None:
    folder = Path(inspect.getfile(bot.views.desk)).parent
    trees = {
        path.name: ast.parse(path.read_text()) for path in folder.glob("*.py") if not path.stem.endswith("wording")
    }

    spoken = {name: [words for words in texts_of(tree) if " " in words.strip()] for name, tree in trees.items()}

    assert {name: words for name, words in spoken.items() if words} == {}


def texts_of(tree: ast.Module) -> list[str]:
    """Return the string constants of a module that are no docstrings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings]
    return [node.value for node in constants if isinstance(node.value, str)]
