"""What may be said of attacks in the brief?"""

from analysis.sentences.escalation_headline import windows

__all__ = ["windows"]
