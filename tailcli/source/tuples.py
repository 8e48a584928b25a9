"""``NamedTuple`` without the cost of resolving annotations that nothing reads at run time.

``typing.NamedTuple`` turns each annotation, a string in modules with postponed evaluation, into a
``ForwardRef``, and for that compiles it: 0.15 ms a class, a tenth of a whole run of the command line for the
hundred classes that it loads. Type checkers see ``typing.NamedTuple`` itself.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Maker(type):
        """Turns the body of a class into a named tuple."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body[field] for field in fields if field in body]
            # What ``typing.NamedTuple`` itself calls.
            made = namedtuple(  # noqa: PYI024 - see above
                name, fields, defaults=defaults, module=body["__module__"]
            )
            made.__annotations__ = dict(fields)
            for key, value in body.items():
                if key not in fields and key not in _NOT_COPIED:
                    setattr(made, key, value)
            return made

    _NOT_COPIED = frozenset(("__annotations__", "__module__", "__qualname__", "__classcell__"))

    class NamedTuple(metaclass=_Maker):
        """The base of the frozen values of this program; see ``typing.NamedTuple``."""


__all__ = ["NamedTuple"]
