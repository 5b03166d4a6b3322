"""One report against many: a lane each, labels apart, the chosen one bold and all others linked."""

from __future__ import annotations

from itertools import combinations

import pytest

from secondsource.show import lanes, sidebyside
from secondsource.show.lookup import Known

from .example import story


@pytest.mark.parametrize("width", [976, 358])
def test_every_other_report_has_its_lane(width):
    view = story()
    base, *others = view.reports
    pairs = [sidebyside.between(base, other, view.matches) for other in others]
    links = {other.id: f"/compare?to={other.id}" for other in others}
    drawn = lanes.draw(base, pairs, Known(view), others[0].id, links, width)
    assert drawn.markup.count("<a href=") == len(others)
    assert drawn.markup.count('class="whole"') == len(others)
    assert drawn.markup.count('class="copied"') == sum(len(p.passages) + len(p.moved) for p in pairs)
    assert all(not a.meets(b) for a, b in combinations(drawn.boxes, 2))
    assert all(box.left >= -1 and box.right <= width + 1 for box in drawn.boxes)
