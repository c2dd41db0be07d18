"""How sure can one be? Estimators for any subject: arrays or tidy frames in, estimates with intervals out."""
