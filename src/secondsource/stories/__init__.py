"""Stories: which reports tell of the same event."""

from secondsource.stories.group import VERSION, group

__all__ = ["VERSION", "group"]
