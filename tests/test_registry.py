from __future__ import annotations

import concurrent.futures
import itertools
import threading

import pytest

from pointmass.approval import Decision
from pointmass.artifact import Artifact
from pointmass.errors import StoreError, UnknownNameError
from pointmass.harness import bind_artifact, bind_function, bind_spec
from pointmass.registry import Binding, Registry
from pointmass.signature import Parameter
from pointmass.spec import Spec
from pointmass.store import Store

SOURCE = "def accepts(title):\n    return True\n\n\ndef clean(title):\n    return title.lower()\n"


@pytest.fixture
def spec():
    return Spec("clean", "Clean the title.", (Parameter("title", str),))


@pytest.fixture
def store():
    with Store() as store:
        yield store


@pytest.fixture
def registry(store):
    return Registry(store)


@pytest.fixture
def code(spec):
    return approved(Artifact("clean", SOURCE, spec.digest, "sample", {"agreed": 3}), spec)


def approved(artifact, spec):
    return bind_artifact(artifact, spec, Decision(approved=True, by="ada", digest=artifact.digest))


def bind(registry, binding, action="define", **how):
    return registry.bind(binding, action=action, by="ada", time=1.0, **how)


def function_of(name):
    return bind_function(lambda x: x, name=name, context=type("Context", (), {}))


def test_a_name_means_what_was_bound_last(registry, spec, code):
    bind(registry, bind_spec(spec))
    bind(registry, code, "stabilize")

    assert registry.resolve("clean") is code


def test_equal_content_is_no_new_event(registry, spec):
    first = bind(registry, bind_spec(spec))
    again = bind(registry, bind_spec(spec), "load")

    assert again == first
    assert len(registry.history("clean")) == 1


def test_content_that_comes_back_has_its_old_number(registry, spec, code):
    bind(registry, bind_spec(spec))
    bind(registry, code, "stabilize")
    bind(registry, bind_spec(spec), "soften")
    bind(registry, code, "rollback")

    assert [event.version for event in registry.history("clean")] == [1, 2, 1, 2]


def test_a_number_from_elsewhere_is_kept_where_it_is_free(registry, spec, code):
    bind(registry, bind_spec(spec))

    assert bind(registry, code, "load", version=7).version == 7
    assert bind(registry, function_of("clean"), "bind").version == 8


def test_a_number_from_elsewhere_that_is_taken_gives_way(registry, spec, code):
    bind(registry, bind_spec(spec))

    assert bind(registry, code, "load", version=1).version == 2


def test_an_unknown_name_lists_what_is_bound_and_what_was_meant(registry, spec):
    bind(registry, bind_spec(spec))
    bind(registry, function_of("route"))

    with pytest.raises(
        UnknownNameError, match=r"^'claen' is not bound \(did you mean 'clean'\?\); bound are \['clean', 'route'\]$"
    ):
        registry.resolve("claen")


def test_with_nothing_bound_an_unknown_name_says_how_to_begin(registry):
    with pytest.raises(UnknownNameError, match="nothing is bound yet; define a spec or bind a function"):
        registry.resolve("clean")


def test_an_unknown_version_lists_those_that_there_are(registry, spec, code):
    bind(registry, bind_spec(spec))
    bind(registry, code, "stabilize")

    with pytest.raises(UnknownNameError, match=r"^'clean' has no version 9; it has \[1, 2\]$"):
        registry.content("clean", 9)


def test_the_history_comes_back_in_the_next_session_and_no_meaning_with_it(store, registry, spec, code):
    bind(registry, bind_spec(spec))
    bind(registry, code, "stabilize", note="3 of 3 agree")
    later = Registry(store)

    assert later.history("clean") == registry.history("clean")
    assert later.history("clean")[-1].note == "3 of 3 agree"
    with pytest.raises(UnknownNameError):
        later.resolve("clean")


def test_the_code_of_a_version_is_written_down_with_its_evidence(store, registry, spec, code):
    bind(registry, code, "stabilize")
    content = Registry(store).content("clean", 1)

    assert content["source"] == SOURCE
    assert content["spec_digest"] == spec.digest
    assert content["spec"] == spec.content()
    assert (content["sample_digest"], content["evidence"]) == ("sample", {"agreed": 3})


def test_in_the_session_that_bound_it_a_version_is_the_binding_itself(registry, code):
    bind(registry, code, "stabilize")

    assert registry.content("clean", 1) is code
    assert isinstance(registry.content("clean", 1), Binding)


def test_a_meaning_that_cannot_be_written_down_is_not_given(spec):
    store = Store()
    registry = Registry(store)
    store.close()

    with pytest.raises(StoreError):
        bind(registry, bind_spec(spec))
    assert registry.active == {}
    assert registry.history("clean") == []


# --- two sessions on one file ---


@pytest.fixture
def two(tmp_path, spec):
    """Two registries on one file, in which both bound the spec."""
    with Store(tmp_path / "one.pointmass") as first, Store(tmp_path / "one.pointmass") as second:
        pair = Registry(first), Registry(second)
        for registry in pair:
            bind(registry, bind_spec(spec))
        yield pair


def test_what_both_sessions_bind_is_one_event(two):
    assert [len(registry.history("clean")) for registry in two] == [1, 1]


def test_sessions_that_bind_at_the_same_instant_write_each_meaning_once(two, code):
    start = threading.Barrier(len(two))

    def bind_at_once(registry):
        start.wait()
        for number in range(8):
            spec = Spec("clean", f"Clean the title, take {number}.", (Parameter("title", str),))
            bind(registry, bind_spec(spec))
            bind(registry, code, "stabilize")

    with concurrent.futures.ThreadPoolExecutor(len(two)) as threads:
        list(threads.map(bind_at_once, two))

    events = two[0].history("clean")
    versions = {event.digest: event.version for event in events}
    assert all(before.digest != after.digest for before, after in itertools.pairwise(events))
    assert len(set(versions.values())) == len(versions)
    assert all(event.version == versions[event.digest] for event in events)


def test_softening_undoes_what_another_session_bound(two, spec, code):
    bind(two[0], code, "stabilize")
    event = bind(two[1], bind_spec(spec), "soften")

    assert (event.action, event.version) == ("soften", 1)
    assert [e.action for e in two[0].history("clean")] == ["define", "stabilize", "soften"]


def test_history_tells_what_another_session_bound_and_the_name_keeps_its_meaning(two, code):
    bind(two[0], code, "stabilize")

    assert two[1].history("clean") == two[0].history("clean")
    assert two[1].resolve("clean").kind == "neural"
    assert two[1].elsewhere("clean").kind == "hybrid"
    assert two[0].elsewhere("clean") is None


def test_a_version_of_another_session_can_be_had_and_its_number_is_taken(two, spec, code):
    bind(two[0], code, "stabilize")
    other = approved(Artifact("clean", SOURCE + "# other\n", spec.digest), spec)

    assert two[1].content("clean", 2)["source"] == SOURCE
    assert two[1].last_content("clean")[1]["source"] == SOURCE
    assert bind(two[1], other, "stabilize").version == 3


def test_a_name_that_nothing_is_bound_to_here_is_nothing_else_elsewhere(registry):
    assert registry.elsewhere("clean") is None


def test_the_history_that_was_read_can_be_had_when_the_store_is_closed(store, registry, spec):
    bind(registry, bind_spec(spec))
    store.close()

    assert len(registry.history("clean")) == 1
