"""How does an edition come into being, whole and sealed? Staging, manifests, attachments, corrections."""
