"""Two versions of a report to what changed between them, and whether readers were told."""

from secondsource.revisions.compare import compare

__all__ = ["compare"]
