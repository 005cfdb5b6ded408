"""The command line: the only place that prints, prompts, exits and asks the clock."""

import os

# numpy's products here are small: a second thread costs more than it saves, in time and in memory. Read once, when numpy loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
