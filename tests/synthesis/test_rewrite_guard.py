from __future__ import annotations

import itertools

import pytest

from pointmass.synthesis import synthesize


@pytest.fixture
def best(clean_filename):
    examples, contested = clean_filename
    return synthesize(examples, contested=contested)[0]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Zoë naïve.jpg", "zoe-naive.jpg"),
        ("03. Hey Jude.mp3", "03-hey-jude.mp3"),
        ("Jane\u2019s Résumé.pdf", "janes-resume.pdf"),
        ("“Big” ideas….txt", "big-ideas.txt"),
        ("Screenshot 2024-03-15 at 10.32.11\u202fAM.png", "screenshot-2024-03-15-at-10-32-11-am.png"),
        ("Minutes 12.03.2024.docx", "minutes-12-03-2024.docx"),
        ("db dump.sql.gz", "db-dump.sql.gz"),
        ("archive 2.tar.bz2", "archive-2.tar.bz2"),
        ("#1 hit.mp3", "1-hit.mp3"),
        ("invoice_#883.pdf", "invoice-883.pdf"),
        ("sale (50%).png", "sale-50-percent.png"),
        ("loaded 100%.png", "loaded-100-percent.png"),
    ],
)
def test_what_is_like_settled_titles_for_any_reader_is_answered(best, title, wanted):
    assert best.accepts(title)
    assert best(title) == wanted


@pytest.mark.parametrize(
    "title",
    [
        "setup-3.2.1.exe",
        "U.S. Census.csv",
        "Google+ export.zip",
        "model.safetensors",
        "notes.markdown",
        "Åse.jpg",
        ".hidden file",
    ],
)
def test_what_only_looks_like_settled_titles_is_handed_back(best, title):
    assert not best.accepts(title)


def test_stricter_guards_accept_a_part_of_what_looser_ones_do(best, clean_filename):
    titles = [*(t for t, _ in clean_filename[0]), "Кот.jpg", "a+b.txt", "setup-3.2.1.exe", "Holiday (1).zip", "README"]

    accepted = [{t for t in titles if best.at(level).accepts(t)} for level in range(len(best.levels))]

    assert all(strict < loose for loose, strict in itertools.pairwise(accepted))
    assert all("README" not in one for one in accepted)


def test_the_strictest_guard_wants_every_sign_to_have_been_seen_twice(best):
    strictest = best.at(len(best.levels) - 1)

    assert best.accepts("Lunch @ home.txt")
    assert not strictest.accepts("Lunch @ home.txt")
    assert strictest.accepts("Cats & dogs.txt")
