"""The pages of the example desk, by name: what a test of every page goes through."""

STORY = "/story?of=corrin-courier.txt"
CLAIM = "/claim?of=corrin-courier.txt:923-1036"
REPORT = "/report?id=bayline.txt&at=888-1107"
COMPARE = "/compare?r=corrin-courier.txt&r=bayline.txt&r=tessel-herald.txt"

PAGES = {
    "stories": "/",
    "search": "/?q=ammonium+nitrate&only=disputed",
    "nothing found": "/?q=zeppelin",
    "story": STORY,
    "claim": CLAIM,
    "report": REPORT,
    "compare": COMPARE,
    "speaker": "/speaker?name=Hugo+Lanz",
    "outlet": "/outlet?name=Bayline",
    "add": "/add",
    "feeds": "/feeds",
    "versions": "/versions",
    "judgements": "/judgements",
    "keys": "/keys",
    "method": "/method",
    "not here": "/story?id=s-00000000",
}

VIEWS = {name: PAGES[name] for name in ("stories", "story", "claim", "report", "compare", "speaker", "outlet")}


def beside(path: str, ending: str) -> str:
    """The address of a view in another form."""
    head, _, query = path.partition("?")
    return f"{'/stories' if head == '/' else head}.{ending}" + (f"?{query}" if query else "")
