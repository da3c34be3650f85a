"""Pieces found by what stands around them."""

from __future__ import annotations

from pointmass.synthesis import synthesize


def test_a_piece_ends_at_the_first_of_a_word_and_a_sign():
    learned = synthesize(
        [
            ("The Lord of the Rings by J. R. Tolkien; Fantasy", "The Lord of the Rings"),
            ("Don Quixote by Miguel de Cervantes", "Don Quixote"),
            ("The Catcher in the Rye by J. D. Salinger; Novel", "The Catcher in the Rye"),
            ("The Scarlet Letter by Nathaniel Hawthorne", "The Scarlet Letter"),
            ("War and Peace; History", "War and Peace"),
        ]
    )[0]

    assert learned("Emma; Romance") == "Emma"
    assert learned("Dracula by Bram Stoker") == "Dracula"
