"""Models: the interface that all share, a live service, recordings, simulations, and wrappers around any of them.

``pointmass.models.anthropic`` is the live service; no other module here loads its SDK.
"""
