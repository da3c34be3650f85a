from __future__ import annotations

import dataclasses
import datetime as dt
import io
import subprocess
import sys
from typing import Literal, TypedDict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.errors import InputError
from pointmass.models.base import input_key
from pointmass.sampler import read_inputs
from pointmass.signature import Parameter
from pointmass.spec import Spec


@dataclasses.dataclass
class Ticket:
    text: str
    urgent: bool = False


class Place(TypedDict):
    city: str


def clean(title: str) -> str:
    """Clean it."""


def route(text: str, customer: int, level: Literal["low", "high"] = "low") -> str:
    """Route it."""


def maybe(title: str | None) -> str:
    """Clean it, if it is there."""


def noted(name: str, note: str | None = None) -> str:
    """Say it."""


def triage(ticket: Ticket) -> str:
    """Triage it."""


def locate(place: Place) -> str:
    """Locate it."""


def halve(number: float) -> float:
    """Halve it."""


ONE, SEVERAL, MAYBE, RECORD, TYPED, NUMBER = map(Spec.from_function, (clean, route, maybe, triage, locate, halve))
NOTED = Spec.from_function(noted)


@pytest.mark.parametrize(
    "values",
    [
        ["a", "b"],
        ("a", "b"),
        (value for value in "ab"),
        {"a": 1, "b": 2}.keys(),
        pd.Series(["a", "b"], index=[7, 7]),
        pd.Index(["a", "b"]),
        pd.Categorical(["a", "b"]),
        np.array(["a", "b"]),
        np.array(["a", "b"], dtype=object),
        [{"title": "a"}, {"title": "b"}],
        pd.DataFrame({"title": ["a", "b"]}),
    ],
    ids=lambda values: type(values).__name__,
)
def test_one_parameter_takes_values_in_any_collection(values):
    inputs = read_inputs(ONE, values)

    assert inputs.rows == ({"title": "a"}, {"title": "b"})
    assert inputs.keys == (input_key({"title": "a"}), input_key({"title": "b"}))
    assert inputs.weights == (1, 1)
    assert inputs.notices == ()


@pytest.mark.parametrize("as_given", [list, pd.DataFrame], ids=["mappings", "frame"])
def test_several_parameters_take_mappings_or_a_table(as_given):
    inputs = read_inputs(SEVERAL, as_given([{"text": "a", "customer": 1}, {"text": "b", "customer": 2}]))

    assert inputs.rows == (
        {"text": "a", "customer": 1, "level": "low"},
        {"text": "b", "customer": 2, "level": "low"},
    )


@pytest.mark.parametrize("values", [np.array([1.5, 2]), [np.float32(1.5), np.int64(2)], pd.Series([1.5, 2])])
def test_numbers_of_numpy_are_numbers(values):
    assert read_inputs(NUMBER, values).rows == ({"number": 1.5}, {"number": 2.0})


@pytest.mark.parametrize("value", [Ticket("a"), {"text": "a"}, {"ticket": {"text": "a"}}])
def test_a_record_parameter_takes_the_record_itself_or_by_name(value):
    assert read_inputs(RECORD, [value]).rows == ({"ticket": {"text": "a", "urgent": False}},)


def test_a_typed_dict_is_a_value_too():
    assert read_inputs(TYPED, [{"city": "Ulm"}]).rows == ({"place": {"city": "Ulm"}},)


def test_duplicates_are_asked_once_and_keep_their_weight():
    inputs = read_inputs(ONE, ["a", "b", "a", "c", "a"])

    assert [row["title"] for row in inputs.rows] == ["a", "b", "c"]
    assert inputs.weights == (3, 1, 1)
    assert inputs.notices == ("2 of 5 inputs are duplicates: asked once, and counted with their weight",)


def test_one_duplicate_is_told_in_the_singular():
    assert read_inputs(ONE, ["a", "a"]).notices == (
        "1 of 2 inputs is a duplicate: asked once, and counted with its weight",
    )


@given(st.lists(st.text(), min_size=1))
def test_weights_count_every_input_that_was_given(titles):
    inputs = read_inputs(ONE, titles)

    assert sum(inputs.weights) == len(titles)
    assert len(set(inputs.keys)) == len(inputs) == len(set(titles))


@pytest.mark.parametrize("empty", [[], (), pd.DataFrame({"title": []}), pd.Series([], dtype=str), iter(())])
def test_nothing_is_an_error(empty):
    with pytest.raises(InputError, match="clean: got no inputs"):
        read_inputs(ONE, empty)


@pytest.mark.parametrize(
    "values",
    [
        ["a", float("nan"), "b", None],
        pd.Series(["a", np.nan, "b", None]),
        pd.Series(["a", None, "b", pd.NA], dtype="string"),
        pd.DataFrame({"title": ["a", np.nan, "b", np.nan]}),
        np.array(["a", np.nan, "b", None], dtype=object),
    ],
    ids=["list", "series", "string series", "frame", "array"],
)
def test_missing_values_are_named_by_row(values):
    with pytest.raises(InputError, match=r"2 of 4 inputs do not fit .*rows 1, 3: a missing value .* as title"):
        read_inputs(ONE, values)


def test_none_fits_where_the_type_says_so():
    assert read_inputs(MAYBE, ["a", None]).rows == ({"title": "a"}, {"title": None})


NOTES = pd.read_csv(io.StringIO("name,note\nann,hi\nbob,\n"))


@pytest.mark.parametrize(
    "frame",
    [
        NOTES,
        NOTES.where(NOTES.notna(), None),
        NOTES.astype(object).where(NOTES.notna(), None),
        NOTES.astype("string"),
        NOTES.to_dict("records"),
    ],
    ids=["read", "where", "object", "string", "records"],
)
def test_a_cell_that_is_empty_is_none_where_the_type_says_so(frame):
    assert read_inputs(NOTED, frame).rows == ({"name": "ann", "note": "hi"}, {"name": "bob", "note": None})


@pytest.mark.parametrize("none", [None, float("nan"), np.nan, pd.NA, pd.NaT], ids=repr)
@pytest.mark.parametrize("kind", [str, int, float, dt.datetime, list[str]], ids=str)
def test_whatever_a_table_has_for_nothing_is_none_where_the_type_says_so_and_refused_elsewhere(kind, none):
    maybe = Spec("f", "Answer.", (Parameter("x", kind | None),))
    never = Spec("f", "Answer.", (Parameter("x", kind),))

    assert read_inputs(maybe, [none]).rows == ({"x": None},)
    with pytest.raises(InputError, match=r"row 0: a missing value .* as x: drop the row, or fill it in"):
        read_inputs(never, [none])


def test_a_series_with_missing_numbers_is_taken_as_a_frame_is():
    numbers = pd.Series([1, None], dtype="Int64")
    spec = Spec("f", "Answer.", (Parameter("x", int | None),))

    assert read_inputs(spec, numbers).rows == read_inputs(spec, numbers.to_frame("x")).rows == ({"x": 1}, {"x": None})


def test_times_that_differ_by_less_than_a_type_can_say_are_not_made_one():
    times = pd.to_datetime(pd.Series(["2024-01-31T12:00:00.000000001", "2024-01-31T12:00:00.000000002"]))
    spec = Spec("f", "Answer.", (Parameter("when", dt.datetime),))

    with pytest.raises(InputError, match=r"when=2024-01-31 12:00:00.000000001: a time has microseconds here"):
        read_inputs(spec, times)
    assert read_inputs(spec, times.dt.floor("us")).weights == (2,)


def test_nan_fits_nowhere():
    with pytest.raises(InputError, match=r"row 0: a missing value"):
        read_inputs(NUMBER, [float("nan")])


def test_infinity_has_no_json_form():
    with pytest.raises(InputError, match=r"row 0: number=inf \(float\)"):
        read_inputs(NUMBER, [float("inf")])


def test_all_faults_come_at_once_with_their_rows():
    rows = [{"text": "a"}, {"text": "a", "customer": "x"}, {"text": "a", "customer": 1, "id": 3}, {"text": "a"}, 5]

    with pytest.raises(InputError) as caught:
        read_inputs(SEVERAL, rows)

    message = str(caught.value)
    assert "route: 5 of 5 inputs do not fit route(text: str, customer: int" in message
    assert "rows 0, 3: got no ['customer']" in message
    assert "row 1: customer='x' (str) is not of type int" in message
    assert "row 2: got ['id']" in message
    assert "row 4: 5 names no parameter" in message
    assert "nothing was asked" in message


def test_only_the_first_ten_rows_of_a_fault_are_listed():
    with pytest.raises(InputError, match=r"rows 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 \(the first 10 of 25\): a missing value"):
        read_inputs(ONE, [None] * 25)


def test_only_the_first_ten_faults_are_listed():
    with pytest.raises(InputError, match="and 15 more faults"):
        read_inputs(ONE, list(range(25)))


def test_a_misspelt_parameter_is_named():
    with pytest.raises(InputError, match=r"row 0: got no \['title'\]; the parameters are \['title'\]"):
        read_inputs(ONE, [{"titel": "a"}])


@pytest.mark.parametrize("one", ["a title", b"bytes"])
def test_a_bare_string_is_one_input_and_not_a_list(one):
    with pytest.raises(InputError, match="one input is a list of one"):
        read_inputs(ONE, one)


def test_one_mapping_is_one_input_and_not_a_list():
    with pytest.raises(InputError, match=r"got one input, a mapping of .*one input is a list of one"):
        read_inputs(ONE, {"title": "a"})


@pytest.mark.parametrize("column", [["a", "b"], ("a", "b"), np.array(["a"]), pd.Series(["a"])])
def test_a_mapping_of_columns_says_what_to_give(column):
    with pytest.raises(InputError, match=r"a mapping of columns \['title'\]; give a DataFrame"):
        read_inputs(ONE, {"title": column})


def test_other_columns_are_an_error_that_says_how_to_choose():
    frame = pd.DataFrame({"title": ["a"], "id": [1]})

    with pytest.raises(InputError, match=r"the columns \['id'\] are not parameters; .*give frame\[\['title'\]\]"):
        read_inputs(ONE, frame)


def test_a_column_that_is_not_there_is_an_error():
    with pytest.raises(InputError, match=r"there is no column \['customer'\]"):
        read_inputs(SEVERAL, pd.DataFrame({"text": ["a"]}))


def test_a_column_that_stands_there_twice_is_an_error():
    with pytest.raises(InputError, match=r"the columns \['title'\] occur twice"):
        read_inputs(ONE, pd.DataFrame([["a", "b"]], columns=["title", "title"]))


def test_an_array_of_two_dimensions_is_an_error():
    with pytest.raises(InputError, match="an array of 2 dimensions"):
        read_inputs(ONE, np.array([["a"]]))


def test_what_is_no_collection_is_an_error():
    with pytest.raises(InputError, match="clean: got int; inputs are a list"):
        read_inputs(ONE, 5)


def test_an_asynchronous_generator_is_an_error_that_says_what_to_do():
    async def titles():
        yield "a"

    with pytest.raises(InputError, match="collect an asynchronous generator first"):
        read_inputs(ONE, titles())


def test_reading_a_list_loads_neither_pandas_nor_numpy():
    child = (
        "import sys\n"
        "from pointmass.sampler import read_inputs\n"
        "from pointmass.spec import Spec\n"
        "from pointmass.signature import Parameter\n"
        "read_inputs(Spec('f', 'Do it.', (Parameter('x', str),)), ['a'])\n"
        "print(sorted({'pandas', 'numpy', 'anthropic', 'rich', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True)  # noqa: S603 - our own text

    assert done.stdout.strip() == "[]"
