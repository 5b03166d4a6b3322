"""How sentences take what they are about: denied, taken back, left open, never told as a fact."""

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest
from stances import GAPS, GROUPS
from statement_marks import parsed, read_marks

from secondsource.records import Attribution, Kind, Span, Stance
from secondsource.statements import attribute, words

SENTENCES = [(group, marked) for group, listed in GROUPS.items() for marked in listed]
WANTED = {"asserts": "asserts", "denies": "denies", "retracts": "denies", "declines": "declines"}
# Measured 1.00, .78, .79, 1.00 with the rules alone; what is missed of denials has no candidate (*pleaded not guilty
# to*, *ruled out a mine*) and is left out, not asserted.
FLOORS = {"asserts": 0.93, "denies": 0.75, "retracts": 0.7, "declines": 0.95}


@functools.cache
def about(marked: str) -> tuple[Attribution, ...]:
    """The statements whose content is the marked matter, the likest first, not the sentence around it."""
    text, span = read_marks(marked).text, matter(marked)
    near = [(overlap(span, a), a.kind is not Kind.OWN, k, a) for k, a in enumerate(attribute(parsed(text)))]
    found = [x for x in near if x[0] >= 0.5 and apart(text, span, x[3])]
    return tuple(x[3] for x in sorted(found, reverse=True, key=lambda x: x[:3]))


def matter(marked: str) -> Span:
    start = marked.index("<")
    return start, start + len(read_marks(marked).content[0])


def overlap(span: Span, found: Attribution) -> float:
    ours = {i for s, e in found.content for i in range(s, e)}
    theirs = set(range(*span))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def apart(text: str, span: Span, found: Attribution) -> bool:
    first, last = found.content[0][0], found.content[-1][1]
    return len(text[first : span[0]].split()) <= 3 and len(text[span[1] : last].split()) <= 3


@pytest.mark.parametrize(
    "marked", [s for group, s in SENTENCES if group != "asserts" and s not in GAPS], ids=lambda s: s[:50]
)
def test_what_is_not_asserted_is_never_told_as_a_fact(marked: str) -> None:
    assert not [a for a in about(marked) if a.stance is Stance.ASSERTS and not a.hedge]


@pytest.mark.parametrize("group", FLOORS)
def test_most_sentences_are_read_with_the_right_stance(group: str) -> None:
    def right(marked: str) -> bool:
        found = about(marked)
        if not found:
            return group == "declines"
        return found[0].stance == WANTED[group]

    listed = GROUPS[group]
    wrong = [s for s in listed if not right(s)]
    assert 1 - len(wrong) / len(listed) >= FLOORS[group], wrong


# One example or more for every phrase of the lists: each entry must find one.
EXAMPLES = {
    "sourcing": [
        "on condition of anonymity", "asked not to be named", "speaking anonymously", "not authorized to discuss",
        "requested anonymity", "declined to be identified",
    ],
    "hedge": [
        "reportedly", "allegedly", "purportedly", "supposedly", "apparently", "it is understood", "is said to",
        "believed to have", "rumoured to", "thought to be", "according to rumours", "unconfirmed report", "rumours of",
        "the alleged thief", "he might say", "is expected to announce",
    ],
    "unknown": [
        "it was not immediately unclear", "was unclear", "not known", "have not been named", "no details",
        "could not be reached",
    ],
    "unsaid": [ "have not said", "did not reply", "would not comment", "has yet to say",
        "declined to comment", "had no idea whether", "did not know who", "no member of the board would say",
    ],
    "withholding": [
        "declined to", "stopped just short of", "has yet to", "avoided", "not be able to",
        "not want to", "wasn’t willing to",
        "unable to", "too early to", "declined either to", "refused either to", "neither confirmed nor", "nor",
        "without actually", "decline to either", "rather than", "instead of",
    ],
    "short_of": ["stopped well short of", "gave no comment"],
    "renouncing": ["no longer", "apologised for having", "regrets", "stopped"],
    "negation": ["not", "didn’t", "never", "neither", "cannot", "hardly", "has still not yet"],
    "affirming": ["not only", "didn’t just", "never stopped", "cannot help"],
    "nobody": ["No member of the board"],
    "excluding": ["ruled out", "pleaded not guilty", "pled not guilty"],
    "rejecting": [
        "brushed aside", "took issue", "played down", "shrugged off", "waved away", "laughed off", "hit back at",
        "poured scorn on", "threw out", "pushed back", "scoffed at", "knocked down", "shot down",
    ],
    "retracting": [
        "walked his claim back", "took back", "backed away", "backtracked", "rowed back", "climbed down",
        "corrected its earlier", "distanced herself", "apologised for",
    ],
    "no": [
        "it was simply not true", "this isn’t so", "these claims are all false", "there was absolutely no truth",
        "the clerk was wrong to claim", "he had nothing to do with", "the board found no evidence of",
        "of course, the tale of the yard is untrue",
    ],
    "not_known": [
        "it could not immediately confirm", "we can’t say", "we cannot say", "they did not know whether",
        "he had no knowledge", "Orne was not aware of", "she wasn’t aware that", "it was too early to",
        "they were unable to say",
    ],
    "denied": ["denied", "denying", "denial"],
    "disowned": [
        "withdrew its old claim", "walked back his tale", "rejected claims", "ruling out", "not be drawn on",
        "not able to say", "did not say was", "no clear evidence", "questions about", "asked whether", "comment on",
        "nobody has said", "no one at the yard said",
    ],
    "supposed": ["if", "unless", "whether", "in case", "supposing", "provided", "as long as", "were it to emerge"],
    "supposing": ["if that is confirmed", "if so"],
    "hearsay": ["rumours that", "to claims that", "Reports that", "is likely to say"],
}  # fmt: skip


def entries() -> Iterator[tuple[str, str]]:
    table = tomllib.loads((files("secondsource.statements") / "words.toml").read_text(encoding="utf-8"))
    for name, listed in table["phrases"].items():
        yield from ((name, entry) for entry in listed)


@pytest.mark.parametrize(("name", "entry"), list(entries()))
def test_every_phrase_can_match(name: str, entry: str) -> None:
    pattern = re.compile(rf"\b(?:{entry})(?:\b|$)", re.IGNORECASE)
    assert any(pattern.search(example) for example in EXAMPLES[name])
    assert any(words.phrases(name).search(example) for example in EXAMPLES[name])
