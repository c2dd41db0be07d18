"""What may be said of a measure: guarded sentences, a frame in and a Finding out, no number typed."""
