"""The documents that were last found good, so that the next request with one of them need not parse it again."""

from collections import OrderedDict
from threading import Lock

from tenants.graphql.document import Prepared

KEPT_DOCUMENTS = 128
LONGEST_KEPT = 8_192


class KeptDocuments:
    """The last good documents of one schema, by text. Threads share it."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, Prepared] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._found)

    def get(self, text: str) -> Prepared | None:
        """Return the document of a text, if it is kept."""
        with self._lock:
            if text not in self._found:
                return None
            self._found.move_to_end(text)
            return self._found[text]

    def put(self, text: str, prepared: Prepared) -> None:
        """Keep a valid document unless it is too long, and forget the one that was not used for the longest."""
        if len(text) > LONGEST_KEPT:
            return
        with self._lock:
            self._found[text] = prepared
            while len(self._found) > KEPT_DOCUMENTS:
                self._found.popitem(last=False)
