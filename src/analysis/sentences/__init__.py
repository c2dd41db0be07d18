"""What may be said of a measure, and what not? Guarded sentences: a frame in, a Finding out, no number typed."""
