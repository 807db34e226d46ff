"""The parts of `yiwen_twin.py`."""
