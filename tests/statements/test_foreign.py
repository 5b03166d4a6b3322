"""Reports in a language without a model: direct quotations, and no one who says them."""

import pytest
from statement_marks import parsed, words

from secondsource.records import Kind
from secondsource.statements import attribute


@pytest.mark.parametrize(
    ("language", "text", "quoted"),
    [
        ("de", "„Die Brücke bleibt bis Freitag zu“, sagte Ruiz.", ["„Die Brücke bleibt bis Freitag zu“"]),
        ("de", "»Wir warten auf die Prüfung«, hieß es.", ["»Wir warten auf die Prüfung«"]),
        ("es", "«No lo abriremos antes del viernes», dijo Ruiz.", ["«No lo abriremos antes del viernes»"]),
        ("fr", "« Le pont reste fermé », a dit Ruiz. « Il est vieux. »", ["« Le pont reste fermé »"]),
        ("sv", "”Bron är stängd till fredag”, sade Ruiz.", ["”Bron är stängd till fredag”"]),
        ("pt", "“A ponte fica fechada hoje”, disse Ruiz.", ["“A ponte fica fechada hoje”"]),
        ("de", "Das „Kleine Haus“ am Hafen bleibt offen.", []),
        ("de", "„Die Brücke bleibt bis Freitag zu, sagte Ruiz.", []),
    ],
)
def test_quotations(language: str, text: str, quoted: list[str]) -> None:
    found = attribute(parsed(text, language=language))
    assert [w for a in found for w in words(text, a.content)] == quoted
    assert all(a.kind is Kind.DIRECT and not a.source and not a.cue and a.why for a in found)


def test_a_quotation_stays_in_its_paragraph() -> None:
    text = "„Die Brücke bleibt zu\n\nEin neuer Absatz steht hier“, sagte Ruiz."
    assert attribute(parsed(text, language="de")) == ()
