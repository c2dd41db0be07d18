"""Properties are tried on the same examples in every run, so that a failure is found again."""

from hypothesis import settings

settings.register_profile("project", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("project")
