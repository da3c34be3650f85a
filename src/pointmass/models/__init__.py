"""What answers a request: the seam, a live service, recordings, simulations, and wrappers around any of them.

``pointmass.models.anthropic`` is the live service; nothing else here loads its SDK.
"""
