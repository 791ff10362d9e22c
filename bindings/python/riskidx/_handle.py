"""Objects with a part that lives in the C library."""
from __future__ import annotations

from typing import Any


class Handled:
    """Owns a handle that is made when it is first asked for and is no part of the state.

    So instances survive pickle and deepcopy, and threads may share them: at worst two of them make
    the same handle, and one is freed.
    """

    _raw: Any = None

    def _make(self) -> Any:
        """A new handle, from the state alone."""
        raise NotImplementedError

    @property
    def _handle(self) -> Any:
        raw = self._raw
        if raw is None:
            raw = self._raw = self._make()
        return raw

    def __getstate__(self) -> dict:
        return {name: value for name, value in self.__dict__.items() if name != "_raw"}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
