"""The worlds that the referee plays, each with a claim whose truth is known in it."""
