"""What a search may spend, counted in steps."""

from pointmass.synthesis import Effort, synthesize
from pointmass.synthesis.effort import STEPS


def endless():
    """Tell the time on a machine that is infinitely fast."""
    return 0.0


def test_an_effort_ends_after_its_steps_and_not_after_its_time():
    effort = Effort(10 / STEPS, clock=endless)

    assert [effort() for _ in range(11)] == [False] * 10 + [True]
    assert effort.used_up
    assert not effort.by_clock


def test_the_clock_ends_what_its_steps_do_not_and_says_so():
    effort = Effort(1.0, clock=iter((0.0, 1.9, 2.1)).__next__)

    assert not effort()
    assert effort(1_000)
    assert effort.by_clock
    assert not effort.used_up


def test_a_part_takes_steps_of_the_whole():
    effort = Effort(100 / STEPS, clock=endless)
    effort(20)
    half = effort.part(0.5)

    assert not half(40)
    assert half(1)
    assert effort.taken == 61
    assert not effort.used_up


def test_what_a_search_finds_and_where_it_ends_depends_on_the_examples_only():
    examples = [
        (f"{a}-{b} of {c}", f"{c[0]}{b}{a[:2]}") for a, b, c in zip("abcdefgh", range(8), "xyzxyzxy", strict=True)
    ]
    ended = []
    for _ in range(2):
        effort = Effort(0.02, clock=endless)
        found = synthesize(examples, budget=effort)
        ended.append((effort.taken, [candidate.source for candidate in found]))

    assert ended[0] == ended[1]
