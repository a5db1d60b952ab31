"""Frozen dataclasses with keywords only, whose methods are shared by all of them.

`dataclass` compiles six methods for each class, which takes it half a millisecond: for the classes of a small score, a
tenth of the run. Here it finds the fields and no more; to `fields`, `replace` and pydantic a record is a dataclass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a class a frozen dataclass with keywords only."""
    made: Any = dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)
    made.__init__ = _init_of(made)
    made.__repr__, made.__eq__, made.__hash__ = _repr, _eq, _hash
    made.__setattr__ = made.__delattr__ = _frozen
    return cls


def _init_of(cls: Any) -> Callable[..., None]:
    names = {one.name for one in fields(cls)}
    defaults = {one.name: one.default for one in fields(cls) if one.default is not MISSING}
    factories = {one.name: one.default_factory for one in fields(cls) if one.default_factory is not MISSING}

    def init(self: Any, **given: Any) -> None:
        made = {name: make() for name, make in factories.items() if name not in given}
        values = {**defaults, **made, **given}
        if values.keys() != names:
            wrong = ", ".join(sorted(values.keys() ^ names))
            raise TypeError(f"{cls.__name__}: {'unknown' if given.keys() - names else 'missing'}: {wrong}")
        self.__dict__.update(values)

    return init


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in _values(self))})"


def _eq(self: Any, other: Any) -> Any:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(tuple(_values(self)))


def _values(self: Any) -> list[tuple[str, Any]]:
    return [(one.name, getattr(self, one.name)) for one in fields(self)]


def _frozen(self: Any, name: str, *value: Any) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to {name!r} of {type(self).__name__}")
