"""Common to all tests: quiet libraries, one thread, no model hub, and the same property-test examples at every run.

`pytest --hypothesis-profile=explore` draws fresh examples, ten times as many where a test doesn't say how many.
"""

import os

from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ["LANGSMITH_TRACING"] = "false"

settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("same")
