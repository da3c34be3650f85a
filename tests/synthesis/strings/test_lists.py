from __future__ import annotations

import pytest

from pointmass.synthesis import synthesize


def best(*examples):
    return synthesize(list(examples))[0]


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        # The one item that is a single word, or nothing.
        (
            [
                ("Vermeer, The Milkmaid, The Art of Painting", "Vermeer"),
                ("Jan Vermeer, The Milkmaid, Delft", "Delft"),
                ("Jan Vermeer, The Milkmaid, The Art of Painting", ""),
                ("Pablo Picasso, Guernica, The Weeping Woman", "Guernica"),
            ],
            "Vincent van Gogh, Starry Night, Sunflowers, The Bedroom",
            "Sunflowers",
        ),
        # A list within a part of the text, where the part before it may be missing.
        (
            [
                ("Seoul, South Korea; Tower, Palace, Street; 9.7 million", "3"),
                ("Shanghai, China; Disneyland, The Bund; 24.2 million", "2"),
                ("Broadway; 8.4 million", "1"),
                ("The Dome, Western Wall, Church, Old City; 900,000", "4"),
            ],
            "Rome, Italy; Pantheon, Forum; 2.8 million",
            "2",
        ),
    ],
)
def test_items_are_chosen_and_counted(examples, given, wanted):
    assert best(*examples)(given) == wanted
