"""The templates of the pages."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

FOLDER = Path(__file__).parent / "templates"


@cache
def get_template(name: str) -> Template:
    """Return a template by its file's name, read and compiled once."""
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True).get_template(name)
