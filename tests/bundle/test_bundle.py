from __future__ import annotations

import dataclasses

import pytest

from pointmass.bundle import Bundle
from pointmass.errors import BundleError


def test_versions_stand_in_the_order_of_their_numbers(spec, version):
    bundle = Bundle(spec, (version(12), version(3)), 12)

    assert [v.number for v in bundle.versions] == [3, 12]
    assert bundle.version(3) == version(3)


def test_a_bundle_may_hold_nothing_but_a_spec(spec):
    assert Bundle(spec).active is None


def test_a_version_that_is_not_there_is_named_with_those_that_are(bundle):
    with pytest.raises(BundleError, match=r"^clean: no version 4; it has \[3\]$"):
        bundle.version(4)


@pytest.mark.parametrize("numbers", [(3, 3), (0,), (-1, 2)])
def test_each_number_stands_once_and_from_one(spec, version, numbers):
    with pytest.raises(BundleError, match="allowed is each number once, from 1"):
        Bundle(spec, tuple(version(number) for number in numbers))


def test_active_must_be_one_of_the_versions(spec, version):
    with pytest.raises(
        BundleError, match=r"version 4 is stated as active, but the versions are \[3\]; name one of these"
    ):
        Bundle(spec, (version(3),), 4)


def test_code_of_another_spec_does_not_belong_into_it(spec, version):
    other = dataclasses.replace(spec, prompt="Another.")

    with pytest.raises(
        BundleError, match=f"was made from spec {spec.digest[:12]}, and the spec is {other.digest[:12]}"
    ):
        Bundle(other, (version(3),))


def test_code_of_another_name_does_not_belong_into_it(spec, version):
    other = dataclasses.replace(spec, name="tidy")

    with pytest.raises(BundleError, match="version 3 is code for 'clean'; it belongs in the bundle of that name"):
        Bundle(other, (version(3),))
