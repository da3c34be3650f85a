"""What a module answers, executed in the sandbox."""

from pointmass.stabilize.trial import said_of

MODULE = """
def accepts(text):
    return isinstance(text, str) and text != "no"


def shout(text):
    return text.upper() if text != "raise" else [][0]
"""


def test_what_the_guard_lets_through_is_answered(sandbox):
    (said,) = said_of(sandbox, MODULE, "shout", [["a b"]])

    assert (said.answered, said.value) == (True, "A B")


def test_what_the_guard_hands_back_is_told_from_what_raises(sandbox):
    back, raised = said_of(sandbox, MODULE, "shout", [["no"], ["raise"]])

    assert (back.answered, back.handed_back) == (False, True)
    assert (raised.answered, raised.handed_back, "IndexError" in raised.why) == (False, False, True)


def test_a_module_without_a_guard_answers_nothing(sandbox):
    (said,) = said_of(sandbox, "def shout(text):\n    return text\n", "shout", [["a"]])

    assert not said.answered
    assert "accepts" in said.why


def test_a_module_that_defines_the_name_of_the_driver_is_still_asked(sandbox):
    (said,) = said_of(sandbox, MODULE + "\nasked = None\n", "shout", [["a"]])

    assert said.value == "A"


def test_a_module_that_reaches_for_a_file_is_refused(sandbox):
    reaching = "def accepts(x):\n    return True\n\n\ndef f(x):\n    return open('/etc/passwd').read()\n"
    (said,) = said_of(sandbox, reaching, "f", [["a"]])

    assert not said.answered
    assert said.why.startswith("refused (files)")
