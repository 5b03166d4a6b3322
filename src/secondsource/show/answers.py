"""Results as objects: a sequence of lines that shows itself in a notebook and turns into an Arrow table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

from secondsource import lines as to


class Answer(Sequence[Any]):
    """The lines of one verb, as ``secondsource.lines`` defines them, in order.

    Polars, pandas, DuckDB and pyarrow take it as a table as it is (the Arrow C stream); a notebook shows it.
    """

    def __init__(self, verb: str, lines: Iterable[object]) -> None:
        self.verb = verb
        self._lines = tuple(lines)

    @overload
    def __getitem__(self, at: int) -> Any: ...  # noqa: ANN401
    @overload
    def __getitem__(self, at: slice) -> Answer: ...
    def __getitem__(self, at: int | slice) -> Any:
        return Answer(self.verb, self._lines[at]) if isinstance(at, slice) else self._lines[at]

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._lines)

    def __repr__(self) -> str:
        return f"<{len(self)} {self.verb}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """The lines as plain values, ready for JSON."""
        return [to.as_dict(line) for line in self._lines]

    def to_arrow(self) -> Any:  # noqa: ANN401 — arro3 ships no types
        """The lines as an Arrow table (arro3), nested fields as lists and structs."""
        from secondsource.show import export

        return export.to_arrow(self.to_dicts(), self.verb)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        from secondsource.show import notebook

        return notebook.table(self.verb, self.to_dicts())
