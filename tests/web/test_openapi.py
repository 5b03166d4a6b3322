"""Whatever the OpenAPI description allows is answered, and never with a fault of the program."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import HealthCheck, given, settings

from desks import put
from secondsource.settings import Settings
from secondsource.store.connect import Store
from secondsource.web.app import pages
from secondsource.web.guard import Guard
from secondsource.web.site import Site
from secondsource.web.work import Job, Work
from show.example import story

schemathesis = pytest.importorskip("schemathesis", reason="the development group isn't installed: no schemathesis")

# Of each address so many; all of them together take a quarter of a minute.
EXAMPLES = 8


class Idle(Work):
    """Takes what is to be done, and does nothing of it."""

    def _do(self, job: Job) -> None:
        self._set(job, state="done", said="left undone")
        self._clean(job)


@pytest.fixture(scope="session")
def described(tmp_path_factory):

    path = tmp_path_factory.mktemp("described") / "desk.db"
    store = Store(path)
    put(store, story())
    store.close()
    site = Site(path, Settings.load())
    site.work = Idle(path, site.settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield schemathesis.openapi.from_asgi(
            "/openapi.json", Guard(pages(site), frozenset({"localhost", "testserver"}), None)
        )
    site.close()


@pytest.mark.filterwarnings("ignore")
def test_no_request_is_a_fault_of_the_program(described):
    asked = 0
    for operation in described.get_all_operations():

        @given(case=operation.ok().as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def ask(case):
            nonlocal asked
            asked += 1
            case.headers = {**(case.headers or {}), "Origin": "http://localhost", "Host": "localhost"}
            answer = case.call()
            assert answer.status_code < 500, (case.path, answer.text[:500])
            assert answer.status_code not in (403, 421)

        ask()
    assert asked >= 100


def test_every_view_is_described(described):
    paths = set(described.raw_schema["paths"])
    assert {"/", "/stories", "/stories.json", "/story.parquet", "/claim.html", "/judge", "/add"} <= paths
