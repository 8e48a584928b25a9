"""How the properties are tested: by default a moderate number of examples, the same in every run.

``TAILCLI_HYPOTHESIS=search`` looks for new examples, and ``TAILCLI_HYPOTHESIS=long`` for many; ``first`` ends
at the first example that fails, without looking for a smaller one. There is no deadline: how long one example
takes says more about the machine than about the code, and what must be fast has a benchmark.
"""

from __future__ import annotations

import os

from hypothesis import Phase, settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.register_profile("long", deadline=None, print_blob=True, max_examples=10_000)
settings.register_profile("first", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("TAILCLI_HYPOTHESIS", "steady"))
