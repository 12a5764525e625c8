"""The page draws whatever the sandbox accepts."""

from sandbox.blockkit import elements
from sandbox.blockkit.blocks import BLOCKS
from tests.sandbox.blockkit.gallery import GALLERY
from tests.sandbox.blockkit_page.stage import SITE, Stage

MODULES = SITE / "static" / "blockkit"


def test_every_block_and_element_the_sandbox_accepts_has_its_module() -> None:
    blocks = (MODULES / "blocks" / "index.js").read_text()
    drawn = (MODULES / "elements" / "index.js").read_text()

    kinds = {kind.name for kind in (*elements.INPUTS, *elements.PICKS)} | {"button", "overflow", "icon_button"}
    assert {kind.name for kind in BLOCKS if f"  {kind.name}: " not in blocks} == set()
    assert {name for name in kinds if f"  {name}: " not in drawn} == set()


def test_every_block_the_sandbox_accepts_is_drawn(stage: Stage) -> None:
    for name, (block, surface) in GALLERY.items():
        drawn = stage.show_view(block) if surface == "modal" else stage.show_message(block)

        assert drawn.locator(".bk-unknown").count() == 0, name
        assert drawn.locator(".bk-block > *").count() > 0, name
