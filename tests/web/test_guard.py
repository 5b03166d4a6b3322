"""Who may ask, and who may change things."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys

import pytest

from .conftest import serving

HERE = {"Origin": "http://{host}", "Content_Type": "application/x-www-form-urlencoded"}
JUDGE = "verdict=same&a=x&b=y"


def test_it_listens_on_this_machine_alone(served):
    assert served.url.startswith("http://127.0.0.1:")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", int(served.host.rpartition(":")[2])), 1)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "localhost", ""])
def test_another_name_is_not_answered(served, host):
    port = served.host.rpartition(":")[2]
    status, _, body = served.get("/", Host=host.format(port=port))
    assert status == 421
    assert "ammonium" not in body


def test_localhost_is_answered(served):
    assert served.get("/", Host=f"localhost:{served.host.rpartition(':')[2]}")[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://{host}.evil.example"},
        {"Origin": "https://127.0.0.1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Origin": "http://{host}", "Sec_Fetch_Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/judge", "/add"])
def test_a_change_from_elsewhere_is_refused(served, path, headers):
    given = {name: value.format(host=served.host) for name, value in headers.items()}
    given["Content_Type"] = HERE["Content_Type"]
    assert served.get(path, "POST", JUDGE, **given)[0] == 403


def test_a_change_from_its_own_pages_is_heard(served):
    given = {name: value.format(host=served.host) for name, value in HERE.items()}
    assert served.get("/judge", "POST", JUDGE, **given)[0] == 404  # heard, and x is no statement
    assert served.get("/judge", "POST", "verdict=", **given)[0] == 422


def test_the_policy_lets_nothing_in(served):
    _, headers, body = served.get("/")
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert {policy[p] for p in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers
    assert "<script>" not in body
    assert " style=" not in body


def test_too_much_is_refused_before_it_is_read(served):
    connection = http.client.HTTPConnection(served.host, timeout=20)
    connection.putrequest("POST", "/judge")
    connection.putheader("Origin", served.url)
    connection.putheader("Content-Length", "10000000")
    connection.endheaders()
    with connection.getresponse() as answer:
        assert answer.status == 413
    connection.close()


def test_too_much_is_refused_where_its_length_is_not_told(served):
    connection = http.client.HTTPConnection(served.host, timeout=20)
    headers = {"Origin": served.url, "Content-Type": "application/x-www-form-urlencoded"}
    body = (b"a=" + b"x" * 10_000 for _ in range(10))
    connection.request("POST", "/judge", body, headers, encode_chunked=True)
    with connection.getresponse() as answer:
        assert answer.status == 413
    connection.close()


def test_a_long_address_is_refused(served):
    assert served.get("/?q=" + "x" * 9_000)[0] == 414


def test_elsewhere_a_token_is_asked_for(analysed):
    with serving(analysed, "--host", "127.0.0.2") as open_desk:
        home, _, token = open_desk.url.partition("/?token=")
        desk = type(open_desk)(home, open_desk.desk)
        assert len(token) >= 24
        for path in ("/", "/stories.json", "/static/desk.css", "/?token=wrong"):
            assert desk.get(path)[0] == 401
        assert desk.get("/", Cookie="secondsource-token=wrong")[0] == 401
        status, headers, _ = desk.get(f"/story?id=s-1&token={token}")
        assert (status, headers["location"]) == (303, "/story?id=s-1")
        assert "HttpOnly" in headers["set-cookie"]
        assert "SameSite=Strict" in headers["set-cookie"]
        assert desk.get("/", Cookie=headers["set-cookie"].split(";")[0])[0] == 200
        assert desk.get(f"//evil.example/?token={token}")[1]["location"].startswith("/evil.example")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--desk", "{folder}/none.db"], "no such desk"),
        (["--desk", "{desk}", "--port", "{taken}"], "--port"),
        (["--desk", "{desk}", "--host", "203.0.113.7"], "203.0.113.7"),
    ],
)
def test_what_can_not_begin_says_why_and_what_helps(served, analysed, tmp_path, given, said):
    taken = served.host.rpartition(":")[2]
    args = [part.format(folder=tmp_path, desk=analysed, taken=taken) for part in given]
    done = subprocess.run(
        [sys.executable, "-m", "secondsource", "serve", *args], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2 or done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
