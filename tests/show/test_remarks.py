"""What the command line says beside its lines."""

from secondsource.show.remarks import remarks

MAPPED = "Fields read by other names: text ← body."


def report(id_: str, language: str | None = "en", notes: tuple[str, ...] = ()) -> dict[str, object]:
    return {"id": id_, "language": language, "notes": list(notes)}


def test_a_report_in_another_language_is_named() -> None:
    (said,) = remarks("claims", [report("a"), report("b", "de")])
    assert said.startswith("b (language: de): compared, grouped")
    assert said.endswith("read in English only.")
    assert list(remarks("reuse", [report("b", "de")])) == []


def test_many_are_counted() -> None:
    said = list(remarks("who", [report(str(i), "de" if i % 2 else None) for i in range(40)]))
    assert len(said) == 13
    assert said[-1].startswith("28 more reports (languages: can't be told, de)")


def test_how_fields_were_read_is_said_once() -> None:
    reports = [report(str(i), notes=(MAPPED, "Another note.")) for i in range(3)]
    assert list(remarks("reports", reports)) == [f"3 reports: {MAPPED}"]
