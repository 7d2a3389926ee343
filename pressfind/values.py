"""Values: frozen dataclasses with slots, whose methods are written when first used.

``dataclasses.dataclass`` compiles six methods of each class that is defined.  A search
defines sixty classes, makes objects of half of them, and compares or shows few: the
compiling took a fifth of its time.  So here ``dataclasses`` gathers the fields alone,
and ``__init__`` is compiled when a class first makes an object.  ``fields``,
``replace``, ``asdict`` and ``match`` know values as they know any dataclass.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

Class = TypeVar("Class", bound=type)


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
    plain = [_parameter(one) for one in made if one.init and not one.kw_only]
    named = [_parameter(one) for one in made if one.init and one.kw_only]
    parameters = ["self", *plain, *(["*", *named] if named else [])]
    # A frozen object refuses all but what its slots themselves set, and these take half
    # of the time of ``object.__setattr__``, which has to find them.
    lines = [f"_set_{one.name}(self, {_argument(one)})" for one in made if one.init]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    scope: dict[str, Any] = {"_MISSING": MISSING}
    scope |= {f"_set_{one.name}": getattr(cls, one.name).__set__ for one in made}
    scope |= {f"_default_{one.name}": one.default for one in made}
    scope |= {f"_make_{one.name}": one.default_factory for one in made}
    body = "\n  ".join(lines or ["pass"])
    exec(f"def __init__({', '.join(parameters)}):\n  {body}", scope)  # noqa: S102
    written: Callable[..., None] = scope["__init__"]
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
