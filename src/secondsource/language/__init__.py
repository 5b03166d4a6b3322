"""What the stages know of languages: sentence parses of English, by spaCy, each distinct paragraph read once."""
