"""`python -m tests.sites FORMS_FOLDER`: serve the small sites until told `quit`; reads commands from stdin.

Prints one line of JSON when ready and one after each command: `day N [SOURCE-REDESIGNED…]`, `requests`, `quit`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from tests.sites.sites import Sites


def main() -> None:
    with Sites() as sites:
        sites.write_forms(Path(sys.argv[1]))
        tell({name: site.server.base for name, site in sites.sites.items()})
        for line in sys.stdin:
            command, *words = line.split() or [""]
            if command == "quit":
                return
            if command == "day":
                sites.turn(int(words[0]), redesigned=words[1:])
                tell({"day": int(words[0])})
            elif command == "requests":
                tell({name: Counter(str(r.status) for r in asked) for name, asked in sites.take_requests().items()})
            else:
                tell({"unknown": command})


def tell(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
