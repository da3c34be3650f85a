from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.errors import InputError


def test_recorded_draws_stop_when_the_mode_is_known(clean_filename):
    sample = clean_filename.sample(pm.shipped_inputs("clean_filename"), pm.until(mode=0.95, most=16), progress=False)
    by_input = dict(zip(sample.inputs, map(len, sample.draws), strict=True))

    assert set(by_input.values()) == {7, 16}
    assert by_input["README"] == 16  # 8:8 in all
    assert "saved" in sample.notices[-1]


def test_the_panel_and_the_digest_of_such_a_sample_work(clean_filename):
    sample = clean_filename.sample(
        pm.shipped_inputs("clean_filename")[:2], pm.until(mode=0.95, most=16), progress=False
    )

    assert "drawn until" in sample._repr_html_()
    assert sample.digest


def test_conversations_take_a_number_and_no_rule(clean_filename):
    with pytest.raises(InputError, match="a stopping rule decides input by input"):
        clean_filename.sample(["a"], pm.until(mode=0.95), linked=True, progress=False)
