import pytest

from pointmass.errors import NoModelError
from pointmass.models.none import NoModel


def test_a_draw_without_a_model_says_what_to_do_in_three_lines(ask, environment):
    environment(ANTHROPIC_API_KEY=None)

    with pytest.raises(NoModelError) as caught:
        ask(NoModel())
    first, with_key, without_key = str(caught.value).splitlines()

    assert first == "'clean_filename': a draw was asked for, and no model is set"
    assert "set ANTHROPIC_API_KEY" in with_key
    assert "pm.AnthropicModel" in with_key
    assert "pm.RecordedModel" in without_key
    assert "base_url=" in without_key


def test_with_a_key_at_hand_it_says_which_model_to_pass(ask, environment):
    environment(ANTHROPIC_API_KEY="sk-secret")

    with pytest.raises(NoModelError) as caught:
        ask(NoModel())

    assert 'ANTHROPIC_API_KEY is set: pass model=pm.AnthropicModel("<name of a model>")' in str(caught.value)
    assert "sk-secret" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 3


def test_it_is_priced_at_nothing_and_known_as_none():
    assert NoModel().identity == "none"
    assert not NoModel().priced
