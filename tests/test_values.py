"""Values behave as frozen dataclasses with slots do; they only cost less to define."""

import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest

from pressfind.values import constructor_of, frozen


@frozen
class Pair:
    """Two numbers."""

    first: int
    second: int = 2


@frozen
class Twin:
    """Two numbers, and not a pair."""

    first: int
    second: int = 2


@frozen(kw_only=True)
class Base:
    """A name."""

    name: str
    notes: list[str] = field(default_factory=list, compare=False)


@frozen(kw_only=True)
class Derived(Base):
    """A name and a size."""

    size: int
    doubled: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "doubled", 2 * self.size)


@frozen
class Unexplained:  # noqa: D101  # dataclasses then asks for the signature at once
    first: int


@frozen
class Nothing:
    """No field."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What a value is compared with."""

    first: int
    second: int = 2


def test_a_value_takes_its_fields_in_order_or_by_name() -> None:
    assert Pair(1, 2) == Pair(second=2, first=1)


def test_a_value_is_shown_as_a_dataclass_is() -> None:
    assert repr(Plain(1)).replace("Plain", "Pair") == repr(Pair(1))


def test_a_value_has_the_signature_of_a_dataclass() -> None:
    expected = inspect.signature(Plain).parameters
    assert list(expected) == list(inspect.signature(Twin).parameters)


def test_a_value_needs_no_docstring() -> None:
    assert Unexplained(1).first == 1


def test_values_of_two_classes_differ_whatever_they_hold() -> None:
    other: object = Twin(1)
    assert Pair(1) != other


def test_equal_values_are_one_key() -> None:
    assert {Pair(1): "a"}[Pair(1, 2)] == "a"


def test_values_without_fields_are_equal() -> None:
    assert {Nothing()} == {Nothing()}


def test_a_field_that_is_not_compared_tells_no_values_apart() -> None:
    one, other = Base(name="a", notes=["x"]), Base(name="a")
    assert (True, hash(one)) == (one == other, hash(other))


def test_each_value_gets_a_default_of_its_own_from_a_factory() -> None:
    assert Base(name="a").notes is not Base(name="a").notes


def test_a_derived_value_has_the_fields_of_both_classes() -> None:
    names = [one.name for one in fields(Derived)]
    assert names == ["name", "notes", "size", "doubled"]


def test_a_field_can_be_made_from_the_others() -> None:
    assert Derived(name="a", size=2).doubled == 4


def test_a_field_that_is_not_given_is_not_shown_if_it_says_so() -> None:
    assert repr(Derived(name="a", size=2)) == "Derived(name='a', notes=[], size=2)"


def test_a_class_made_of_a_value_may_be_made_in_its_own_way() -> None:
    class Sum(Pair):
        def __init__(self, *numbers: int) -> None:
            super().__init__(sum(numbers))

    assert Sum(1, 2, 3).first == 6


def test_a_value_is_replaced_with_another() -> None:
    assert replace(Derived(name="a", size=2), size=3).doubled == 6


def test_a_value_is_the_same_after_pickling() -> None:
    derived = Derived(name="a", size=2)
    assert pickle.loads(pickle.dumps(derived)) == derived  # noqa: S301


def test_a_value_is_matched_by_its_fields() -> None:
    match Pair(1):
        case Pair(first, second):
            assert (first, second) == (1, 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda pair: setattr(pair, "first", 3),
        lambda pair: setattr(pair, "unknown", 3),
        lambda pair: delattr(pair, "first"),
    ],
)
def test_a_value_does_not_change(change: Callable[[Pair], None]) -> None:
    with pytest.raises(FrozenInstanceError):
        change(Pair(1))


@pytest.mark.parametrize(
    ("positional", "named"),
    [((), {}), ((1, 2, 3), {}), ((1,), {"third": 3})],
)
def test_a_value_takes_its_own_fields_alone(
    positional: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        Pair(*positional, **named)


def test_a_value_that_takes_names_takes_nothing_by_place() -> None:
    with pytest.raises(TypeError):
        Base("a")  # type: ignore[call-arg]


@frozen(kw_only=True)
class Circle:
    """A name and a size, and no base."""

    name: str
    size: int = 1
    notes: list[str] = field(default_factory=list)
    doubled: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "doubled", 2 * self.size)


make_pair, make_circle = constructor_of(Pair), constructor_of(Circle)


def test_a_constructor_takes_fields_as_the_class_does() -> None:
    assert [make_pair(1), make_pair(second=2, first=1)] == [Pair(1), Pair(1, 2)]


def test_a_constructor_makes_what_is_made_of_other_fields() -> None:
    assert make_circle(name="a", size=2) == Circle(name="a", size=2)


def test_a_constructor_gives_each_value_a_default_of_its_own() -> None:
    assert make_circle(name="a").notes is not make_circle(name="a").notes


def test_what_a_constructor_makes_does_not_change() -> None:
    pair = make_pair(1)
    with pytest.raises(FrozenInstanceError):
        pair.first = 3  # type: ignore[misc]


@pytest.mark.parametrize("positional", [(), (1, 2, 3)])
def test_a_constructor_takes_as_many_fields_as_the_class(
    positional: tuple[Any, ...],
) -> None:
    with pytest.raises(TypeError):
        make_pair(*positional)
