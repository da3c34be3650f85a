"""Text → text: atoms computed on all examples at once, and the best concatenation of them."""
