"""What answers a request: the seam, a live service, recordings, simulations, and wrappers around any of them."""
