from __future__ import annotations

import pytest

from pointmass.synthesis import synthesize

# Invented titles, each with the name that a person would give it; a few treatments depend on what stands beside a sign.
TITLES = [
    ("Knots & Ropes", "knots-and-ropes"),
    ("Salt & Pepper, a Love Story", "salt-and-pepper-a-love-story"),
    ("C# by Lamplight", "csharp-by-lamplight"),
    ("Ten Games in F# for Two", "ten-games-in-fsharp-for-two"),
    ("Knit One: Pattern #4", "knit-one-pattern-4"),
    ("Song #12 (Live)", "song-12-live"),
    ("Node.js after Dark", "nodejs-after-dark"),
    ("Vue.js vs. Paper", "vuejs-vs-paper"),
    ("Release 3.12: Notes", "release-3-12-notes"),
    ("Golf 1.6 Repairs", "golf-1-6-repairs"),
    ("10,000 Steps", "10000-steps"),
    ("1,500 Words a Day", "1500-words-a-day"),
    ("Über Brücken", "ueber-bruecken"),
    ("Schöne Gärten", "schoene-gaerten"),
    ("Grandma's Plums", "grandmas-plums"),
    ("Don't Look, Now", "dont-look-now"),
    ("TCP/IP at Sea", "tcp-ip-at-sea"),
    ("CI/CD on Foot", "ci-cd-on-foot"),
    ("Crème Brûlée", "creme-brulee"),
    ("A Café Guide", "a-cafe-guide"),
]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("C# & Node.js, Slowly", "csharp-and-nodejs-slowly"),
        ("Pattern #7 (Old)", "pattern-7-old"),
        ("Python 3.11 in 20,000 Words", "python-3-11-in-20000-words"),
        ("Grandma's Bücher", "grandmas-buecher"),
    ],
)
def test_each_sign_becomes_what_the_examples_show_for_where_it_stands(title, wanted):
    best = synthesize(TITLES)[0]

    assert best.accepts(title)
    assert best(title) == wanted


def test_exceptions_are_missed_and_the_rest_is_explained():
    odd = [("$20 Dinners", "20-dollar-dinners")]

    best = synthesize([*TITLES, *odd])[0]

    assert best.missed == (len(TITLES),)
    assert best.support == len(TITLES)
    assert not any(best.at(level).accepts("$20 Dinners") for level in range(len(best.by_strictness)))


def test_a_contradicted_treatment_is_handed_back_where_it_is_contradicted():
    told = [("AT&T Days", "att-days"), ("Q&A Hour", "q-and-a-hour")]

    best = synthesize([*TITLES, *told])[0]

    assert best.accepts("Bread & Butter")
    assert not best.accepts("R&D Days")


SLUGS = [
    ("Grüße aus Köln", "gruesse-aus-koeln"),
    ("Die große Straße", "die-grosse-strasse"),
    ("Äpfel und Birnen", "aepfel-und-birnen"),
    ("Öl im Getriebe", "oel-im-getriebe"),
    ("Müde Krieger", "muede-krieger"),
    ("Ein Tag am Meer", "ein-tag-am-meer"),
    ("Fünf Freunde", "fuenf-freunde"),
    ("Weiße Nächte", "weisse-naechte"),
]


def test_letters_that_are_spelled_out_are_learned_from_the_examples():
    best = synthesize(SLUGS)[0]

    assert best.accepts("Süße Früchte")
    assert best("Süße Früchte") == "suesse-fruechte"
    assert not best.accepts("Crème Straße")


def test_many_examples_take_time_in_proportion():
    many = [(f"{title} {n}", f"{name}-{n}") for n in range(100) for title, name in TITLES]

    assert synthesize(many)[0].support == len(many)


def test_a_letter_beside_blanks_is_spelled_out_too():
    parts = [("Pin Ø6", "PIN_D6"), ("Nut Ø12", "NUT_D12"), ("Hook M4", "HOOK_M4"), ("Plug Ø3", "PLUG_D3")]

    best = synthesize(parts)[0]

    assert best("Bolt Ø8") == "BOLT_D8"
    assert best.accepts("Bolt Ø8")


@pytest.mark.parametrize("examples", [TITLES, SLUGS], ids=["titles", "slugs"])
def test_the_source_is_readable_and_answers_as_the_candidate_does(examples):
    best = synthesize(examples)[0]
    for level in range(len(best.by_strictness)):
        candidate, module = best.at(level), {}
        exec(candidate.source, module)  # noqa: S102 - the test reads what would be bound

        assert max(map(len, candidate.source.splitlines())) <= 120
        for text in [*(t for t, _ in TITLES), *(t for t, _ in SLUGS), "", " ", ".a", "A/B", "x|y", "R&D", "«q»"]:
            assert module["accepts"](text) == candidate.accepts(text)
            if candidate.accepts(text):
                assert module["f"](text) == candidate(text)


def test_one_sign_between_single_letters_does_not_speak_for_another():
    told = [("Q&A Hour", "q-and-a-hour"), ("Night of Q&A", "night-of-q-and-a")]

    best = synthesize([*TITLES, *told])[0]

    assert best.accepts("R&D Hour")
    assert not best.accepts("A/B Hour")
