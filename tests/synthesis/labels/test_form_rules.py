from __future__ import annotations

from pointmass.synthesis import synthesize

TOKENS = [
    ("2024-03", "date"),
    ("1.2.3", "version"),
    ("10.0.2", "version"),
    ("2019-11", "date"),
    ("2020-01", "date"),
    ("12:30", "time"),
    ("9:05", "time"),
    ("ACME-77", "part"),
]


def test_a_token_is_told_by_its_form_and_another_form_is_handed_back():
    learned = synthesize(TOKENS)[0]

    assert [learned(token) for token in ("2031-12", "4.0.11", "23:59")] == ["date", "version", "time"]
    assert all(map(learned.accepts, ("2031-12", "4.0.11", "23:59")))
    assert not learned.accepts("2031/12")


def test_no_example_is_quoted_in_the_source():
    source = synthesize(TOKENS)[0].source

    assert not any(token in source for token, _ in TOKENS)
    assert "ACME" not in source
