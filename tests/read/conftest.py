"""Puts hostile.py and seams.py, which the tests of this folder share, on the path: importlib mode adds nothing itself."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
