"""What makes a candidate more or less likely an attribution, beside its cue's counts: who acts, how the verb stands."""

from __future__ import annotations

from secondsource.records import Token
from secondsource.statements.clauses import negated
from secondsource.statements.draft import Draft
from secondsource.statements.layout import Layout

_FAMILIES = {
    "that": "clause", "that-far": "clause", "clause": "clause",
    "infinitive": "infinitive", "object-to": "infinitive",
    "after": "tag", "tag": "tag", "raised": "raised", "seem": "raised", "object": "object", "to": "to",
    "quote-before": "quote", "quote-after": "quote", "quote-far": "quote", "quote-that": "quote",
    "quoted-as": "passive",
}  # fmt: skip
_PRONOUNS = {
    "he": "he", "she": "he", "they": "they", "who": "who", "it": "it", "this": "it", "that": "which", "which": "which",
    "i": "i", "we": "i", "you": "you", "these": "it", "those": "they", "what": "which", "there": "it", "one": "they",
}  # fmt: skip
_MODALS = {
    "will",
    "would",
    "can",
    "could",
    "may",
    "might",
    "shall",
    "should",
    "must",
    "'ll",
    "'d",
    "ca",
    "wo",
    "’ll",
    "’d",
}
_LENGTHS = (2, 5, 10, 20)


def family(frame: str) -> str:
    """The frames that share their weights."""
    return _FAMILIES.get(frame, frame.split("-")[0].split(":")[0])


def features(layout: Layout, draft: Draft) -> list[str]:
    """The names of the candidate's features; each has a weight by family in ``weights.tsv``."""
    token = layout.tokens[draft.anchor]
    found = [f"source {_source(layout, draft)}", f"hangs {token.dep if token.dep in _DEPS else 'otherwise'}"]
    found.append(f"cue {_form(layout, token)}")
    if negated(layout, token.i):
        found.append("cue negated")
    found += _content(layout, draft)
    if layout.quote[token.i] >= 0:
        found.append("cue in quote marks")
    return found


_DEPS = {
    "ROOT",
    "conj",
    "relcl",
    "advcl",
    "acl",
    "xcomp",
    "ccomp",
    "pcomp",
    "parataxis",
    "amod",
    "dobj",
    "pobj",
    "nsubj",
}


def _source(layout: Layout, draft: Draft) -> str:
    """What kind of word heads the source."""
    if not draft.source:
        return "none"
    start, end = draft.source[0]
    words = layout.tokens_within(start, end)
    if not words:
        return "none"
    inside = {t.i for t in words}
    head = next((t for t in words if t.head not in inside or t.head == t.i), words[-1])
    if head.pos in {"PRON", "DET"} or head.tag in {"WP", "WDT", "PRP", "PRP$"}:
        return _PRONOUNS.get(head.lemma, _PRONOUNS.get(head.text.lower(), "pronoun"))
    if head.entity in {"PERSON", "ORG", "GPE", "NORP"}:
        return head.entity.lower()
    if head.pos == "PROPN":
        return "name"
    if head.tag == "NNS":
        return "plural"
    return "noun" if head.pos == "NOUN" else "other"


def _form(layout: Layout, token: Token) -> str:
    """How the cue's verb stands: past, present, would, to …; or that it is no verb."""
    if token.tag[:1] != "V" and token.pos != "AUX":
        return token.pos.lower()
    helpers = [c.text.lower() for c in layout.children(token.i, "aux", "auxpass")]
    if any(h in _MODALS for h in helpers):
        return "modal"
    if "to" in helpers:
        return "to"
    if any(h in {"has", "have", "had", "'ve", "’ve"} for h in helpers):
        return "perfect"
    if helpers and token.tag == "VBG":
        return "progressive"
    return {"VBD": "past", "VBZ": "present", "VBP": "present", "VBG": "gerund", "VBN": "participle"}.get(
        token.tag, "plain"
    )


def _content(layout: Layout, draft: Draft) -> list[str]:
    words = [t for s, e in draft.content for t in layout.tokens_within(s, e)]
    count = sum(t.text[:1].isalnum() for t in words)
    size = sum(count > limit for limit in _LENGTHS)
    found = [f"content size {size}"]
    if any(layout.quote[t.i] >= 0 for t in words):
        found.append("content quoted")
    if words:
        first = words[0]
        if first.lemma in {"that", "whether", "if", "how", "what", "why"} and first.dep in {
            "mark",
            "advmod",
            "dobj",
            "attr",
            "nsubj",
        }:
            found.append(f"content opens {'that' if first.lemma == 'that' else 'wh'}")
        if len(words) == 1 and first.pos == "PRON":
            found.append("content pronoun")
    return found
