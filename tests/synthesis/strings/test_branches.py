"""Programs with branches."""

from __future__ import annotations

from pointmass.synthesis import synthesize


def test_the_condition_asks_for_the_sign_that_the_branch_goes_on_to_use():
    learned = synthesize(
        [
            ("joy@fabrikam.example", "joy@fabrikam.example"),
            ("gifti@fabrikam.example", "gifti@fabrikam.example"),
            ("claudia", "claudia@proseware.example"),
            ("francis@contoso.example", "francis@contoso.example"),
            ("celtia", "celtia@proseware.example"),
        ]
    )[0]

    assert learned("ann@x.example") == "ann@x.example"
    assert learned("bo") == "bo@proseware.example"


def test_what_no_condition_holds_for_goes_the_way_of_most_examples():
    learned = synthesize([("1-2", "2"), ("3-4", "4"), ("5-6", "6"), ("9", "9"), ("8", "8"), ("7-1", "1")])[0]

    assert learned("12") == "12"
    assert learned("11-12") == "12"
