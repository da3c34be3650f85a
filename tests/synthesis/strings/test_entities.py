from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pointmass.synthesis import synthesize

TASKS = {
    "the e-mail address in text": (
        [
            ("Mail bob@x.org today", "bob@x.org"),
            ("please write to ann.lee@mail.example.com, ok?", "ann.lee@mail.example.com"),
            ("(c) q@z.io", "q@z.io"),
            ("foo: a-b@c.de; bar", "a-b@c.de"),
        ],
        ("reach me: zed@foo.bar soon", "zed@foo.bar"),
    ),
    "the host of a URL without www in text": (
        [
            ("see https://www.example.com/a/b?x=1", "example.com"),
            ("http://foo.org:80/", "foo.org"),
            ("go to https://www.bar.net now", "bar.net"),
            ("https://sub.bar.net/x", "sub.bar.net"),
        ],
        ("at http://www.zed.io/q", "zed.io"),
    ),
    "the identifier in text": (
        [
            ("fixes ABC-12 again", "ABC-12"),
            ("see X-9, later", "X-9"),
            ("QQ-100", "QQ-100"),
            ("(DE-7) closed", "DE-7"),
        ],
        ("done with (ZZ-88)", "ZZ-88"),
    ),
    "the IP address in text (or nothing)": (
        [
            ("Oct 3 10.0.0.1 error", "10.0.0.1"),
            ("from 192.168.1.7: ok", "192.168.1.7"),
            ("none here", ""),
            ("8.8.8.8 dns 12", "8.8.8.8"),
        ],
        ("x 1.2.3.4", "1.2.3.4"),
    ),
    "the sum of money in text": (
        [
            ("costs $5.20 now", "$5.20"),
            ("it was $ 7 before", "$ 7"),
            ("$12,000.50", "$12,000.50"),
            ("only 7 for $3!", "$3"),
        ],
        ("a $9.99 b", "$9.99"),
    ),
}


@pytest.mark.parametrize("words", TASKS)
def test_what_is_recognized_is_a_piece_with_a_name(words):
    examples, (given, wanted) = TASKS[words]
    best = synthesize(examples)[0]

    assert best.words == words
    assert best(given) == wanted
    assert best.accepts(given)


def test_what_no_input_holds_is_not_spoken_of():
    best = synthesize([("Ann Lee", "Lee"), ("Bob Stone", "Stone"), ("Cy Ford", "Ford")])[0]

    assert "findall" not in best.source
    assert "EMAIL" not in best.source


def test_the_sources_are_clean(tmp_path):
    for number, (examples, _) in enumerate(TASKS.values()):
        (tmp_path / f"f{number}.py").write_text(synthesize(examples)[0].source, encoding="utf-8")
    nowhere = ["--config-file", os.devnull, "--cache-dir", os.devnull]
    types = [sys.executable, "-m", "mypy", "--strict", *nowhere, str(tmp_path)]

    assert "Success" in subprocess.run(types, capture_output=True, text=True, check=False).stdout  # noqa: S603 - our own files
