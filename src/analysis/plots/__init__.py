"""How does a measure look? Every `plot_*` takes a measure's frame and returns Axes; it computes nothing."""
