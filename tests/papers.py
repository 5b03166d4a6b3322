"""Invented pages and feeds of invented outlets, as sites serve them."""

from __future__ import annotations

from html import escape

FERRY = (
    "The ferry Anna Lind ran aground off Port Sella on Monday with 212 people on board, the coast guard said.",
    "“Everybody is safe and on land,” Captain Mara Teel of the coast guard told reporters at the harbour.",
    "The vessel had left Norrvik an hour late because of thick fog, and its owner had been warned twice about the "
    "state of its radar since the spring.",
    "Divers are to look at the hull on Tuesday, when the wind is expected to turn, before two tugs try to free it.",
)
PEARS = (
    "Growers in the Ammer valley expect 4,000 tonnes of pears this year, the fruit board said on Friday.",
    "A mild April without a single night of frost let nearly every blossom set, said Lotte Brand, who keeps nine "
    "hundred trees above the village of Oberammer.",
    "The board's chairman warned that pickers are scarce, and that some orchards may leave a part of it hanging.",
)


def page(paragraphs, title="Ferry runs aground off Port Sella", site="Sella Courier", url=None, published=None):
    """An article's page."""
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    date = f'<meta property="article:published_time" content="{published}">' if published else ""
    body = "\n".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{canonical}{date}'
        f'<meta property="og:site_name" content="{escape(site)}"></head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{escape(title)}</h1>{body}</article><footer>All rights reserved.</footer></body></html>"
    )


def rss(items, title="Sella Courier", link="http://sella.example/"):
    """A feed; each item a dict of element names and words, ``source`` perhaps (name, address)."""
    entries = ""
    for item in items:
        entries += "<item>"
        for name, value in item.items():
            if name == "source":
                entries += f'<source url="{escape(value[1])}">{escape(value[0])}</source>'
            else:
                entries += f"<{name}>{escape(value)}</{name}>"
        entries += "</item>"
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>{escape(link)}</link>{entries}</channel></rss>"
    )
