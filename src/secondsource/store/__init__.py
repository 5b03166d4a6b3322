"""One SQLite file: reports, results, judgements, what was set aside and why."""
