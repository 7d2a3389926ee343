"""Values: frozen dataclasses with slots, whose methods are written when first used.

``dataclasses.dataclass`` compiles six methods of each class that is defined.  A search
defines sixty classes, makes objects of half of them, and compares or shows few: the
compiling took a fifth of its time.  So here ``dataclasses`` gathers the fields alone,
and ``__init__`` is compiled when a class first makes an object.  ``fields``,
``replace``, ``asdict`` and ``match`` know values as they know any dataclass.

What makes thousands of objects has them made by ``constructor_of`` their class.
"""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, ParamSpec, TypeVar, dataclass_transform, overload

Class = TypeVar("Class", bound=type)
Value = TypeVar("Value")
Fields = ParamSpec("Fields")


@overload
def frozen(cls: Class, /) -> Class: ...
@overload
def frozen(*, kw_only: bool) -> Callable[[Class], Class]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, /, *, kw_only: bool = False) -> Any:
    """Make a class a frozen dataclass with slots.

    >>> @frozen
    ... class Pair:
    ...     first: int
    ...     second: int = 2
    >>> Pair(1), Pair(1) == Pair(1, 2), len({Pair(1), Pair(1, 2)})
    (Pair(first=1, second=2), True, 1)
    """
    make = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)

    def make_value(cls: type) -> type:
        # Of a class without one dataclasses wants the signature before there are slots.
        cls.__doc__ = cls.__doc__ or cls.__name__
        for name in _WRITTEN:
            setattr(cls, name, _Unwritten(cls, name))
        for name, method in _SHARED.items():
            setattr(cls, name, method)
        return make(cls)

    return make_value if cls is None else make_value(cls)


def constructor_of(cls: Callable[Fields, Value]) -> Callable[Fields, Value]:
    """Return a function that makes objects as calling the class does, twice as fast.

    The class has no base but ``object``.

    >>> @frozen(kw_only=True)
    ... class Pair:
    ...     first: int
    ...     second: int = 2
    >>> make_pair = constructor_of(Pair)
    >>> make_pair(first=1)
    Pair(first=1, second=2)
    """
    made = fields(cls)  # type: ignore[arg-type]
    # Calling a class gathers the names in a dictionary first, and a frozen object
    # refuses to be filled: so this fills one of a class alike that isn't frozen, and
    # then says of which class it is.
    fillable = type("_Fillable", (), {"__slots__": [one.name for one in made]})
    lines = ["self = _fillable()"]
    lines += [f"self.{one.name} = {_argument(one)}" for one in made if one.init]
    lines += ["self.__class__ = _class", *_finish(cls), "return self"]
    scope = {"_fillable": fillable, "_class": cls}
    return _compile("construct", (), made, lines, scope)


class _Unwritten:
    """A method that is written when it is looked up, and then stands in this place."""

    def __init__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner  # the class with slots, made of the one without

    def __get__(self, instance: object, owner: type) -> Any:
        # Threads may both write it; what they write is the same.
        method = _WRITTEN[self._name](self._owner)
        setattr(self._owner, self._name, method)
        return method.__get__(instance, owner)


def _write_init(cls: type) -> Callable[..., None]:
    made = fields(cls)
    # A frozen object refuses all but what its slots themselves set, and these take half
    # of the time of ``object.__setattr__``, which has to find them.
    lines = [f"_set_{one.name}(self, {_argument(one)})" for one in made if one.init]
    scope = {f"_set_{one.name}": getattr(cls, one.name).__set__ for one in made}
    return _compile("__init__", ("self",), made, lines + _finish(cls), scope)


def _finish(cls: object) -> list[str]:
    return ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []


def _compile(
    name: str,
    before: Sequence[str],
    made: Sequence["Field[Any]"],
    lines: Sequence[str],
    scope: dict[str, Any],
) -> Callable[..., Any]:
    """Return a function of the fields that are given, and of what stands before."""
    plain = [_parameter(one) for one in made if one.init and not one.kw_only]
    named = [_parameter(one) for one in made if one.init and one.kw_only]
    parameters = ", ".join([*before, *plain, *(["*", *named] if named else [])])
    scope["_MISSING"] = MISSING
    scope |= {f"_default_{one.name}": one.default for one in made}
    scope |= {f"_make_{one.name}": one.default_factory for one in made}
    body = "\n  ".join(lines or ["pass"])
    exec(f"def {name}({parameters}):\n  {body}", scope)  # noqa: S102
    written: Callable[..., Any] = scope[name]
    return written


def _parameter(one: "Field[Any]") -> str:
    if one.default_factory is not MISSING:
        return f"{one.name}=_MISSING"
    return one.name if one.default is MISSING else f"{one.name}=_default_{one.name}"


def _argument(one: "Field[Any]") -> str:
    if one.default_factory is MISSING:
        return one.name
    return f"_make_{one.name}() if {one.name} is _MISSING else {one.name}"


def _write_eq(cls: type) -> Callable[[Any, object], Any]:
    compared = _getter_of_compared(cls)

    def is_equal(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    return is_equal


def _write_hash(cls: type) -> Callable[[Any], int]:
    compared = _getter_of_compared(cls)
    return lambda self: hash(compared(self))


def _getter_of_compared(cls: type) -> Callable[[Any], Any]:
    names = [one.name for one in fields(cls) if one.compare]
    return attrgetter(*names or ["__class__"])


def _repr(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_set(_self: object, name: str, _: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, held in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, held)


_WRITTEN: dict[str, Callable[[type], Callable[..., Any]]] = {
    "__init__": _write_init,
    "__eq__": _write_eq,
    "__hash__": _write_hash,
}
_SHARED: dict[str, Callable[..., Any]] = {
    "__repr__": _repr,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__getstate__": _get_state,
    "__setstate__": _set_state,
}
