"""Programs from text to text: compute possible pieces on all examples at once, then search the best concatenation."""
