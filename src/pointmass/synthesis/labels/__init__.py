"""Text → label: by keyword, by the form of a token, by the words that the examples of each label contain."""
