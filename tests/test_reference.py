"""The reference can't drift: it is what the code says, and the code's lines are what verbs print."""

import importlib.util
from pathlib import Path

import jsonschema
import pytest

import secondsource as ss
from piles import write
from secondsource import lines

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture(scope="module")
def pile(tmp_path_factory):
    return ss.read(write(tmp_path_factory.mktemp("pile")), cache=False)


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    return maker


def test_reference_is_up_to_date(maker):
    assert (DOCS / "reference.md").read_text("utf-8") == maker.reference(), "run python docs/make_reference.py"


def test_architecture_has_a_line_for_every_file(maker):
    page = (DOCS.parent / "ARCHITECTURE.md").read_text("utf-8")
    assert page == maker.architecture(page), "run python docs/make_reference.py"


@pytest.mark.parametrize("verb", lines.VERBS)
def test_every_field_is_explained(verb):
    assert all(meaning for _, meaning in lines.fields(verb))


@pytest.mark.parametrize("verb", lines.VERBS)
def test_lines_have_the_fields_of_the_reference_and_fit_the_schema(pile, verb):
    printed = (pile.reports(text=True) if verb == "reports" else pile.answer(verb)).to_dicts()
    assert printed or verb == "conflicts"
    names = [name for name, _ in lines.fields(verb)]
    for line in printed:
        assert list(line) == names
        jsonschema.validate(line, lines.schema(verb))
