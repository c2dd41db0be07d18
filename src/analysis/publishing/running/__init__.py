"""How is a notebook run? Engine, kernels, fork server and workers."""
