"""Words that are a paper's whole name after *the*, which the parser mostly takes for a person's or for none."""

PAPERS = frozenset(
    ["argus", "chronicle", "courier", "dispatch", "examiner", "gazette", "globe", "guardian", "herald", "independent",
     "inquirer", "journal", "mirror", "observer", "post", "sentinel", "telegraph", "times", "tribune"]
)  # fmt: skip
