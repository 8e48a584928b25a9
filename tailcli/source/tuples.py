"""``NamedTuple`` without its cost at start-up.

``typing.NamedTuple`` compiles the annotation of each field, and ``collections.namedtuple`` under it compiles
a constructor for each class, together some 0.2 ms a class: with two hundred classes more than all the rest of
a run of the command line. Here nothing is compiled for a class before its first instance. Type checkers see
``typing.NamedTuple`` itself, and the tests hold the two against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    try:
        from _collections import _tuplegetter as _getter
    except ImportError:  # an implementation of Python without it: what ``collections`` does there
        from operator import itemgetter

        def _getter(number: int, doc: None) -> property:
            return property(itemgetter(number), doc=doc)

    _new_tuple = tuple.__new__

    def _constructor(made: type) -> object:
        """Compile a constructor that takes the fields by place or by name, as fast as one written out."""
        fields = ", ".join(made._fields)
        defaults = tuple(made._field_defaults.values())
        code = (
            f"lambda _cls, {fields}: _new_tuple(_cls, ({fields},))"
            if fields
            else "lambda _cls: _new_tuple(_cls)"
        )
        constructor = eval(code, {"_new_tuple": _new_tuple})  # noqa: S307 - of the field names of a class here
        constructor.__defaults__ = defaults
        constructor.__name__, constructor.__qualname__ = "__new__", f"{made.__qualname__}.__new__"
        return constructor

    class _Maker(type):
        """Turns the body of a class into a named tuple."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            made = type(name, (tuple,), {**_SHARED, **_body(fields, body)})

            def first(_cls: type, *values: object, **named: object) -> object:
                made.__new__ = _constructor(made)
                return made.__new__(_cls, *values, **named)

            made.__new__ = first
            return made

    def _body(fields: tuple[str, ...], body: dict[str, object]) -> dict[str, object]:
        kept = {key: value for key, value in body.items() if key not in fields}
        kept["_fields"] = kept["__match_args__"] = fields
        kept["_field_defaults"] = {field: body[field] for field in fields if field in body}
        kept |= {field: _getter(number, None) for number, field in enumerate(fields)}
        return kept

    def _make(cls: type, values: object) -> object:
        return cls(*values)

    def _replace(self: tuple, /, **changes: object) -> tuple:
        result = _new_tuple(type(self), map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return result

    def _asdict(self: tuple) -> dict[str, object]:
        return dict(zip(self._fields, self, strict=True))

    def _repr(self: tuple) -> str:
        pairs = ", ".join(f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({pairs})"

    def _getnewargs(self: tuple) -> tuple:
        return tuple(self)

    _SHARED = {
        "__slots__": (),
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
        "__repr__": _repr,
        "__getnewargs__": _getnewargs,
    }

    class NamedTuple(metaclass=_Maker):
        """The base of the frozen values of this program; see ``typing.NamedTuple``."""


__all__ = ["NamedTuple"]
