"""Programs that choose a label for a text: by keywords, by the form of a token, by the words of a label's examples."""
