"""Whether a module answers the same every time."""

import pytest

from pointmass.stabilize.written import read_module, steady

INPUTS = [["one apple"], ["two apples"], ["three apples"], ["four apples"]]


def moved(source, spec):
    return steady(read_module(source, spec=spec), INPUTS)


@pytest.mark.parametrize(
    "source",
    [
        "def shout(text):\n    return text.upper()\n",
        "def shout(text):\n    return ' '.join(sorted(set(text.split())))\n",
        "import random\ndef shout(text):\n    return random.Random(7).choice(text)\n",
        "def shout(text):\n    raise ValueError(object())\n",
        "CACHE = {}\ndef shout(text):\n    return CACHE.setdefault(text, text.upper())\n",
    ],
)
def test_what_depends_on_its_input_only_is_steady(shout, source):
    assert moved(source, shout) == ""


def test_a_module_is_asked_with_the_libraries_that_it_imports(shout):
    source = (
        "import dateutil.parser\ndef shout(text):\n    return dateutil.parser.parse('3 May 2024').isoformat() + text\n"
    )
    module = read_module(source, spec=shout, allow_imports=("dateutil",))

    assert steady(module, INPUTS) == ""


@pytest.mark.parametrize(
    "source",
    [
        "SEEN = []\ndef shout(text):\n    SEEN.append(text)\n    return str(len(SEEN))\n",
        "SEEN = []\ndef accepts(text):\n    SEEN.append(text)\n    return len(SEEN) > 1\ndef shout(text):\n    return text\n",
        "def shout(text):\n    return ' '.join({*'the quick brown fox jumps over it'.split(), *text.split()})\n",
        "def shout(text):\n    return str(hash(text))\n",
        "import random\ndef shout(text):\n    return str(random.random())\n",
        "import datetime\ndef shout(text):\n    return str(getattr(datetime.date, 'today')())\n",
    ],
    ids=["counts", "guard counts", "set order", "hash", "chance", "day"],
)
def test_what_depends_on_order_hashes_chance_or_the_day_is_not(shout, source):
    why = moved(source, shout)

    assert why.startswith("code for 'shout': asked twice")
    assert "an answer may depend on the input only" in why
