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
        "O'Hara.txt",
        "A/B test.txt",
    ],
)
def test_what_only_looks_like_settled_titles_is_handed_back(best, title):
    assert not best.accepts(title)


def test_stricter_guards_accept_a_part_of_what_looser_ones_do(best, clean_filename):
    titles = [*(t for t, _ in clean_filename[0]), "Кот.jpg", "a+b.txt", "setup-3.2.1.exe", "Holiday (1).zip", "README"]

    accepted = [{t for t in titles if best.at(strictness).accepts(t)} for strictness in range(len(best.by_strictness))]

    assert all(strict <= loose for loose, strict in itertools.pairwise(accepted))
    assert accepted[0] > accepted[1] > accepted[2]
    assert all("README" not in one for one in accepted)


@pytest.mark.parametrize(("title", "wanted"), [("a; b.txt", "a-b.txt"), ("Salt, Pepper.txt", "salt-pepper.txt")])
def test_a_mark_that_nobody_reads_aloud_goes_the_way_of_the_many_that_examples_showed(best, title, wanted):
    assert best.accepts(title)
    assert best(title) == wanted


@pytest.mark.parametrize(
    "title", ["1,000 cats.txt", "a | b.txt", "a+b.txt", "«a».txt", "$5.txt", "Кот.jpg", "Straße.txt", "Øre.txt"]
)
def test_every_level_hands_back_signs_and_letters_that_no_example_showed(best, title):
    assert not any(best.at(strictness).accepts(title) for strictness in range(len(best.by_strictness)))


@pytest.mark.parametrize("title", ["Lunch @ home.txt", "sale (50%).png", "C++ basics.pdf"])
def test_what_one_example_spells_out_is_answered_by_loose_guards_only(best, title):
    assert best.at(0).accepts(title)
    assert not best.accepts(title)


def test_the_strictest_guard_wants_every_sign_to_have_been_seen_twice(best):
    strictest = best.at(len(best.by_strictness) - 1)

    assert best.accepts("Hit #1.mp3")
    assert not strictest.accepts("Hit #1.mp3")
    assert strictest.accepts("Cats & dogs.txt")


PARTS = [
    ("Bolt M8 (zinc)", "BOLT_M8_ZINC"),
    ("Nut, M6", "NUT_M6"),
    ("Washer M10 / flat", "WASHER_M10_FLAT"),
    ("Screw T20 – long", "SCREW_T20_LONG"),
    ("Rivet A4", "RIVET_A4"),
    ("Pin & clip C2", "PIN_CLIP_C2"),
    ("Hinge (left)", "HINGE_LEFT"),
    ("Cable 3x1.5", "CABLE_3X1_5"),
    ("Plug: EU", "PLUG_EU"),
    ("Hook  small", "HOOK_SMALL"),
    ("Chain 5m", "CHAIN_5M"),
    ("Spring [steel]", "SPRING_STEEL"),
    ("Clamp 20/30", "CLAMP_20_30"),
]


@pytest.mark.parametrize("sign", list("!?<>{|«_;#\"'éß"))
def test_a_sign_that_no_part_had_is_handed_back_at_every_level(sign):
    best = synthesize(PARTS)[0]

    for part in (f"Bolt {sign} zinc", f"Bolt{sign} zinc", f"Bolt {sign}zinc", f"Bolt{sign}zinc", f"Bolt 3{sign}4"):
        assert not any(best.at(strictness).accepts(part) for strictness in range(len(best.by_strictness)))


def test_the_source_speaks_of_signs_and_never_of_files_or_titles():
    source = synthesize(PARTS)[0].source.lower()

    assert not any(word in source for word in ("file", "title", "camelcase", "initials", "extension"))


def test_contested_inputs_are_not_quoted():
    source = synthesize(PARTS, contested=["Secret-Q7.x", "Zebra v2.1 (old)"])[0].source

    assert "Secret" not in source
    assert "Zebra" not in source


SURNAMES = ["Müller", "Čapek", "José", "Anna", "BOB", "Zoë", "Renée", "Jörg", "Noël", "Inés", "Björn", "Peña", "Gómez"]
PLAIN = ["muller", "capek", "jose", "anna", "bob", "zoe", "renee", "jorg", "noel", "ines", "bjorn", "pena", "gomez"]


@pytest.mark.parametrize("name", ["Weiß", "Łukasz", "Øystein", "Ирина", "王伟", "Håkan"])
def test_letters_whose_folding_no_example_settled_are_handed_back_at_every_level(name):
    best = synthesize(list(zip(SURNAMES, PLAIN, strict=True)))[0]

    assert best("Mélanie") == "melanie"
    assert best.accepts("Mélanie")
    assert not any(best.at(strictness).accepts(name) for strictness in range(len(best.by_strictness)))
